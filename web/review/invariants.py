"""What must hold of every declaration and of the log at any moment, whatever was done: checked, never repaired."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson

from web import clock, working_days
from web.declaration.return_tables import Mark, Return
from web.declaration.snapshot import canonical
from web.declaration.tables import Declaration, Receipt, Snapshot
from web.people.tables import Organisation
from web.review import ledger, terms
from web.review.queue_tables import Batch, BatchRow
from web.review.tables import DayRoot, Decision, Station
from web.review.unit import RECOMMENDED, quota_key
from web.review.unit_tables import Quota, UnitObjection, UnitPosting
from web.rows import Row
from web.workflow import APPLICANT, CLOSED, OFFICE_STATES, ROLE_OF, SENT_BACK, STATES, UNIT_STATES, steps

Found = Iterator[str]


@dataclass
class Facts:
    """Everything that the invariants look at, read once. By declaration where the name ends in _of."""

    declarations: list[Row]
    offices: dict[int, Row]
    decisions_of: dict[int, list[Row]]
    stations_of: dict[int, list[Row]]
    snapshots_of: dict[int, list[Row]]
    receipts_of: dict[int, list[Row]]
    returns_of: dict[int, list[Row]]
    marks_of: dict[int, list[Row]]
    postings_of: dict[int, list[Row]]
    objections_of: dict[int, list[Row]]
    quotas: dict[str, Row]
    roots: list[Row]
    batches: dict[int, Row]
    batch_rows: list[Row]
    day_hashes: dict[Any, list[str]] = field(default_factory=dict)

    def each(self, rows_of: dict[int, list[Row]]) -> Iterator[tuple[Row, list[Row]]]:
        """Every declaration with its rows."""
        return ((row, rows_of.get(row["id"], [])) for row in self.declarations)


async def facts() -> Facts:
    """Read everything."""
    decisions = await Decision.select().order_by(Decision.id)
    hashes: dict[Any, list[str]] = {}
    for each in decisions:
        hashes.setdefault(each["at"].astimezone(clock.ZONE).date(), []).append(each["sha256"])
    return Facts(
        declarations=await Declaration.select().order_by(Declaration.id),
        offices={row["id"]: row for row in await Organisation.select()},
        decisions_of=_by(sorted(decisions, key=lambda each: (each["declaration"], each["number"]))),
        stations_of=_by(await Station.select().order_by(Station.position)),
        snapshots_of=_by(await Snapshot.select().order_by(Snapshot.version)),
        receipts_of=_by(await Receipt.select().order_by(Receipt.id)),
        returns_of=_by(await Return.select().order_by(Return.id)),
        marks_of=_by(await Mark.select().order_by(Mark.id)),
        postings_of=_by(await UnitPosting.select().order_by(UnitPosting.id)),
        objections_of=_by(await UnitObjection.select().order_by(UnitObjection.id)),
        quotas={row["key"]: row for row in await Quota.select()},
        roots=await DayRoot.select().order_by(DayRoot.day),
        batches={row["id"]: row for row in await Batch.select()},
        batch_rows=await BatchRow.select(),
        day_hashes=hashes,
    )


def _by(rows: list[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["declaration"], []).append(row)
    return found


INVARIANTS: dict[str, Callable[[Facts], Found]] = {}


def invariant(check: Callable[[Facts], Found]) -> Callable[[Facts], Found]:
    """Register a check: it yields a sentence for each thing that is not as its docstring says."""
    INVARIANTS[check.__name__] = check
    return check


def held(stations: list[Row]) -> list[Row]:
    return [each for each in stations if each["entered_at"] and not each["left_at"]]


@invariant
def state_is_known(known: Facts) -> Found:
    """Every state is one of the workflow's."""
    yield from (f"{row['id']}: {row['state']}" for row in known.declarations if row["state"] not in STATES)


@invariant
def one_a_year(known: Facts) -> Found:
    """An open declaration holds its person's slot of the year; a closed one holds none (一个评审年度只能申报 1 个职称)."""
    for row in known.declarations:
        slot = f"{row['person']}-{row['year']}" if STATES[row["state"]].open else None
        if row["slot"] != slot:
            yield f"{row['id']}: {row['state']} with slot {row['slot']}"


@invariant
def holder_is_the_station(known: Facts) -> Found:
    """The holder is the organisation of the one station that the declaration stands at; none when it stands nowhere."""
    for row, stations in known.each(known.stations_of):
        here = held(stations)
        if row["holder"] != (here[0]["organisation"] if here else None):
            yield f"{row['id']}: holder {row['holder']}, stations {[each['position'] for each in here]}"


@invariant
def at_one_place(known: Facts) -> Found:
    """A declaration stands at one station at most."""
    yield from (f"{row['id']}" for row, stations in known.each(known.stations_of) if len(held(stations)) > 1)


@invariant
def turn_fits_the_state(known: Facts) -> Found:
    """The state says whose turn it is: an office of that kind, or nobody when it is the applicant's or over."""
    for row, stations in known.each(known.stations_of):
        turn, here = STATES[row["state"]].station, held(stations)
        if turn in (APPLICANT, CLOSED):
            if row["holder"] is not None:
                yield f"{row['id']}: {row['state']} held by {row['holder']}"
        elif not here or here[0]["kind"] != turn:
            yield f"{row['id']}: {row['state']} at {here[0]['kind'] if here else 'no station'}"


@invariant
def path_is_whole(known: Facts) -> Found:
    """A path begins at the unit, ends at a committee office, and counts from 1 without a gap."""
    for row, stations in known.each(known.stations_of):
        if stations:
            kinds = [each["kind"] for each in stations]
            if kinds[0] != "unit" or kinds[-1] != "committee_office" or "unit" in kinds[1:]:
                yield f"{row['id']}: {kinds}"
            if [each["position"] for each in stations] != list(range(1, len(stations) + 1)):
                yield f"{row['id']}: {[each['position'] for each in stations]}"


@invariant
def path_begins_at_home(known: Facts) -> Found:
    """The first station is the applicant's own unit (由现岗位所在单位申报)."""
    for row, stations in known.each(known.stations_of):
        if stations and stations[0]["organisation"] != row["unit"]:
            yield f"{row['id']}: {stations[0]['organisation']} is not {row['unit']}"


@invariant
def path_is_laid(known: Facts) -> Found:
    """Whatever was ever submitted has a path, a number and a snapshot."""
    for row, stations in known.each(known.stations_of):
        if row["state"] not in ("draft", "withdrawn") and not (stations and row["number"] and row["snapshot"]):
            yield f"{row['id']}: {row['state']}, {len(stations)} stations, number {row['number']}, version {row['snapshot']}"


@invariant
def stations_fit_their_offices(known: Facts) -> Found:
    """A station's kind is its organisation's; an agency stands in for a unit (令第40号第十七条)."""
    for row, stations in known.each(known.stations_of):
        for each in stations:
            kind = known.offices[each["organisation"]]["kind"]
            if each["kind"] not in ROLE_OF or each["kind"] != ("unit" if kind == "agency" else kind):
                yield f"{row['id']}: {each['kind']} at an organisation of kind {kind}"


@invariant
def no_station_is_jumped(known: Facts) -> Found:
    """逐级上报: the stations before one that was reached have been left by passing it on."""
    for row, stations in known.each(known.stations_of):
        entered = [each["position"] for each in stations if each["entered_at"]]
        for each in stations:
            if entered and each["position"] < max(entered) and each["outcome"] not in ("report", "pass"):
                yield f"{row['id']}: station {each['position']} was left by {each['outcome'] or 'nothing'}"


@invariant
def what_is_left_was_entered(known: Facts) -> Found:
    """A station that was left was entered before, and says how it was left; one that holds has no outcome."""
    for row, stations in known.each(known.stations_of):
        for each in stations:
            early = each["left_at"] and (not each["entered_at"] or each["left_at"] < each["entered_at"])
            if early or bool(each["left_at"]) != bool(each["outcome"]):
                yield f"{row['id']}: station {each['position']}"


@invariant
def terms_run(known: Facts) -> Found:
    """What a station holds is due on a day, a working one unless years are not announced; what nobody holds is not."""
    for row, stations in known.each(known.stations_of):
        here = held(stations)
        if here and not here[0]["due_on"]:
            yield f"{row['id']}: no term at station {here[0]['position']}"
        if here and here[0]["due_on"] and not working_days.is_working(here[0]["due_on"]):
            yield f"{row['id']}: due on {here[0]['due_on']}"
        if STATES[row["state"]].station == CLOSED and row["due_on"]:
            yield f"{row['id']}: closed and due on {row['due_on']}"


@invariant
def log_is_counted(known: Facts) -> Found:
    """A declaration's decisions count from 1 without a gap, each under its own key."""
    for row, log in known.each(known.decisions_of):
        if [each["number"] for each in log] != list(range(1, len(log) + 1)):
            yield f"{row['id']}: {[each['number'] for each in log]}"
        yield from (f"{each['key']}" for each in log if each["key"] != f"{row['id']}-{each['number']}")


@invariant
def log_replays(known: Facts) -> Found:
    """The log leads from draft to the state, each move one that the workflow has, each chained to the one before."""
    for row, log in known.each(known.decisions_of):
        try:
            state = ledger.replayed(log)
        except ValueError as broken:
            yield f"{row['id']}: {broken}"
        else:
            if state != row["state"]:
                yield f"{row['id']} is {row['state']}, its log leads to {state}"


@invariant
def log_runs_forward(known: Facts) -> Found:
    """No decision is earlier than the one before."""
    for row, log in known.each(known.decisions_of):
        times = [each["at"] for each in log]
        if times != sorted(times):
            yield f"{row['id']}"


@invariant
def decided_by_who_may(known: Facts) -> Found:
    """What the applicant does is the applicant's, what a term does is nobody's, and an office's names the office."""
    for row, log in known.each(known.decisions_of):
        for each in log:
            move = next(iter(steps(each["act"], each["start"])), None)
            by = move.by if move else ""
            fits = {
                "applicant": each["by"] == row["person"] and each["office"] is None,
                "service": each["by"] is None and each["office"] is None,
            }.get(by, each["by"] is not None and each["office"] is not None)
            if not fits:
                yield f"{each['key']}: {each['act']} by {each['by']} for {each['office']}"


@invariant
def nobody_decides_her_own(known: Facts) -> Found:
    """回避: no decision of an office is made by the applicant."""
    for row, log in known.each(known.decisions_of):
        yield from (each["key"] for each in log if each["office"] is not None and each["by"] == row["person"])


@invariant
def offices_are_on_the_path(known: Facts) -> Found:
    """A decision of an office is one of the path's offices' that it has reached."""
    for row, log in known.each(known.decisions_of):
        offices = {each["organisation"] for each in known.stations_of.get(row["id"], [])}
        yield from (each["key"] for each in log if each["office"] is not None and each["office"] not in offices)


@invariant
def refusals_say_why(known: Facts) -> Found:
    """A move that needs a comment has one."""
    for _, log in known.each(known.decisions_of):
        for each in log:
            move = next(iter(steps(each["act"], each["start"])), None)
            if move and move.comment and not each["comment"]:
                yield each["key"]


@invariant
def snapshots_are_counted(known: Facts) -> Found:
    """Snapshots count from 1 without a gap and the declaration names the newest."""
    for row, snapshots in known.each(known.snapshots_of):
        if [each["version"] for each in snapshots] != list(range(1, row["snapshot"] + 1)):
            yield f"{row['id']}: version {row['snapshot']}, kept {[each['version'] for each in snapshots]}"


@invariant
def snapshots_are_untouched(known: Facts) -> Found:
    """A snapshot's hash is that of its bytes, and the bytes are canonical."""
    for row, snapshots in known.each(known.snapshots_of):
        for each in snapshots:
            body = each["body"].encode()
            if hashlib.sha256(body).hexdigest() != each["sha256"] or canonical(orjson.loads(body)) != body:
                yield f"{row['id']}: version {each['version']}"


@invariant
def snapshots_are_of_their_declaration(known: Facts) -> Found:
    """A snapshot carries the number, the year and the version under which it is kept."""
    for row, snapshots in known.each(known.snapshots_of):
        for each in snapshots:
            body = orjson.loads(each["body"])
            if (body["number"], body["year"], body["version"]) != (row["number"], row["year"], each["version"]):
                yield f"{row['id']}: version {each['version']}"


@invariant
def one_snapshot_a_submission(known: Facts) -> Found:
    """As many snapshots as submissions, and as many accepted receipts."""
    for row, log in known.each(known.decisions_of):
        submitted = sum(each["act"] == "submit" for each in log)
        kept = known.receipts_of.get(row["id"], [])
        receipts = sum(each["accepted"] and each["act"] == "submit" for each in kept)
        if not submitted == receipts == row["snapshot"]:
            yield f"{row['id']}: {submitted} submissions, {receipts} receipts, {row['snapshot']} versions"


@invariant
def receipts_carry_the_hash(known: Facts) -> Found:
    """The receipts of accepted submissions carry the hashes of the snapshots, in order."""
    for row, receipts in known.each(known.receipts_of):
        carried = [each["sha256"] for each in receipts if each["accepted"] and each["act"] == "submit"]
        if carried != [each["sha256"] for each in known.snapshots_of.get(row["id"], [])]:
            yield f"{row['id']}"


@invariant
def receipts_are_the_applicants(known: Facts) -> Found:
    """A receipt is the applicant's own, and a refused one says why."""
    for row, receipts in known.each(known.receipts_of):
        for each in receipts:
            if each["person"] != row["person"] or each["accepted"] == bool(each["sentence"]):
                yield each["number"]


@invariant
def sent_back_with_a_list(known: Facts) -> Found:
    """What is sent back has one open notice, and nothing else has one (一次性告知)."""
    for row, notices in known.each(known.returns_of):
        open_ones = [each for each in notices if not each["closed_at"]]
        if len(open_ones) != (row["state"] in SENT_BACK):
            yield f"{row['id']}: {row['state']} with {len(open_ones)} open notices"


@invariant
def open_notices_hold_their_key(known: Facts) -> Found:
    """An open notice holds the declaration's key and has no outcome; a closed one has an outcome and no key."""
    for row, notices in known.each(known.returns_of):
        for each in notices:
            is_open = each["closed_at"] is None
            if (each["open_key"] == row["id"]) != is_open or bool(each["outcome"]) == is_open:
                yield f"{row['id']}: notice {each['id']}"


@invariant
def notices_name_something(known: Facts) -> Found:
    """Every notice names at least one thing to mend, in words."""
    for row, notices in known.each(known.returns_of):
        marks = known.marks_of.get(row["id"], [])
        for each in notices:
            mine = [mark for mark in marks if mark["notice"] == each["id"]]
            if not mine or not all(mark["words"].strip() for mark in mine):
                yield f"{row['id']}: notice {each['id']}"


@invariant
def notices_come_from_the_path(known: Facts) -> Found:
    """A notice was sent by the office of the station at which it was sent."""
    for row, notices in known.each(known.returns_of):
        stations = {each["id"]: each for each in known.stations_of.get(row["id"], [])}
        for each in notices:
            if each["station"] not in stations or stations[each["station"]]["organisation"] != each["office"]:
                yield f"{row['id']}: notice {each['id']}"


@invariant
def terms_of_returns(known: Facts) -> Found:
    """While a notice is open the declaration is due on its day, which lies within the longest term."""
    for row, notices in known.each(known.returns_of):
        for each in notices:
            sent = each["at"].astimezone(clock.ZONE).date()
            if not 1 <= working_days.between(sent, each["due_on"]) <= terms.longest_return():
                yield f"{row['id']}: notice {each['id']} until {each['due_on']}"
            if each["closed_at"] is None and row["due_on"] != each["due_on"]:
                yield f"{row['id']}: due on {row['due_on']}, the notice on {each['due_on']}"


@invariant
def one_supplement(known: Facts) -> Found:
    """补正 is asked for once (令第40号第十八条)."""
    for row, notices in known.each(known.returns_of):
        if sum(each["kind"] == "supplement" for each in notices) > terms.supplement_rounds():
            yield f"{row['id']}"


@invariant
def displayed_before_it_goes_on(known: Facts) -> Found:
    """未展示的材料不得上报: what an office reviews was displayed and publicised by its unit, for the whole terms."""
    reviewed = (*OFFICE_STATES, "committee_review", "accepted")
    for row, postings in known.each(known.postings_of):
        if row["state"] in (*reviewed, "recommended"):
            ended = {each["kind"] for each in postings if each["ended_at"]}
            if ended != {"display", "publicity"}:
                yield f"{row['id']}: {row['state']} with {sorted(ended)}"


@invariant
def postings_last(known: Facts) -> Found:
    """A posting stands for the whole term of the norms, and is ended only after its last day."""
    for row, postings in known.each(known.postings_of):
        for each in postings:
            if each["until"] != terms.term(each["kind"]).last_day(each["since"]) or not each["place"].strip():
                yield f"{row['id']}: {each['kind']} from {each['since']} to {each['until']}"
            if each["ended_at"] and each["ended_at"].astimezone(clock.ZONE).date() <= each["until"]:
                yield f"{row['id']}: {each['kind']} until {each['until']} ended at {each['ended_at']}"


@invariant
def objections_are_answered(known: Facts) -> Found:
    """Nothing goes on from the unit's publicity with an objection that was not answered."""
    waiting = ("draft", "returned", "withdrawn", "refused", "abandoned", *UNIT_STATES[:4])
    for row, objections in known.each(known.objections_of):
        for each in objections:
            if bool(each["outcome"]) != bool(each["answer"]) or bool(each["outcome"]) != bool(each["answered_at"]):
                yield f"{row['id']}: objection {each['id']} half answered"
            if not each["outcome"] and row["state"] not in waiting:
                yield f"{row['id']}: {row['state']} with objection {each['id']} open"


@invariant
def posts_are_enough(known: Facts) -> Found:
    """A unit whose posts are counted has not recommended more than were approved."""
    taken: dict[str, int] = {}
    for row in known.declarations:
        if row["state"] in RECOMMENDED and row["type"] not in terms.exempt_types() and row["state"] not in SENT_BACK:
            unit = known.offices[row["unit"]]
            if unit["kind"] == "unit" and (unit["post_managed"] or unit["nature"] in terms.quota_natures()):
                key = quota_key(row["unit"], row["year"], row["series"], row["level"])
                taken[key] = taken.get(key, 0) + 1
    for key, count in taken.items():
        approved = known.quotas[key]["posts"] if key in known.quotas else 0
        if count > approved:
            yield f"{key}: {count} recommended, {approved} approved"


@invariant
def roots_hold(known: Facts) -> Found:
    """The root of each published day is that of its decisions, chained to the root before."""
    previous = ""
    for root in known.roots:
        hashes = known.day_hashes.get(root["day"], [])
        if root["previous"] != previous or root["sha256"] != ledger.root_of(hashes, root["day"], previous):
            yield f"{root['day']}"
        if root["decisions"] != len(hashes):
            yield f"{root['day']}: {root['decisions']} published, {len(hashes)} kept"
        previous = root["sha256"]


@invariant
def days_before_a_root_are_sealed(known: Facts) -> Found:
    """Between the first and the last published day, every day with decisions has a root."""
    days = {root["day"] for root in known.roots}
    if days:
        day = min(days)
        while day < max(days):
            if known.day_hashes.get(day) and day not in days:
                yield f"{day}"
            day += timedelta(days=1)


@invariant
def batches_did_what_they_say(known: Facts) -> Found:
    """What a batch says it did stands in the log, by its person and under its act."""
    for each in known.batch_rows:
        if not each["sentence"]:
            log = known.decisions_of.get(each["declaration"], [])
            decision = next((one for one in log if one["number"] == each["decision"]), None)
            batch = known.batches[each["batch"]]
            if decision is None or (decision["act"], decision["by"]) != (batch["act"], batch["person"]):
                yield f"batch {each['batch']}: declaration {each['declaration']}"


async def broken() -> list[str]:
    """Everything that does not hold, as "invariant: what"; empty when all holds."""
    known = await facts()
    if unknown := [f"state_is_known: {sentence}" for sentence in state_is_known(known)]:
        return unknown
    return [f"{name}: {sentence}" for name, check in INVARIANTS.items() for sentence in check(known)]
