"""论文/著作：每条一篇论文或一部著作。"""

from web import checks
from web.codelists import options
from web.columns import Option, Values, choice, day, number, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.row_checks import RANK, Complaint, Rows, needed_when, together
from web.section import Section

PAPER = "paper"
KINDS = (Option(PAPER, "论文"), *(option._replace(group="著作") for option in options("publication_kind")))


async def roles(row: Values) -> tuple[Option, ...]:
    """The ways to sign a paper, or a book, by the row's kind."""
    kind = row.get("kind") or ""
    return options("paper_author_role" if kind == PAPER else "publication_role") if kind else ()


class Paper(DeclarationRow, Table, tablename="declaration_papers"):
    """One paper or book."""

    kind = choice("类型", KINDS, required=True)
    name = text("题目（书名）", limit=200, required=True)
    published_on = day("发表（出版）日期", required=True)
    publisher = text("刊物（出版社）名称", limit=100, required=True)
    issn = text("ISSN", limit=20, check=checks.issn, hint="国际标准刊号，如 0317-8471")
    cn = text("CN 刊号", limit=30, check=checks.cn_number, hint="如 CN 41-1032/G4")
    isbn = text("ISBN", limit=30, check=checks.isbn, hint="著作填写，如 978-7-04-050694-5")
    doi = text("DOI", limit=150, check=checks.doi, hint="如 10.1000/182，没有可不填")
    pages = text("年、卷（期）、起止页", limit=60, hint="如 2021, 36(4): 12-18")
    role = choice("本人署名", roles, depends_on="kind", required=True)
    rank = number("署名次序", least=1, most=999, required=True)
    total = number("作者总人数", least=1, most=999)
    authors = text("全部作者", limit=300, hint="按次序写全姓名，用顿号分开；用来查找应当回避的专家。")
    collected = choice("收录情况", options("paper_index"))
    words = number("本人撰写字数", unit="万字", decimals=2, most=9999)
    scan = upload("封面、版权页、目录、正文、封底", hint="按封面、版权页、目录、正文、封底的次序。")
    search = upload("检索证明", hint="知网、万方、维普的检索页或收录报告。")


def _known_by_number(rows: Rows) -> list[Complaint]:
    sentence = "论文请填写 ISSN 或 CN 刊号；会议论文请选择收录情况。"
    papers = [row for row in rows if row["kind"] == PAPER]
    return [
        (row["id"], "issn", sentence) for row in papers if not (row["issn"] or row["cn"] or row["collected"])
    ]


BOOKS = frozenset({"01", "02", "03", "04", "05", "06", "07"})
"""Codes of publication_kind that a publishing house brings out under an ISBN."""

papers = Section(
    Paper,
    key="papers",
    title="论文/著作",
    holder="declaration",
    noun="篇论文、著作",
    intro="填写任现职以来公开发表的论文和出版的著作；增刊和没有被检索收录的论文集不填。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "publisher", "published_on"),
    check=together(_known_by_number, needed_when("kind", BOOKS, "isbn", "著作请填写 ISBN。"), RANK),
)
