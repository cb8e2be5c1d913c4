"""What the service does by itself every day: terms that ran out, reminders, the published log, digests, mails."""

from datetime import timedelta

from web import clock, working_days
from web.catalogue import rules as catalogue
from web.clock import day_in_words as day
from web.declaration.tables import Declaration
from web.notice import outbox
from web.notice import rules as notice
from web.people.tables import Organisation
from web.review import decisions, ledger, queue, telling
from web.workflow import SENT_BACK

REMIND = (2, 0)
"""Days before the last one on which the applicant is reminded."""


async def sweep() -> dict[str, int]:
    """Do everything that is due now; how many of each. Doing it again does nothing twice."""
    expired = await decisions.expire()
    reminded = await remind()
    sealed = await ledger.seal()
    digests = await digest()
    sent, failed = await outbox.send_waiting()
    return {
        "expired": len(expired), "reminded": reminded, "sealed": len(sealed), "digests": digests,
        "mails_sent": sent, "mails_failed": failed,
    }  # fmt: skip


async def remind() -> int:
    """Remind those whose term ends soon, once for each of the days."""
    count = 0
    for left in REMIND:
        last = clock.today() + timedelta(days=left)
        rows = await Declaration.select().where(
            Declaration.state.is_in(sorted(SENT_BACK)) & (Declaration.due_on == last)
        )
        for row in rows:
            title = await catalogue.name_of(row["year"], "title", row["title"])
            values = {"title": title, "due": day(row["due_on"]), "left": left, "year": row["year"]}
            await notice.send(
                row["person"], "remind", values, href=f"/declarations/{row['id']}/progress", due_on=row["due_on"],
                once=f"remind-{row['id']}-{row['due_on']}-{left}", address=await telling.address_of(row["person"]),
            )  # fmt: skip
            count += 1
    return count


async def digest() -> int:
    """What waits at each office, once a working day, to whoever acts for it; how many were told."""
    if not working_days.is_working(clock.today()):
        return 0
    held = await Declaration.select(Declaration.holder).where(Declaration.holder.is_not_null()).distinct()
    count = 0
    for each in held:
        office = await Organisation.select().where(Organisation.id == each["holder"]).first()
        assert office is not None, "a holder is an organisation"
        load = await queue.load_of(office["id"], office["name"])
        if not load.count:
            continue
        values = {"office": load.office, "count": load.count, "late": load.late, "soon": load.soon}
        for account in await telling.officers(office):
            once = f"digest-{office['id']}-{account}-{clock.today()}"
            address = await telling.address_of(account)
            await notice.send(account, "digest", values, href="/reviews", once=once, address=address)
            count += 1
    return count
