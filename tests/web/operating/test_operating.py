"""Health, metrics, logs without personal data, retention, verification."""

import json
import logging
from datetime import timedelta

import pytest

from tests.browser import Browser
from tests.offices import MOMENT, browser_of, declaration_of, number_of, person_of
from tests.support import run
from web import clock
from web.enquiry import rules as enquiry
from web.enquiry.tables import Look
from web.operating import logs, retention, verify
from web.payment import rules as payment
from web.payment.tables import Payment


def test_health_and_metrics_are_for_machines(provinces: str) -> None:
    browser = Browser()
    assert browser.send("GET", "/healthz").text == "ok\n"
    browser.send("GET", "/payments/P20260000001")
    answer = browser.send("GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'route="/payments/{number}"' in answer.text or 'route="/payments/{number:str}"' in answer.text
    assert "P20260000001" not in answer.text
    assert browser.send("GET", "/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 404


def test_a_database_without_its_migrations_is_not_ready(province: str) -> None:
    answer = Browser().send("GET", "/readyz")
    assert (answer.status_code, answer.text) in ((503, "migrations pending\n"), (200, "ready\n"))


def test_a_request_has_an_id_and_a_line_without_personal_data(
    province: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser = browser_of("欧阳建国")
    with caplog.at_level(logging.INFO, logger="zhicheng"):
        answer = browser.send(
            "GET",
            f"/payments/P{declaration_of('欧阳建国')['number']}01?name=欧阳建国",
            headers={"x-request-id": "proxy-12345678"},
        )
    assert answer.headers["x-request-id"] == "proxy-12345678"
    record = [record for record in caplog.records if record.name == "zhicheng.request"][-1]
    line = json.loads(logs.OneLine().format(record))
    assert (line["method"], line["status"], line["message"]) == ("GET", answer.status_code, "request")
    for secret in ("欧阳建国", number_of(111), declaration_of("欧阳建国")["number"]):
        assert secret not in json.dumps(line, ensure_ascii=False)
    assert (
        browser.send("GET", "/healthz", headers={"x-request-id": "<script>"}).headers["x-request-id"]
        != "<script>"
    )


def test_an_error_is_logged_by_place_and_not_by_value() -> None:
    try:
        raise ValueError("欧阳建国")
    except ValueError:
        record = logging.getLogger("zhicheng").makeRecord(
            "zhicheng", 40, "f", 1, "failed", (), __import__("sys").exc_info()
        )
    line = logs.OneLine().format(record)
    assert json.loads(line)["error"] == "ValueError"
    assert "欧阳建国" not in line and "test_operating.py" in line


def test_retention_tells_first_and_deletes_when_told(provinces: str) -> None:
    run(enquiry.looked(person_of("欧阳建国").id, person_of("卫老师"), "2026 年度申报材料"))
    assert dict(run(retention.apply(do=True)))["looks at personal data"] == 0
    with clock.frozen(MOMENT + timedelta(days=1096)):
        assert dict(run(retention.apply(do=False)))["looks at personal data"] == 1
        assert run(Look.count()) == 1
        run(retention.apply(do=True))
        assert run(Look.count()) == 0


def test_a_payment_booked_past_the_treasury_is_found(province: str) -> None:
    async def found() -> list[str]:
        return [sentence async for sentence in verify.faults() if "P2026" in sentence]

    number = run(payment.notice_for(declaration_of("欧阳建国")))["number"]
    assert run(found()) == []
    run(Payment.update({Payment.state: "paid"}).where(Payment.number == number))
    assert run(found()) == [
        f"a paid notice without the treasury's number or a receipt: {number}",
        f"a payment whose events do not tell one booking more than refunds: {number}",
    ]
