"""The path of a declaration: from the unit up the organisation tree to the committee's office, as stations."""

from datetime import datetime
from typing import Any, NamedTuple

from web import clock
from web.catalogue import rules as catalogue
from web.catalogue.entries import CommitteeEntry
from web.database import is_duplicate, savepoint
from web.people import sessions
from web.people.tables import Organisation
from web.review.tables import Decision, Station
from web.review.terms import data, term
from web.rows import Row
from web.workflow import APPLICANT, CLOSED, REVIEW_OF, STATES, WITHOUT_TERM, Step

LABELS = {
    "unit": "单位审核、公示、推荐", "department": "主管部门审核", "county": "县级人社部门审核", "city": "市级人社部门审核",
    "province": "省级人社部门审核", "committee_office": "评委会办公室受理",
}  # fmt: skip


class Stop(NamedTuple):
    """A station before it is written: the organisation, its kind, what the line says."""

    organisation: int
    kind: str
    label: str


class Path(NamedTuple):
    """The way of one declaration: which rule of paths.json made it, whether it needs a letter, its stops."""

    route: str
    name: str
    letter: bool
    stops: tuple[Stop, ...]


async def computed(row: Row) -> Path:
    """The path of the declaration `row`, from the organisation tree as it is now and the chosen committee."""
    chain = await sessions.parents(row["unit"])
    committee = await catalogue.committee(row["year"], row["committee"])
    office = await office_of(row["year"], row["committee"])
    return through(chain, committee.region if committee else "", office)


def through(chain: list[dict[str, Any]], region: str, office: dict[str, Any]) -> Path:
    """The path along `chain` (rows of Organisation, the unit first) to `office` of a committee for `region`.

    procedure.md §2 as data/paths.json has it: the first rule that fits the unit says which kinds of office are
    passed; offices above the committee's own region are not.
    """
    unit = chain[0]
    rule = next(each for each in data("paths")["paths"] if _fits(each, unit))
    above = [each for each in chain[1:] if each["id"] != office["id"] and within(each["region"], region)]
    passed = [each for each in above if each["kind"] in rule["through"]]
    if not passed:
        passed = [each for each in above if each["kind"] in rule["otherwise"]][:1]
    stops = [Stop(unit["id"], "unit", LABELS["unit"])]
    stops += [Stop(each["id"], each["kind"], LABELS[each["kind"]]) for each in passed]
    stops.append(Stop(office["id"], "committee_office", LABELS["committee_office"]))
    return Path(rule["code"], rule["name"], rule["letter"], tuple(stops))


def _fits(rule: dict[str, Any], unit: dict[str, Any]) -> bool:
    return all(
        not rule[name] or unit[column] in rule[name]
        for name, column in (("units", "kind"), ("natures", "nature"), ("levels", "level"))
    )


def within(region: str, around: str) -> bool:
    """Whether `region` lies in `around` or is it (GB/T 2260, six digits); everything lies in ""."""
    short = around
    while short.endswith("00"):
        short = short[:-2]
    return region.startswith(short)


async def office_of(year: int, committee: str) -> dict[str, Any]:
    """The organisation that is the office of a committee: code "committee:CODE", made when first needed."""
    code = f"committee:{committee}"[:40]
    found: dict[str, Any] | None = await Organisation.select().where(Organisation.code == code).first()
    if found:
        return found
    entry: CommitteeEntry | None = await catalogue.committee(year, committee)
    name = f"{entry.name if entry else await catalogue.name_of(year, 'committee', committee)}办公室"
    office = Organisation(code=code, name=name, kind="committee_office", region=entry.region if entry else "")
    try:
        async with savepoint():
            await office.save()
    except Exception as error:
        if not is_duplicate(error):
            raise
    made = await Organisation.select().where(Organisation.code == code).first()
    assert made is not None
    return made


async def stations(declaration: int) -> list[Row]:
    """The stations of a declaration, the unit first; none before the first submission."""
    found: list[Row] = (
        await Station.select().where(Station.declaration == declaration).order_by(Station.position)
    )
    return found


async def named(declaration: int) -> list[Row]:
    """The stations with the name of each office under "office"."""
    found: list[Row] = await (
        Station.select(*Station.all_columns(), Station.organisation.name.as_alias("office"))
        .where(Station.declaration == declaration)
        .order_by(Station.position)
    )
    return found


def held(line: list[Row]) -> Row | None:
    """The station that holds the declaration, None when the applicant does or nobody."""
    return next((each for each in line if each["entered_at"] and not each["left_at"]), None)


async def _lay_anew(row: Row) -> None:
    """The stations ahead, where the choice that was mended leads to another committee."""
    line = await stations(row["id"])
    here = reached(line)
    path = await computed(row)
    ahead = [each["organisation"] for each in line if each["position"] > here["position"]]
    if (
        ahead == [stop.organisation for stop in path.stops[here["position"] :]]
        or here["kind"] == "committee_office"
    ):
        return
    await Station.delete().where((Station.declaration == row["id"]) & (Station.position > here["position"]))
    rest = path.stops[here["position"] :] or path.stops[-1:]
    await Station.insert(*_rows(row["id"], path, rest, here["position"] + 1))


def _rows(declaration: int, path: Path, stops: tuple[Stop, ...], first: int) -> list[Station]:
    return [
        Station(
            declaration=declaration, position=n, key=f"{declaration}-{n}", organisation=stop.organisation,
            kind=stop.kind, label=stop.label, route=path.route, letter=path.letter,
        )
        for n, stop in enumerate(stops, first)
    ]  # fmt: skip


def reached(line: list[Row]) -> Row:
    """The farthest station that the declaration has come to, the unit's when none: what is sent back returns there."""
    return [line[0], *(each for each in line if each["entered_at"])][-1]


async def lay(row: Row) -> None:
    """Write the stations of a declaration that is submitted for the first time, or anew after a withdrawal."""
    await Station.delete().where(Station.declaration == row["id"])
    path = await computed(row)
    await Station.insert(*_rows(row["id"], path, path.stops, 1))


async def end_of(row: Row, act: str) -> str:
    """The state to which `act` leads where it may lead to several: the path says."""
    line = await stations(row["id"])
    if act in ("report", "pass"):
        here = held(line)
        after = [each for each in line if here and each["position"] > here["position"]]
        return REVIEW_OF[after[0]["kind"]] if after else ""
    if act == "submit":
        return REVIEW_OF[reached(line)["kind"]]
    if act == "undo":
        last = await last_decision(row["id"])
        return last["start"] if last else ""
    return ""


async def last_decision(declaration: int) -> Row | None:
    """The newest decision of a declaration."""
    found: Row | None = await (
        Decision.select()
        .where(Decision.declaration == declaration)
        .order_by(Decision.number, ascending=False)
        .first()
    )
    return found


class Turn(NamedTuple):
    """Whose turn it is after a move, and until which day."""

    holder: int | None
    due_on: Any


async def walk(row: Row, move: Step, at: datetime) -> Turn:
    """Move the declaration along its stations as `move` does, within the caller's transaction."""
    if move.act == "submit" and move.start == "draft":
        await lay(row)
    elif move.act == "submit":
        await _lay_anew(row)
    line = await stations(row["id"])
    turn = STATES[move.end].station
    here = held(line)
    if turn in (APPLICANT, CLOSED):
        if here:
            await _leave(here, move.act, at)
        return Turn(None, None)
    target = await _target(row, move, line, here)
    if here and here["id"] == target["id"]:
        return Turn(here["organisation"], None if move.end in WITHOUT_TERM else here["due_on"])
    if move.act == "undo" and here:
        await Station.update({Station.entered_at: None, Station.due_on: None}).where(Station.id == here["id"])
        await Station.update({Station.left_at: None, Station.outcome: ""}).where(Station.id == target["id"])
        return Turn(target["organisation"], target["due_on"])
    if here:
        await _leave(here, move.act, at)
    due = term(target["kind"]).last_day(at.astimezone(clock.ZONE).date())
    await Station.update(
        {Station.entered_at: at, Station.due_on: due, Station.left_at: None, Station.outcome: ""}
    ).where(Station.id == target["id"])
    return Turn(target["organisation"], None if move.end in WITHOUT_TERM else due)


async def _leave(station: Row, act: str, at: datetime) -> None:
    await Station.update({Station.left_at: at, Station.outcome: act}).where(Station.id == station["id"])


async def _target(row: Row, move: Step, line: list[Row], here: Row | None) -> Row:
    if move.act == "submit":
        return reached(line)
    if move.act == "release" and here is None:
        return line[-1]
    assert here is not None, "a declaration under review is held by a station"
    at = line.index(here)
    if move.act in ("report", "pass"):
        return line[at + 1]
    if move.act == "undo" and move.start != "accepted":
        return line[at - 1]
    return here
