"""One log: chained, replayed, a published root a day; every invariant is seen to fail when what it guards is broken."""

from datetime import date

import pytest

from tests.support import run
from tests.web.review.people import CHEN, HAN, browser_of, climbed, does, later, occupied, row_of
from web.database import transaction
from web.declaration.tables import Declaration, Receipt, Snapshot
from web.review import invariants, ledger
from web.review.rules import log_of
from web.review.tables import DayRoot, Decision, Station
from web.review.unit_tables import UnitPosting


def test_the_log_leads_to_the_state(province):
    climbed("report")
    log = run(log_of(run(row_of(HAN))["id"]))
    assert ledger.replayed(log) == "department_review" and run(ledger.replay()) == []
    with pytest.raises(ValueError, match="the chain is broken"):
        ledger.replayed([*log[:2], {**log[2], "comment": "改过"}, *log[3:]])
    with pytest.raises(ValueError, match="decision 3 is missing"):
        ledger.replayed([*log[:2], *log[3:]])


def test_every_finished_day_has_its_root(provinces):
    climbed("report")
    with later(13):
        run(does(CHEN, "pass"))
        made = run(ledger.seal())
        assert [root["day"] for root in made] == [date(2026, 10, 8), date(2026, 10, 12), date(2026, 10, 20)]
        assert made[1]["previous"] == made[0]["sha256"] and run(ledger.seal()) == []
        last = run(log_of(run(row_of(HAN))["id"]))[-1]
        proof = run(ledger.proof(last["sha256"]))
        assert proof is not None and (proof["day"], proof["place"], proof["root"]) == (
            date(2026, 10, 21),
            1,
            None,
        )
    with later(14):
        (root,) = run(ledger.seal())
        assert root["sha256"] == ledger.root_of([last["sha256"]], root["day"], made[-1]["sha256"])
        page = browser_of(HAN).open(f"/log?hash={last['sha256']}")
        assert "找到了：2026年10月21日 的第 1 条，当天共 1 条。" in page.text and root["sha256"] in page.text


async def _set(table, **columns):
    async with transaction():
        await table.update({getattr(table, name): value for name, value in columns.items()}, force=True)


BREAKS = {
    "state_is_known": (Declaration, {"state": "lost"}),
    "one_a_year": (Declaration, {"slot": None}),
    "holder_is_the_station": (Declaration, {"holder": None}),
    "path_is_laid": (Declaration, {"number": None}),
    "terms_run": (Station, {"due_on": date(2026, 10, 31)}),
    "what_is_left_was_entered": (Station, {"left_at": None, "outcome": "pass"}),
    "no_station_is_jumped": (Station, {"outcome": "refuse"}),
    "stations_fit_their_offices": (Station, {"kind": "province"}),
    "path_is_whole": (Station, {"position": 7}),
    "log_is_counted": (Decision, {"number": 9}),
    "log_replays": (Decision, {"comment": "改过"}),
    "decided_by_who_may": (Decision, {"by": None}),
    "nobody_decides_her_own": (Decision, {"by": "person"}),
    "offices_are_on_the_path": (Decision, {"office": 1}),
    "snapshots_are_untouched": (Snapshot, {"sha256": "0" * 64}),
    "receipts_carry_the_hash": (Receipt, {"sha256": "0" * 64}),
    "receipts_are_the_applicants": (Receipt, {"sentence": "没有办成。"}),
    "one_snapshot_a_submission": (Receipt, {"accepted": False}),
    "postings_last": (UnitPosting, {"until": date(2026, 10, 9)}),
    "displayed_before_it_goes_on": (UnitPosting, {"ended_at": None}),
    "roots_hold": (DayRoot, {"sha256": "0" * 64}),
}  # fmt: skip


def test_each_invariant_sees_what_it_guards():
    """No fixture: what is broken here must not be checked afterwards."""
    for _ in occupied("sqlite"):
        climbed("report")
        with later(13):
            run(ledger.seal())
            row = run(row_of(HAN))
            assert run(invariants.broken()) == []
            for name, (table, columns) in BREAKS.items():
                kept = run(table.select())
                values = {
                    key: row["person"] if value == "person" else value for key, value in columns.items()
                }
                run(_set(table, **values))
                try:
                    known = run(invariants.facts())
                    assert list(invariants.INVARIANTS[name](known)), name
                finally:
                    for each in kept:
                        back = {getattr(table, key): each[key] for key in columns}
                        run(_back(table, each["id"], back))
            assert run(invariants.broken()) == []


async def _back(table, number, columns):
    async with transaction():
        await table.update(columns).where(table.id == number)


def test_there_are_thirty_at_least():
    assert len(invariants.INVARIANTS) >= 40
    assert all(check.__doc__ for check in invariants.INVARIANTS.values())
