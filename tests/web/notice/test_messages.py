"""Messages and mails: templates that tell nothing secret and act on nothing, an outbox that tries again, a calendar file."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support import run
from tests.web.review.people import FENG, HAN, browser_of, does, later, mark, occupied, row_of
from web import clock
from web.notice import outbox, rules
from web.notice.tables import Mail, Message
from web.review import duties
from web.settings import settings


@pytest.fixture
def province() -> Iterator[str]:
    yield from occupied("sqlite")


class Letterbox(socketserver.StreamRequestHandler):
    """Enough of SMTP (RFC 5321) to take mails, or to refuse them for now."""

    received: list[bytes] = []
    refusing = False

    def handle(self) -> None:
        self._say("220 letterbox")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part)
                Letterbox.received.append(b"".join(lines))
                self._say("250 kept")
            elif verb == b"MAIL" and Letterbox.refusing:
                self._say("451 try again later")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def letterbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """A server that takes mails, and settings that name it."""
    Letterbox.received, Letterbox.refusing = [], False
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Letterbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        named = replace(
            settings,
            smtp_host="127.0.0.1",
            smtp_port=server.server_address[1],
            mail_from="zhicheng@example.cn",
        )
        for module in (rules, outbox):
            monkeypatch.setattr(module, "settings", named)
        yield Letterbox.received
        server.shutdown()


def test_no_template_names_an_id_number_or_acts_by_a_link():
    for kind, template in rules.templates().items():
        text = template.title + template.body
        assert (
            "id_number" not in text and "证件号" not in text and "http" not in text and "href" not in text
        ), kind


def test_no_message_tells_an_id_number_that_somebody_typed(province):
    """A reason in own words goes into messages and mails; the log and the pages of the declaration keep it whole."""
    typed = f"证件号 {HAN.id_number} 与档案不一致。"
    run(does(FENG, "refuse", comment=typed))
    body = run(rules.messages(run(row_of(HAN))["person"]))[0]["body"]
    hidden = f"{HAN.id_number[:6]}********{HAN.id_number[-4:]}"
    assert HAN.id_number not in body and hidden in body
    assert (
        rules.without_id_numbers("申报编号 20260000017，2026年11月28日")
        == "申报编号 20260000017，2026年11月28日"
    )


def test_each_move_is_a_message_once(province):
    run(does(FENG, "take", place="公示栏"))
    person = run(row_of(HAN))["person"]
    found = run(rules.messages(person))
    assert [each["title"] for each in found] == ["单位已受理您的申报", "2026 年度申报已提交"]
    assert run(rules.count(person, unread=True)) == 2
    run(rules.send(person, "take", {"office": "", "title": ""}, once=found[0]["once"]))
    assert run(rules.count(person)) == 2


def test_messages_are_read_by_a_button_and_never_by_looking(province):
    browser = browser_of(HAN)
    page = browser.open("/messages")
    assert "1 条没有读过。" in page.text
    browser.follow("2026 年度申报已提交")
    assert "1 条没有读过。" in browser.open("/messages").text
    browser.follow("2026 年度申报已提交")
    assert browser.press("知道了，去看看").path.endswith("/progress")
    assert "没有读过" not in browser.open("/messages").text


def test_a_message_is_its_persons_own(province):
    number = run(Message.select(Message.id).first())["id"]
    for path in (f"/messages/{number}", f"/messages/{number}/calendar.ics"):
        assert browser_of(FENG).open(path).status == 404


def test_a_term_goes_into_the_calendar(province):
    run(mark(FENG))
    run(does(FENG, "return"))
    message = run(rules.messages(run(row_of(HAN))["person"]))[0]
    assert message["due_on"] == date(2026, 10, 14)
    text = rules.calendar(message)
    assert "DTSTART;VALUE=DATE:20261014\r\n" in text and text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    answer = browser_of(HAN).send("GET", f"/messages/{message['id']}/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar") and answer.text == text


def test_a_mail_is_sent_with_its_calendar_and_without_secrets(province, monkeypatch):
    with letterbox(monkeypatch) as received:
        run(mark(FENG))
        run(does(FENG, "return"))
        run(_with_address())
        assert run(outbox.send_waiting()) == (1, 0)
        assert run(outbox.send_waiting()) == (0, 0)
    (mail,) = [email.message_from_bytes(each, policy=email.policy.default) for each in received]
    assert mail["Subject"] == "【职称申报】申报被退回修改" and mail["To"] == "han@example.cn"
    text, calendar = mail.get_body().get_content(), next(mail.iter_attachments())
    assert "2026年10月14日 24:00" in text and HAN.id_number not in text and HAN.id_number[-8:] not in text
    assert calendar.get_content_type() == "text/calendar" and "20261014" in calendar.get_content()


async def _with_address() -> None:
    """The newest message gets its mail, as when the person has given an address."""
    message = await Message.select().order_by(Message.id, ascending=False).first()
    person = (await row_of(HAN))["person"]
    mine = (
        await Message.select().where(Message.person == person).order_by(Message.id, ascending=False).first()
    )
    assert message is not None
    await Mail.delete(force=True)
    await Mail(message=mine["id"], address="han@example.cn", next_at=clock.now()).save()


def test_a_mail_that_is_refused_is_tried_again_later_and_at_last_given_up(province, monkeypatch):
    with letterbox(monkeypatch) as received:
        run(_with_address())
        Letterbox.refusing = True
        assert run(outbox.send_waiting()) == (0, 1)
        assert run(outbox.send_waiting()) == (0, 0)
        mail = run(Mail.select().first())
        assert mail["tries"] == 1 and "try again later" in mail["error"]
        with clock.frozen(clock.now() + timedelta(minutes=5)):
            Letterbox.refusing = False
            assert run(outbox.send_waiting()) == (1, 0)
        assert len(received) == 1 and run(Mail.select().first())["next_at"] is None


def test_an_address_that_is_none_stops_no_other_mail(province, monkeypatch):
    """One bad line in a list of addresses must not hold up the outbox for good."""
    with letterbox(monkeypatch) as received:
        run(does(FENG, "take", place="公示栏"))
        run(_with_address())
        first = run(Message.select().order_by(Message.id).first())
        run(Mail.delete(force=True))
        run(
            Mail(
                message=first["id"], address="han@example.cn\r\nBcc: all@example.cn", next_at=clock.now()
            ).save()
        )
        mine = run(Message.select().order_by(Message.id, ascending=False).first())
        run(Mail(message=mine["id"], address="feng@example.cn", next_at=clock.now()).save())
        assert run(outbox.send_waiting()) == (1, 1)
        assert len(received) == 1 and b"Bcc" not in received[0]
        assert run(Mail.select().order_by(Mail.id).first())["error"]


def test_without_a_host_there_is_no_mail(province):
    run(does(FENG, "take", place="公示栏"))
    assert run(Mail.count()) == 0 and run(outbox.send_waiting()) == (0, 0)


def test_offices_get_a_digest_once_a_day(province):
    run(duties.digest())
    run(duties.digest())
    feng = browser_of(FENG)
    page = feng.open("/messages")
    assert page.text.count("待办 1 件") == 1
    with later(37):  # a Saturday
        assert run(duties.digest()) == 0
    with later(40):
        run(duties.digest())
        page = browser_of(FENG).open("/messages")
    assert "其中 1 件已超过办理期限" in page.text
