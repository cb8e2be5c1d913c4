"""Everything proved that can be: evidence, snapshots, the chain of decisions, invariants, figures, payments."""

from collections.abc import AsyncIterator

from web.evidence import keeping
from web.office import tally
from web.payment.tables import Payment
from web.review import invariants, ledger

PAYMENTS = (
    ("a paid notice without the treasury's number or a receipt",
     "SELECT number FROM payment WHERE state IN ('paid', 'refunded') AND (serial IS NULL OR receipt IS NULL)"),
    ("a payment whose events do not tell one booking more than refunds",
     "SELECT p.number FROM payment p WHERE p.state = 'paid' AND (SELECT count(*) FROM payment_event e WHERE e.payment = p.id "
     "AND e.kind = 'pay') <> 1"),
    ("a notice that is due although money was booked on it",
     "SELECT number FROM payment WHERE state = 'due' AND serial IS NOT NULL"),
)  # fmt: skip
"""What must not be found: the sentence, and the query that finds it."""


async def faults() -> AsyncIterator[str]:
    """A sentence for everything that is not as it must be; nothing is repaired."""
    for broken in await keeping.check():
        yield f"file {broken.sha256[:12]}: {broken.why} ({len(broken.files)} rows name it)"
    for sentence in await invariants.broken():
        yield sentence
    for sentence in await ledger.replay():
        yield sentence
    for sentence in await tally.faults():
        yield sentence
    for sentence, query in PAYMENTS:
        for row in await Payment.raw(query):
            yield f"{sentence}: {row['number']}"
