"""What changed between two versions of a declaration, and a new version that changes only what was named."""

from collections.abc import Set
from typing import Any, NamedTuple

from web.declaration.unlocking import Place, allows
from web.review.returns import BASIC, CHOICE, PHOTO, name_of_row, parts


class Change(NamedTuple):
    """A difference: where, what stood there, what stands there now; "" for what is not there. The files that were and
    are there, to be laid side by side."""

    place: Place
    subject: str
    before: str
    after: str
    old_files: tuple[dict[str, Any], ...] = ()
    new_files: tuple[dict[str, Any], ...] = ()


def _text(value: dict[str, Any]) -> str:
    return "；".join(each["name"] for each in value["files"]) if value["files"] else str(value["shown"])


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    files = [each["sha256"] for each in one["files"]] == [each["sha256"] for each in other["files"]]
    return bool(files and one["value"] == other["value"] and one["shown"] == other["shown"])


def between(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Every difference from snapshot `old` to snapshot `new`, in the order of the page."""
    before = {section["key"]: section for section in parts(old)}
    after = {section["key"]: section for section in parts(new)}
    found = []
    for key in dict.fromkeys([*after, *before]):
        found += _of_section(before.get(key), after.get(key))
    return found


def _of_section(old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[Change]:
    there = {row["id"]: row for row in (old or {"rows": []})["rows"]}
    here = {row["id"]: row for row in (new or {"rows": []})["rows"]}
    found = []
    for number in dict.fromkeys([*here, *there]):
        if number not in here:
            assert old is not None
            found.append(
                Change((old["key"], number, ""), _subject(old, there[number]), _line(there[number]), "")
            )
        elif number not in there:
            assert new is not None
            found.append(
                Change((new["key"], number, ""), _subject(new, here[number]), "", _line(here[number]))
            )
        else:
            assert new is not None
            found += _of_row(new, there[number], here[number])
    return found


def _subject(section: dict[str, Any], row: dict[str, Any]) -> str:
    return " ".join(filter(None, (section["title"], name_of_row(section, row))))


def _line(row: dict[str, Any]) -> str:
    return "；".join(f"{value['label']}：{_text(value)}" for value in row["values"] if _text(value))


def _of_row(section: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    there = {value["name"]: value for value in old["values"]}
    found = []
    for value in new["values"]:
        before = there.get(value["name"])
        if before is None or not _same(before, value):
            subject = f"{_subject(section, new)} {value['label']}"
            found.append(
                Change(
                    (section["key"], new["id"], value["name"]),
                    subject,
                    _text(before) if before else "",
                    _text(value),
                    tuple(before["files"]) if before else (),
                    tuple(value["files"]),
                )
            )
    return found


def only_named(old: dict[str, Any], new: dict[str, Any], places: Set[Place]) -> dict[str, Any]:
    """`new` with everything that `places` does not name as it stood in `old`: while a return is open nothing else
    moves, whatever the person does in her 基本信息库 meanwhile."""
    named = set(places)
    heading = {each["name"]: each for each in old["heading"]}
    merged = [
        each if allows(named, CHOICE, 0, each["name"]) else heading.get(each["name"], each)
        for each in new["heading"]
    ]
    before = {section["key"]: section for section in old["sections"]}
    sections = [
        _merged(before[section["key"]], section, named) if section["key"] in before else section
        for section in new["sections"]
    ]
    applicant = {**old["applicant"], "photo": _photo(old, new, named)}
    return {**new, "applicant": applicant, "heading": merged, "sections": sections}


def _photo(old: dict[str, Any], new: dict[str, Any], named: set[Place]) -> Any:
    """The photo of the new version: another one only where it was named, or 基本信息 as a whole."""
    rows = [row["id"] for section in new["sections"] if section["key"] == BASIC for row in section["rows"]]
    asked = any(allows(named, BASIC, row, PHOTO) for row in rows)
    return new["applicant"].get("photo") if asked else old["applicant"].get("photo")


def _merged(old: dict[str, Any], new: dict[str, Any], named: set[Place]) -> dict[str, Any]:
    key = new["key"]
    if allows(named, key, 0):
        return new
    there = {row["id"]: row for row in old["rows"]}
    here = {row["id"]: row for row in new["rows"]}
    kept = []
    for number, row in there.items():
        if allows(named, key, number):
            if number in here:
                kept.append(_merged_row(key, row, here[number], named))
            elif (key, number, "") not in named:
                kept.append(row)
        else:
            kept.append(row)
    return {**new, "rows": kept}


def _merged_row(key: str, old: dict[str, Any], new: dict[str, Any], named: set[Place]) -> dict[str, Any]:
    there = {value["name"]: value for value in old["values"]}
    values = [
        value if allows(named, key, new["id"], value["name"]) else there.get(value["name"], value)
        for value in new["values"]
    ]
    return {"id": new["id"], "values": values}
