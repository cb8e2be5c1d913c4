"""Announcements and help as the office writes them: every version kept, the newest counts."""

from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from web import clock
from web.database import is_duplicate, transaction
from web.office import help
from web.office.help import Paragraph
from web.office.tables import OfficeText

Row = dict[str, Any]
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
TITLE_LIMIT, BODY_LIMIT = 100, 20_000


def rendered(body: str, top: int) -> Markup:
    """Markdown as HTML, without HTML of its own and without pictures.

    Its headings begin at level `top`, whatever they were written as, and none is skipped on the way down (WCAG 1.3.1).
    """
    tokens = MARKDOWN.parse(body)
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            above = [*(each for each in above if each < written), written]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, top + len(above) - 1)}"
        for child in token.children or ():
            if child.type == "image":
                child.type, child.tag, child.attrs = "text", "", {}
    return Markup(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))


async def _newest(kind: str) -> dict[str, Row]:
    rows = await OfficeText.select().where(OfficeText.kind == kind).order_by(OfficeText.version)
    return {row["code"]: row for row in rows}


async def paragraphs() -> list[Paragraph]:
    """Help in order: the file's paragraphs, each as the office last wrote it."""
    own = await _newest("help")
    found = []
    for each in help.of_file():
        row = own.get(each.key)
        found.append(
            each if row is None or row["withdrawn"] else each._replace(title=row["title"], body=row["body"])
        )
    return found


async def announcements() -> list[Row]:
    """The announcements that stand, the newest first."""
    rows = [row for row in (await _newest("announcement")).values() if not row["withdrawn"]]
    return sorted(rows, key=lambda row: row["at"], reverse=True)


async def announcement(code: str) -> Row | None:
    """One announcement that stands."""
    row = (await _newest("announcement")).get(code)
    return row if row and not row["withdrawn"] else None


async def versions(kind: str, code: str) -> list[Row]:
    """Every version of a text, the newest first."""
    found: list[Row] = await (
        OfficeText.select()
        .where((OfficeText.kind == kind) & (OfficeText.code == code))
        .order_by(OfficeText.version, ascending=False)
    )
    return found


def complaints(title: str, body: str) -> dict[str, str]:
    """What is wrong with a text, by field."""
    wrong = {}
    if not title.strip() or len(title) > TITLE_LIMIT:
        wrong["title"] = (
            "请填写标题。"
            if not title.strip()
            else f"标题最多 {TITLE_LIMIT} 个字，现在是 {len(title)} 个字。"
        )
    if not body.strip() or len(body) > BODY_LIMIT:
        wrong["body"] = (
            "请填写正文。" if not body.strip() else f"正文最多 {BODY_LIMIT} 个字，现在是 {len(body)} 个字。"
        )
    return wrong


class Overtaken(Exception):
    """Somebody has published another version since this one was begun."""


async def publish(
    kind: str, code: str, title: str, body: str, *, after: int, by: int, withdrawn: bool = False
) -> str:
    """Publish the version that follows `after` (0: the first), its code returned; Overtaken when it exists."""
    code = code or f"{clock.now():%Y%m%d%H%M%S}"
    row = OfficeText(
        key=f"{kind}/{code}/{after + 1}", kind=kind, code=code, version=after + 1, title=title.strip(),
        body=body.strip(), by=by, withdrawn=withdrawn,
    )  # fmt: skip
    try:
        async with transaction():
            await row.save()
    except Exception as error:
        if is_duplicate(error):
            raise Overtaken("别人刚刚发布了新的版本，请核对后再发布。") from error
        raise
    return code
