"""What the applicant sees of the path: a line of stations, and what happened in words."""

from typing import Any

from web.clock import ZONE
from web.clock import day_in_words as day
from web.clock import in_words as moment
from web.declaration.unlocking import open_notice
from web.review import path, terms
from web.review.rules import log_of
from web.rows import Row
from web.workflow import CLOSED, CONCLUDED, CONCLUDING, SENT_BACK, STATES, past_of

OUTCOMES = {
    "pass": "审核通过",
    "report": "已推荐上报",
    "refuse": "未通过",
    "return": "已退回修改",
    "supplement": "已告知补正",
}


MILESTONES = {
    "审核": ("accept",), "评审": ("approve", "reject"), "公示": ("confirm", "strike"), "发证": ("issue",),
}  # fmt: skip
"""The stages that the manual names, in which everything else has its place, and the acts that end each."""

STAGE_OF = {
    "draft": -1, "accepted": 1, "grouped": 1, "interviewing": 1, "balloting": 1, "passed": 2, "publicised": 2,
    "confirmed": 3, "filed": 3, "issued": 4, "failed": 2, "struck": 3, "revoked": 4,
}  # fmt: skip
"""How many of the four are over in a state; any other state is in the first."""

HEARING = ("评审会议", "公示", "确认、备案", "发证")
"""The stops after the acceptance, as the line names them."""


async def milestones(row: Row) -> list[dict[str, str]]:
    """The four stages with state and the day on which each ended: 审核 ends with the acceptance, 评审 with the count."""
    at = STAGE_OF.get(row["state"], 0)
    over = STATES[row["state"]].station == CLOSED
    ended = {each["act"]: day(each["at"].astimezone(ZONE).date()) for each in await events(row)}
    found = []
    for n, (label, acts) in enumerate(MILESTONES.items()):
        on = next((ended[act] for act in acts if act in ended), "")
        state = "done" if n < at else "current" if n == at and not over else "todo"
        wrong = n == at - 1 and row["state"] in ("failed", "struck", "revoked")
        found.append(
            {"label": label, "state": "wrong" if wrong else state, "on": on if n < at else "",
             "word": STATES[row["state"]].for_applicant if wrong else ""}
        )  # fmt: skip
    return found


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
    return [*found, *await _hearing(row)]


def _first(row: Row) -> dict[str, str]:
    if row["state"] == "draft":
        return {"label": "填写申报", "state": "current", "who": "您"}
    since = f"{moment(row['submitted_at'])} 提交" if row["submitted_at"] else ""
    return {"label": "填写申报", "state": "done", "who": "您", "since": since}


def _station(row: Row, station: Row) -> dict[str, str]:
    shown = {"label": station["label"], "who": station["office"], "state": "todo"}
    if not station["entered_at"]:
        return shown
    if station["kind"] == "committee_office" and row["state"] in ("accepted", *CONCLUDING, *CONCLUDED):
        return {**shown, "state": "done", "word": "已受理", "since": f"{moment(station['entered_at'])} 收到"}
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


async def _hearing(row: Row) -> list[dict[str, str]]:
    """The sitting, its 公示, the confirmation and the certificate, once the declaration has been accepted."""
    if row["state"] not in ("accepted", *CONCLUDING, *CONCLUDED):
        ahead = row["number"] and STATES[row["state"]].station != CLOSED
        return [{"label": label, "state": "todo"} for label in HEARING] if ahead else []
    newest: dict[str, Row] = {each["act"]: each for each in await events(row)}
    state = row["state"]
    sitting = _stop(HEARING[0], newest, ("group", "interview", "ballot"), ("approve", "reject"), state)
    if state == "accepted":
        sitting = {"label": HEARING[0], "state": "current", "word": "等待安排"}
    if state == "failed":
        return [sitting]
    publicity = _stop(HEARING[1], newest, ("publicise",), ("confirm", "strike"), state)
    if state == "struck":
        return [sitting, publicity]
    if state == "passed":
        publicity = {"label": HEARING[1], "state": "current", "word": "待公示"}
    filing = _stop(HEARING[2], newest, ("confirm",), ("file",), state)
    certificate = _stop(HEARING[3], newest, ("file",), ("issue",), state)
    if state == "revoked":
        certificate |= {
            "state": "wrong",
            "word": "职称已撤销",
            "since": f"{moment(newest['revoke']['at'])} 撤销",
        }
    return [sitting, publicity, filing, certificate]


def _stop(
    label: str, newest: dict[str, Row], begun: tuple[str, ...], ended: tuple[str, ...], state: str
) -> dict[str, str]:
    """A stop after the acceptance: over when one of the acts `ended` was done, under way since one of `begun`."""
    over = next((newest[act] for act in ended if act in newest), None)
    since = next((newest[act] for act in reversed(begun) if act in newest), None)
    if state == "accepted" or (over is None and since is None):
        return {"label": label, "state": "todo"}
    if over is not None and (since is None or over["number"] > since["number"]):
        wrong = over["act"] in ("reject", "strike")
        return {
            "label": label, "state": "wrong" if wrong else "done", "word": "未通过" if wrong else "已办",
            "since": f"{moment(over['at'])} {over['past']}", "about": over["comment"] if over["act"] != "strike" else "",
        }  # fmt: skip
    assert since is not None
    return {
        "label": label, "state": "current", "word": STATES[state].for_applicant,
        "since": f"{moment(since['at'])} {since['past']}", "about": since["comment"],
    }  # fmt: skip


def outcome(row: Row) -> dict[str, Any] | None:
    """What the applicant is told when all is over: title, why, next (sentences); None before that."""
    found: dict[str, Any] | None = terms.data("conclusion")["outcomes"].get(row["state"])
    return found


async def events(row: Row) -> list[dict[str, Any]]:
    """The log in words: what was done, for which office, when, with the comment."""
    return [
        {**each, "past": past_of(each["act"], each["start"], each["end"])} for each in await log_of(row["id"])
    ]
