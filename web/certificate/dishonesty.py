"""诚信档案: how long a record stands, and whom it keeps from declaring."""

from datetime import date, timedelta

from web import clock
from web.certificate.numbering import pattern
from web.certificate.tables import Dishonesty
from web.declaration import bars


def record_end(since: date) -> date:
    """The last day of the record that begins on `since`."""
    years = pattern()["dishonest_years"]
    try:
        return since.replace(year=since.year + years) - timedelta(days=1)
    except ValueError:
        return since.replace(year=since.year + years, day=28)


async def barred_until(person: int, on: date | None = None) -> date | None:
    """The day until which `person` may not declare (三年内不得申报), None when nothing stands against it."""
    stands = await _record(person, on or clock.today())
    return stands.until if stands else None


async def _record(person: int, day: date) -> bars.Record | None:
    row = await (
        Dishonesty.select(Dishonesty.since, Dishonesty.until)
        .where((Dishonesty.person == person) & (Dishonesty.until >= day))
        .order_by(Dishonesty.until, ascending=False)
        .first()
    )
    return bars.Record(row["since"], row["until"], pattern()["dishonest_source"]) if row else None


if _record not in bars.keepers:
    bars.keepers.append(_record)
