"""The table of access: every route × method × role × how the record stands to the person, and what the answer is.

`python -m tests.house.access` runs every cell and prints the blocks of access.txt that are missing or differ, for a person
to judge and to write into the file; with a word after it only those of routes that begin so (/reviews), or of new routes
(missing).
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import httpx

from tests import conftest  # noqa: F401 (the temporary installation, before anything reads the settings)
from tests.house.reading import handlers
from tests.house.records import NOTHING, ROLES, SAME, World, world
from tests.support import run
from web import database as databases
from web.database.sqlite import SQLite
from web.people import sessions
from web.people.tables import Role
from web.shell import token, visit
from web.workflow import STEPS

FILE = Path(__file__).with_name("access.txt")
RELATIONS = ("own", "same", "other", "none")
NOBODY = "nobody"
VISITOR = "a-visitor"
NEAREST = {
    "unit": "unit_review", "department": "department_review", "hrss": "county_review",
    "committee_office": "committee_review",
}  # fmt: skip
"""Where the declaration stands when a role looks at it: at the person's own station."""

PLACES: dict[str, dict[str, str]] = {
    "/declarations": {"declaration": "declaration", "row": "achievement", "attachment": "attachment", "file": "file", "sha256": "sha256"},
    "/profile": {"row": "schooling", "attachment": "diploma", "file": "file"},
    "/experts": {"row": "candidate", "attachment": "attachment", "file": "file"},
    "/expert-reviews": {"application": "application"},
    "/experts-pool": {"number": "pooled"},
    "/files": {"file": "file", "attachment": "attachment"},
    "/certificates": {"number": "certificate"},
    "/certificates-desk": {"correction": "correction", "declaration": "declaration"},
    "/check": {"number": "certificate"},
    "/draws": {"number": "draw"},
    "/draw-records": {"number": "draw"},
    "/helping": {
        "consent": "consent", "row": "consent", "attachment": "consent scan", "file": "file", "declaration": "declaration",
    },
    "/interviews": {"name": "interview"},
    "/kept": {"secret": "kept"},
    "/messages": {"message": "message"},
    "/organisations": {"organisation": "organisation", "account": "administrator", "sheet": "units sheet"},
    "/payments": {"number": "payment", "sheet": "statement"},
    "/people": {"account": "account", "sheet": "people sheet", "transfer": "transfer"},
    "/publicity": {"number": "publicity"},
    "/publicity-desk": {"number": "publicity", "objection": "objection"},
    "/receipts": {"number": "receipt"},
    "/reviews": {"declaration": "declaration", "number": "mark", "objection": "unit objection", "view": "view"},
    "/reviews/batches": {"number": "batch"},
    "/sittings": {"number": "sitting", "item": "item"},
    "/readings": {"sitting": "sitting", "number": "item number"},
    "/sittings/{sitting}/items": {"number": "item number"},
    "/sittings/{sitting}": {"sitting": "sitting", "number": "interview"},
    "/stand-ins": {"role": "lent"},
    "/uploads": {"upload": "upload"},
    "/years": {"draft": "draft", "row": "drafted", "sheet": "year sheet"},
}  # fmt: skip
"""Which record of tests/house/records.py a parameter names, by the beginning of the route; the longest one counts."""

WORDS: dict[str, dict[str, str]] = {
    "": {
        "year": "2026", "page": "1", "turn": "remove", "kind": "csv", "code": "1", "table": "titles",
        "paper_key": "tally.pdf", "name": "htmx.min.js",
    },
    "/declarations": {"key": "achievements", "field": "evidence", "name": "summary_sheet.pdf"},
    "/profile": {"key": "education", "field": "diploma"},
    "/experts": {"key": "representative", "field": "attachment"},
    "/enquiry": {"key": "declarations"},
    "/helping": {"key": "consent", "field": "scan", "number": "1"},
    "/readings": {"place": "1"},
    "/sittings/{sitting}/items": {"place": "1"},
    "/papers": {"number": "HMP000001"},
    "/reviews/batches": {"name": "roster.csv"},
    "/sittings/{number}/print": {"name": "sign_in_sheet.pdf"},
    "/publicity-desk/{number}/print": {"name": "publicity_notice.pdf"},
    "/reviews/roster": {"kind": "csv"},
    "/search": {"kind": "csv?name=韩"},
    "/payments": {"act": "waive"},
    "/people": {"act": "left"},
    "/people/transfers": {"act": "cancel"},
    "/reviews": {"act": "return", "key": "assessment"},
    "/sittings": {"act": "attended"},
    "/texts": {"kind": "help", "code": "sign-in"},
}  # fmt: skip
"""What stands for a parameter that is nobody's record."""


FORMS = {
    "/expert-reviews/{application}": {"act": "recommend"},
    "/experts-pool/{number}": {"act": "tie"},
    "/publicity-desk/{number}/objections/{objection}": {"act": "inquiry"},
}
"""What is filled in where the button pressed says which act it is."""


class Cell(NamedTuple):
    """One request: as which role (or nobody), standing how to the record that the path names."""

    method: str
    path: str
    role: str
    relation: str


Table = dict[Cell, str]


class Unknown(LookupError):
    """A route has a parameter that nothing here stands for."""


def longest(known: dict[str, dict[str, str]], path: str, name: str) -> str | None:
    found = [
        prefix
        for prefix in known
        if name in known[prefix] and f"{path}/".startswith(f"{prefix}/" if prefix else "/")
    ]
    return known[max(found, key=len)][name] if found else None


def names_of(path: str) -> list[str]:
    return re.findall(r"\{(\w+)[^}]*\}", path)


def has_record(path: str) -> bool:
    """Whether the route names a record, so that it matters whose it is."""
    return any(longest(PLACES, path, name) for name in names_of(path))


@cache
def cells() -> dict[Cell, str]:
    """Every cell of every route, with the act that the route names."""
    found = {}
    for method, path, handler in handlers():
        known, act = has_record(path), str(handler.opt.get("act"))
        found[Cell(method, path, NOBODY, "same" if known else "none")] = act
        for role in ROLES:
            found |= {Cell(method, path, role, each): act for each in (RELATIONS if known else ("none",))}
    return found


def stage_of(cell: Cell, act: str) -> str:
    """The stage of Han's declaration at which the cell is run: where the route's act begins, seen from the role."""
    if cell.path.startswith("/declarations/{"):
        if act in ("edit", "own_declaration", "submit", "give_up"):
            return "draft"
        if act != "view":
            return next(step.start for step in STEPS if step.act == act)
    if cell.path.startswith(("/declarations/{", "/reviews")):
        return NEAREST.get(cell.role, "committee_review")
    return "accepted"


def url_of(cell: Cell, known: World) -> str:
    """The address with its parameters; Unknown when one has neither record nor word."""
    parts = []
    for part in cell.path.split("/"):
        found = re.match(r"\{(\w+)(:\w+)?\}(.*)", part)
        if not found:
            parts.append(part)
            continue
        name = found[1]
        record, word = longest(PLACES, cell.path, name), longest(WORDS, cell.path, name)
        if record is None and word is None:
            raise Unknown(
                f"{cell.path}: say in tests/house/access.py what stands for {{{name}}}: PLACES or WORDS"
            )
        nothing = record and cell.relation == "none"
        parts.append(str(NOTHING) if nothing else known.record(record, cell.role) if record else str(word))
    return "/".join(parts)


async def answer(cell: Cell, url: str, session: str, role: tuple[str, int] | None) -> str:
    """What one request is answered with; whatever it changed is taken back. `role`: held for this request alone."""
    from web.app import app

    outcome = ""
    try:
        async with databases.transaction():
            person = await sessions.person_of(session) if session else None
            if role and person:
                await Role(account=person.id, role=role[0], organisation=role[1]).save()
            request, written = _request(cell, url, session, person), _writes()
            response = await httpx.ASGITransport(app, raise_app_exceptions=False).handle_async_request(
                request
            )
            outcome = _outcome(cell, response, wrote=_writes() > written)
            raise TakenBack
    except TakenBack:
        return outcome


def _request(cell: Cell, url: str, session: str, person: sessions.Person | None) -> httpx.Request:
    """The request with a right token and nothing else filled in."""
    mine = token.issue(person, "" if person else VISITOR)
    cookie = f"{visit.SESSION}={session}" if session else f"{visit.VISITOR}={VISITOR}"
    headers, data = (
        {"host": "testserver", "cookie": cookie},
        None if cell.method == "GET" else {**FORMS.get(cell.path, {}), "token": mine},
    )
    if cell.path.startswith("/uploads"):
        headers |= {"tus-resumable": "1.0.0", "x-form-token": mine, "upload-offset": "0"}
        headers |= {"content-type": "application/offset+octet-stream"}
        data = None
    return httpx.Request(cell.method, f"https://testserver{url}", headers=headers, data=data)


def _outcome(cell: Cell, response: httpx.Response, *, wrote: bool) -> str:
    if response.headers.get("location", "").startswith("/sign-in"):
        return "sign-in"
    status = response.status_code
    if cell.method == "GET":
        return f"{status}+" if wrote else f"{status}"
    return f"{status}" if wrote or status >= 400 else f"{status}~"


def _writes() -> int:
    """How many rows have been written by this process so far."""
    engine = databases.engine()
    assert isinstance(engine, SQLite)
    return engine.writing().total_changes


class TakenBack(Exception):
    """The request is over, and its writes go."""


def observed(asked: Iterable[Cell]) -> Table:
    """What these cells are answered with."""
    found: Table = {}
    by_stage: dict[str, list[Cell]] = defaultdict(list)
    for cell in asked:
        by_stage[stage_of(cell, cells()[cell])].append(cell)
    for known in world():
        for stage, together in by_stage.items():
            with known.at(stage) as signed_in:
                for cell in together:
                    found[cell] = run(_observed(cell, known, signed_in))
    return found


async def _observed(cell: Cell, known: World, signed_in: dict[tuple[str, str], str]) -> str:
    url = url_of(cell, known)
    if cell.role == NOBODY:
        return await answer(cell, url, "", None)
    if cell.relation == "own":
        held = None if cell.role == "applicant" else (cell.role, known.places[SAME[cell.role][1]])
        return await answer(cell, url, signed_in["", "own"], held)
    return await answer(
        cell, url, signed_in[cell.role, "other" if cell.relation == "other" else "same"], None
    )


def written(table: Table) -> str:
    """The table as text: a block for each route, a line for those roles that are answered alike."""
    blocks = []
    routes = dict.fromkeys((cell.path, cell.method) for cell in table)
    for path, method in sorted(routes):
        alike: dict[tuple[str, ...], list[str]] = {}
        for role in (NOBODY, *ROLES):
            line = tuple(
                table[cell] for each in RELATIONS if (cell := Cell(method, path, role, each)) in table
            )
            alike.setdefault(line, []).append(role)
        lines = [
            f"  {' '.join(f'{each:<7}' for each in line)} {' '.join(roles)}" for line, roles in alike.items()
        ]
        blocks.append("\n".join([f"{method} {path}", *(each.rstrip() for each in lines)]))
    return "\n\n".join(blocks) + "\n"


def read(text: str) -> Table:
    """The table that `text` is; lines that begin with # are for people."""
    table: Table = {}
    method = path = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            method, path = line.split()
            continue
        words = line.split()
        outcomes = [word for word in words if word not in (NOBODY, *ROLES)]
        for role in words[len(outcomes) :]:
            relations = (
                RELATIONS
                if len(outcomes) == 4
                else ("same",)
                if role == NOBODY and has_record(path)
                else ("none",)
            )
            table |= {
                Cell(method, path, role, each): word for each, word in zip(relations, outcomes, strict=True)
            }
    return table


def main() -> None:
    """Print the blocks that are missing or differ."""
    only, kept = sys.argv[1] if len(sys.argv) > 1 else "", read(FILE.read_text()) if FILE.exists() else {}
    missing = {(cell.method, cell.path) for cell in cells() if cell not in kept}
    asked = [
        cell
        for cell in cells()
        if ((cell.method, cell.path) in missing if only == "missing" else cell.path.startswith(only))
    ]
    seen = observed(asked)
    wrong = {(cell.method, cell.path) for cell, outcome in seen.items() if kept.get(cell) != outcome}
    print(
        written({cell: outcome for cell, outcome in seen.items() if (cell.method, cell.path) in wrong}),
        end="",
    )


if __name__ == "__main__":
    main()
