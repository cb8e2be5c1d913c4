"""What must hold of the log, of what it seals, and of the snapshots and receipts that it speaks of."""

import hashlib
from datetime import timedelta

import orjson

from web.declaration.snapshot import canonical
from web.review import ledger
from web.review.facts import Facts, Found, invariant
from web.workflow import for_titles_office, steps


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
    """A decision of an office is one of the path's offices' that it has reached, or the office's for titles."""
    for row, log in known.each(known.decisions_of):
        offices = {each["organisation"] for each in known.stations_of.get(row["id"], [])}
        yield from (
            each["key"]
            for each in log
            if each["office"] is not None
            and each["office"] not in offices
            and not for_titles_office(each["act"])
        )


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
            if (body["number"], body["year"], body["version"]) != (
                row["number"],
                row["year"],
                each["version"],
            ):
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
        if each["decision"]:
            log = known.decisions_of.get(each["declaration"], [])
            decision = next((one for one in log if one["number"] == each["decision"]), None)
            batch = known.batches[each["batch"]]
            if decision is None or (decision["act"], decision["by"]) != (batch["act"], batch["person"]):
                yield f"batch {each['batch']}: declaration {each['declaration']}"
