"""Messages: written from templates, counted, read; a mail beside each where mails are sent."""

import re
from datetime import UTC, date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from web import clock
from web.database import is_duplicate, savepoint, transaction
from web.database.kept import Kept
from web.notice.tables import Mail, Message
from web.settings import settings

PER_PAGE = 30


class Template(NamedTuple):
    """The title and the body of one kind of message, with {words} to fill in."""

    title: str
    body: str


@cache
def templates() -> dict[str, Template]:
    """Every kind of message."""
    held = orjson.loads((Path(__file__).parent / "data" / "templates.json").read_bytes())["templates"]
    return {kind: Template(**each) for kind, each in held.items()}


ID_NUMBER = re.compile(r"(?<![0-9])([0-9]{6})[0-9]{8}([0-9]{3}[0-9Xx])(?![0-9])")


def without_id_numbers(text: str) -> str:
    """`text` with the day of birth of every 居民身份证号 hidden: whoever gives a reason may have typed one."""
    return ID_NUMBER.sub(r"\1********\2", text)


async def send(
    person: int,
    kind: str,
    values: dict[str, Any],
    *,
    href: str = "",
    due_on: date | None = None,
    once: str | None = None,
    address: str = "",
) -> None:
    """Tell `person`, by mail too where there is an `address`; KeyError for a kind without a template. The same `once`
    is told once."""
    template = templates()[kind]
    title, body = (without_id_numbers(text.format(**values)) for text in template)
    message = Message(
        person=person, kind=kind, title=title, body=body, href=href, due_on=due_on, once=once, at=clock.now()
    )
    async with transaction():
        try:
            async with savepoint():
                await message.save()
        except Exception as error:
            if not is_duplicate(error):
                raise
            return
        if settings.smtp_host and address:
            await Mail(message=message.id, address=address, next_at=clock.now()).save()


async def messages(person: int, page: int = 1) -> list[dict[str, Any]]:
    """A page of the person's messages, the newest first."""
    found: list[dict[str, Any]] = await (
        Message.select()
        .where(Message.person == person)
        .order_by(Message.id, ascending=False)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return found


_UNREAD = Kept(lambda person: Message.count().where((Message.person == person) & Message.read_at.is_null()))


async def count(person: int, *, unread: bool = False) -> int:
    """How many messages there are, or how many have not been read."""
    return int(await (_UNREAD(person) if unread else Message.count().where(Message.person == person)))


async def message_of(person: int, message: int) -> dict[str, Any] | None:
    """One message of the person, None when there is none."""
    found: dict[str, Any] | None = await (
        Message.select().where((Message.person == person) & (Message.id == message)).first()
    )
    return found


async def read(person: int, message: int | None = None) -> None:
    """Note that the person has read one message, or all."""
    where = (Message.person == person) & Message.read_at.is_null()
    await Message.update({Message.read_at: clock.now()}).where(
        where & (Message.id == message) if message else where
    )


def calendar(message: dict[str, Any]) -> str:
    """The day of a message as a calendar file (RFC 5545): the whole last day of the term, alarmed a day before."""
    day = message["due_on"]
    stamp = message["at"].astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//zhicheng//CN", "BEGIN:VEVENT", f"UID:message-{message['id']}@zhicheng",
        f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"SUMMARY:{_escaped(message['title'])}",
        f"DESCRIPTION:{_escaped(message['body'])}", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D",
        f"DESCRIPTION:{_escaped(message['title'])}", "END:VALARM", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _escaped(text: str) -> str:
    """RFC 5545 TEXT: no line of `text`, however it ends, begins a line of the file."""
    lines = "\n".join(text.splitlines()).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return lines.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Lines of at most 75 octets, the later ones begun with a space."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > 75:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
