"""Sending the mails that wait: tried again later and later, given up after the last try, each once."""

import asyncio
import smtplib
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from web import clock
from web.database import transaction
from web.notice.rules import calendar
from web.notice.tables import Mail, Message
from web.settings import settings

PAUSES = (5, 15, 60, 240, 720, 1440)
"""Minutes before the next try; after the last the mail is given up (RFC 5321 §4.5.4.1 asks for 4–5 days at most)."""
AT_ONCE = 50


async def send_waiting() -> tuple[int, int]:
    """Send what is due; (sent, failed). Nothing when no SMTP host is set."""
    if not settings.smtp_host:
        return 0, 0
    sent = failed = 0
    waiting = await (
        Mail.select()
        .where(Mail.sent_at.is_null() & (Mail.next_at <= clock.now()))
        .order_by(Mail.id)
        .limit(AT_ONCE)
    )
    for mail in waiting:
        if not await _claimed(mail):
            continue
        message = await Message.select().where(Message.id == mail["message"]).first()
        assert message is not None, "a mail is kept with its message"
        try:
            await asyncio.to_thread(_deliver, compose(mail["address"], message))
        except (
            OSError,
            smtplib.SMTPException,
            ValueError,
            LookupError,
        ) as error:  # or an address that is none
            await _note(mail, str(error)[:300] or type(error).__name__)
            failed += 1
        else:
            await _note(mail, "")
            sent += 1
    return sent, failed


async def _claimed(mail: dict[str, Any]) -> bool:
    """Whether this process is the one to try it now: the next try is set before this one begins."""
    tries = mail["tries"] + 1
    later = clock.now() + timedelta(minutes=PAUSES[tries - 1]) if tries <= len(PAUSES) else None
    async with transaction():
        written = (
            await Mail.update({Mail.tries: tries, Mail.next_at: later})
            .where((Mail.id == mail["id"]) & (Mail.tries == mail["tries"]) & Mail.sent_at.is_null())
            .returning(Mail.id)
        )
    return bool(written)


async def _note(mail: dict[str, Any], error: str) -> None:
    changes: dict[Any, Any] = (
        {Mail.error: error} if error else {Mail.sent_at: clock.now(), Mail.next_at: None, Mail.error: ""}
    )
    async with transaction():
        await Mail.update(changes).where(Mail.id == mail["id"])


def compose(address: str, message: dict[str, Any]) -> EmailMessage:
    """The mail of a message: plain text, the service's address without a path that acts, a calendar file for a day."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(f"【职称申报】{message['title']}".split())
    mail["From"] = settings.mail_from or f"noreply@{settings.smtp_host}"
    mail["To"] = address
    mail["Message-ID"] = f"<message-{message['id']}@zhicheng>"
    mail.set_content(
        f"{message['body']}\n\n请登录职称申报系统查看：{settings.public_url}/\n这封邮件由系统自动发出，请不要回复。\n"
    )
    if message["due_on"]:
        mail.add_attachment(
            calendar(message).encode(), maintype="text", subtype="calendar", filename="zhicheng.ics"
        )
    return mail


def _deliver(mail: EmailMessage) -> None:
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=20) as server:
        if settings.smtp_tls:
            server.starttls()
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(mail)
