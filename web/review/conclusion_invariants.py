"""What must hold of a declaration before a sitting, in its 公示 and of its certificate. Only what was submitted counts."""

from collections.abc import Iterator

from web import working_days
from web.publicity.rules import term
from web.review.facts import Facts, Found, invariant
from web.rows import Row
from web.workflow import CONCLUDED, CONCLUDING

SEATED = {
    "grouped": ("planned",), "interviewing": ("planned",), "balloting": ("voting", "planned"),
    **dict.fromkeys(("passed", "publicised", "confirmed", "filed", *CONCLUDED), ("closed",)),
}  # fmt: skip
"""State → the states in which its sitting may be. A round of the ballot that was voided is planned anew."""

OUTCOME = {
    "publicised": "", "confirmed": "confirmed", "filed": "confirmed", "issued": "confirmed", "revoked": "confirmed",
    "struck": "struck",
}  # fmt: skip
"""State → what its entry in the 公示 says."""


def _submitted(known: Facts, rows_of: dict[int, list[Row]]) -> Iterator[tuple[Row, list[Row]]]:
    return ((row, rows) for row, rows in known.each(rows_of) if known.decisions_of.get(row["id"]))


def _counting(items: list[Row]) -> list[Row]:
    return [each for each in items if each["sitting_state"] != "void"]


@invariant
def before_one_sitting(known: Facts) -> Found:
    """What has come to a sitting is before exactly one that was not voided, in the state that its own state asks for."""
    for row, items in _submitted(known, known.items_of):
        held, wanted = _counting(items), SEATED.get(row["state"])
        if len(held) != (wanted is not None):
            yield f"{row['id']}: {row['state']} before {len(held)} sittings"
        elif wanted and held[0]["sitting_state"] not in wanted:
            yield f"{row['id']}: {row['state']} before a sitting that is {held[0]['sitting_state']}"


@invariant
def results_are_the_ballots(known: Facts) -> Found:
    """Who failed had too few votes, who went on had enough, and nobody has a result while the ballot is open."""
    for row, items in _submitted(known, known.items_of):
        if row["state"] in SEATED:
            expected = None if SEATED[row["state"]] != ("closed",) else row["state"] != "failed"
            yield from (
                f"{row['id']}: {row['state']}, passed {each['passed']}"
                for each in _counting(items)
                if each["passed"] is not expected and each["passed"] != expected
            )


@invariant
def counts_were_enough(known: Facts) -> Found:
    """A pass has at least the votes needed, and no more votes were cast than people attended."""
    for row, items in _submitted(known, known.items_of):
        for each in items:
            if each["passed"] is not None:
                cast = each["yes"] + each["no"] + each["abstain"]
                enough = each["attending"] > 0 and each["yes"] >= each["needed"]
                if bool(each["passed"]) != enough or cast > each["attending"]:
                    yield f"{row['id']}: {each['yes']} of {each['needed']}, {cast} cast by {each['attending']}"


@invariant
def counted_once(known: Facts) -> Found:
    """The log has one result for each sitting that counted the declaration."""
    for row, log in _submitted(known, known.decisions_of):
        counted = [each for each in known.items_of.get(row["id"], []) if each["passed"] is not None]
        results = sum(each["act"] in ("approve", "reject") for each in log)
        if results != len(counted):
            yield f"{row['id']}: {results} results of {len(counted)} counts"


@invariant
def interviews_have_a_slot(known: Facts) -> Found:
    """面试答辩: whoever was invited has a place and a time."""
    for row, items in _submitted(known, known.items_of):
        if row["state"] == "interviewing" and not any(
            each["id"] in known.interviewed for each in _counting(items)
        ):
            yield f"{row['id']}"


@invariant
def publicity_says_the_state(known: Facts) -> Found:
    """A result that is publicised stands in one 公示 that says the same; one that is not stands in none."""
    for row, entries in _submitted(known, known.entries_of):
        said = [each["outcome"] for each in entries]
        expected = [OUTCOME[row["state"]]] if row["state"] in OUTCOME else []
        if said != expected:
            yield f"{row['id']}: {row['state']} publicised as {said}"


@invariant
def publicity_lasts(known: Facts) -> Found:
    """评审结果公示不少于 5 个工作日 (publicity/data/rules.json)."""
    for row, entries in _submitted(known, known.entries_of):
        for each in entries:
            if working_days.between(each["from_day"], each["to_day"]) < term()["working_days"]:
                yield f"{row['id']}: from {each['from_day']} to {each['to_day']}"


@invariant
def nothing_is_confirmed_early(known: Facts) -> Found:
    """Confirmed after the last day, with every objection answered and by a numbered document."""
    for row, entries in _submitted(known, known.entries_of):
        for each in (one for one in entries if one["outcome"] == "confirmed"):
            early = not each["confirmed_at"] or each["confirmed_at"].date() < each["to_day"]
            if early or not each["document"] or each["publicity"] in known.open_objections:
                yield f"{row['id']}: 公示 {each['publicity']}"


@invariant
def filed_by_number(known: Facts) -> Found:
    """备案: what was filed has the number and the day."""
    for row, entries in _submitted(known, known.entries_of):
        if row["state"] in ("filed", "issued", "revoked"):
            yield from (f"{row['id']}" for each in entries if not each["filing"] or not each["filed_on"])


@invariant
def one_valid_certificate(known: Facts) -> Found:
    """Whoever has the title has one valid certificate, of the right person; nobody else has one."""
    for row, certificates in _submitted(known, known.certificates_of):
        valid = [each for each in certificates if each["state"] == "valid"]
        if len(valid) != (row["state"] == "issued"):
            yield f"{row['id']}: {row['state']} with {len(valid)} valid certificates"
        if row["state"] == "revoked" and not any(each["state"] == "revoked" for each in certificates):
            yield f"{row['id']}: revoked without a revoked certificate"
        yield from (each["number"] for each in certificates if each["person"] != row["person"])


@invariant
def only_what_was_counted_concludes(known: Facts) -> Found:
    """Nothing is concluded that was never accepted: the log has the acceptance before the result."""
    for row, log in _submitted(known, known.decisions_of):
        if row["state"] in (*CONCLUDING, *CONCLUDED) and not any(each["act"] == "accept" for each in log):
            yield f"{row['id']}: {row['state']}"
