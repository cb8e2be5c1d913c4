"""Who may do what with a sitting: its committee's office, its members, the applicants."""

from web.people.sessions import Person
from web.people.tables import Organisation
from web.rows import Row

NOT_FOUND = "没有找到这次评审会议。"
PREFIX = "committee:"


async def committees_of(person: Person) -> set[str]:
    """The codes of the committees whose office `person` works for."""
    places = person.places("committee_office")
    rows = (
        await Organisation.select(Organisation.code).where(Organisation.id.is_in(list(places)))
        if places
        else []
    )
    return {row["code"].removeprefix(PREFIX) for row in rows if row["code"].startswith(PREFIX)}


async def is_office(person: Person, sitting: Row) -> bool:
    """Whether `person` works for the office of the sitting's committee."""
    return any(sitting["committee"][: 40 - len(PREFIX)] == code for code in await committees_of(person))
