"""申报专家候选人: filled, submitted, decided level by level."""

import hashlib
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson

from web import clock, rows
from web.clock import ZONE
from web.committee import expert_steps, lists, pool, pool_changes
from web.committee.expert_tables import ExpertApplication, ExpertDecision
from web.committee.sections import SECTIONS
from web.database import is_duplicate, transaction
from web.people import sessions
from web.people.sessions import Person
from web.people.tables import Organisation
from web.profile.sections import SECTIONS as PROFILE
from web.rows import Problem, Row
from web.section import Section

NEEDED = {
    "representative": "请至少填写一项代表成果。",
    "recommendation": "请填写基础信息。",
    "others": "请填写其他信息。",
}
KNOWN = ("basic", "titles", "education", "work")
"""The sections of the 基本信息库 that go with an application, so that nothing is asked twice."""
NO_PROVINCE = "还没有设置省级专家库管理部门，暂时不能提交，请联系所在单位。"
MOVED = "申请的状态已经变了，这一步没有做。"


class Refusal(Exception):
    """The step cannot be made; the message is the sentence for whoever tried."""


class Standing(NamedTuple):
    """A section of an application: its rows, and what is missing or wrong."""

    section: Section
    rows: list[Row]
    problems: list[Problem]

    @property
    def state(self) -> str:
        if self.problems:
            return "wrong" if self.rows else "todo"
        return "done" if self.rows else "off"


async def load(application: int) -> Row | None:
    """The row of one application."""
    return await ExpertApplication.select().where(ExpertApplication.id == application).first()


async def current(person: int) -> Row | None:
    """The person's newest application, None when there never was one."""
    return await (
        ExpertApplication.select().where(ExpertApplication.person == person)
        .order_by(ExpertApplication.id, ascending=False).first()
    )  # fmt: skip


async def begin(person: Person) -> Row:
    """The person's open application, begun now unless there is one."""
    try:
        async with transaction():
            await ExpertApplication(person=person.id, unit=person.organisation, slot=person.id).save()
    except Exception as error:
        if not is_duplicate(error):
            raise
    found = await ExpertApplication.select().where(ExpertApplication.slot == person.id).first()
    assert found is not None
    return found


async def standings(application: int) -> list[Standing]:
    """Every section as it stands."""
    found = []
    for section in SECTIONS.values():
        held = await rows.rows_of(section, application)
        problems = await rows.problems(section, held, {})
        if not held and section.key in NEEDED:
            problems.append(Problem(0, "", NEEDED[section.key]))
        found.append(Standing(section, held, problems))
    return found


async def obstacles(row: Row) -> list[tuple[str, str]]:
    """What stands against submitting: (address, sentence), [] when nothing does."""
    found = []
    for standing in await standings(row["id"]):
        for problem in standing.problems:
            found.append(
                (f"/experts/{standing.section.key}{_anchor(standing.section, problem)}", problem.sentence)
            )
    recommendation = (await rows.rows_of(SECTIONS["recommendation"], row["id"]) or [{}])[0]
    sentence = ""
    if recommendation.get("level"):
        sentence = await pool.level_refusal(row["person"], recommendation["series"], recommendation["level"])
    return [*found, ("/experts/recommendation#level", sentence)] if sentence else found


def _anchor(section: Section, problem: Problem) -> str:
    if not problem.name:
        return f"#row-{problem.row}" if problem.row else ""
    return f"#{problem.row}-{problem.name}" if section.layout == "rows" else f"#{problem.name}"


async def path_of(unit: int) -> list[int]:
    """Who decides, in order: the unit, the offices above it, the province; Refusal when there is no province."""
    chain = [each for each in await sessions.parents(unit) if each["kind"] in expert_steps.DECIDES]
    if not any(each["kind"] == "province" for each in chain):
        top = await Organisation.select().where(
            (Organisation.kind == "province") & Organisation.closed_at.is_null()
        ).order_by(Organisation.id).first()  # fmt: skip
        if top is None:
            raise Refusal(NO_PROVINCE)
        chain.append(top)
    return [each["id"] for each in chain]


async def submit(row: Row, person: Person, arrived: datetime) -> Row:
    """Freeze what was filled in and hand it to the unit; Refusal with the first thing that stands against it."""
    if against := await obstacles(row):
        raise Refusal(against[0][1])
    path = await path_of(row["unit"])
    body = await compose(row, person, arrived)
    columns = {
        "path": path, "holder": path[0], "submitted_at": arrived, "body": body.decode(), "slot": row["person"],
        "sha256": hashlib.sha256(body).hexdigest(),
    }  # fmt: skip
    return await _move(row, "submit", person, None, "", arrived, columns)


async def compose(row: Row, person: Person, arrived: datetime) -> bytes:
    """The application as canonical JSON in the shape of a declaration's snapshot, self-contained."""
    sections = [await _frozen(PROFILE[key], person.id, "profile") for key in KNOWN]
    sections += [await _frozen(section, row["id"], "expert") for section in SECTIONS.values()]
    return orjson.dumps(
        {
            "format": 1, "number": f"ZJ{row['id']:06d}", "submitted_at": arrived.astimezone(ZONE).isoformat(timespec="seconds"),
            "applicant": {"name": person.name, "id_number": person.id_number, "unit": person.unit},
            "heading": [], "sections": sections, "commitment": {},
        },
        option=orjson.OPT_SORT_KEYS,
    )  # fmt: skip


async def _frozen(section: Section, holder: int, origin: str) -> dict[str, Any]:
    held = [
        {"id": row["id"], "values": [{**value, "files": []} for value in await rows.shown(section, row) if value["kind"] != "upload"]}
        for row in await rows.rows_of(section, holder)
    ]  # fmt: skip
    return {"key": section.key, "title": section.title, "origin": origin, "many": section.many, "rows": held}


async def withdraw(row: Row, person: Person, arrived: datetime) -> Row:
    """Take the application back while the unit has not decided."""
    if row["path"] and row["holder"] != row["path"][0]:
        raise Refusal("单位已经审核，不能撤回。需要修改时，请联系现在办理的部门退回。")
    return await _move(row, "withdraw", person, None, "", arrived, {"holder": None})


async def decide(
    row: Row, act: str, person: Person, comment: str, arrived: datetime, *, since: date | None = None, until: date | None = None
) -> Row:  # fmt: skip
    """recommend, return, refuse, or (the last office only) admit for a term; Refusal says why not."""
    office = row["holder"]
    last = bool(row["path"]) and office == row["path"][-1]
    if (act == "recommend" and last) or (act == "admit" and not last):
        raise Refusal(MOVED)
    if act == "recommend":
        return await _move(
            row, act, person, office, comment, arrived, {"holder": row["path"][row["path"].index(office) + 1]}
        )
    if act == "return":
        return await _move(row, act, person, office, comment, arrived, {"holder": None})
    if act == "refuse":
        return await _move(row, act, person, office, comment, arrived, {"holder": None, "slot": None})
    begins = since or clock.today()
    ends = until or pool.longest_term(begins)
    if sentence := pool.term_refusal(begins, ends):
        raise Refusal(sentence)
    async with transaction():
        fresh = await _move(row, "admit", person, office, comment, arrived, {"holder": None, "slot": None})
        await pool.admit(fresh, office, begins, ends)
    return fresh


async def _move(
    row: Row, act: str, person: Person, office: int | None, comment: str, at: datetime, columns: dict[str, Any]
) -> Row:  # fmt: skip
    move = expert_steps.step(act, row["state"])
    if move is None:
        raise Refusal(MOVED)
    if move.comment and not comment.strip():
        raise Refusal("请写明意见，候选人会看到这段话。")
    changes: dict[Any, Any] = {getattr(ExpertApplication, name): value for name, value in columns.items()}
    async with transaction():
        written = (
            await ExpertApplication.update(
                {**changes, ExpertApplication.state: move.end, ExpertApplication.version: row["version"] + 1}
            )
            .where((ExpertApplication.id == row["id"]) & (ExpertApplication.version == row["version"]))
            .where(ExpertApplication.state == move.start)
            .returning(ExpertApplication.id)
        )
        if not written:
            raise Refusal(MOVED)
        number = 1 + await ExpertDecision.count().where(ExpertDecision.application == row["id"])
        await ExpertDecision(
            application=row["id"], key=f"{row['id']}-{number}", number=number, act=act, start=move.start, end=move.end,
            by=person.id, office=office, comment=comment.strip(), sha256=columns.get("sha256", row["sha256"]), at=at,
        ).save()  # fmt: skip
    fresh = await load(row["id"])
    assert fresh is not None
    return fresh


async def decisions(application: int) -> list[Row]:
    """What was decided, the first first, with the past tense of each step and the office's name."""
    found = await (
        ExpertDecision.select(*ExpertDecision.all_columns(), ExpertDecision.office.name.as_alias("office_name"))
        .where(ExpertDecision.application == application).order_by(ExpertDecision.number)
    )  # fmt: skip
    return [
        {
            **each,
            "past": step.past
            if (step := expert_steps.step(each["act"], each["start"]))
            else pool_changes.TOLD.get(each["act"], ""),
        }
        for each in found
    ]


async def waiting(offices: tuple[int, ...]) -> list[Row]:
    """The applications whose turn it is at one of `offices`, the oldest first."""
    if not offices:
        return []
    return await (
        ExpertApplication.select(
            *ExpertApplication.all_columns(), ExpertApplication.person.name.as_alias("name"),
            ExpertApplication.unit.name.as_alias("unit_name"),
        )
        .where(ExpertApplication.holder.is_in(list(offices)) & (ExpertApplication.state == "review"))
        .order_by(ExpertApplication.submitted_at)
    )  # fmt: skip


async def holder_name(row: Row) -> str:
    """The office whose turn it is, "" when nobody's."""
    found = (
        await Organisation.select(Organisation.name).where(Organisation.id == row["holder"]).first()
        if row["holder"]
        else None
    )
    return found["name"] if found else ""


async def recommended(application: int) -> Row:
    """The recommendation with its names: series, specialty, level, title, research."""
    row = (await rows.rows_of(SECTIONS["recommendation"], application) or [{}])[0]
    shown = (
        {value["name"]: value["shown"] for value in await rows.shown(SECTIONS["recommendation"], row)}
        if row
        else {}
    )
    return {**row, "names": shown, "levels": lists.SCOPES}
