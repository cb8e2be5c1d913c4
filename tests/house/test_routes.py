"""Every route: names an act that the permissions know, refuses a foreign form, answers a person in words."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import Browser
from tests.cast import LI, MOMENT, WANG, ZHANG, occupied
from tests.conftest import _wanted
from tests.house.reading import handlers
from web import clock
from web.permissions import PERMITTED, WITHOUT_CASE

HANDLERS = handlers()
MACHINES = {"/payments/callback"}
"""Called by the bank's server, which signs what it sends: no form, no page, no token."""
READING = [(method, path) for method, path, _ in HANDLERS if method == "GET"]
WRITING = [(method, path) for method, path, _ in HANDLERS if method != "GET" and path not in MACHINES]
OPEN = {path for _, path, handler in HANDLERS if handler.opt.get("act") == "public"}
SAMPLES = {
    "key": "awards",
    "row": "1",
    "year": "2026",
    "act": "withdraw",
    "name": "certificate",
    "number": "1",
    "sha256": "0" * 64,
}
"""What stands in the path; a parameter not named here is 1."""


@pytest.fixture(scope="module")
def people() -> Iterator[dict[str, Any]]:
    """张三 signed in with a declaration, 王五 signed in, and a visitor."""
    for _ in occupied("sqlite"):
        with clock.frozen(MOMENT):
            yield {
                "zhang": ZHANG.browser(), "wang": WANG.browser(), "visitor": Browser(),
                "declaration": ZHANG.declaration(), "li": LI,
            }  # fmt: skip


REFUSED = {
    "/sign-in": (422,),
    "/password/first": (303,),
    "/uploads": (403, 412),
    "/uploads/{upload}": (403, 412),
}
"""What a form without its token gets, where it is not 403: signing in again, the way on for who needs no
first password, and an upload in pieces, which brings its token in a header after the protocol's version."""


@pytest.fixture
def zhang_on_postgres(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """张三 on the database that is stricter about what it takes."""
    if "postgres" not in _wanted(request.config):
        pytest.skip("postgres is left out")
    for _ in occupied("postgres"):
        yield ZHANG.browser()


def filled(path: str, declaration: int) -> str:
    """`path` with its parameters, of 张三's declaration; profile sections have keys of their own."""
    parts = []
    for part in path.split("/"):
        name = part.strip("{}").partition(":")[0]
        known = {**SAMPLES, "declaration": str(declaration)}
        known["key"] = "education" if path.startswith("/profile") else SAMPLES["key"]
        parts.append(known.get(name, "1") if part.startswith("{") else part)
    return "/".join(parts)


def in_words(answer: Any) -> bool:
    """A page in Chinese, or nothing, or a redirect; never JSON and never an error of ours."""
    if answer.status_code >= 500 or "json" in answer.headers.get("content-type", ""):
        return False
    return not answer.content or answer.status_code < 400 or "<h1>" in answer.text


@pytest.mark.parametrize(
    "method,path,handler", HANDLERS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_it_names_an_act_that_the_permissions_know(method, path, handler):
    assert handler.opt.get("act") in {*PERMITTED, *WITHOUT_CASE}


@pytest.mark.parametrize("method,path", WRITING)
def test_a_form_without_its_token_changes_nothing(people, method, path):
    url = filled(path, people["declaration"])
    for body in ({}, {"token": ""}, {"token": "x" * 34}, {"token": "字" * 34}):
        answer = people["zhang"].send(
            method, url, data=body, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        assert (answer.status_code in REFUSED.get(path, (403, 404)), in_words(answer)) == (True, True), body


@pytest.mark.parametrize("method,path", WRITING)
def test_a_token_made_for_another_person_is_refused(people, method, path):
    people["wang"].open("/password")
    answer = people["zhang"].send(
        method, filled(path, people["declaration"]), data={"token": people["wang"].token}
    )
    assert (answer.status_code in REFUSED.get(path, (403, 404)), in_words(answer)) == (True, True)


@pytest.mark.parametrize("method,path", WRITING)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_on_a_foreign_page_is_refused_with_the_right_token_too(people, method, path, site):
    people["zhang"].open("/password")
    body = {"token": people["zhang"].token}
    answer = people["zhang"].send(
        method, filled(path, people["declaration"]), data=body, headers={"sec-fetch-site": site}
    )
    assert (
        answer.status_code in (REFUSED.get(path, (403, 404)) if path != "/sign-in" else (403,)),
        in_words(answer),
    ) == (True, True)


@pytest.mark.parametrize("method,path", [each for each in WRITING + READING if each[1] not in OPEN])
def test_who_is_not_signed_in_is_shown_the_door(people, method, path):
    """Shows too that every page can be reached: the router takes a fixed word before a parameter and never comes back."""
    answer = people["visitor"].send(method, filled(path, people["declaration"]))
    assert (answer.status_code, answer.headers.get("location")) == (303, "/sign-in"), answer.text[:200]


@pytest.mark.parametrize(
    "path", [path for path in sorted({path for _, path in WRITING + READING}) if "{declaration" in path]
)
def test_another_persons_declaration_does_not_exist(people, path):
    url = filled(path, people["declaration"])
    methods = [method for method, each in WRITING + READING if each == path]
    people["wang"].open("/password")
    for method in methods:
        answer = people["wang"].send(
            method, url, data={"token": people["wang"].token} if method != "GET" else None
        )
        assert (method, answer.status_code, in_words(answer)) == (method, 404, True)
        assert "张三" not in answer.text


@pytest.mark.parametrize("method,path", READING)
def test_reading_changes_no_state_and_answers_a_page(people, method, path):
    answer = people["zhang"].send(method, filled(path, people["declaration"]))
    assert in_words(answer)


@pytest.mark.parametrize("path", sorted({path for _, path in READING + WRITING if "{" in path}))
def test_a_path_that_is_no_number_or_too_large_a_number_is_answered_in_words(people, path):
    for value in ("0", "-1", "99999999999999999999", "x%00", "%F0%A0%AE%B7", "..%2f..", "'"):
        url = "/".join(value if part.startswith("{") else part for part in path.split("/"))
        for method in {method for method, each in READING + WRITING if each == path}:
            answer = people["zhang"].send(method, url)
            assert (method, url, in_words(answer)) == (method, url, True), answer.text[:200]


def test_the_same_on_postgres(zhang_on_postgres):
    answered = []
    for method, path in READING + WRITING:
        for value in ("0", "99999999999999999999", "3000000000", "x%00", "%F0%A0%AE%B7"):
            url = "/".join(value if part.startswith("{") else part for part in path.split("/")) + "?q=%00"
            answer = zhang_on_postgres.send(method, url)
            answered += [] if in_words(answer) else [(method, url, answer.status_code)]
    assert answered == []


@pytest.mark.parametrize("accept", ["application/json", "text/html", "*/*", ""])
@pytest.mark.parametrize(
    "path,status", [("/nowhere", 404), ("/declarations/999999", 404), ("/static/none.css", 404)]
)
def test_an_error_is_a_page_whatever_the_browser_accepts(people, accept, path, status):
    answer = people["zhang"].send("GET", path, headers={"accept": accept})
    assert (answer.status_code, in_words(answer)) == (status, True)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_method_that_no_page_uses_is_answered_in_words(people, method):
    answer = people["zhang"].send(method, "/profile/basic")
    assert (answer.status_code, in_words(answer)) == (405, True)


BROKEN = [
    (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    (b"%ED%A0%80=%ED%A0%80&token=%FF", "application/x-www-form-urlencoded"),
    (b"no boundary", "multipart/form-data"),
    (b"--x\r\nno header\r\n\r\n\xff\r\n--x--", "multipart/form-data; boundary=x"),
    (b"--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n\xff\xfe\r\n", "multipart/form-data; boundary=x"),
    (b"{\"token\": 1}", "application/json"),
    (b"<a/>", "text/xml"),
    (b"a=1&" * 5000, "application/x-www-form-urlencoded"),
    (b"", ""),
    (b"x" * 600_000, "application/x-www-form-urlencoded"),
]  # fmt: skip


@pytest.mark.parametrize("body,kind", BROKEN, ids=lambda each: repr(each)[:40])
def test_a_body_that_is_no_form_is_answered_in_words(people, body, kind):
    for path in ("/sign-in", "/profile/basic", "/password", "/session/extend"):
        headers = {"content-type": kind} if kind else {}
        answer = people["zhang"].send("POST", path, content=body, headers=headers)
        assert in_words(answer), (path, answer.status_code, answer.text[:300])
        assert 400 <= answer.status_code < 500
