"""The cast: who is in it, that each stands where the list says, and that making it twice changes nothing."""

import json
from typing import Any

import httpx
import orjson
import pytest
from piccolo.table import TABLE_REGISTRY

from tests.browser import signed_in
from tests.support import run
from tests.web.demo.conftest import MOMENT
from web import checks as numbers
from web import clock, database
from web.declaration import check
from web.declaration import rules as declarations
from web.declaration.unlocking import marks_of, open_notice
from web.demo import cast
from web.demo.people import PASSWORD, everybody, officers, units
from web.demo.stages import STAGES
from web.evidence import rules as evidence
from web.office import texts
from web.people import accounts, sessions
from web.people.tables import Account, Role
from web.profile import rules as profile
from web.review import rules as review
from web.review import submission
from web.rows import rows_of

pytestmark = [pytest.mark.usefixtures("demonstration")]
PEOPLE = {each.key: each for each in everybody()}
STATES = {
    "year_chosen": "draft", "series_chosen": "draft", "disagreement": "draft", "sections_half": "draft", "ready": "draft",
    "submitted": "unit_review", "long": "unit_review", "withdrawn": "draft", "given_up": "withdrawn",
    "returned": "returned", "last_year": "unit_review", "displaying": "displaying", "publicity": "publicity",
    "at_office": "department_review", "at_committee": "committee_review", "refused": "refused", "accepted": "accepted",
    "grouped": "grouped", "interviewing": "interviewing", "balloting": "balloting", "publicised": "publicised",
    "objected": "publicised", "failed": "failed", "confirmed": "filed", "issued": "issued", "revoked": "revoked",
}  # fmt: skip
"""The state of the declaration at each stage that has one."""
WHOLE = {
    "ready",
    "withdrawn",
    "submitted",
    "long",
    "given_up",
    "last_year",
    "displaying",
    "publicity",
    "at_office",
    "at_committee",
    "refused",
    "accepted",
    "grouped",
    "interviewing",
    "balloting",
    "publicised",
    "objected",
    "failed",
    "confirmed",
    "issued",
    "revoked",
}
"""Stages at which nothing is missing and nothing wrong."""


def account(key: str) -> dict[str, Any]:
    return run(Account.select().where(Account.login == PEOPLE[key].login).first())


def declaration(key: str) -> dict[str, Any]:
    [row] = run(declarations.mine(account(key)["id"]))
    return row


def findings(key: str) -> dict[str, list[str]]:
    """What the check page says, by section; sections with nothing to say left out."""
    checked = run(check.of_all(declaration(key)))
    return {each.title: [found.sentence for found in each.findings] for each in checked if each.findings}


def test_the_office_for_titles_has_announced_the_season(demonstration):
    found = run(texts.announcements())
    assert [row["title"] for row in found] == [
        "用手机拍照上传证明材料的说明（演示）", "关于开展 2026 年度职称申报评审工作的通知（演示）",
    ]  # fmt: skip
    assert all(row["at"] < MOMENT for row in found)


def test_two_dozen_people_at_least_in_six_series_at_least(demonstration):
    chosen = {declaration(key)["series"] for key in PEOPLE if STATES.get(PEOPLE[key].stage)}
    assert demonstration == len(PEOPLE) + len(officers()) and len(PEOPLE) >= 24
    assert len(chosen - {""}) >= 6


def test_every_stage_has_somebody():
    assert {each.stage for each in everybody()} == set(STAGES)


def test_a_person_for_each_role():
    assert {row["role"] for row in run(Role.select(Role.role))} == set(sessions.ROLES)


def test_every_unit_of_an_applicant_has_its_administrator():
    assert {each.organisation for each in everybody()} - {each.organisation for each in officers()} == set()


def test_id_numbers_are_right_and_of_a_region_that_is_not_in_use():
    found = [row["id_number"] for row in run(Account.select(Account.id_number)) if row["id_number"]]
    assert len(found) == len(PEOPLE)
    assert [each for each in found if numbers.id_number(each) or not each.startswith("410199")] == []


@pytest.mark.parametrize("key", [key for key in PEOPLE if PEOPLE[key].stage in STATES])
def test_the_declaration_stands_where_the_list_says(key):
    assert declaration(key)["state"] == STATES[PEOPLE[key].stage]


@pytest.mark.parametrize("key", [key for key in PEOPLE if PEOPLE[key].stage in WHOLE])
def test_nothing_is_missing_and_nothing_wrong(key):
    assert findings(key) == {}


@pytest.mark.parametrize("key", [key for key in PEOPLE if PEOPLE[key].stage not in STATES])
def test_no_declaration_has_been_begun(key):
    assert run(declarations.mine(account(key)["id"])) == []


def test_first_passwords_alive_expired_and_dead():
    alive, expired, dead = account("never"), account("expired"), account("dead")
    assert {each["stage"] for each in (alive, expired, dead)} == {"first"}
    assert alive["first_until"] > clock.now() and alive["first_tries"] == accounts.FIRST_TRIES
    assert expired["first_until"] < clock.now() and expired["first_tries"] == accounts.FIRST_TRIES
    assert dead["first_until"] > clock.now() and dead["first_tries"] == 0


def test_nothing_filled_half_filled_and_a_whole_profile():
    assert run(profile.basic_of(account("password_set")["id"])) is None
    half = run(profile.standing(account("half_profile")["id"], "basic"))
    wrong = {problem.name for problem in half.problems if not problem.missing}
    assert half.state == "wrong" and wrong == {"mobile", "postal_code", "specialty_since"}
    assert {problem.name for problem in half.problems if problem.missing} == {
        "politics",
        "degree",
        "address",
        "photo_shown",
    }
    person = account("profile")["id"]
    assert [each.findings for each in run(check.of_profile(person)) if each.findings] == []
    assert run(evidence.photo_of(person))


def test_the_year_alone_and_the_series_alone():
    assert not declarations.chosen(declaration("year_chosen"))
    assert declarations.chosen(declaration("series_chosen"))
    assert set(findings("series_chosen")) == {"主要业绩", "个人业务自传", "教学工作量"}


def test_half_filled_sections_lack_what_is_still_to_come():
    assert set(findings("sections_half")) == {"个人业务自传"}


def test_the_two_specialties_disagree_and_nothing_else():
    sentence = "现从事专业“工程造价(建筑经济)”和申报专业“建筑施工”不符，改成一致后才能提交。"
    assert findings("disagreement") == {"申报信息": [sentence]}


def names_of(key: str) -> list[str]:
    row = declaration(key)
    return [
        run(declarations.catalogue.name_of(row["year"], kind, row[kind]))
        for kind in ("type", "series", "level", "specialty", "title")
    ]


def test_the_teacher_and_the_engineer_of_the_manual():
    assert names_of("teacher") == ["初聘", "中小学教师", "助理级", "中学语文", "中小学二级教师"]
    assert names_of("engineer") == ["初聘", "工程技术人员", "助理级", "建筑施工", "助理工程师"]


def test_special_types_are_there():
    assert [names_of(key)[0] for key in ("exceptional", "transfer", "green", "freelancer")] == [
        "破格",
        "转评",
        "绿色通道",
        "首次申报",
    ]
    assert run(rows_of(declarations.SECTIONS["exceptional"], declaration("exceptional")["id"]))[0]["reason"]


def test_withdrawn_and_given_up_keep_their_receipts():
    receipts = {key: run(submission.receipts(declaration(key)["id"])) for key in ("withdrawn", "given_up")}
    assert {key: [each["act"] for each in found] for key, found in receipts.items()} == {
        "withdrawn": ["withdraw", "submit"], "given_up": ["give_up", "submit"],
    }  # fmt: skip
    assert declaration("given_up")["slot"] is None


def test_what_was_returned_names_what_to_mend():
    notice = run(open_notice(declaration("returned")["id"]))
    marks = run(marks_of(notice["id"]))
    assert [(each["section"], each["field"]) for each in marks] == [
        ("education", "diploma"), ("teaching", "hours"), ("autobiography", "story"),
    ]  # fmt: skip
    assert marks[1]["words"] == "填写内容与证明材料不一致，请核对后修改；课程表上是 180 课时，请核对。"


def test_last_years_declaration_blocks_this_year_until_it_is_withdrawn():
    row = declaration("last_year")
    assert row["year"] == 2025 and row["submitted_at"].astimezone(clock.ZONE).year == 2025
    assert [each["id"] for each in run(declarations.still_open(account("last_year")["id"], 2026))] == [
        row["id"]
    ]


def test_the_accepted_one_went_through_every_office():
    acts = [each["act"] for each in run(review.log_of(declaration("accepted")["id"]))]
    assert acts == [
        "submit", "take", "end_display", "publish", "end_publicity", "recommend", "report", "pass", "pass", "pass", "accept",
    ]  # fmt: skip


def test_rare_characters_and_the_longest_declaration():
    assert {PEOPLE[key].name for key in ("lawyer", "editor", "curator")} == {"田䶮", "苏𬱖", "方㛃"}
    assert [account(key)["name"] for key in ("lawyer", "editor", "curator")] == ["田䶮", "苏𬱖", "方㛃"]
    person, row = account("longest")["id"], declaration("longest")
    assert len(run(rows_of(profile.SECTIONS["training"], person))) == 60
    assert len(run(rows_of(declarations.SECTIONS["autobiography"], row["id"]))[0]["story"]) == 10_000


def everything() -> dict[str, int]:
    """The number of rows of each of the product's tables."""
    ours = [table for table in TABLE_REGISTRY if table.__module__.startswith("web.")]
    return {table.__name__: run(table.count()) for table in ours}


def test_a_second_run_changes_nothing():
    before = everything(), run(Account.select().order_by(Account.id))
    assert run(cast.make()) == 0
    assert (everything(), run(Account.select().order_by(Account.id))) == before


class Undone(Exception):
    """Ends a transaction so that nothing of it stays."""


async def signing_in(login: str, password: str) -> accounts.SignedIn:
    """What signing in answers; the account is left as it was."""
    try:
        async with database.transaction():
            outcome = await accounts.sign_in(login, password, "", "a test")
            raise Undone
    except Undone:
        return outcome


@pytest.mark.parametrize("told", cast.told(), ids=lambda told: told.name)
def test_each_account_signs_in_as_stated(told):
    outcome = run(signing_in(told.login, told.password or told.login[-8:]))
    if not told.password:
        assert not outcome.token and outcome.sentence
    else:
        assert outcome.token and outcome.first == (told.password != PASSWORD)


def test_nobody_stays_signed_in():
    assert run(sessions.Session.count().where(sessions.Session.ended_at.is_null())) == 0


def test_the_table_is_aligned(capsys):
    cast.tell()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "演示账号：" and len(lines) == 2 + len(PEOPLE) + len(officers())
    starts = {
        cast._width(line[: line.index(told.name)]) for line, told in zip(lines[2:], cast.told(), strict=True)
    }
    assert len(starts) == 1


def get(demo: bool, path: str) -> httpx.Response:
    from web.app import create

    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(create(demo)), base_url="http://testserver"
        ) as client:
            return await client.get(path)

    return run(answer())


def test_the_page_lists_every_account_and_is_there_only_in_a_demonstration():
    page = get(True, "/demo")
    assert page.status_code == 200
    assert [told for told in cast.told() if told.login not in page.text or told.stage not in page.text] == []
    assert get(False, "/demo").status_code == 404


def test_the_data_names_its_source_and_units_have_codes_of_the_lists():
    from web.codelists import entry_of
    from web.demo.organisations import DATA

    for path in DATA.glob("*.json"):
        assert {"source", "year"} <= set(json.loads(path.read_text())), path.name
    wrong = [
        code
        for code, unit in units().items()
        if not entry_of("region_henan", unit["region"]) or not entry_of("unit_nature", unit["nature"])
    ]
    assert wrong == [] and orjson.loads((DATA / "organisations.json").read_bytes())


@pytest.mark.parametrize(
    ("login", "sentence"),
    [
        ("zhichengchu", "已确认、等待发证 1 人。"),
        ("zhichengchu", "有 1 条异议等待答复。"),
        ("zhuanjia-jiaoyu-1", "正在投票，还没有投的请投票。"),
        ("administrator", "现在没有等待办理的事项。"),
    ],
)
def test_the_home_page_says_what_waits_for_those_who_decide(demonstration, login, sentence):
    logins = {each.role: each.login for each in officers()}
    assert sentence in signed_in(logins.get(login, login)).page.text


def test_an_expert_has_dossiers_to_read(demonstration):
    for number in range(1, 9):
        browser = signed_in(f"zhuanjia-jiaoyu-{number}")
        if "份没有提交意见。" in browser.page.text:
            browser.follow("评审材料")
            assert browser.follow("看第 1 号").status == 200
            return
    raise AssertionError("nobody has anything to read")
