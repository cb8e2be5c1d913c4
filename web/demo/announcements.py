"""What the demonstration's office for titles has announced."""

from web import clock
from web.demo.organisations import read
from web.demo.season import season
from web.office import texts


async def publish(by: int) -> None:
    """Every announcement of the file that does not stand yet, in the name of the account `by`."""
    for told in read("announcements")["announcements"]:
        if await texts.announcement(told["code"]):
            continue
        when = await season(told["days"])
        with clock.frozen(when.ago(told["days"])):
            title, body = (told[name].replace("{year}", str(when.year)) for name in ("title", "body"))
            await texts.publish("announcement", told["code"], title, body, after=0, by=by)
