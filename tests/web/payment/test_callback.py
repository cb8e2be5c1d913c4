"""The treasury's signed message: once, whatever is sent how often; nothing without the right signature."""

import asyncio
import dataclasses
import logging

import httpx
import orjson
import pytest

from tests.offices import browser_of, declaration_of
from tests.support import run
from web.payment import pages, rules, treasury
from web.payment.tables import Payment, PaymentEvent, TreasuryEvent

SECRET = b"shared-with-the-treasury"


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "settings", dataclasses.replace(pages.settings, payment_secret=SECRET))


def message(notice: str, amount: int = 24000, event: str = "e-1", serial: str = "GK20261009001") -> bytes:
    return orjson.dumps(
        {
            "event": event,
            "notice": notice,
            "amount": amount,
            "serial": serial,
            "paid_at": "2026-10-09T10:00:00+08:00",
        }
    )


def notice() -> dict:
    row = run(rules.notice_for(declaration_of("欧阳建国")))
    assert row is not None
    return row


async def post(bodies: list[bytes], secret: bytes = SECRET) -> list[httpx.Response]:
    from web.app import create

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create()), base_url="http://testserver"
    ) as client:
        return await asyncio.gather(
            *(
                client.post(
                    "/payments/callback",
                    content=body,
                    headers={"x-signature": treasury.signature(secret, body)},
                )
                for body in bodies
            )
        )


def state_of(number: str) -> str:
    return str(run(rules.payment_of(number))["state"])


def test_a_hundred_replays_at_once_change_one_payment_once(provinces: str) -> None:
    row = notice()
    answers = run(post([message(row["number"])] * 100))
    assert sorted(answer.json()["outcome"] for answer in answers) == ["known"] * 99 + ["paid"]
    assert state_of(row["number"]) == "paid"
    assert run(PaymentEvent.count().where(PaymentEvent.kind == "pay")) == 1
    assert run(TreasuryEvent.count()) == 1


def test_a_hundred_messages_about_one_notice_settle_it_once(provinces: str) -> None:
    row = notice()
    answers = run(post([message(row["number"], event=f"e-{n}", serial=f"S{n}") for n in range(100)]))
    assert sorted(answer.json()["outcome"] for answer in answers) == ["again"] * 99 + ["paid"]
    assert run(PaymentEvent.count().where(PaymentEvent.kind == "pay")) == 1


def test_a_wrong_signature_changes_nothing_and_is_logged(
    province: str, caplog: pytest.LogCaptureFixture
) -> None:
    row = notice()
    with caplog.at_level(logging.WARNING, logger="zhicheng.payment"):
        answers = run(post([message(row["number"])], secret=b"guessed"))
    assert [answer.status_code for answer in answers] == [401]
    assert state_of(row["number"]) == "due"
    assert run(TreasuryEvent.count()) == 0
    assert [record.getMessage() for record in caplog.records] == ["treasury message refused: wrong signature"]


def test_a_replay_after_a_refund_does_not_pay_again(province: str) -> None:
    row = notice()
    run(post([message(row["number"])]))
    run(rules.move(row["id"], "refund", by=None, detail="不予受理，退还评审费。"))
    assert [answer.json() for answer in run(post([message(row["number"])]))] == [{"outcome": "known"}]
    assert state_of(row["number"]) == "refunded"


def test_money_that_settled_nothing_is_listed_for_the_office(province: str) -> None:
    number = notice()["number"]
    run(post([message(number, 23999), message("P000", event="e-2", serial="S2")]))
    page = browser_of("冯处长").open("/payments/desk/statement")
    rows = [
        [" ".join(cell.text_content().split()) for cell in row][:3]
        for row in page.tree.xpath("//table[caption='到账没有入账的，最近 50 笔']/tbody/tr")
    ]
    assert sorted(rows) == [
        ["到账金额不符", f"通知号 {number}，239.99 元，流水号 GK20261009001", number],
        ["没有对应的缴款通知", "通知号 P000，240.00 元，流水号 S2", "没有"],
    ]


def test_another_amount_is_recorded_and_not_booked(province: str) -> None:
    row = notice()
    assert run(post([message(row["number"], amount=23999)]))[0].json() == {"outcome": "differs"}
    assert state_of(row["number"]) == "due"
    assert [event["detail"] for event in run(rules.events_of(row["id"]))][1:] == [
        f"通知号 {row['number']}，239.99 元，流水号 GK20261009001"
    ]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"\xff", message("x", amount=-1), message("x" * 61), b'{"event":1}']
)
def test_a_signed_body_that_is_no_message_is_refused(province: str, body: bytes) -> None:
    assert run(post([body]))[0].status_code == 400
    assert run(TreasuryEvent.count()) == 0


def test_the_same_event_with_another_body_is_refused(province: str) -> None:
    row = notice()
    run(post([message(row["number"])]))
    assert run(post([message(row["number"], amount=1)]))[0].status_code == 409


def test_nothing_is_taken_before_a_secret_is_shared(province: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "settings", dataclasses.replace(pages.settings, payment_secret=b""))
    row = notice()
    assert run(post([message(row["number"])], secret=b""))[0].status_code == 404
    assert run(Payment.count().where(Payment.state == "paid")) == 0
