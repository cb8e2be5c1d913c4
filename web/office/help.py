"""Help: which paragraph belongs to which page, from the project's file until the office has written its own."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "data" / "help.md"
HEADING = re.compile(r"^## (.+?) \{([a-z-]+)\}\n<!-- (.+?) -->\n", re.MULTILINE)


APPLICANTS = "申报人"
READERS = {
    "专家": ("readings",),
    "单位和审核部门": (
        "people", "reviews", "review-dossier", "expert-reviews", "posts", "stand-ins", "organisations", "search", "statistics",
    ),
    "评委会办公室": ("sittings", "committee-choices", "publicity-desk"),
    "职称管理部门": ("certificates", "years", "treasury", "texts", "support"),
    "所有人": ("certificate-check", "publicity", "draw-records", "help", "log"),
}  # fmt: skip
"""For whom a paragraph is, by its key, in the order of the contents; what is not named here is for applicants."""


class Paragraph(NamedTuple):
    """One paragraph of help: its anchor, title, the pages it is about ("*": any part of an address), Markdown."""

    key: str
    title: str
    pages: tuple[str, ...]
    body: str


@cache
def of_file() -> tuple[Paragraph, ...]:
    """The paragraphs as the project has them, in order; ValueError when one cannot be read."""
    text = FILE.read_text(encoding="utf-8")
    heads = list(HEADING.finditer(text))
    if len(heads) != text.count("\n## ") + text.startswith("## "):
        raise ValueError("help.md: a heading without its key and pages")
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return tuple(
        Paragraph(head[2], head[1], tuple(head[3].split()), text[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=True)
    )


def by_reader(paragraphs: Sequence[Paragraph]) -> list[tuple[str, list[Paragraph]]]:
    """The paragraphs for each kind of reader, applicants first."""
    named = {key: reader for reader, keys in READERS.items() for key in keys}
    found: dict[str, list[Paragraph]] = {reader: [] for reader in (APPLICANTS, *READERS)}
    for each in paragraphs:
        found[named.get(each.key, APPLICANTS)].append(each)
    return [(reader, those) for reader, those in found.items() if those]


@cache
def _patterns() -> tuple[tuple[tuple[str, ...], str], ...]:
    found = [
        (tuple(part for part in page.split("/") if part), each.key)
        for each in of_file()
        for page in each.pages
    ]
    return tuple(sorted(found, key=lambda each: (len(each[0]), -each[0].count("*")), reverse=True))


def anchor(path: str) -> str:
    """The key of the paragraph about the page at `path`: of all that begin like it, the one that says most."""
    parts = path.strip("/").split("/") if path.strip("/") else []
    for pattern, key in _patterns():
        if len(pattern) <= len(parts) and all(
            wanted in ("*", part) for wanted, part in zip(pattern, parts, strict=False)
        ):
            return key
    return "start"
