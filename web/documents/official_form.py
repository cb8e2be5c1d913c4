"""The 评审表's own arrangement of a snapshot: cover, basics in the official order, sections, opinions."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from web import clock
from web.documents import shapes

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
    ("最高学位", ("最高学位", "学位")),
    (
        "学术团体及职务、社会兼职",
        ("参加学术团体及职务、社会兼职", "学术团体及职务", "参加学术团体及职务"),
    ),
    ("懂何种外语", ("懂何种外语", "外语")),
)
"""Label on the form, and the labels under which a snapshot may hold it (评审表 p.1, union of provinces)."""

COVER = (
    ("单　　位", "unit"),
    ("姓　　名", "name"),
    ("现任专业技术职务", "现任专业技术职务"),
    ("申报资格名称", "title"),
    ("申报系列", "series"),
    ("申报专业", "specialty"),
    ("申报级别", "level"),
    ("申报类型", "type"),
    ("填表时间", "day"),
)
SUPERVISED_BY = "河南省人力资源和社会保障厅监制"


def contents(
    snapshot: Mapping[str, Any], opinions: shapes.Opinions, acceptance: shapes.Acceptance
) -> dict[str, Any]:
    """What the papers about one declaration print: the snapshot arranged, nothing of it left out."""
    first = next((s for s in snapshot["sections"] if not s["many"] and s["origin"] == "profile"), None)
    used = set[str]()
    basics = list(_basics(snapshot, first, used))
    if first is not None:
        basics += [
            (v["label"], _shown(v)) for row in first["rows"] for v in row["values"] if v["name"] not in used
        ]
    heading = {item["name"]: item["shown"] for item in snapshot["heading"]}
    known = (
        heading
        | dict(basics)
        | {
            "name": snapshot["applicant"]["name"],
            "unit": snapshot["applicant"]["unit"],
            "day": chinese_day(snapshot["submitted_at"]),
        }
    )
    return {
        "snapshot": snapshot,
        "cover": [(label, known.get(key, "")) for label, key in COVER],
        "heading": [(item["label"], item["shown"]) for item in snapshot["heading"]],
        "basics": basics,
        "sections": [s for s in snapshot["sections"] if s is not first],
        "commitment_day": chinese_day(snapshot["commitment"]["signed_at"]),
        "commitment_moment": chinese_moment(snapshot["commitment"]["signed_at"]),
        "submitted_moment": chinese_moment(snapshot["submitted_at"]),
        "masked_id": masked(snapshot["applicant"]["id_number"]),
        "title": heading.get("title", ""),
        "supervised_by": SUPERVISED_BY,
        "acceptance": asdict(acceptance)
        | {
            "accepted_at": chinese_moment(acceptance.accepted_at),
            "accepted_day": chinese_day(acceptance.accepted_at),
        },
        **opinions.as_contents(),
    }


def _basics(
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
        held = [v for name in candidates for v in near if v["label"] == name]
        found = next((v for v in held if _shown(v)), None)
        used.update(v["name"] for v in held if v is found or not _shown(v))
        if found is None and label in _FROM_SECTIONS:
            found = next((v for name in candidates for v in far if v["label"] == name and v["shown"]), None)
        yield label, _shown(found) if found else told.get(label, "")


def told_by_id(number: str) -> dict[str, str]:
    """性别 and 出生年月 as an ID number tells them (GB 11643); nothing of another document."""
    if len(number) != 18 or not number[:17].isdigit():
        return {}
    birth = f"{number[6:10]}年{int(number[10:12])}月{int(number[12:14])}日"
    return {"性别": ("女", "男")[int(number[16]) % 2], "出生年月": birth}


_FROM_SECTIONS = ("现任专业技术职务", "取得时间", "聘任时间", "聘任单位")


def _newest(section: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The values of the first row of a section of the profile about the present title."""
    if section["origin"] != "profile" or "职称" not in section["title"] or not section["rows"]:
        return []
    return list(section["rows"][0]["values"])


def _shown(value: Mapping[str, Any]) -> str:
    names = "\n".join(file["name"] for file in value.get("files", ()))
    return "\n".join(part for part in (value["shown"], names) if part)


def chinese_day(moment: str) -> str:
    """2026年10月8日 of an ISO 8601 date or moment; "" of none."""
    if not moment:
        return ""
    day = _in_china(moment)
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(moment: str) -> str:
    """2026年10月8日 09:12:33 (Asia/Shanghai) of an ISO 8601 moment; "" of none."""
    return f"{chinese_day(moment)} {_in_china(moment):%H:%M:%S}" if moment else ""


def masked(id_number: str) -> str:
    """The first six and the last four of an ID number, the rest as stars."""
    return id_number[:6] + "*" * (len(id_number) - 10) + id_number[-4:] if len(id_number) > 10 else id_number


def _in_china(moment: str) -> datetime:
    at = datetime.fromisoformat(moment)
    return at.astimezone(clock.ZONE) if at.tzinfo else at
