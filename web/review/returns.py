"""Sending back: marks are gathered while reading, sent all at once with a term; what comes back is compared."""

from collections.abc import Set
from datetime import date
from typing import Any, NamedTuple

from web import clock, working_days
from web.database import transaction
from web.declaration import rules as declarations
from web.declaration import snapshot
from web.declaration.return_tables import Mark, Return
from web.declaration.sections import SECTIONS
from web.declaration.unlocking import Place, marks_of, open_notice
from web.people.sessions import Person
from web.people.tables import Organisation
from web.permissions import MOVED, Case
from web.profile.sections import SECTIONS as PROFILE
from web.review import terms
from web.rows import Row

CHOICE = "choice"
BASIC, PHOTO = "basic", "photo"


class Reason(NamedTuple):
    """A reason of the list: its code and the words that the applicant reads."""

    code: str
    words: str


def reasons(section: str) -> list[Reason]:
    """The reasons offered for a section, its own first."""
    held = terms.data("reasons")["reasons"]
    return [Reason(**each) for each in (*held.get(section, ()), *held["any"])]


class Target(NamedTuple):
    """A thing that can be marked: a field, a row or a section. `value`: "section/row/field" as forms post it."""

    value: str
    label: str


def parts(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The sections of a snapshot with the first page among them, all in one shape."""
    heading = {
        "key": CHOICE, "title": "申报信息", "many": False,
        "rows": [{"id": 0, "values": [{**each, "kind": "text", "files": []} for each in body["heading"] if each["name"] != "year"]}],
    }  # fmt: skip
    photo = body["applicant"].get("photo")
    sections = [_with_photo(each, photo) if each["key"] == BASIC else each for each in body["sections"]]
    return [heading, *sections]


def _with_photo(section: dict[str, Any], sha256: str | None) -> dict[str, Any]:
    """基本信息 with the ID photo among its values, as reviewers look at it and mark it."""
    files = [{"sha256": sha256, "name": "证件照片.jpg", "pages": 1, "size": 0}] if sha256 else []
    photo = {"name": PHOTO, "label": "证件照片", "kind": "upload", "value": "", "shown": "", "files": files}
    return {
        **section, "rows": [{**row, "values": [*row["values"], photo]} for row in section["rows"]],
    }  # fmt: skip


def name_of_row(section: dict[str, Any], row: dict[str, Any]) -> str:
    """第 2 项（全国优质课）."""
    if not section["many"]:
        return ""
    number = [each["id"] for each in section["rows"]].index(row["id"]) + 1
    shown = [each for each in row["values"] if each["shown"]]
    first = next((each["shown"] for each in [*(v for v in shown if v["kind"] == "text"), *shown]), "")
    return f"第 {number} 项" + (f"（{first[:20]}）" if first else "")


def targets(section: dict[str, Any]) -> list[Target]:
    """Everything in a section that a mark may name."""
    key, title = section["key"], section["title"]
    found = [] if key == CHOICE else [Target(f"{key}/0/", f"{title}：整个部分（可以增加、修改、删除）")]
    for row in section["rows"]:
        name = name_of_row(section, row)
        if section["many"]:
            found.append(Target(f"{key}/{row['id']}/", f"{title} {name}：整项"))
        found += [
            Target(
                f"{key}/{row['id']}/{value['name']}", " ".join(filter(None, (title, name, value["label"])))
            )
            for value in row["values"]
        ]
    return found


async def mark(case: Case, person: Person, where: str, reason: str, words: str) -> str:
    """Note one thing to mend; the sentence that says why not, "" when noted. Nobody but reviewers sees it yet."""
    frozen = await snapshot.newest(case.row["id"])
    assert frozen is not None
    section_key = where.split("/")[0]
    section = next((each for each in parts(frozen["snapshot"]) if each["key"] == section_key), None)
    target = next((each for each in targets(section) if each.value == where), None) if section else None
    if target is None:
        return "请选择要改的内容。"
    listed = next((each.words for each in reasons(section_key) if each.code == reason), "")
    said = "；".join(filter(None, (listed.rstrip("。"), words.strip())))
    if not said:
        return "请选择一条理由，或用自己的话写明要怎么改。"
    _, row, field = where.split("/")
    async with transaction():
        if not await declarations.held_as(case.row):
            return MOVED
        await Mark(
            declaration=case.row["id"], office=case.row["holder"], by=person.id, section=section_key, row=int(row),
            field=field, subject=target.label, reason=reason if listed else "", words=said,
        ).save()  # fmt: skip
    return ""


async def gathered(declaration: int, office: int) -> list[Row]:
    """The marks that an office has noted and not yet sent."""
    found: list[Row] = await (
        Mark.select()
        .where((Mark.declaration == declaration) & (Mark.office == office) & Mark.notice.is_null())
        .order_by(Mark.id)
    )
    return found


async def forget_gone(declaration: int, body: dict[str, Any]) -> None:
    """Drop the marks not yet sent that name what the new version no longer has."""
    there = {each.value for section in parts(body) for each in targets(section)}
    for each in await Mark.select().where((Mark.declaration == declaration) & Mark.notice.is_null()):
        if f"{each['section']}/{each['row']}/{each['field']}" not in there:
            await Mark.delete().where(Mark.id == each["id"])


async def unmark(declaration: int, office: int, number: int) -> None:
    """Take a mark away that has not been sent."""
    async with transaction():
        await Mark.delete().where(
            (Mark.id == number)
            & (Mark.declaration == declaration)
            & (Mark.office == office)
            & Mark.notice.is_null()
        )


def due_after(days: int) -> date:
    """The last day of a term of that many working days from today; as many as the norms say when out of bounds."""
    if not 1 <= days <= terms.longest_return():
        days = terms.term("return").days
    return working_days.after(clock.today(), days)


async def write(row: Row, kind: str, station: int, person: Person, due_on: date) -> None:
    """Make the notice of everything the office has marked, within the transaction that sends it back."""
    notice = Return(
        declaration=row["id"], open_key=row["id"], kind=kind, station=station, office=row["holder"], by=person.id,
        snapshot=row["snapshot"], due_on=due_on, at=clock.now(),
    )  # fmt: skip
    await notice.save()
    await Mark.update({Mark.notice: notice.id}).where(
        (Mark.declaration == row["id"]) & (Mark.office == row["holder"]) & Mark.notice.is_null()
    )


async def close(declaration: int, outcome: str) -> None:
    """The open notice is answered, given up or run out."""
    await Return.update(
        {Return.open_key: None, Return.closed_at: clock.now(), Return.outcome: outcome}
    ).where(Return.open_key == declaration)


class Todo(NamedTuple):
    """One line of the applicant's list: what, why, and the address of the field."""

    subject: str
    words: str
    href: str
    done: bool


class Notice(NamedTuple):
    """A notice as the applicant reads it."""

    row: Row
    office: str
    todos: list[Todo]


async def notice_of(row: Row, changed: Set[Place] = frozenset()) -> Notice | None:
    """The open notice of a declaration with a link to each field, None when there is none.

    `changed`: what differs by now from the version that was sent back."""
    found = await open_notice(row["id"])
    if found is None:
        return None
    office = await Organisation.select(Organisation.name).where(Organisation.id == found["office"]).first()
    todos = [
        Todo(each["subject"], each["words"], address(row["id"], each), touched(each, changed))
        for each in await marks_of(found["id"])
    ]
    return Notice(found, office["name"] if office else "", todos)


def touched(each: Row, changed: Set[Place]) -> bool:
    """Whether something that the mark names has been changed."""
    return any(
        section == each["section"] and each["row"] in (0, row) and each["field"] in ("", field)
        for section, row, field in changed
    )


def address(declaration: int, each: Row) -> str:
    """The page and the field of a mark."""
    key, row, field = each["section"], each["row"], each["field"]
    if key == CHOICE:
        return f"/declarations/{declaration}/choice#{field}"
    if (key, field) == (BASIC, PHOTO):
        return "/profile/photo#file"
    section = PROFILE.get(key) or SECTIONS[key]
    url = f"/profile/{key}" if key in PROFILE else f"/declarations/{declaration}/{key}"
    if not row or section.layout == "one":
        return f"{url}#{field}" if field else url
    if section.layout == "rows":
        return f"{url}#{row}-{field}" if field else f"{url}#row-{row}"
    return f"{url}/{row}#{field}" if field else f"{url}/{row}"


async def history(declaration: int) -> list[tuple[Row, list[Row]]]:
    """Every notice of a declaration with its marks, the newest first."""
    notices: list[Row] = await (
        Return.select(*Return.all_columns(), Return.office.name.as_alias("office_name"))
        .where(Return.declaration == declaration)
        .order_by(Return.id, ascending=False)
    )
    return [(each, await marks_of(each["id"])) for each in notices]
