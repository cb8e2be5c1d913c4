"""The 评审表's own arrangement of a snapshot: cover, basics in the official order, sections, opinions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from web import clock
from web.documents import basics, shapes
from web.documents.basics import SUMMARY, shown
from web.documents.shapes import NONE

COVER = (
    ("单位（章）", "unit"),
    ("姓　　名", "name"),
    ("现任专业技术职务", "现任专业技术职务"),
    ("申报资格名称", "title"),
    ("申报系列", "series"),
    ("申报专业", "specialty"),
    ("申报级别", "level"),
    ("申报类型", "type"),
    ("填表时间", "day"),
)
START, END = "（起）", "（止）"
"""How the labels of two columns end that are one on paper."""
SUPERVISED_BY = "河南省人力资源和社会保障厅监制"


def contents(
    snapshot: Mapping[str, Any], opinions: shapes.Opinions, acceptance: shapes.Acceptance
) -> dict[str, Any]:
    """What the papers about one declaration print: the snapshot arranged, nothing of it left out."""
    first = next((s for s in snapshot["sections"] if not s["many"] and s["origin"] == "profile"), None)
    used = set[str]()
    pairs = list(basics.of(snapshot, first, used))
    if first is not None:
        pairs += [
            (v["label"], shown(v)) for row in first["rows"] for v in row["values"] if v["name"] not in used
        ]
    heading = {item["name"]: item["shown"] for item in snapshot["heading"]}
    known = (
        heading
        | dict(pairs)
        | {
            "name": snapshot["applicant"]["name"],
            "unit": snapshot["applicant"]["unit"],
            "day": chinese_day(snapshot["submitted_at"]),
        }
    )
    sections = [arranged(s) for s in snapshot["sections"] if s is not first]
    return {
        "snapshot": {name: value for name, value in snapshot.items() if name not in ("sections", "heading")},
        "cover": [(label, known.get(key, "")) for label, key in COVER],
        "heading": [(item["label"], item["shown"]) for item in snapshot["heading"]],
        "basics": pairs,
        "summary": [(label, known.get(label, "")) for label in SUMMARY],
        "sections": sections,
        "counts": [_count(section) for section in snapshot["sections"]],
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


def _count(section: Mapping[str, Any]) -> tuple[str, str, str]:
    """Title, rows and files of a section, for the receipt."""
    files = sum(len(v.get("files", ())) for row in section["rows"] for v in row["values"])
    return section["title"], str(len(section["rows"]) or NONE), str(files)


def arranged(section: Mapping[str, Any]) -> dict[str, Any]:
    """The section as papers have it: from and to in one column, for an empty value the word that means it, and of
    everything no more than is printed."""
    return {
        "key": section["key"], "title": section["title"], "many": section["many"],
        "rows": [{"values": list(_spans(row["values"]))} for row in section["rows"]],
    }  # fmt: skip


def _printed(value: Mapping[str, Any]) -> dict[str, Any]:
    files = [{"name": file["name"], "pages": file["pages"]} for file in value.get("files", ())]
    about = {"name": value["name"], "label": value["label"], "kind": value["kind"]}
    return _measured(
        {**about, "shown": value["shown"] or value.get("gap", "")} | ({"files": files} if files else {})
    )


def _measured(value: dict[str, Any]) -> dict[str, Any]:
    """With how many ems the text takes, of one in two lines the wider: typst would ask letter by letter."""
    lines = value["shown"].split("\n") if value["kind"] == "span" else [value["shown"]]
    return {**value, "wide": round(max(map(ems, lines)), 2)}


def ems(text: str) -> float:
    """A Han character takes one em, a Latin letter or digit 0.62."""
    narrow = sum(c < "\u0800" for c in text)
    return len(text) - 0.38 * narrow


def _spans(values: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    held = [_printed(v) for v in values]
    place = 0
    while place < len(held):
        first, then = held[place], held[place + 1] if place + 1 < len(held) else None
        label = first["label"].removesuffix(START)
        if then and label != first["label"] and then["label"] == label + END:
            yield _measured(
                {**first, "label": label, "kind": "span", "shown": _span(first["shown"], then["shown"])}
            )
            place += 2
        else:
            yield first
            place += 1


def _span(start: str, end: str) -> str:
    if not start and not end:
        return ""
    return f"{start or NONE}\n至{(end or NONE).removeprefix('至')}"


def chinese_day(moment: str) -> str:
    """2026年10月8日 of an ISO 8601 date or moment; "" of none."""
    if not moment:
        return ""
    return clock.day_in_words(_in_china(moment))


def chinese_moment(moment: str) -> str:
    """2026年10月8日 09:12:33 (Asia/Shanghai) of an ISO 8601 moment; "" of none."""
    return f"{chinese_day(moment)} {_in_china(moment):%H:%M:%S}" if moment else ""


def masked(id_number: str) -> str:
    """The first six and the last four of an ID number, the rest as stars."""
    return id_number[:6] + "*" * (len(id_number) - 10) + id_number[-4:] if len(id_number) > 10 else id_number


def _in_china(moment: str) -> datetime:
    at = datetime.fromisoformat(moment)
    return at.astimezone(clock.ZONE) if at.tzinfo else at
