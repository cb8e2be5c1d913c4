"""申报条件 in words: written and read back without loss, refused line by line, never published when they cannot be judged."""

import json

import pytest

from tests.offices import browser_of
from tests.support import run
from web.catalogue.files import DATA
from web.office import conditions, years
from web.office.condition_words import Wrong
from web.office.shapes import SHAPES, read

FILE = json.loads((DATA / "eligibility.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["checks", "rules"])
def test_every_condition_of_the_norms_is_written_and_read_back(kind: str) -> None:
    for each in FILE[kind]:
        assert conditions.read(conditions.write(each)) == conditions.kept(each), each["code"]


def test_the_words_are_those_of_the_field() -> None:
    rule = {
        "any_of": [
            {"degree": "bachelor", "current_level": "zhong_ji", "years_in_level": 5},
            {"degree": "junior_college", "years_in_specialty": 7, "only_if": "乡镇；不含县城"},
        ],
        "also_required": ["考试成绩在有效期内"], "tracks": ["yishi"], "cited": True,
    }  # fmt: skip
    text = (
        "学历：本科；现职称：中级；任职年限：5\n学历：大专；本专业年限：7；限：乡镇；不含县城\n另须：考试成绩在有效期内\n"
        "职称类别：yishi\n原文已核对：是"
    )
    assert conditions.write(rule) == text
    assert conditions.read(text.replace("：", ":", 1).replace("；", ";", 1)) == rule | {
        "any_of": [
            rule["any_of"][0],
            {"degree": "junior_college", "years_in_specialty": 7, "only_if": "乡镇；不含县城"},
        ]
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("学历：本科；任职年限：五", "第 1 行：“五”应是整数"),
        ("学历：大学", "第 1 行：没有“大学”这种学历，可写：不限、高中、中专、大专、本科、第二学士、硕士、博士、按正常晋升"),
        ("学历：本科\n现职称：中级", "第 2 行没有写学历；不限学历的写“学历：不限”"),
        ("学历：本科；任职年限：5", "第 1 行写了任职年限，没有写现职称"),
        ("另须：面试", "至少要有一行以“学历：”开头的情形"),
        ("学历：本科；学历：大专", "第 1 行的“学历：大专”不认识或写了两次"),
        ("本科毕业满五年", "第 1 行“本科毕业满五年”应写成“学历：本科；现职称：中级；任职年限：5”的样子"),
        ("检查：继续教育\n名称：继续教育\n条文：每年 90 学时\n学时：90", "没有写专业科目学时、年数"),
        ("检查：体检\n名称：体检\n条文：合格", "第 1 行：没有“体检”这种检查，可写：公务员、离退休、处分期、诚信、一年一职称、逐级申报、"
         "年度考核、继续教育"),
        ("检查：年度考核\n名称：年度考核\n条文：顺延\n顺延：基本合格一年", "第 4 行：应写成“基本合格 1 年、不合格 2 年”"),
        ('{"any_of": []}', "第 1 行的“{\"any_of\"”不认识，可写：学历、现职称、任职年限、其他系列职称、现岗位年限、本专业年限、见习年限、"
         "限、备注、另须、说明、职称类别"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_by_its_line(text: str, sentence: str) -> None:
    with pytest.raises(Wrong) as refused:
        conditions.read(text)
    assert str(refused.value) == sentence
    assert read(SHAPES["rules"].columns["definition"], text) == (None, f"条件：{sentence}")


def test_a_condition_is_changed_on_its_page_and_one_that_cannot_be_judged_is_not_published(
    provinces: str,
) -> None:
    office = browser_of("冯处长")
    office.open("/years")
    office.press("复制为草稿", base="2026", year="2027")
    row = next(row for row in run(years.rows_of(1, "rules")) if row["code"] == "zxx-3")
    url = f"/years/1/rules/{row['id']}"
    page = office.open(url)
    text = page.tree.xpath("string(//textarea[@name='definition'])").strip()
    assert text.startswith("学历：") and "{" not in text

    page = office.press("保存", definition=text.replace("任职年限：", "任职年限：x", 1))
    assert (page.status, "应是整数。" in page.text) == (422, True)
    assert office.press("保存", definition=f"{text}\n另须：支教满 1 年").path == "/years/1/rules"
    assert "写上“另须：支教满 1 年”" in office.open("/years/1/preview").text

    office.open(url)
    office.press("保存", kind="check")
    page = office.open("/years/1/preview")
    assert "申报条件 zxx-3：种类与条件的写法不符，每份申报都检查的以“检查：”开头。" in page.text
    assert "发布 2027 年度目录" not in page.text
