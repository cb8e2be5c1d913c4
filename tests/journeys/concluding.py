"""The way from the submission to the certificate, by every role, for any browser: who does what on which day."""

import re
from collections.abc import Callable
from typing import NamedTuple, Protocol

from tests.cast import QIAN, SUN, Someone
from tests.journeys.drivers import FIRST
from tests.support import run
from tests.web.committee import hall
from tests.web.review import people, sitting
from tests.web.review.people import CHEN, CHU, FENG, HAN, JIANG, WEI
from tests.web.review.sitting import TITLES
from web.catalogue import rules as catalogue
from web.people import accounts, sessions
from web.people.tables import Role
from web.review import path

KONG = Someone("孔办事员", "office", 92, role="committee_office")
"""The office of the engineers' committee."""
EXPERTS = 7
DAYS = (0, 4, 12, 13, 20, 24, 34)
"""The days after the cast's on which somebody acts."""


class Driver(Protocol):
    """What this journey needs of a browser."""

    @property
    def heading(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def complaints(self) -> list[str]: ...
    def open(self, path: str) -> None: ...
    def follow(self, words: str) -> None: ...
    def fill(self, values: dict[str, str]) -> None: ...
    def tick_all(self) -> None: ...
    def choose_all(self, words: str) -> None: ...
    def press(self, words: str) -> None: ...


class Way(NamedTuple):
    """Whose declaration it is, her unit's clerk, the offices above in order, the committee's, and the series."""

    applicant: Someone
    unit: Someone
    above: tuple[Someone, ...]
    office: Someone
    series: str


TEACHER = Way(HAN, FENG, (CHEN, CHU, WEI), JIANG, "zhongxiaoxue")
ENGINEER = Way(SUN, QIAN, (WEI,), KONG, "gongcheng")
Opened = Callable[[str, int], Driver]
"""(login, day) → a browser in which that account is signed in on that day."""


def expert(way: Way, at: int) -> str:
    """The login of the expert with that number."""
    return f"judge-{way.series}-{at}"


def everybody(way: Way) -> list[str]:
    """The logins of everybody on the way."""
    who = (way.applicant, way.unit, *way.above, way.office, TITLES)
    return [each.login for each in who] + [expert(way, at) for at in range(EXPERTS)]


async def gather(way: Way) -> None:
    """The committee's office, seven experts from elsewhere, and the office for titles."""
    row = await people.row_of(way.applicant)
    office = await path.office_of(row["year"], row["committee"])
    if not await accounts._find(way.office.login):
        await people.open_quickly(way.office, office["id"])
    await sitting.office_for_titles()
    committee = await catalogue.committee(row["year"], row["committee"])
    assert committee is not None
    for at in range(EXPERTS):
        unit = await hall.organisation(f"far-{at}", f"外地单位{at}")
        await hall.expert(f"{hall.SURNAMES[at]}评委", unit, series=committee.series)
        await hall.Account.update({hall.Account.login: expert(way, at), hall.Account.stage: "set"}).where(
            hall.Account.login == f"expert-{hall.SURNAMES[at]}评委-{unit}"
        )
        account = await accounts._find(expert(way, at))
        assert account is not None
        await Role(account=account["id"], role="expert", organisation=unit).save()


def tokens(way: Way) -> dict[tuple[str, int], str]:
    """A session for everybody on every day, as signing in on that day would begin it."""
    found = {}
    for day in DAYS:
        with people.later(day):
            for login in everybody(way):
                account = run(accounts._find(login))
                assert account is not None, login
                found[login, day] = run(sessions.begin(account["id"]))
    return found


def to_the_certificate(way: Way, opened: Opened) -> str:
    """Everything from the unit's receiving to the certificate; its number."""
    _unit(way, opened)
    for who in way.above:
        _decides(opened(who.login, 13), way, "审核通过")
    _decides(opened(way.office.login, 13), way, "受理")
    meeting = _drawn(way, opened(way.office.login, 20))
    _prepared(way, opened, meeting)
    _read_and_heard(way, opened, meeting)
    _sits(way, opened, meeting)
    return _concluded(way, opened)


def _unit(way: Way, opened: Opened) -> None:
    name = way.applicant.name
    browser = opened(way.unit.login, 0)
    browser.open("/reviews")
    browser.follow(name)
    browser.fill({"展示地点": "一楼公示栏"})
    browser.press("受理并公开展示")
    browser = opened(way.unit.login, 4)
    browser.open("/reviews")
    browser.follow(name)
    browser.press("结束展示")
    browser.follow("考核和民主测评")
    browser.fill({
        "考核结果": "合格", "考核意见": "称职。", "应到人数": "40", "实到人数": "38", "同意票数": "36", "不同意票数": "1",
        "弃权票数": "1", "测评日期": "2026-10-12",
    })  # fmt: skip
    browser.press("保存")
    assert browser.complaints == []
    browser.fill({"公示地点": "一楼公示栏"})
    browser.press("开始公示")
    browser = opened(way.unit.login, 12)
    browser.open("/reviews")
    browser.follow(name)
    browser.press("结束公示")
    browser.follow("推荐意见")
    browser.fill({"推荐意见": "同意推荐。", "单位负责人": "负责人", "签署日期": "2026-10-20"})
    browser.press("保存")
    assert browser.complaints == []
    browser.press("同意推荐")
    browser.press("上报")
    assert f"{name}：上报，已办。" in browser.text, browser.text[:300]


def _decides(browser: Driver, way: Way, button: str) -> None:
    browser.open("/reviews")
    browser.follow(way.applicant.name)
    browser.press(button)
    assert f"{way.applicant.name}：{button}，已办。" in browser.text, browser.text[:300]


def _drawn(way: Way, browser: Driver) -> str:
    """The office draws the members and plans the sitting; its address."""
    browser.open("/draws")
    browser.fill({
        "评委会": FIRST, "抽取人数": str(EXPERTS), "同一单位最多": "1", "评审的最高等级": "助理级", "会议日期": "2026-11-01",
        "随机种子的来源": "2026年10月29日福彩3D开奖号码", "上一次会议的专家不参加抽取": "否",
    })  # fmt: skip
    browser.press("固定名册并公布")
    assert browser.complaints == [], browser.text[:300]
    browser.fill({"随机种子": "358"})
    browser.press("抽取")
    browser.fill({"会议名称": "秋季第一次会议", "地点": "第一会议室"})
    browser.press("建立会议")
    assert f"1．{way.applicant.name}" in browser.text, browser.text[:600]
    return "秋季第一次会议"


def _prepared(way: Way, opened: Opened, meeting: str) -> None:
    """The office makes a panel, gives the dossier to readers and arranges the interview; the applicant is told."""
    office = opened(way.office.login, 20)
    office.open("/sittings")
    office.follow(meeting)
    office.fill({"评议组名称": "第一评议组"})
    office.tick_all()
    office.press("增加评议组")
    office.press("分配评议专家")
    assert "已分配评议专家。" in office.text, office.text[:300]
    assert "（同一系列）" in office.text or "（同一专业" in office.text, "the reason stands with each reader"
    office.follow("面试答辩")
    office.fill({"地点": "答辩一室", "日期": "2026-11-01", "开始时间": "09:00", "结束时间": "11:00"})
    office.press("自动安排")
    assert way.applicant.name in office.text and "09:00" in office.text, office.text[:300]
    applicant = opened(way.applicant.login, 20)
    applicant.open("/home")
    assert "答辩一室" in applicant.text and "2026年11月1日 09:00" in applicant.text, applicant.text[:600]
    applicant.follow("面试通知")
    assert "本人有效身份证件" in applicant.text


def _read_and_heard(way: Way, opened: Opened, meeting: str) -> None:
    """Three experts read the dossier and hand their opinions in; one scores the answers; the office notes who came."""
    readers = 0
    for at in range(EXPERTS):
        expert_ = opened(expert(way, at), 24)
        expert_.open("/readings")
        if "现在没有由您评阅的材料" in expert_.text:
            continue
        readers += 1
        expert_.follow(way.applicant.name)
        assert "您提交意见以后才能看到。" in expert_.text
        expert_.fill({"我的笔记": "论文第三节要问。", "评议结论": "建议通过", "评议意见": "业绩扎实，同意。"})
        expert_.press("提交意见")
        expert_.press("确认提交")
        assert "评议意见已提交，不能再改。" in expert_.text, expert_.text[:300]
        assert expert_.text.count("业绩扎实，同意。") == readers, "her own, and those that were in before"
    assert readers == 3
    judge = opened(expert(way, 0), 24)
    judge.open("/sittings")
    judge.follow(meeting)
    judge.follow("面试答辩评分")
    judge.follow("第 1 号")
    judge.fill({"自述": "26", "回答提问": "45.5", "综合表现": "18"})
    judge.press("提交评分")
    assert "已记录。" in judge.text, judge.text[:300]
    office = opened(way.office.login, 24)
    office.open("/sittings")
    office.follow(meeting)
    office.follow("面试答辩")
    office.follow("第 1 号")
    office.press("到场")
    assert "平均分" in office.text and "89.50" in office.text, office.text[:300]


def _sits(way: Way, opened: Opened, name: str) -> None:
    office = opened(way.office.login, 24)
    office.open("/sittings")
    office.follow(name)
    office.tick_all()
    office.press("保存签到")
    members = [opened(expert(way, at), 24) for at in range(EXPERTS)]
    codes = []
    for member in members[:3]:
        member.open("/sittings")
        member.follow(name)
        member.press("领取开票码")
        found = re.search(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){6}", member.text)
        assert found, member.text[:300]
        codes.append(found[0])
    office.open("/sittings")
    office.follow(name)
    office.press("开始投票")
    for member in members:
        member.open("/sittings")
        member.follow(name)
        member.follow("去投票")
        member.choose_all("同意")
        member.press("投票")
        assert member.heading == "已投票", member.text[:300]
    office.open("/sittings")
    office.follow(name)
    office.follow("结束投票并开票")
    office.fill({"第一位开票人的开票码": codes[0], "第二位开票人的开票码": codes[2]})
    office.press("结束投票并开票")
    assert office.heading == "评审结果" and "通过 1 位，未通过 0 位。" in office.text, office.text[:300]
    office.press("公示通过人员")
    assert way.applicant.name in opened_public(opened, way), "the 公示 names who passed"


def opened_public(opened: Opened, way: Way) -> str:
    """What the page of the newest 公示 says to anybody."""
    browser = opened(way.applicant.login, 24)
    browser.open("/publicity")
    browser.follow("评审结果公示")
    return browser.text


def _concluded(way: Way, opened: Opened) -> str:
    titles = opened(TITLES.login, 34)
    titles.open("/publicity-desk")
    titles.follow("评审结果公示")
    titles.fill({"确认文件文号": "豫人社职〔2026〕1号"})
    titles.press("确认评审结果")
    assert "已确认。" in titles.text, titles.text[:300]
    titles.fill({"备案文号": "豫职备〔2026〕9号", "备案日期": "2026-11-11"})
    titles.press("记录备案")
    assert "已记录备案。" in titles.text, titles.text[:300]
    titles.open("/certificates-desk")
    titles.press("给勾选的人员发证")
    assert "已发证。发给 1 人" in titles.text, titles.text[:300]
    browser = opened(way.applicant.login, 34)
    browser.open("/home")
    browser.follow("查看和下载电子证书")
    found = re.search(r"\d{16}", browser.text)
    assert found and "有效" in browser.text, browser.text[:300]
    browser.open("/declarations")
    browser.follow("2026 年度")
    browser.follow("评审进度")
    assert "发证（已完成，2026年11月11日）" in browser.text, browser.text[:300]
    browser.open(f"/check?number={found[0]}&name={way.applicant.name}")
    assert "证书有效" in browser.text
    return found[0]
