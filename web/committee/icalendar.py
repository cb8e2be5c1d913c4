"""面试通知 as a calendar entry."""

from datetime import UTC, datetime

from web import clock
from web.committee.interviews import form
from web.rows import Row


def calendar(row: Row, address: str) -> str:
    """The notice as iCalendar (RFC 5545). `address`: of the service, for the UID and the link."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//zhicheng//interview//ZH", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:interview-{row['id']}@{address.split('//')[-1].split('/')[0]}", f"SEQUENCE:{row['version'] - 1}",
        f"DTSTAMP:{_utc(clock.now())}", f"DTSTART:{_utc(row['starts_at'])}", f"DTEND:{_utc(row['ends_at'])}",
        f"SUMMARY:职称评审面试答辩（第 {row['number']} 号）", f"LOCATION:{_escaped(row['place'])}",
        f"DESCRIPTION:{_escaped('请携带：' + '；'.join(form()['bring']))}", f"URL:{address}/home", "BEGIN:VALARM",
        "ACTION:DISPLAY", "TRIGGER:-PT24H", f"DESCRIPTION:{_escaped('明天面试答辩')}", "END:VALARM", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(_folded(line) + "\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    lines = "\n".join(text.splitlines()).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return lines.replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line of more than 75 bytes, and no character cut in two."""
    parts: list[str] = []
    part = b""
    for character in line:
        piece = character.encode()
        if len(part) + len(piece) > (75 if not parts else 74):
            parts.append(part.decode())
            part = b""
        part += piece
    return "\r\n ".join([*parts, part.decode()])
