"""What the applicant sees of the path: a line of stations, and what happened in words."""

from typing import Any

from web.catalogue.moments import opening as moment
from web.declaration.unlocking import open_notice
from web.review import path
from web.review.gates import day
from web.review.rules import log_of
from web.rows import Row
from web.workflow import SENT_BACK, STATES, past_of

OUTCOMES = {
    "pass": "审核通过",
    "report": "已推荐上报",
    "refuse": "未通过",
    "return": "已退回修改",
    "supplement": "已告知补正",
}


MILESTONES = ("审核", "评审", "公示", "发证")
"""The stages that the manual names, in which everything else has its place."""


def milestones(row: Row) -> list[dict[str, str]]:
    """The four stages with their state: 审核 until the committee office has accepted, then 评审."""
    at = {"draft": -1, "accepted": 1}.get(row["state"], 0)
    over = not STATES[row["state"]].open
    return [
        {"label": label, "state": "done" if n < at else "current" if n == at and not over else "todo"}
        for n, label in enumerate(MILESTONES)
    ]


async def line(row: Row) -> list[dict[str, str]]:
    """The stations as components/steps draws them: who holds it, since when, by when, what comes next."""
    stations = await path.named(row["id"])
    found = [_first(row)]
    for station in stations:
        found.append(_station(row, station))
    if row["state"] in SENT_BACK:
        notice = await open_notice(row["id"])
        until = f"{day(row['due_on'])} 24:00 以前重新提交，逾期视为放弃" if row["due_on"] else ""
        since = moment(notice["at"]) if notice else ""
        at = max((n for n, each in enumerate(stations, 1) if each["entered_at"]), default=0)
        found.insert(at + 1, {
            "label": STATES[row["state"]].for_applicant, "state": "current", "who": "您", "since": since, "until": until,
        })  # fmt: skip
    return found


def _first(row: Row) -> dict[str, str]:
    if row["state"] == "draft":
        return {"label": "填写申报", "state": "current", "who": "您"}
    since = f"{moment(row['submitted_at'])} 提交" if row["submitted_at"] else ""
    return {"label": "填写申报", "state": "done", "who": "您", "since": since}


def _station(row: Row, station: Row) -> dict[str, str]:
    shown = {"label": station["label"], "who": station["office"], "state": "todo"}
    if not station["entered_at"]:
        return shown
    if station["left_at"]:
        wrong = station["outcome"] in ("return", "supplement", "refuse")
        word = OUTCOMES.get(station["outcome"], "已结束")
        return {
            **shown,
            "state": "wrong" if wrong else "done",
            "word": word,
            "since": f"{moment(station['left_at'])} {word}",
        }
    state = STATES[row["state"]]
    until = f"{day(row['due_on'])} 以前办理" if row["due_on"] else ""
    return {
        **shown, "state": "current", "word": state.for_applicant, "since": f"{moment(station['entered_at'])} 收到",
        "until": until,
    }  # fmt: skip


async def events(row: Row) -> list[dict[str, Any]]:
    """The log in words: what was done, for which office, when, with the comment."""
    return [
        {**each, "past": past_of(each["act"], each["start"], each["end"])} for each in await log_of(row["id"])
    ]
