"""The form with which an office sends a declaration back: everything marked, the term, what happens when it runs out."""

from typing import Any

from web.box import Box
from web.clock import day_in_words as day
from web.columns import Field
from web.permissions import Case
from web.review import dossier, gates, returns, terms

DAYS = Field("number", "修改期限", unit="个工作日", required=True, least=1)


def act_of(case: Case) -> str:
    """The committee's office asks for a supplement, every other office returns."""
    return "supplement" if case.row["state"] == "committee_review" else "return"


def wrong_days(typed: str) -> str:
    """What is wrong with the term as typed, "" when nothing is."""
    most = terms.longest_return()
    if typed.isdecimal() and len(typed) < 5 and 1 <= int(typed) <= most:
        return ""
    return f"修改期限应为 1 至 {most} 个工作日。"


async def context(case: Case, query: str, typed: str = "", complaint: str = "") -> dict[str, Any]:
    """What the page of the form shows."""
    act = act_of(case)
    usual = terms.term(act).days
    return {
        "row": case.row, "act": act, "label": "一次性告知补正" if act == "supplement" else "退回修改",
        "marks": await returns.gathered(case.row["id"], case.row["holder"]), "sentence": await gates.closed(case.row, act),
        "days": Box(DAYS, "days", "days", typed or str(usual), complaint), "usual": usual,
        "until": day(returns.due_after(usual)), "most": terms.longest_return(), "about": await dossier.heading(case),
        "query": query, "wrong": complaint,
    }  # fmt: skip
