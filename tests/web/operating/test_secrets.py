"""What a page and a log tell of an error that nobody foresaw: a number."""

import logging

import pytest
from litestar import Request, get

from tests.browser import Browser
from web.operating.logs import OneLine


@get("/broken/{secret:str}", opt={"act": "public", "bare": True})
async def broken(request: Request) -> None:
    raise ValueError("410199199003150118")


def test_neither_the_address_nor_the_value_is_told(caplog: pytest.LogCaptureFixture) -> None:
    from web.app import create

    app = create()
    app.register(broken)
    with caplog.at_level(logging.INFO, logger="zhicheng"):
        answer = Browser(app=app).send("GET", "/broken/a-secret-of-somebody?name=410199199003150118")
    lines = "\n".join(OneLine().format(record) for record in caplog.records)
    assert (answer.status_code, "系统出了问题，已经记录，编号" in answer.text) == (500, True)
    for secret in ("a-secret-of-somebody", "410199199003150118"):
        assert secret not in lines and secret not in answer.text
    assert "Traceback" not in answer.text and ".py" not in answer.text
    assert "error " in lines
