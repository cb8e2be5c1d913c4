"""帮办: consent given, sent in, ended; a session in which the unit fills another's pages; what the log says of it."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from web import clock
from web.catalogue import rules as catalogue
from web.clock import day_in_words as day
from web.database import transaction
from web.declaration.sections import SECTIONS as DECLARATION
from web.enquiry.tables import Look
from web.evidence import rules as evidence
from web.notice import rules as notice
from web.people.accounts import asked_again
from web.people.helping_tables import Consent, Helping
from web.people.sessions import Person
from web.people.tables import Account, Organisation
from web.profile.sections import SECTIONS as PROFILE
from web.review import telling
from web.section import Section

Row = dict[str, Any]
LONGEST = 90
"""Days for which a consent counts at most (约定值; no norm says)."""
AGAIN = timedelta(minutes=10)
"""A second look at the same page within this time belongs to the first; a save is always a line of its own."""

CONSENT = Section(Consent, key="consent", title="帮办同意书", holder="unit", noun="份同意书")
"""The scans of the consents of one unit."""

WORDS = (
    "我同意{unit}的工作人员在 {until} 24:00 以前，以帮办人身份代我填写 {year} 年度职称申报的基本信息库和申报材料。"
    "每次保存都记录我和帮办人的姓名，我可以在“信息查询”里查看，也可以随时收回同意。承诺书由我本人确认或签字。"
)
"""What the person agrees to."""


def words(row: Row) -> str:
    """The text of one consent."""
    return WORDS.format(unit=row["unit_name"], year=row["year"], until=last_day(row["until"]))


def last_day(until: datetime) -> str:
    """The last day on which a consent counts: its end is the first moment of the next."""
    return day((until - timedelta(seconds=1)).astimezone(clock.ZONE).date())


def state_of(row: Row) -> str:
    """waiting (for its scan), open, ended (taken back) or over (its term)."""
    if row["ended_at"]:
        return "ended"
    if clock.now() >= row["until"]:
        return "over"
    return "open" if row["given_at"] else "waiting"


async def _rows(where: Any) -> list[Row]:
    found: list[Row] = await (
        Consent.select(
            *Consent.all_columns(), Consent.unit.name.as_alias("unit_name"), Consent.person.name.as_alias("name"),
            Consent.by.name.as_alias("by_name"),
        )
        .where(where & Consent.removed_at.is_null())
        .order_by(Consent.id, ascending=False)
        .limit(500)
    )  # fmt: skip
    return [
        {**row, "state": state_of(row), "words": words(row), "last_day": last_day(row["until"])}
        for row in found
    ]


async def of_person(account: int) -> list[Row]:
    """Every consent of the person, the newest first; of those on paper only what the unit has sent in whole."""
    return await _rows((Consent.person == account) & Consent.given_at.is_not_null())


async def of_units(units: tuple[int, ...]) -> list[Row]:
    """Every consent given to one of the units, the newest first."""
    return await _rows(Consent.unit.is_in(list(units))) if units else []


async def one(consent: int) -> Row | None:
    """One consent, None when there is none."""
    return next(iter(await _rows(Consent.id == consent)), None)


async def years() -> list[int]:
    """The years whose declarations are being taken."""
    return [int(edition.year) for edition in await catalogue.open_editions(clock.now())]


async def wrong_term(year: int, until: date | None) -> dict[str, str]:
    """What is wrong with the year and the last day of a consent, by field."""
    wrong = {}
    if year not in await years():
        wrong["year"] = "请选择正在申报的年度。"
    today = clock.today()
    if until is None:
        wrong["until"] = "请填写截止日期，如 2026-11-30。"
    elif not today <= until <= today + timedelta(days=LONGEST):
        wrong["until"] = f"截止日期应在今天起 {LONGEST} 天以内。"
    return wrong


def _end(until: date) -> datetime:
    return datetime(until.year, until.month, until.day, tzinfo=clock.ZONE) + timedelta(days=1)


async def given_already(person: int, unit: int, year: int) -> str:
    """The sentence that says that such a consent counts now, "" when there is none."""
    found = [row for row in await of_person(person) if row["state"] == "open"]
    same = next((row for row in found if (row["unit"], row["year"]) == (unit, year)), None)
    return f"已经同意过，到{same['last_day']} 24:00 为止；要改期限，请先收回。" if same else ""


async def give(person: Person, year: int, until: date, password: str) -> dict[str, str]:
    """The person consents for her own unit, with her password; complaints by field, none when it is done."""
    wrong = await wrong_term(year, until)
    if complaint := await asked_again(person.id, password):
        wrong["password"] = complaint
    if not wrong and (sentence := await given_already(person.id, person.organisation, year)):
        wrong["year"] = sentence
    if wrong:
        return wrong
    now = clock.now()
    async with transaction():
        await Consent(
            unit=person.organisation, person=person.id, year=year, kind="own", until=_end(until), by=person.id, given_at=now,
            once=secrets.token_urlsafe(9),
        ).save()  # fmt: skip
        for account in await telling.holders("unit", person.organisation):
            values = {"who": person.name, "year": year, "until": day(until)}
            await notice.send(account, "consented", values, href="/helping")
    return {}


NOBODY = "没有找到本单位的这个人，请核对证件号。"


async def prepare(
    clerk: Person, unit: int, login: str, year: int, until: date | None
) -> tuple[dict[str, str], int]:
    """A consent on paper, to which the scan is still to be sent; (complaints by field, 0) or ({}, its number)."""
    wrong = await wrong_term(year, until)
    account = await Account.select().where(Account.login == login.strip().upper()).first()
    if account is None or account["organisation"] != unit or account["stage"] == "closed":
        wrong["login"] = NOBODY if login.strip() else "请填写本人的证件号。"
    elif account["id"] == clerk.id:
        wrong["login"] = "本人的申报请自己填写，不需要帮办。"
    elif not wrong and (sentence := await given_already(account["id"], unit, year)):
        wrong["login"] = sentence
    if wrong or account is None or until is None:
        return wrong, 0
    async with transaction():
        row = Consent(
            unit=unit, person=account["id"], year=year, kind="scan", until=_end(until), by=clerk.id,
            once=secrets.token_urlsafe(9),
        )  # fmt: skip
        await row.save()
    return {}, int(row.id)


async def send_in(clerk: Person, row: Row) -> str:
    """The scan is there: from now on the consent counts, and the person is told. The sentence when it cannot be."""
    if row["state"] != "waiting":
        return "这份同意书已经生效或已经结束。"
    if not (await evidence.files_of(CONSENT.key, row["id"])).get("scan"):
        return "请先上传本人签字的同意书扫描件。"
    async with transaction():
        done = (
            await Consent.update({Consent.given_at: clock.now()})
            .where((Consent.id == row["id"]) & Consent.given_at.is_null())
            .returning(Consent.id)
        )
        if done:
            values = {
                "who": clerk.name, "office": row["unit_name"], "year": row["year"], "until": row["last_day"],
            }  # fmt: skip
            await notice.send(
                row["person"],
                "consent",
                values,
                href="/helping",
                address=await telling.address_of(row["person"]),
            )
    return ""


async def end(by: Person, row: Row) -> None:
    """End a consent at once, by the person or by somebody of the unit; the other is told."""
    async with transaction():
        done = (
            await Consent.update({Consent.ended_at: clock.now(), Consent.ended_by: by.id})
            .where((Consent.id == row["id"]) & Consent.ended_at.is_null())
            .returning(Consent.id)
        )
        if done and row["given_at"]:
            others = [row["person"]] if by.id != row["person"] else await telling.holders("unit", row["unit"])
            for account in others:
                values = {"who": by.name, "whose": row["name"], "year": row["year"]}
                await notice.send(account, "consent_ended", values, href="/helping")


async def start(clerk: Person, row: Row) -> str:
    """From now on this session of `clerk` shows the person's pages; the sentence when it cannot be."""
    person = await Account.select().where(Account.id == row["person"]).first()
    if row["state"] != "open" or row["unit"] not in clerk.places("unit") or person is None:
        return "这份同意已经结束，或不是给您单位的，不能帮办。"
    if row["person"] == clerk.id:
        return "本人的申报请自己填写，不需要帮办。"
    if person["organisation"] != row["unit"] or person["stage"] == "closed":
        return "本人已经不在您的单位，不能帮办。"
    async with transaction():
        await Helping(consent=row["id"], by=clerk.id, session=clerk.session).save()
    return ""


async def stop(session: int) -> None:
    """The session is its owner's again."""
    async with transaction():
        await Helping.update({Helping.ended_at: clock.now()}).where(
            (Helping.session == session) & Helping.ended_at.is_null()
        )


async def ask(person: Person, declaration: int) -> None:
    """Tell the person that everything is filled and the commitment is hers to give."""
    assert person.clerk is not None, "only a clerk asks"
    values = {"who": person.clerk.name, "office": person.clerk.unit, "year": person.clerk.year}
    await notice.send(
        person.id, "consent_ready", values, href=f"/declarations/{declaration}/submit",
        address=await telling.address_of(person.id), once=f"ready-{declaration}-{clock.today()}",
    )  # fmt: skip


async def clerks_of(person: int, year: int) -> list[str]:
    """Who helped to fill the declaration: name and unit, each once."""
    found = await (
        Helping.select(
            Helping.by.name.as_alias("name"),
            Helping.consent.unit.name.as_alias("unit"),  # type: ignore[union-attr]  # two joins
        )
        .where((Helping.consent.person == person) & (Helping.consent.year == year))
        .order_by(Helping.id)
    )
    return list(dict.fromkeys(f"{each['name']}（{each['unit']}）" for each in found))


async def remark(person: Person, year: int) -> str:
    """What the log says beside a submission: who helped, and whose the commitment is; "" when nobody did."""
    names = await clerks_of(person.id, year)
    if not names:
        return ""
    signed = "按本人签字的承诺书提交" if person.clerk else "由本人确认提交"
    return f"经{person.name}本人同意，由{'、'.join(names)}帮办填写，{signed}。"


async def used(person: Person, path: str, saving: bool) -> None:
    """Log for the person that her clerk looked at or saved a page."""
    clerk, what = person.clerk, _page(path)
    if clerk is None or not what or path.endswith(("/check", "/options")):
        return
    line = f"帮办{'保存' if saving else '查看'}：{what}"
    recent = Look.select(Look.id).where(
        (Look.person == person.id)
        & (Look.by == clerk.account)
        & (Look.what == line)
        & (Look.at > clock.now() - AGAIN)
    )
    if saving or not await recent.first():
        shown = f"{clerk.name}（{clerk.unit}，帮办）"
        async with transaction():
            await Look(person=person.id, by=clerk.account, shown=shown, what=line).save()


def _page(path: str) -> str:
    """What the page at `path` is called in the log, "" for one with nothing of the person's."""
    parts = path.strip("/").split("/")
    if parts[0] == "profile":
        return f"基本信息库 {PROFILE[parts[1]].title if parts[1] in PROFILE else '证件照片'}"
    if parts[0] == "declarations":
        key = parts[2] if len(parts) > 2 else ""
        named = {"choice": "选择系列", "submit": "提交审核", "begin": "开始申报"}.get(key if key else "", "")
        return f"申报 {DECLARATION[key].title if key in DECLARATION else named}".strip()
    return {"files": "我的文件", "uploads": "上传文件", "receipts": "回执"}.get(parts[0], "")


async def unit_of(organisation: int) -> str:
    """The name of a unit."""
    row = await Organisation.select(Organisation.name).where(Organisation.id == organisation).first()
    return row["name"] if row else ""
