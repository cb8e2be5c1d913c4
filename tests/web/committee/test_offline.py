"""The offline form: fetched, filled in, handed in; another's, an altered or a stale one is refused in words."""

import re
from typing import Any

import orjson
import pytest

from tests.browser import Browser, Page, signed_in
from tests.support import run
from tests.web.committee import hall
from tests.web.committee.dossiers import NAME
from tests.web.committee.test_reading_pages import logins, place, readers  # noqa: F401
from web.committee import ballot, offline
from web.committee.ballot_tables import Voted
from web.committee.reading_tables import ReadingOpinion
from web.people.tables import Session

pytestmark = pytest.mark.torn  # the hall's declarations have snapshots without a submission


def answers(text: str) -> dict[str, Any]:
    found = offline.MARK.search(text)
    assert found
    held: dict[str, Any] = orjson.loads(found[1])
    return held


def filled(text: str, **changes: dict[str, str]) -> bytes:
    """The form with what was typed into it; a name like _1 is the number of a dossier."""
    held = answers(text)
    for name, typed in changes.items():
        held["readings"].setdefault(name[1:], {}).update(typed)
    element = f'<script type="application/json" id="answers">{offline.embedded(held)}</script>'
    return offline.MARK.sub(lambda _: element, text).encode()


def handed_in(browser: Browser, sitting: int, body: bytes) -> Page:
    browser.open(f"/readings/{sitting}/offline")
    files = {"file": ("填好的.html", body, "text/html")}
    return browser.post(f"/readings/{sitting}/offline", {"token": browser.token}, files=files)


@pytest.fixture
def reader(place: hall.Hall) -> Browser:  # noqa: F811
    """One who reads both dossiers."""
    both = set(readers(place, place.items[0])) & set(readers(place, place.items[1]))
    return signed_in(logins(place)[min(both)])


def test_fetched_filled_in_and_handed_in(place: hall.Hall, reader: Browser) -> None:  # noqa: F811
    url = f"/readings/{place.sitting}"
    reader.open(f"{url}/1")
    reader.press("保存，以后再写", notes="在网上写的</script><b>")
    reader.open(f"{url}/offline")
    answer = reader.follow("下载离线评阅表").answer
    assert answer.headers["content-disposition"] == f'attachment; filename="offline-{place.sitting}.html"'
    assert NAME in answer.text
    assert answers(answer.text)["readings"]["1"]["notes"] == "在网上写的</script><b>"
    assert re.findall(r"(?:src|href|action)=\"(?!#)[^\"]*\"|url\((?!['\"]?data:)", answer.text) == []
    first = {"notes": "会场里写的", "advice": "pass", "words": "同意推荐。"}
    body = filled(answer.text, _1=first, _2={"words": "数据不足。"})
    page = handed_in(reader, place.sitting, body)
    assert (page.status, "已收下 2 份材料的笔记和意见，还没有提交。" in page.answer.text) == (200, True)
    page = reader.follow("核对并提交已写好的意见")
    assert page.heading == "提交 1 份评议意见"
    reader.press("确认提交")
    rows = {row["item"]: row for row in run(ReadingOpinion.select())}
    assert rows[place.items[0]]["submitted_at"] is not None
    assert (rows[place.items[1]]["words"], rows[place.items[1]]["submitted_at"]) == ("数据不足。", None)
    page = handed_in(reader, place.sitting, body)
    assert page.status == 200


def test_what_was_changed_online_since_is_not_overwritten_and_given_back(
    place: hall.Hall, reader: Browser  # noqa: F811
) -> None:  # fmt: skip
    text = reader.open(f"/readings/{place.sitting}/offline.html").answer.text
    reader.open(f"/readings/{place.sitting}/1")
    reader.press("保存，以后再写", notes="网上改过")
    page = handed_in(
        reader, place.sitting, filled(text, _1={"notes": "会场里的"}, _2={"notes": "这份没冲突"})
    )
    assert page.status == 422
    assert offline.STALE in page.text
    assert "会场里的" in page.text
    rows = {row["item"]: row["notes"] for row in run(ReadingOpinion.select())}
    assert rows == {place.items[0]: "网上改过", place.items[1]: "这份没冲突"}


def test_a_stale_altered_or_foreign_form_is_refused_in_words(place: hall.Hall, reader: Browser) -> None:  # noqa: F811
    text = reader.open(f"/readings/{place.sitting}/offline.html").answer.text
    ticket = answers(text)["ticket"]
    typed = {"_1": {"words": "意见"}}
    mine = _login()
    other = signed_in(next(each for each in logins(place).values() if each != mine))
    cases = [
        (reader, b"<html></html>", offline.STRANGE),
        (reader, b"", offline.STRANGE),
        (reader, b"\xff\xfe" + filled(text)[:200], offline.STRANGE),
        (reader, filled(text, **typed).replace(ticket.encode(), (ticket[:-1] + "x").encode()), offline.ALTERED),
        (reader, filled(text, **typed).replace(ticket[:20].encode(), b"e30" + ticket[3:20].encode()), offline.ALTERED),
        (reader, filled(text, **typed).replace(ticket.encode(), b""), offline.ALTERED),
        (other, filled(text, **typed), offline.FOREIGN),
        (reader, filled(text), "这份离线评阅表还没有填写任何内容。"),
    ]  # fmt: skip
    for browser, body, sentence in cases:
        page = handed_in(browser, place.sitting, body)
        assert (page.status, sentence in page.text) == (422, True), sentence
    assert run(ReadingOpinion.count()) == 0
    page = handed_in(reader, place.sitting, filled(text, _77={"words": "别人的材料"}))
    assert "还没有填写任何内容" in page.text
    codes = [run(ballot.take_key(place.sitting, member)) for member in place.members[:3]]
    run(ballot.start(place.sitting))
    run(ballot.close(place.sitting, codes[:2]))
    page = handed_in(reader, place.sitting, filled(text, **typed))
    assert (page.status, offline.GONE in page.text, "意见" in page.text) == (422, True, True)


def _login() -> str:
    """Who signed in last."""
    rows = run(Session.select(Session.account.login.as_alias("login")).order_by(Session.id))
    return str(rows[-1]["login"])


def test_the_file_holds_no_secret_that_lets_another_in_or_vote(place: hall.Hall, reader: Browser) -> None:  # noqa: F811
    text = reader.open(f"/readings/{place.sitting}/offline.html").answer.text
    for cookie in reader.client.cookies.jar:
        assert str(cookie.value) not in text
    assert 'name="token"' not in text
    for member in place.members[:3]:
        run(ballot.take_key(place.sitting, member))
    run(ballot.start(place.sitting))
    stranger = Browser()
    ticket = answers(text)["ticket"]
    for headers in ({"authorization": f"Bearer {ticket}"}, {"cookie": f"session={ticket}"}):
        answer = stranger.send("GET", f"/sittings/{place.sitting}/ballot", headers=headers)
        assert answer.status_code in (303, 404)
    data = {"token": ticket, "ticket": ticket, "item.1": "同意", "item.2": "同意"}
    assert stranger.send("POST", f"/sittings/{place.sitting}/ballot", data=data).status_code != 200
    assert run(Voted.count()) == 0
