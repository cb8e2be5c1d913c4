"""The catalogue's files as the rows of one year: what stands in data/*.json, each row once."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from web.catalogue import tables
from web.catalogue.moments import moment
from web.database.table import Table

DATA = Path(__file__).parent / "data"
Values = dict[str, Any]
Rows = dict[type[Table], list[Values]]


class EditionFile(NamedTuple):
    """One year as the files have it: every table's rows in order, and the SHA-256 of all of it."""

    year: str
    published_at: datetime
    about: Values
    rows: Rows
    source_hash: str


def editions(folder: Path = DATA) -> list[EditionFile]:
    """Every edition named in editions.json; ValueError or KeyError says what is wrong with a file."""
    files = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    return [_edition(files, folder, entry) for entry in files["editions"]["editions"]]


def _edition(files: Values, folder: Path, entry: Values) -> EditionFile:
    year = entry["year"]
    about = {name: files["eligibility"][name] for name in ("ranks", "degree_words", "counting")}
    rows: Rows = {}
    for table, given in (
        (tables.Series, _series(files, year)),
        (tables.Track, _tracks(files, year)),
        (tables.Level, _levels(files, year)),
        (tables.Title, _titles(files, year)),
        (tables.Specialty, _specialties(files, year)),
        (tables.Committee, _committees(files, year)),
        (tables.CommitteeScope, _scopes(files, year)),
        (tables.ReviewType, _types(files, year)),
        (tables.SectionAsked, _sections(files, year)),
        (tables.Window, _windows(files, year)),
        (tables.Notice, _notices(files, folder, year)),
        (tables.EligibilityRule, _rules(files, year)),
    ):
        rows[table] = [_keyed(year, place, values) for place, values in enumerate(given, 1)]
        _once(table, rows[table])
    text = json.dumps([about, list(rows.values())], ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return EditionFile(year, moment(entry["published_at"]), about, rows, digest)


def _keyed(year: str, place: int, values: Values) -> Values:
    return {"position": place, **values, "key": f"{year}/{values['code']}", "retired": False}


def _once(table: type[Table], rows: list[Values]) -> None:
    keys = [row["key"] for row in rows]
    twice = sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) < len(keys) else []
    if twice:
        raise ValueError(f"{table.__name__}: twice in the files: {', '.join(twice[:5])}")


def _in(year: str, entries: list[Values]) -> Iterator[Values]:
    """The entries that hold in `year`: each may have `from` and `until`, both included."""
    for entry in entries:
        if entry.get("from", year) <= year <= entry.get("until", year):
            yield entry


def _series(files: Values, year: str) -> Iterator[Values]:
    for entry in _in(year, files["series"]["series"]):
        yield {name: entry[name] for name in ("code", "name", "short", "national", "document")}


def _tracks(files: Values, year: str) -> Iterator[Values]:
    for entry in _in(year, files["series"]["series"]):
        for track in _in(year, entry["tracks"]):
            code = f"{entry['code']}.{track['code']}"
            yield {"code": code, "series": entry["code"], "track": track["code"], "name": track["name"]}


def _levels(files: Values, year: str) -> Iterator[Values]:
    ways = files["series"]["evaluations"]
    for entry in _in(year, files["series"]["series"]):
        exam = entry.get("exam", {"name": "相应考试", "where": ""})
        for level in files["series"]["levels"]:
            way = entry["evaluation"][level["code"]]
            if way is None:
                continue
            yield {
                "code": f"{entry['code']}.{level['code']}", "series": entry["code"], "level": level["code"],
                "name": level["name"], "rank": level["rank"], "committee_level": level["committee"],
                "evaluation": way, "evaluation_name": ways[way]["name"],
                "by_exam": ways[way].get("by_exam", False),
                "told": ways[way]["told"].format(exam=exam["name"], where=exam["where"]),
            }  # fmt: skip


def _titles(files: Values, year: str) -> Iterator[Values]:
    for entry in _in(year, files["series"]["series"]):
        for track in _in(year, entry["tracks"]):
            for level, name in track["titles"].items():
                if name is None:
                    continue
                for number, shown in enumerate(track.get("variants", {}).get(level, [name]), 1):
                    code = f"{entry['code']}.{track['code']}.{level}" + (f".{number}" if number > 1 else "")
                    yield {
                        "code": code, "series": entry["code"], "track": track["code"], "level": level,
                        "name": name, "shown": track.get("shown_prefix", "") + shown,
                    }  # fmt: skip


def _specialties(files: Values, year: str) -> Iterator[Values]:
    held = {entry["code"] for entry in _in(year, files["series"]["series"])}
    for nth, (series, groups) in enumerate(files["specialties"]["series"].items()):
        for group in _in(year, groups if series in held else []):
            first = (nth * 100 + groups.index(group)) * 1000  # so that a new item moves only its own group
            for place, item in enumerate(_in(year, group["items"]), 1):
                yield {
                    "position": first + place,
                    "code": item["code"], "series": series, "group_code": group["code"],
                    "group_name": group["group"], "name": item["name"], "tracks": group.get("tracks", []),
                    "levels": group.get("levels", []), "also": item.get("also", []),
                }  # fmt: skip


def _committees(files: Values, year: str) -> Iterator[Values]:
    least = files["committees"]["minimum_members"]
    for entry in _in(year, files["committees"]["committees"]):
        yield {
            **{name: entry[name] for name in ("code", "name", "series", "level", "region")},
            "office": entry["office"], "filing": entry["filing"],
            "organisation": entry.get("organisation", ""), "minimum": least[entry["level"]][entry["by"]],
            "filed_on": date.fromisoformat(entry["filed_on"]),
            "valid_until": date.fromisoformat(entry["valid_until"]),
        }  # fmt: skip


def _scopes(files: Values, year: str) -> Iterator[Values]:
    for entry in _in(year, files["committees"]["committees"]):
        for level in entry["levels"]:
            for group in entry.get("groups", [""]):
                code = f"{entry['code']}/{level}/{group}"
                yield {"code": code, "committee": entry["code"], "level": level, "group_code": group}


def _types(files: Values, year: str) -> Iterator[Values]:
    for entry in _in(year, files["review_types"]["types"]):
        of_some = entry.get("series", [])
        yield {
            **{name: entry[name] for name in ("name", "description", "levels", "evaluations", "routes")},
            **{name: entry[name] for name in ("asks_reason", "skips_steps", "same_level")},
            "code": entry["code"] + ("/" + ",".join(of_some) if of_some else ""),
            "type": entry["code"], "series": of_some,
        }  # fmt: skip


def _sections(files: Values, year: str) -> Iterator[Values]:
    sections = {entry["key"]: entry for entry in files["sections"]["sections"]}
    rows: dict[str, Values] = {}
    for entry in _in(year, files["sections"]["asked"]):
        section = sections[entry["section"]]
        for series in entry.get("series", [""]):
            for level in entry.get("levels", [""]):
                for type_ in entry.get("types", [""]):
                    code = f"{section['key']}/{series}/{level}/{type_}"
                    rows[code] = {
                        "code": code, "section": section["key"], "title": section["title"], "series": series,
                        "level": level, "type": type_, "position": section["position"],
                        "asked": entry.get("asked", True), "required": entry.get("required", False),
                        "at_least": entry.get("at_least", 0), "at_most": entry.get("at_most", 10),
                        "hint": entry.get("hint", ""),
                    }  # fmt: skip
    for nth, row in enumerate(sorted(rows.values(), key=lambda row: row["position"])):
        yield {**row, "position": row["position"] * 1000 + nth}


def _windows(files: Values, year: str) -> Iterator[Values]:
    for entry in files["windows"]["windows"]:
        if entry["edition"] != year:
            continue
        opens, closes = moment(entry["opens"]), moment(entry["closes"])
        if opens >= closes:
            raise ValueError(f"window {entry['code']} closes before it opens")
        for series in entry.get("series", [""]):
            for level in entry.get("levels", [""]):
                yield {
                    "code": f"{entry['code']}/{series}/{level}", "series": series, "level": level,
                    "opens": opens, "closes": closes, "grace_minutes": entry["grace_minutes"],
                    "note": entry.get("note", ""),
                }  # fmt: skip


def _notices(files: Values, folder: Path, year: str) -> Iterator[Values]:
    for entry in _in(year, files["notices"]["notices"]):
        body = (folder / entry["file"]).read_text(encoding="utf-8").replace("{year}", year)
        yield {
            "code": entry["code"], "kind": entry["kind"], "title": entry["title"],
            "version": f"{year}.{entry['version']}", "body": body,
        }  # fmt: skip


def _rules(files: Values, year: str) -> Iterator[Values]:
    for check in _in(year, files["eligibility"]["checks"]):
        yield {
            "code": check["code"], "kind": "check", "series": "", "level": "", "route": "",
            "definition": check, "source": check["source"],
        }  # fmt: skip
    for rule in _in(year, files["eligibility"]["rules"]):
        yield {
            "code": rule["code"], "kind": "rule", "series": rule["series"], "level": rule["level"],
            "route": rule["route"], "definition": rule, "source": rule["source"],
        }  # fmt: skip
