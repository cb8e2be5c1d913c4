"""基本情况 of the 评审表 and the 简表: what a snapshot holds about the person, under the labels of the form (forms.md §1, §2)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

BASICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("姓名", ()),
    ("曾用名", ("曾用名",)),
    ("性别", ("性别",)),
    ("民族", ("民族",)),
    ("出生年月", ("出生年月", "出生日期")),
    ("出生地", ("出生地", "籍贯")),
    ("政治面貌", ("政治面貌",)),
    ("健康状况", ("健康状况",)),
    ("参加工作时间", ("参加工作时间",)),
    ("联系电话", ("联系电话", "手机号码", "手机")),
    ("身份证号", ()),
    ("工作单位", ()),
    ("单位性质", ("单位性质", "单位类型")),
    ("行政职务", ("行政职务", "现任行政职务")),
    ("任职时间", ("任职时间", "行政职务任职时间")),
    ("现从事专业", ("现从事专业",)),
    ("从事现专业时间", ("从事现专业时间",)),
    ("现任专业技术职务", ("现任专业技术职务", "现任职称", "职称")),
    ("取得时间", ("取得时间", "职称取得时间")),
    ("聘任时间", ("聘任时间", "职称聘任时间")),
    ("聘任单位", ("聘任单位",)),
    ("现岗位等级", ("现岗位等级", "岗位等级")),
    ("最高学历", ("最高学历", "学历")),
    ("毕业院校", ("毕业院校", "毕业学校")),
    ("毕业时间", ("毕业时间",)),
    ("所学专业", ("所学专业", "毕业证书专业")),
    ("学制", ("学制",)),
    ("学习形式", ("学习形式",)),
    ("最高学位", ("最高学位", "学位")),
    ("执业（职业）资格及编号", ()),
    ("继续教育", ()),
    (
        "学术团体及职务、社会兼职",
        ("参加学术团体及职务、社会兼职", "学术团体及职务", "参加学术团体及职务"),
    ),
    ("懂何种外语", ("懂何种外语", "外语")),
)
"""Label on the form, and the labels under which a snapshot may hold it (评审表 p.1, union of provinces)."""

SUMMARY = (
    "姓名", "性别", "出生年月", "民族", "政治面貌", "身份证号", "工作单位", "单位性质", "参加工作时间", "行政职务",
    "任职时间", "现从事专业", "从事现专业时间", "现任专业技术职务", "取得时间", "聘任时间", "聘任单位", "现岗位等级",
    "最高学历", "最高学位", "毕业院校", "所学专业", "毕业时间", "学习形式", "执业（职业）资格及编号", "继续教育",
    "学术团体及职务、社会兼职", "懂何种外语", "联系电话",
)  # fmt: skip
"""What of the basics stands on the 简表 (forms.md §2), in its order; addresses do not."""

Records = dict[str, list[dict[str, str]]]


def of(
    snapshot: Mapping[str, Any], first: Mapping[str, Any] | None, used: set[str]
) -> Iterator[tuple[str, str]]:
    own = {"姓名": "name", "身份证号": "id_number", "工作单位": "unit"}
    near = [v for row in (first["rows"] if first else ()) for v in row["values"]]
    far = [v for section in snapshot["sections"] if section is not first for v in _newest(section)]
    told = told_by_id(snapshot["applicant"]["id_number"])
    for label, candidates in BASICS:
        if label in own:
            yield label, snapshot["applicant"][own[label]]
            continue
        if label in _COUNTED:
            yield label, _COUNTED[label](_rows_of(snapshot))
            continue
        held = [v for name in candidates for v in near if v["label"] == name]
        found = next((v for v in held if shown(v)), None)
        used.update(v["name"] for v in held if v is found or not shown(v))
        if found is None and label in _FROM_SECTIONS:
            found = next((v for name in candidates for v in far if v["label"] == name and v["shown"]), None)
        yield label, shown(found) if found else told.get(label, "")


def told_by_id(number: str) -> dict[str, str]:
    """性别 and 出生年月 as an ID number tells them (GB 11643); nothing of another document."""
    if len(number) != 18 or not number[:17].isdigit():
        return {}
    birth = f"{number[6:10]}年{int(number[10:12])}月{int(number[12:14])}日"
    return {"性别": ("女", "男")[int(number[16]) % 2], "出生年月": birth}


def _rows_of(snapshot: Mapping[str, Any]) -> Records:
    """What is shown of every section's rows, by the names of section and value."""
    return {
        section["key"]: [{v["name"]: v["shown"] for v in row["values"]} for row in section["rows"]]
        for section in snapshot["sections"]
    }


def _licences(records: Records) -> str:
    held = records.get("licences", [])
    return "\n".join(" ".join(filter(None, (r.get("name"), r.get("certificate_number")))) for r in held)


def _hours(records: Records) -> str:
    """继续教育 of the newest year that is entered."""
    dated = [r for r in records.get("continuing_education", []) if r.get("year")]
    if not dated:
        return ""
    last = max(dated, key=lambda r: r["year"])
    said = [f"{last['year']} 年度"]
    said += [f"{word} {last[name]}" for name, word in _HOURS.items() if last.get(name)]
    return "，".join(said)


_HOURS = {"public_hours": "公需", "professional_hours": "专业"}
_COUNTED: dict[str, Callable[[Records], str]] = {"执业（职业）资格及编号": _licences, "继续教育": _hours}
_FROM_SECTIONS = ("现任专业技术职务", "取得时间", "聘任时间", "聘任单位")


def _newest(section: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The values of the first row of a section of the profile about the present title."""
    if section["origin"] != "profile" or "职称" not in section["title"] or not section["rows"]:
        return []
    return list(section["rows"][0]["values"])


def shown(value: Mapping[str, Any]) -> str:
    names = "\n".join(file["name"] for file in value.get("files", ()))
    return "\n".join(part for part in (value["shown"], names) if part)
