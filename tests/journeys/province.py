"""Those who walk the route of the offices: two teachers of a county school, and everybody who decides on them."""

from collections.abc import Iterator

from tests import cast
from tests.cast import PASSWORD, Someone, occupied
from tests.support import run
from tests.web.review import people
from tests.web.review.people import CHEN, CHU, FENG, HAN, JIANG, WEI
from web.people import accounts
from web.people.tables import Organisation

YOU = Someone("尤二一", "county_school", 91, matter="teacher", stage="submit")
"""A second teacher of the county school, so that a batch has more than one."""


async def move_in() -> None:
    """Everybody of the offices' tests, the second teacher, and passwords, for all of them sign in."""
    await people.move_in()
    school = await Organisation.select().where(Organisation.code == YOU.organisation).first()
    assert school is not None
    await people.open_quickly(YOU, school["id"])
    await cast.fill(YOU, cast.matter.TEACHER)
    receipt = await people.submit(YOU)
    assert receipt["accepted"], receipt["sentence"]
    for someone in (HAN, YOU, FENG, CHEN, CHU, WEI, JIANG):
        account = await accounts._find(someone.login)
        assert account is not None
        await accounts.set_password(account["id"], PASSWORD)


def settled(which: str) -> Iterator[str]:
    """A database of its own, of the kind `which`, with all of them in it, on the cast's day."""
    for name in occupied(which):
        run(move_in())
        yield name
