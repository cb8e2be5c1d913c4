"""What the table of access is run against: one record of every kind, all of Han's, and people near and far of every role."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests import cast, conftest, corpus, matter
from tests.cast import Someone
from tests.support import run
from tests.web.committee.test_experts import RECOMMENDATION
from tests.web.review import people
from tests.web.review.people import CHEN, CHU, FENG, HAN, JIANG, WEI
from web import clock, rows
from web import database as databases
from web.committee import experts
from web.committee.expert_steps import DECIDES
from web.committee.expert_tables import Expert, ExpertApplication
from web.committee.sections import SECTIONS as EXPERT_SECTIONS
from web.committee.tables import Assignment, Draw, Interview, Item, Member, Sitting
from web.database.sqlite import SQLite
from web.declaration.return_tables import Mark
from web.declaration.sections import SECTIONS
from web.evidence import rules as evidence
from web.evidence import taking, uploads
from web.following import followers
from web.notice.tables import Message
from web.office import years
from web.office.tables import DraftRow, SavedFilter, Transfer
from web.payment import fees
from web.payment import rules as payment
from web.people import sessions
from web.people.tables import Kept, Organisation, Role
from web.profile.sections import SECTIONS as PROFILE
from web.publicity import rules as publicity
from web.publicity.tables import PublicityEntry
from web.review import helping, path, submission, unit
from web.review.queue_tables import Batch, SavedView
from web.section import Section
from web.sheet.tables import Sheet

ROLES = tuple(sessions.ROLES)
SAME = {
    "applicant": ("秦甲", "county_school"), "unit": ("尤甲", "county_school"), "department": ("许甲", "county_bureau"),
    "hrss": ("何甲", "county"), "committee_office": ("吕甲", "committee"), "expert": ("施甲", "county_school"),
    "titles_office": ("张甲", "province"), "administrator": ("孔甲", "province"),
}  # fmt: skip
"""Who stands near: of Han's unit, or of the office that holds the declaration; name and organisation."""
OTHER = {
    "applicant": ("秦乙", "builder"), "unit": ("尤乙", "builder"), "department": ("许乙", "bureau"),
    "hrss": ("何乙", "far_city"), "committee_office": ("吕乙", "far_committee"), "expert": ("施乙", "builder"),
    "titles_office": ("张乙", "far_city"), "administrator": ("孔乙", "far_city"),
}  # fmt: skip
"""Who stands far: the same roles, for organisations that Han's declaration never comes to."""
STAGES = ("draft", "unit_review", "department_review", "county_review", "committee_review", "accepted")
FAR = "410000-gongcheng-high-jianshe"
"""A committee that Han's declaration never comes to."""
NOTHING = 999_999
Records = dict[str, Any]


class World:
    """The databases of each stage of Han's declaration, and the numbers of the records, the same in all of them."""

    def __init__(self) -> None:
        self.files: dict[str, Path] = {}
        self.accounts: dict[tuple[str, str], int] = {}
        self.places: dict[str, int] = {}
        self.records: Records = {}
        self.by_role: dict[str, dict[str, Any]] = {}

    def record(self, name: str, role: str) -> str:
        """What stands in the path for the record called `name`; some are another for each role."""
        return str(self.by_role.get(name, {}).get(role, self.records.get(name)))

    @contextmanager
    def at(self, stage: str) -> Iterator[dict[tuple[str, str], str]]:
        """The database of that stage; the sessions of everybody by (role, relation), and Han's as ("", "own")."""
        before = databases.engine()
        databases.use(SQLite(str(self.files[stage]), synchronous="OFF"))
        try:
            with clock.frozen(cast.MOMENT + timedelta(days=0 if stage in STAGES[:2] else 13, hours=1)):
                yield {who: run(sessions.begin(account)) for who, account in self.accounts.items()}
        finally:
            run(databases.close_database())
            databases.use(before)


def world() -> Iterator[World]:
    """Everything made, once."""
    made = World()
    try:
        for _ in people.occupied("sqlite"):
            run(_people(made))
            run(submission.take_back(run(cast.case_of(HAN)), run(cast.person(HAN)), "withdraw", clock.now()))
            run(_files(made))
            _keep(made, "draft")
            assert run(people.submit(HAN))["accepted"]
            run(_records(made))
            run(_marked(made, FENG))
            _keep(made, "unit_review")
            _climb(made)
        yield made
    finally:
        for file in made.files.values():
            file.unlink(missing_ok=True)


def _climb(made: World) -> None:
    """The declaration goes up station by station, and each time the database is kept."""
    objection, feng = made.records["unit objection"], run(cast.person(FENG))
    run(unit.answer(objection, made.records["declaration"], feng, "经核实，课时属实。", "dismissed"))
    people.climbed("report")
    with people.later(13):
        for by, stage, act in (
            (CHEN, "department_review", "pass"), (CHU, "county_review", "pass"), (WEI, "", "pass"),
            (JIANG, "committee_review", "accept"),
        ):  # fmt: skip
            if stage:
                run(_marked(made, by))
                _keep(made, stage)
            run(people.does(by, act))
    _keep(made, "accepted")


def _keep(made: World, stage: str) -> None:
    """A copy of the database as it is now."""
    source, file = databases.engine().path, Path(conftest.DATA) / f"access-{stage}.sqlite"
    run(databases.close_database())
    file.write_bytes(Path(source).read_bytes())
    made.files[stage] = file


async def _marked(made: World, by: Someone) -> None:
    assert await people.mark(by) == ""
    newest = await Mark.select().order_by(Mark.id, ascending=False).first()
    assert newest is not None
    made.by_role.setdefault("mark", {})[by.role] = made.records["mark"] = newest["id"]


async def _people(made: World) -> None:
    row = await people.row_of(HAN)
    organisations = {each["code"]: each["id"] for each in await Organisation.select()}
    async with databases.transaction():
        for place, committee in (("committee", row["committee"]), ("far_committee", FAR)):
            organisations[place] = (await path.office_of(row["year"], committee))["id"]
    far = Organisation(
        code="far_city", name="洛阳市人力资源和社会保障局", kind="city", parent=organisations["province"], region="410300"
    )  # fmt: skip
    await far.save()
    made.places = {**organisations, "far_city": far.id}
    serial = 200
    for relation, cast_of in (("same", SAME), ("other", OTHER)):
        for role, (name, place) in cast_of.items():
            serial += 1
            someone = Someone(name, place, serial, role=role)
            await people.open_quickly(someone, made.places[place])
            made.accounts[role, relation] = (await cast.person(someone)).id
    made.accounts["", "own"] = (await cast.person(HAN)).id


async def _records(made: World) -> None:
    """One record of every kind."""
    row, han = await people.row_of(HAN), await cast.person(HAN)
    made.records |= {"declaration": row["id"], "account": han.id}
    await _own(made, row, han)
    await _offices(made, row, han)
    await _committee(made, row, han)
    with _standing_still():
        await _results(made, row, han)


@contextmanager
def _standing_still() -> Iterator[None]:
    """Within the block a 公示 and a certificate do not move the declaration: every kind of record is there at once."""
    before = followers[:]
    followers[:] = [_nothing]
    try:
        yield
    finally:
        followers[:] = before


async def _nothing(act: str, declarations: list[int], by: int | None, comment: str) -> None:
    """Moves no declaration."""


async def _files(made: World) -> None:
    """Files in Han's library, on a row of the declaration and on one of the profile; an upload half-way."""
    row = await people.row_of(HAN)
    owner = row["person"]
    (file, *_) = await taking.take(owner, "证书.jpg", corpus.jpeg(corpus.small_photograph(1)))
    (loose, *_) = await taking.take(owner, "照片.jpg", corpus.jpeg(corpus.small_photograph(2)))
    (achievement, *_) = await rows.rows_of(SECTIONS["achievements"], row["id"])
    (schooling, *_) = await rows.rows_of(PROFILE["education"], owner)
    began = await uploads.begin(
        owner, "传到一半.jpg", f"/declarations/{row['id']}/achievements/1/files/evidence", 9
    )
    made.records |= {
        "file": loose.id, "sha256": file.sha256, "achievement": achievement["id"], "schooling": schooling["id"],
        "upload": began["key"],
        "attachment": await evidence.attach(owner, int(file.id), "achievements", achievement["id"], "evidence"),
        "diploma": await evidence.attach(owner, int(file.id), "education", schooling["id"], "diploma"),
    }  # fmt: skip


async def _own(made: World, row: rows.Row, han: sessions.Person) -> None:
    """What a person has beside the declaration: receipt, message, kept form, views, a role lent."""
    receipt = await submission.newest_receipt(row["id"], "submit")
    assert receipt is not None
    message = await Message.select().where(Message.person == han.id).first()
    assert message is not None
    await Message.update({Message.due_on: date(2026, 11, 1)}).where(Message.id == message["id"])
    view = SavedView(person=han.id, key=f"{han.id}:我的", name="我的")
    batch = Batch(person=han.id, act="pass", once="han")
    lent = Role(
        account=(await cast.person(FENG)).id, role="unit", organisation=han.organisation, lent_by=han.id,
        until=clock.now() + timedelta(days=60),
    )  # fmt: skip
    found = SavedFilter(person=han.id, key=f"{han.id}:我的", name="我的")
    for each in (view, batch, lent, found):
        await each.save()
    feng = await cast.person(FENG)
    wrong, consent = await helping.prepare(feng, row["unit"], HAN.login, 2026, date(2026, 11, 20))
    assert not wrong, wrong
    made.records |= {
        "consent": consent,
        "consent scan": await evidence.attach(
            han.id, made.records["file"], helping.CONSENT.key, consent, "scan"
        ),
    }
    secret = "kept-by-han-0123456789"
    body = '{"story": "写了一半。"}'
    await Kept(token=sessions.digest(secret), account=han.id, path="/password", body=body).save()
    made.records |= {
        "receipt": receipt["number"], "message": message["id"], "view": view.id, "batch": batch.id, "lent": lent.id,
        "kept": secret,
    }  # fmt: skip


async def _offices(made: World, row: rows.Row, han: sessions.Person) -> None:
    """What stands at the desks: sheets, a transfer, a payment, a year in the making, an objection with the unit."""
    await fees.load([2026])
    notice = await payment.notice_for(row)
    assert notice is not None
    transfer = Transfer(
        account=han.id, open_key=han.id, start=row["unit"], end=made.places["school"], by=(await cast.person(FENG)).id
    )  # fmt: skip
    await transfer.save()
    draft = await years.copy("2026", "2026", han.id)
    (drafted, *_) = await DraftRow.select(DraftRow.id).where(
        (DraftRow.draft == draft) & (DraftRow.table == "titles")
    )
    made.records |= {
        "payment": notice["number"],
        "transfer": transfer.id,
        "draft": draft,
        "drafted": drafted["id"],
    }
    for name, kind, subject, of in (
        ("people sheet", "accounts", "", {"unit": "county_school"}),
        ("statement", "statement", "", {"titles_office": "province"}),
        ("year sheet", "year", f"{draft}/titles", {"titles_office": "province"}),
        ("units sheet", "organisations", "", {"department": "county_bureau", "hrss": "county", "titles_office": "province"}),
    ):  # fmt: skip
        for role, place in of.items():
            sheet = Sheet(
                kind=kind,
                subject=subject,
                name="一.xlsx",
                sha256="",
                by=han.id,
                organisation=made.places[place],
            )
            await sheet.save()
            made.by_role.setdefault(name, {})[role] = made.records[name] = sheet.id
    made.by_role["organisation"] = {
        "department": made.places["county_school"], "hrss": made.places["county_bureau"], "titles_office": made.places["city"],
    }  # fmt: skip
    made.records["organisation"] = made.places["county_school"]
    made.by_role["administrator"] = {
        "department": (await cast.person(FENG)).id, "hrss": (await cast.person(CHEN)).id,
        "titles_office": (await cast.person(WEI)).id,
    }  # fmt: skip
    made.records["administrator"] = (await cast.person(FENG)).id
    await unit.object_to(row, await cast.person(FENG), "one", "匿名", "课时不实。", date(2026, 10, 8))
    made.records["unit objection"] = (await unit.objections(row["id"]))[0]["id"]


async def _committee(made: World, row: rows.Row, han: sessions.Person) -> None:
    """A sitting about Han's declaration with a member, an interview, a draw, and applications of experts on their way."""
    seats, readers = {}, {}
    for relation in ("same", "other"):
        account = made.accounts["expert", relation]
        expert = Expert(
            person=account, slot=account, name="专家", unit=row["unit"], series="zhongxiaoxue", level="zheng_gao", rank=5,
            since=date(2026, 1, 1), until=date(2028, 12, 31),
        )  # fmt: skip
        await expert.save()
        sitting = Sitting(
            committee=row["committee"] if relation == "same" else FAR, year=2026,
            name="2026年度评审会议", on=date(2026, 12, 1), recusal_counted=True,
        )  # fmt: skip
        await sitting.save()
        member = Member(key=f"{sitting.id}-{expert.id}", sitting=sitting.id, expert=expert.id)
        await member.save()
        seats[relation], readers[relation] = sitting.id, member.id
    item = Item(key=f"{seats['same']}-{row['id']}", sitting=seats["same"], declaration=row["id"], number=1)
    await item.save()
    reader = readers["same"]
    await Assignment(key=f"{item.id}-{reader}", item=item.id, member=reader, reason="专业相同").save()
    begins = clock.now() + timedelta(days=60)
    interview = Interview(
        key=f"{row['id']}-{seats['same']}", item=item.id, number=1, place="一号会议室", starts_at=begins,
        ends_at=begins + timedelta(minutes=20),
    )  # fmt: skip
    await interview.save()
    record = (
        f'{{"format": 1, "committee": "{row["committee"]}", "name": "评委会", "year": 2026, "day": "2026-12-01", "pool": [],'
        '"excluded": [], "rules": {"size": 13, "per_unit": 1, "level_rank": 3, "seed_source": "开奖号码"}}'
    )
    draw = Draw(
        committee=row["committee"], year=2026, record=record, sha256=hashlib.sha256(record.encode()).hexdigest(),
        source="开奖号码", by=made.accounts["committee_office", "same"],
    )  # fmt: skip
    await draw.save()
    made.records |= {
        "sitting": seats["same"],
        "item": item.id,
        "item number": 1,
        "interview": interview.id,
        "draw": draw.id,
        "pooled": expert.id,
    }
    await _applications(made, row, han)


async def _applications(made: World, row: rows.Row, han: sessions.Person) -> None:
    """Han's applications to be an expert: one with each office on the way, and one that she still fills in."""
    way = await experts.path_of(row["unit"])
    kinds = {each["id"]: each["kind"] for each in await Organisation.select()}
    for holder in (*way, None):
        application = ExpertApplication(person=han.id, unit=row["unit"], slot=None if holder else han.id)
        await application.save()
        await _filled(EXPERT_SECTIONS["recommendation"], application.id, RECOMMENDATION)
        if holder is None:
            made.records["candidate"] = (
                await rows.add(EXPERT_SECTIONS["representative"], application.id, "")
            )["id"]
            continue
        body = await experts.compose(application.to_dict(), han, clock.now())
        sent = {
            "state": "review",
            "holder": holder,
            "path": way,
            "submitted_at": clock.now(),
            "body": body.decode(),
        }
        await ExpertApplication.update(
            {getattr(ExpertApplication, name): value for name, value in sent.items()}
        ).where(ExpertApplication.id == application.id)
        made.by_role.setdefault("application", {}).setdefault(DECIDES[kinds[holder]][0], application.id)
        made.records["application"] = application.id


async def _filled(section: Section, holder: int, record: dict[str, str]) -> None:
    row = await rows.only_row(section, holder)
    await rows.save(section, holder, row, await matter.posted(section, record), row["version"])


async def _results(made: World, row: rows.Row, han: sessions.Person) -> None:
    """公示 with an objection, and the certificate of a year before with a correction that is asked for."""
    by = made.accounts["committee_office", "same"]
    entry = {"declaration": row["id"], "name": han.name, "unit_name": han.unit, "title": "中小学二级教师"}
    about = {
        "committee": row["committee"],
        "year": 2026,
        "organisation": "评委会办公室",
        "opening": "现予以公示。",
    }
    shown = await publicity.publish(
        by, title="2026年度评审结果公示", contacts=[["电话", "0371-00000000"]], entries=[entry], **about
    )  # fmt: skip
    about_han = (await publicity.entries(shown["id"]))[0]["id"]
    await publicity.object(shown["id"], about_han, "业绩不实。", "", "", clock.now())
    made.records |= {
        "publicity": shown["id"],
        "objection": (await publicity.objections(shown["id"]))[0]["id"],
    }
    made.records |= await _certificate(row, han, by)


async def _certificate(row: rows.Row, han: sessions.Person, by: int) -> Records:
    from web.certificate import rules as certificates
    from web.certificate.tables import Correction

    entry = await PublicityEntry.select().where(PublicityEntry.declaration == row["id"]).first()
    assert entry is not None
    await PublicityEntry.update({PublicityEntry.outcome: "confirmed"}).where(PublicityEntry.id == entry["id"])
    given = await certificates.issue(row["id"], by, obtained_on=date(2026, 10, 8))
    await PublicityEntry.update({PublicityEntry.outcome: ""}).where(PublicityEntry.id == entry["id"])
    correction = Correction(certificate=given["id"], text="姓名有误。")
    await correction.save()
    return {"certificate": given["number"], "correction": correction.id}
