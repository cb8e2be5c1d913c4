"""Filling forms as a person would: labels picked from the lists, rows added and saved, sample documents attached."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from web import rows
from web.codelists import Option
from web.demo import papers
from web.evidence import rules as evidence
from web.profile import photo
from web.rows import Row
from web.section import Section

Record = Mapping[str, Any]
"""A row as it is typed: by field a text, of a list the label; under "files" the documents of each upload field."""

FIRST = "*"
YES_NO = {"是": "1", "否": "0"}


class Mistyped(ValueError):
    """The demonstration's data has a value that the form refuses."""


class Shelf:
    """The personal library of one account: each sample document is taken in once and hung on as many rows as needed."""

    def __init__(self, owner: int) -> None:
        self.owner = owner
        self._files: dict[str, int] = {}

    async def document(self, name: str) -> int:
        """The number of the person's file called `name`."""
        if name not in self._files:
            taken = await evidence.take(self.owner, f"{name}.pdf", await papers.document(name))
            self._files[name] = taken[0].id
        return self._files[name]

    async def portrait(self, woman: bool, turn: int) -> None:
        """The ID photo."""
        file = await photo.take(self.owner, "证件照.jpg", papers.silhouette(woman, turn))
        cut: Any = file.cut
        faults = cut["said"]
        if faults:
            raise Mistyped(" ".join(faults))


async def picked(section: Section, row: Row, record: Record) -> dict[str, str]:
    """`record` as the form would post it: labels become codes; "*" is the first entry of its list."""
    posted: dict[str, str] = {}
    for name, about in section.columns:
        if name not in record:
            continue
        text = str(record[name])
        if about.kind == "choice" and text:
            text = _code(await rows.options_of(about, {**row, **posted}), text)
        posted[name] = YES_NO.get(text, text) if about.kind == "yes_no" else text
    return posted


def _code(options: Iterable[Option], label: str) -> str:
    offered = list(options)
    if label == FIRST and offered:
        return offered[0].value
    return next((each.value for each in offered if each.label == label), label)


async def fill(section: Section, holder: int, record: Record, shelf: Shelf, *, strict: bool = True) -> Row:
    """One row, added or the only one, saved with `record`; Mistyped for a complaint unless not `strict`."""
    row = await (rows.add(section, holder, "") if section.many else rows.only_row(section, holder))
    saved = await rows.save(section, holder, row, await picked(section, row, record), row["version"])
    if strict and saved.complaints:
        raise Mistyped(f"{section.title}: {saved.complaints}")
    for field, names in _documents(section, record, strict).items():
        for name in names:
            await evidence.attach(shelf.owner, await shelf.document(name), section.key, row["id"], field)
    return saved.row


def _documents(section: Section, record: Record, strict: bool) -> dict[str, list[str]]:
    """Which sample documents hang on which field: those of the record, and one on each field that asks for one."""
    given = {
        field: [names] if isinstance(names, str) else names
        for field, names in record.get("files", {}).items()
    }
    needed = {name: [_short(about.label)] for name, about in section.uploads if about.required and strict}
    return needed | given


def _short(label: str) -> str:
    return re.split(r"[、，（(]", label)[0]
