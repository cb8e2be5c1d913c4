"""Texts that would be something else in a page, an address, a calendar, a mail, a sheet or a paper: they stay texts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import lxml.html
import pytest

from tests.browser import Browser
from tests.cast import PASSWORD, ZHANG, occupied
from tests.support import run
from web.committee import icalendar
from web.documents import sheets
from web.notice import outbox
from web.notice import rules as notice
from web.notice.tables import Mail, Message
from web.office import texts
from web.people.tables import Kept
from web.settings import settings
from web.shell import keeping
from web.shell.file_views import disposition

AT = datetime(2026, 12, 7, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def zhang() -> Iterator[Browser]:
    for _ in occupied("sqlite"):
        yield ZHANG.browser()


@pytest.mark.parametrize(
    "kept", ["字" * 22, "../../evil", "//evil.com", "a" * 100_000, "x\r\nSet-Cookie: a=b", "", "\0" * 22]
)
def test_the_door_leads_nowhere_but_to_our_own_pages(zhang, kept):
    visitor = Browser()
    visitor.open("/sign-in")
    values = {"token": visitor.token, "login": ZHANG.login, "password": PASSWORD, "kept": kept}
    answer = visitor.send("POST", "/sign-in", data=values)
    assert (answer.status_code, answer.headers["location"]) == (303, "/home")
    assert "a=b" not in str(answer.headers)


@pytest.mark.parametrize("name", ["next", "to", "url", "redirect", "return", "kept", "back"])
@pytest.mark.parametrize("there", ["https://evil.com", "//evil.com", "/\\evil.com", "javascript:alert(1)"])
def test_no_query_leads_away(name, there):
    visitor = Browser()
    page = visitor.open(f"/sign-in?{name}={there}")
    assert not [
        link
        for link in page.tree.xpath("//@href | //@action")
        if "evil" in link or link.startswith("javascript")
    ]


def test_an_address_from_a_kept_secret_splits_no_answer(zhang):
    answer = zhang.send("GET", "/kept/%0d%0aSet-Cookie:%20a=b")
    assert (answer.status_code, "a=b" in answer.headers.get("set-cookie", "")) == (303, False)


@pytest.mark.parametrize(
    "name",
    [
        'a"\r\nSet-Cookie: x=y\r\n\r\n<script>.pdf',
        "../../etc/passwd",
        "\0\u202egpj.exe",
        "".join(map(chr, range(32))),
    ],
)
def test_a_file_name_is_one_header_of_one_line(name):
    told = disposition(name)
    assert told.isascii() and told.isprintable()
    assert told.count(";") == 2 and "/" not in told.split("''")[0]


def entry(place: str) -> list[str]:
    row = {"id": 1, "version": 1, "starts_at": AT, "ends_at": AT, "number": 1, "place": place}
    return icalendar.calendar(row, "https://z.example").split("\r\n")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b"])
def test_no_line_of_a_place_begins_a_line_of_the_calendar(end):
    lines = entry(f"一号会议室{end}ATTACH:http://evil{end}END:VCALENDAR")
    assert [line for line in lines if line.startswith("ATTACH") or end in line] == []
    assert lines.count("END:VCALENDAR") == 1
    message = {
        "id": 1,
        "at": AT,
        "due_on": date(2026, 12, 7),
        "title": f"甲{end}ATTACH:x",
        "body": f"乙{end}ATTACH:y",
    }
    assert [line for line in notice.calendar(message).split("\r\n") if line.startswith("ATTACH")] == []


def test_no_line_of_a_title_begins_a_header_of_the_mail(monkeypatch):
    monkeypatch.setattr(outbox, "settings", replace(settings, mail_from="z@example.com"))
    message = {"id": 1, "title": "甲\r\nBcc: evil@example.com", "body": "乙", "due_on": None}
    mail = outbox.compose("a@example.com", message)
    assert (mail["Bcc"], mail["Subject"]) == (None, "【职称申报】甲 Bcc: evil@example.com")


@pytest.mark.parametrize("address", ["a@", "a@b\r\nBcc: c@d", "@", "甲 <"])
def test_an_address_that_is_none_stops_no_other_mail(monkeypatch, zhang, address):
    there = replace(settings, mail_from="z@example.com", smtp_host="127.0.0.1", smtp_port=1)
    monkeypatch.setattr(outbox, "settings", there)
    message = Message(person=ZHANG.account(), kind="submit", title="甲", body="乙")
    run(message.save())
    run(Mail(message=message.id, address=address).save())
    assert run(outbox.send_waiting()) == (0, 1)
    run(Mail.delete(force=True))


@pytest.mark.parametrize(
    "text", ["=1+1", " =cmd|'/c calc'!A1", "\t=1", "　@SUM(A1)", "+1", "-1", "＝1", "\r=1", "\n=1"]
)
def test_no_cell_of_a_csv_is_a_formula(text):
    assert sheets.harmless(text).startswith("'")


@pytest.mark.parametrize("body", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[甲](javascript:alert(1))", "[甲](JaVaScRiPt:alert(1))",
    "[甲](data:text/html,<script>)", "[甲](vbscript:x)", '[甲](/x "\\" onclick=\\"alert(1)")', "![甲](javascript:alert(1))",
    "[甲]: javascript:alert(1)\n\n[甲]", "<a href='javascript:alert(1)'>甲</a>", "`<script>`", "&lt;script&gt;",
])  # fmt: skip
def test_nothing_written_in_the_editor_runs(body):
    tree = lxml.html.fromstring(f"<div>{texts.rendered(body, 2)}</div>")
    assert tree.xpath("//script | //*[@onerror or @onclick] | //iframe | //object | //style | //form") == []
    assert [
        each
        for each in tree.xpath("//@href | //@src")
        if ":" in each and not each.startswith(("http", "mailto"))
    ] == []


def test_what_is_kept_of_one_person_is_bounded(zhang):
    """An ended session's cookie, found somewhere, fills no disk with forms for its owner."""
    for n in range(keeping.MOST + 5):
        run(keeping._record(f"secret-{n}", ZHANG.account(), "/profile/basic", {"name": str(n)}))
    rows = run(Kept.select(Kept.body).order_by(Kept.id))
    assert (len(rows), rows[-1]["body"]) == (keeping.MOST, f'{{"name":"{keeping.MOST + 4}"}}')
