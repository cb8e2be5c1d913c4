"""What must hold of the state of a declaration, its path, and whose turn it is."""

from web import working_days
from web.review.facts import Facts, Found, invariant
from web.rows import Row
from web.workflow import APPLICANT, CLOSED, ROLE_OF, STATES


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
        if row["state"] not in ("draft", "withdrawn") and not (
            stations and row["number"] and row["snapshot"]
        ):
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
