"""The snapshot: what is submitted, shown to reviewers and printed, as canonical JSON with its SHA-256."""

import hashlib
from typing import Any

import orjson

from web import clock, rows
from web.clock import ZONE
from web.declaration import rules
from web.declaration.tables import Declaration, Snapshot
from web.evidence import rules as evidence
from web.people import sessions
from web.profile.sections import SECTIONS as PROFILE
from web.rows import Row
from web.section import Section

FORMAT = 1


async def compose(row: Row, commitment: dict[str, Any], *, at: Any = None) -> dict[str, Any]:
    """The snapshot of the declaration `row` as it stands now; shape as docs/snapshot.md tells."""
    person = await sessions.account_of(row["person"])
    sections = [await _section(section, row["person"], "profile") for section in PROFILE.values()]
    sections += [
        await _section(each.section, row["id"], "declaration") for each in await rules.sections_of(row)
    ]
    moment = (at or clock.now()).astimezone(ZONE)
    return {
        "format": FORMAT,
        "number": row["number"] or "",
        "version": row["snapshot"] + 1,
        "year": row["year"],
        "submitted_at": moment.isoformat(timespec="seconds"),
        "catalogue": str(row["year"]),
        "applicant": {
            "name": person["name"], "id_number": person["id_number"], "unit": row["unit_name"],
            "photo": await evidence.photo_of(row["person"]),
        },
        "heading": await _heading(row),
        "sections": sections,
        "commitment": commitment,
    }  # fmt: skip


async def _heading(row: Row) -> list[dict[str, Any]]:
    year = {"name": "year", "label": "申报年度", "value": str(row["year"]), "shown": f"{row['year']}年"}
    values = await rows.shown(rules.CHOICE, row)
    return [year, *({key: each[key] for key in ("name", "label", "value", "shown")} for each in values)]


async def _section(section: Section, holder: int, origin: str) -> dict[str, Any]:
    found, held = [], await rows.rows_of(section, holder)
    hanging = (
        await evidence.files_of_rows(section.key, [row["id"] for row in held]) if section.uploads else {}
    )
    for row in held:
        values, files = await rows.shown(section, row), hanging.get(row["id"], {})
        for value in values:
            value["files"] = evidence.frozen(files.get(value["name"], []))
        found.append({"id": row["id"], "values": values})
    return {"key": section.key, "title": section.title, "origin": origin, "many": section.many, "rows": found}


def canonical(snapshot: dict[str, Any]) -> bytes:
    """The bytes that are hashed: sorted keys, UTF-8, no spaces."""
    return orjson.dumps(snapshot, option=orjson.OPT_SORT_KEYS)


def digest(snapshot: dict[str, Any]) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()


async def freeze(row: Row, snapshot: dict[str, Any]) -> str:
    """Keep `snapshot` as the declaration's next version, inside the caller's transaction; its hash."""
    sha256 = digest(snapshot)
    await Snapshot(
        declaration=row["id"], version=snapshot["version"], key=f"{row['id']}-{snapshot['version']}",
        body=canonical(snapshot).decode(), sha256=sha256, at=clock.now(),
    ).save()  # fmt: skip
    await evidence.hold(snapshot, sha256)
    await Declaration.update({Declaration.snapshot: snapshot["version"]}).where(Declaration.id == row["id"])
    return sha256


async def newest(declaration: int) -> dict[str, Any] | None:
    """The row of the newest snapshot, its body decoded under "snapshot"; None when never submitted."""
    row = await (
        Snapshot.select()
        .where(Snapshot.declaration == declaration)
        .order_by(Snapshot.version, ascending=False)
        .first()
    )
    return {**row, "snapshot": orjson.loads(row["body"])} if row else None
