"""What an applicant types is printed, letter for letter: typst reads no code in it and opens no file for it."""

import pytest

from tests.support import run
from tests.web.documents import cast
from tests.web.documents.printed import ACCEPTANCE, OPINIONS, bare, holds, words
from web.documents import fonts, rules

pytestmark = pytest.mark.skipif(bool(fonts.complaints()), reason="no Chinese fonts on this machine")
CODE = (
    '#read("/etc/passwd")', '#eval("1+1")', '#import "house.typ": *', '"}, "photo": "x', "]#panic()[", "\\u{41}",
    '#sys.inputs', "$ 1/0 $", "= 标题 <stamp>", "/* 注释", "// 注释", '#image("/etc/passwd")', "```typ #let x = 1```", "@stamp",
)  # fmt: skip


def test_code_in_every_field_is_text() -> None:
    snapshot = cast.short()
    values = [value for part in snapshot["sections"] for row in part["rows"] for value in row["values"]]
    for value, code in zip([each for each in values if each["kind"] == "text"], CODE * 99, strict=False):
        value["shown"] = code
    made = run(
        rules.declaration_paper("review_form", snapshot, photo=None, opinions=OPINIONS, acceptance=ACCEPTANCE)
    )
    text = words(made)
    assert "root:" not in text
    given = {value["shown"] for value in values} & set(CODE)
    assert len(given) >= 10
    assert [code for code in given if not holds(text, bare(code))] == []
