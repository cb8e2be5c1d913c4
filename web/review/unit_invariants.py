"""What must hold of notices of return, and of what the unit records before it recommends."""

from web import clock, working_days
from web.review import terms
from web.review.facts import Facts, Found, invariant
from web.review.unit import RECOMMENDED, quota_key
from web.workflow import CONCLUDED, CONCLUDING, OFFICE_STATES, SENT_BACK, UNIT_STATES


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
    reviewed = (*OFFICE_STATES, "committee_review", "accepted", *CONCLUDING, *CONCLUDED)
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
    """Nothing goes up from the unit with an objection that was not answered."""
    waiting = ("draft", "returned", "withdrawn", "refused", "abandoned", *UNIT_STATES)
    for row, objections in known.each(known.objections_of):
        for each in objections:
            if bool(each["outcome"]) != bool(each["answer"]) or bool(each["outcome"]) != bool(
                each["answered_at"]
            ):
                yield f"{row['id']}: objection {each['id']} half answered"
            if not each["outcome"] and row["state"] not in waiting:
                yield f"{row['id']}: {row['state']} with objection {each['id']} open"


@invariant
def posts_are_enough(known: Facts) -> Found:
    """A unit whose posts are counted has not recommended more than were approved."""
    taken: dict[str, int] = {}
    for row in known.declarations:
        above = any(
            each["entered_at"] and each["kind"] != "unit" for each in known.stations_of.get(row["id"], [])
        )
        taking = row["state"] in RECOMMENDED or (row["state"] in SENT_BACK and above)
        if taking and row["type"] not in terms.exempt_types():
            unit = known.offices[row["unit"]]
            if unit["kind"] == "unit" and (unit["post_managed"] or unit["nature"] in terms.quota_natures()):
                key = quota_key(row["unit"], row["year"], row["series"], row["level"])
                taken[key] = taken.get(key, 0) + 1
    for key, count in taken.items():
        approved = known.quotas[key]["posts"] if key in known.quotas else 0
        if count > approved:
            yield f"{key}: {count} recommended, {approved} approved"
