"""Remembering which questions fail most, so that the office can ask them better."""

from collections.abc import Iterable

from web.database import is_duplicate, transaction
from web.declaration.check import Checked
from web.declaration.failing_tables import FailedCheck


async def note(declaration: int, checked: Iterable[Checked]) -> None:
    """Keep every field that fails in a section that has been begun, once; an empty section has not failed."""
    failing = {
        f"{declaration}/{finding.section}/{finding.field}": finding
        for each in checked
        if each.count
        for finding in each.findings
    }
    if not failing:
        return
    rows = await FailedCheck.select(FailedCheck.key).where(FailedCheck.declaration == declaration)
    known = {row["key"] for row in rows}
    fresh = [
        FailedCheck(declaration=declaration, key=key, section=finding.section, field=finding.field)
        for key, finding in failing.items()
        if key not in known
    ]
    if not fresh:
        return
    try:
        async with transaction():
            await FailedCheck.insert(*fresh)
    except Exception as error:  # another window checked at the same moment and noted the same
        if not is_duplicate(error):
            raise
