"""申报条件 in words, one thing a line, as the office writes them on a page or in a sheet; read back without loss."""

import re
from collections.abc import Iterator
from typing import Any

from web.office.condition_words import ASKED, BRANCH, CHECK, YES, Word, Wrong

Row = dict[str, Any]

HINT = (
    "每行写一种情形，满足其中一行即可，如“学历：本科；现职称：助理级；任职年限：4”。各项用“；”隔开，可写：学历、现职称、"
    "任职年限、其他系列职称、现岗位年限、本专业年限、见习年限、限（由人核对的情形）、备注。"
    "另起一行写“另须：”“说明：”“职称类别：”“原文已核对：是”。"
)

_BY_LABEL = {word.label: name for name, word in BRANCH.items()}
_PARTED = re.compile(f"[；;](?=\\s*(?:{'|'.join(_BY_LABEL)})[：:])")
_CHECK_BY_LABEL = {word.label: name for name, word in CHECK.items()}


def kept(definition: Row) -> Row:
    """A definition without what the row's other columns say, and without what nobody reads."""
    if "check" in definition:
        return {name: definition[name] for name in CHECK if name in definition}
    branches = [{name: each[name] for name in BRANCH if name in each} for each in definition["any_of"]]
    also = {name: definition[name] for name in ("also_required", "note", "tracks") if definition.get(name)}
    return {"any_of": branches, **also, "cited": definition["cited"]}


def write(definition: Row) -> str:
    """The definition in words."""
    return "\n".join(_lines(kept(definition)))


def _lines(definition: Row) -> Iterator[str]:
    if "check" in definition:
        yield from (f"{CHECK[name].label}：{CHECK[name].write(value)}" for name, value in definition.items())
        return
    for branch in definition["any_of"]:
        yield "；".join(
            f"{BRANCH[name].label}：{BRANCH[name].write(value)}" for name, value in branch.items()
        )
    yield from (f"另须：{each}" for each in definition.get("also_required", []))
    if "note" in definition:
        yield f"说明：{definition['note']}"
    if "tracks" in definition:
        yield f"职称类别：{'、'.join(definition['tracks'])}"
    yield f"{YES.label}：{YES.write(definition['cited'])}"


def read(text: str) -> Row:
    """The definition that the words mean; Wrong (a sentence without its full stop) names the line that cannot be read."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said: list[tuple[int, str, str]] = []
    for number, line in enumerate(lines, 1):
        label, value = _labelled(line)
        if not value:
            raise Wrong(f"第 {number} 行“{line[:20]}”应写成“学历：本科；现职称：中级；任职年限：5”的样子")
        said.append((number, label, value))
    if not said:
        raise Wrong("没有内容")
    return _check(said) if any(label == CHECK["check"].label for _, label, _ in said) else _rule(said, lines)


def _labelled(text: str) -> tuple[str, str]:
    label, *value = re.split("[：:]", text, maxsplit=1)
    return label.strip(), "".join(value).strip()


def _rule(said: list[tuple[int, str, str]], lines: list[str]) -> Row:
    found: Row = {"any_of": [], "also_required": [], "cited": False}
    for number, label, value in said:
        if label == "另须":
            found["also_required"].append(value)
        elif label == "说明":
            found["note"] = value
        elif label == "职称类别":
            found["tracks"] = [each.strip() for each in re.split("[、，,]", value) if each.strip()]
        elif label == YES.label:
            found["cited"] = _read(YES, value, number)
        elif label in _BY_LABEL:
            found["any_of"].append(_branch(lines[number - 1], number))
        else:
            raise Wrong(
                f"第 {number} 行的“{label[:20]}”不认识，可写：{'、'.join([*_BY_LABEL, '另须', '说明', '职称类别'])}"
            )
    if not found["any_of"]:
        raise Wrong("至少要有一行以“学历：”开头的情形")
    return kept(found)


def _branch(line: str, number: int) -> Row:
    read: Row = {}
    for part in _PARTED.split(line):
        label, value = _labelled(part)
        name = _BY_LABEL.get(label)
        if name is None or not value or name in read:
            raise Wrong(f"第 {number} 行的“{part.strip()[:20]}”不认识或写了两次")
        read[name] = _read(BRANCH[name], value, number)
    if "degree" not in read:
        raise Wrong(f"第 {number} 行没有写学历；不限学历的写“学历：不限”")
    if "years_in_level" in read and "current_level" not in read:
        raise Wrong(f"第 {number} 行写了任职年限，没有写现职称")
    return {name: read[name] for name in BRANCH if name in read}


def _check(said: list[tuple[int, str, str]]) -> Row:
    read: Row = {"cited": False}
    for number, label, value in said:
        name = _CHECK_BY_LABEL.get(label)
        if name is None:
            raise Wrong(f"第 {number} 行的“{label[:20]}”不认识，可写：{'、'.join(_CHECK_BY_LABEL)}")
        read[name] = _read(CHECK[name], value, number)
    needed = ("name", "rule", *ASKED.get(read["check"], ()))
    if missing := [CHECK[name].label for name in needed if name not in read]:
        raise Wrong(f"没有写{'、'.join(missing)}")
    return kept(read)


def _read(word: Word, value: str, number: int) -> Any:
    try:
        return word.read(value)
    except Wrong as wrong:
        raise Wrong(f"第 {number} 行：{wrong}") from wrong


def levels_of(definition: Row) -> set[str]:
    """The levels that a condition names."""
    named = {
        each.get(name)
        for each in definition.get("any_of", [])
        for name in ("current_level", "other_series_level")
    }
    return {code for code in named if code}


def kind_of(definition: Row) -> str:
    """The kind of row that a definition belongs to: check or rule."""
    return "check" if "check" in definition else "rule"
