"""What the invariants look at, read once, and the register of the invariants."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from web import clock
from web.certificate.tables import Certificate
from web.committee.tables import Interview, Item
from web.declaration.return_tables import Mark, Return
from web.declaration.tables import Declaration, Receipt, Snapshot
from web.people.tables import Organisation
from web.publicity.tables import Objection, PublicityEntry
from web.review.queue_tables import Batch, BatchRow
from web.review.tables import DayRoot, Decision, Station
from web.review.unit_tables import Quota, UnitObjection, UnitPosting
from web.rows import Row

Found = Iterator[str]
OF_PUBLICITY = ("from_day", "to_day", "confirmed_at", "document", "filing", "filed_on")
"""What an entry needs to know of its 公示."""


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
    items_of: dict[int, list[Row]]
    interviewed: set[int]
    entries_of: dict[int, list[Row]]
    open_objections: set[int]
    certificates_of: dict[int, list[Row]]
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
        items_of=_by(
            await Item.select(
                *Item.all_columns(),
                Item.sitting.state.as_alias("sitting_state"),
                Item.sitting.sha256.as_alias("ballots"),
            ).order_by(Item.id)
        ),
        interviewed={row["item"] for row in await Interview.select(Interview.item)},
        entries_of=_by(
            await PublicityEntry.select(
                *PublicityEntry.all_columns(),
                *(getattr(PublicityEntry.publicity, name).as_alias(name) for name in OF_PUBLICITY),
            ).order_by(PublicityEntry.id)
        ),
        open_objections={
            row["publicity"]
            for row in await Objection.select(Objection.publicity).where(Objection.state != "answered")
        },
        certificates_of=_by(await Certificate.select().order_by(Certificate.id)),
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
