"""What a reader gets of a declaration: the frozen version as it is, or blind: without whatever tells whose it is."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from web.committee.conflicts import named_in

FILE = Path(__file__).parent / "data" / "blind.json"
HIDDEN = "＊＊＊"
_REGION = re.compile(r"^[^省市县区]{1,6}[省市县区]")
_COMPANY = re.compile(r"(集团)?(股份)?(有限)?(责任)?公司$")
KINDS = {"application/pdf": "pdf", "image/jpeg": "jpeg"}


class Replaced(NamedTuple):
    """What stands in for a file: a PDF in the store. `size` in bytes."""

    sha256: str
    size: int
    pages: int


@dataclass(frozen=True)
class Page:
    """A file of the pack. `place`: its number in the dossier, from 1; `shown`: whether the reader may look at it."""

    place: int
    label: str
    name: str
    sha256: str
    kind: str
    pages: int
    size: int
    shown: bool


@dataclass(frozen=True)
class Entry:
    """A row of a part: its heading ("" for a single record), (label, text, whether long), files."""

    name: str
    texts: tuple[tuple[str, str, bool], ...]
    files: tuple[Page, ...]


@dataclass(frozen=True)
class Part:
    """A section of the dossier."""

    key: str
    title: str
    rows: tuple[Entry, ...]


@dataclass(frozen=True)
class Pack:
    """A dossier for one reader. `name`, `unit`: "" in a blind one."""

    name: str
    unit: str
    heading: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]

    @property
    def files(self) -> dict[int, Page]:
        """Its files by place."""
        return {each.place: each for part in self.parts for row in part.rows for each in row.files}


@cache
def _rules() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def left_out(section: str, field: str) -> bool:
    """Whether a blind pack leaves the field out."""
    if section == "basic":
        return field not in _rules()["basic"]
    return any(each["field"] == field and each["section"] in ("*", section) for each in _rules()["out"])


def plain(frozen: Mapping[str, Any]) -> Pack:
    """The dossier with everything a member judges by: no photo, no ID number, no way to call."""
    heading = tuple((each["label"], each["shown"]) for each in frozen["heading"] if each["shown"])
    return Pack(
        frozen["applicant"]["name"], frozen["applicant"]["unit"], heading, _parts(frozen, None, (), {})
    )


def blind(
    frozen: Mapping[str, Any], released: Iterable[str], replaced: Mapping[str, Replaced | None] | None = None
) -> Pack:
    """The dossier without names, units and numbers. `released`: hashes of the files on which the office saw none;
    `replaced`: by the hash of each file that is blacked out what stands in for it, None until that is made."""
    kept = _rules()["heading"]
    heading = [each for each in frozen["heading"] if each["name"] in kept and each["shown"]]
    parts = _parts(frozen, _scrub(secrets_of(frozen)), released, replaced or {})
    return Pack("", "", tuple((each["label"], each["shown"]) for each in heading), parts)


def secrets_of(frozen: Mapping[str, Any]) -> list[str]:
    """What may stand nowhere in a blind pack: the person's and others' names, units also in short, numbers, addresses."""
    about = frozen["applicant"]
    found = {about["name"], about["id_number"], about["unit"], frozen["number"], *named_in(frozen)}
    for value in _values(frozen):
        if value["name"] in _rules()["secret"]:
            found.add(value["shown"] or "")
    for each in list(found):
        short = _REGION.sub("", each)
        found |= {short, _COMPANY.sub("", each), _COMPANY.sub("", short)}
    return sorted((each for each in found if len(each.strip()) > 1), key=len, reverse=True)


def _values(frozen: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for section in frozen["sections"]:
        for row in section["rows"]:
            yield from row["values"]


def _scrub(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, also with spaces between their letters."""
    return re.compile("|".join(r"\s*".join(map(re.escape, "".join(each.split()))) for each in words), re.IGNORECASE)  # fmt: skip


def _parts(
    frozen: Mapping[str, Any], hiding: re.Pattern[str] | None, released: Iterable[str],
    replaced: Mapping[str, Replaced | None],
) -> tuple[Part, ...]:  # fmt: skip
    seen, may = 0, set(released)
    parts = []
    for section in frozen["sections"]:
        rows = []
        for number, row in enumerate(section["rows"], start=1):
            texts, files = [], []
            for value in row["values"]:
                for file in value["files"]:
                    seen += 1
                    name = file["name"] if hiding is None else f"材料 {seen}"
                    shown = hiding is None or file["sha256"] in may
                    page = _page(seen, value["label"], name, file, shown)
                    files.append(_replaced(page, replaced[page.sha256]) if page.sha256 in replaced else page)
                if value["kind"] == "upload" or not value["shown"] or value["name"] in _rules()["contact"]:
                    continue
                if hiding is not None and left_out(section["key"], value["name"]):
                    continue
                text = value["shown"] if hiding is None else hiding.sub(HIDDEN, value["shown"])
                texts.append((value["label"], text, value["kind"] == "long_text"))
            name = f"第 {number} 项" if section["many"] else ""
            rows.append(Entry(name, tuple(texts), tuple(files)))
        parts.append(Part(section["key"], section["title"], tuple(rows)))
    return tuple(parts)


def _replaced(page: Page, by: Replaced | None) -> Page:
    """What the reader gets in place of a file that is blacked out; nothing of it until its replacement is made."""
    if by is None:
        return replace(page, shown=False)
    name = f"材料-{page.place}.pdf"
    return replace(page, name=name, sha256=by.sha256, kind="pdf", pages=by.pages, size=by.size, shown=True)


def _page(place: int, label: str, name: str, file: Mapping[str, Any], shown: bool) -> Page:
    return Page(place, label, name, file["sha256"], KINDS[file["kind"]], file["pages"], file["size"], shown)
