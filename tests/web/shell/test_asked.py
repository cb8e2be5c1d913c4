"""Nothing of a request outlives it, and what is too much of it is refused in words."""

from collections.abc import Iterator

import pytest
from litestar import _parsers

from tests.browser import Browser
from tests.cast import PASSWORD, ZHANG, occupied
from web.shell.asked import ADDRESS, FIELDS

FORM = {"content-type": "application/x-www-form-urlencoded"}
CACHES = (_parsers.parse_url_encoded_form_data, _parsers.parse_query_string, _parsers.parse_cookie_string)
"""What Litestar remembers of the last 1,024 strangers."""


@pytest.fixture(scope="module")
def zhang() -> Iterator[Browser]:
    for _ in occupied("sqlite"):
        yield ZHANG.browser()


def test_no_form_address_or_cookie_is_remembered_after_its_request(zhang):
    before = [cache.cache_info().currsize for cache in CACHES]
    visitor = Browser()
    visitor.open("/sign-in?kept=a-secret")
    visitor.press("立即登录", login=ZHANG.login, password=PASSWORD)
    visitor.open("/check?number=1&name=张三")
    assert [cache.cache_info().currsize for cache in CACHES] == before


@pytest.mark.parametrize("path", ["/sign-in", "/password", "/publicity/1/object"])
def test_a_form_of_more_fields_than_any_page_has_is_refused_before_it_is_read(zhang, path):
    answer = zhang.send(
        "POST", path, content=b"&".join(b"a%d=1" % n for n in range(FIELDS + 1)), headers=FORM
    )
    assert (answer.status_code, "提交的内容太大" in answer.text) == (413, True)


def test_as_many_fields_as_the_longest_list_has_are_read(zhang):
    answer = zhang.send(
        "POST", "/password", content=b"&".join(b"a%d=1" % n for n in range(FIELDS)), headers=FORM
    )
    assert answer.status_code == 403


def test_of_a_field_that_is_sent_twice_the_last_value_counts(zhang):
    zhang.open("/password")
    body = f"token={zhang.token}&new=a&new=b&old=&again=&token={zhang.token}".encode()
    answer = zhang.send("POST", "/password", content=body, headers=FORM)
    assert (answer.status_code, "现在是 1 位" in answer.text) == (422, True)


@pytest.mark.parametrize("query", ["a=1&" * 10_000, "x" * 60_000, "&" * 60_000, "%ff%zz" * 9_000])
def test_a_query_without_end_is_read_as_far_as_any_page_needs(zhang, query):
    assert zhang.send("GET", f"/check?{query}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/check/" + "a" * ADDRESS, "/" + "a/" * ADDRESS, "/declarations/" + "9" * ADDRESS]
)
def test_an_address_longer_than_any_is_not_found(zhang, path):
    answer = zhang.send("GET", path)
    assert (answer.status_code, "没有找到这个页面" in answer.text) == (404, True)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sign-in",
        "/home",
        "/profile/education",
        "/nowhere",
        "/log",
        "/healthz",
        "/check/key.pem",
        "/metrics",
    ],
)
def test_head_is_answered_as_get_without_a_body(zhang, path):
    got, head = zhang.send("GET", path), zhang.send("HEAD", path)
    names = ("content-type", "content-security-policy", "cache-control", "location")
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert [head.headers.get(name) for name in names] == [got.headers.get(name) for name in names]


def test_the_protocol_of_uploads_keeps_its_own_head(zhang):
    assert "tus-resumable" in zhang.send("HEAD", "/uploads/none").headers


def test_head_is_refused_where_nobody_is_signed_in_as_get_is():
    assert Browser().send("HEAD", "/home").headers["location"] == "/sign-in"
