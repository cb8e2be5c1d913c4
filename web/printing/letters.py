"""What offices hand out about one declaration: 受理凭证, 一次性告知书, 公示文 and 公示证明 of the unit, 面试通知."""

from typing import Any

from web.clock import in_words as moment
from web.committee import interviews
from web.documents import office_shapes, official_form
from web.documents import rules as documents
from web.documents.shapes import Acceptance, Pair
from web.printing import interview_notices, opinions, unit_publicity
from web.printing.dates import day
from web.printing.printed import Printed, chosen, frozen
from web.review import returns, unit
from web.rows import Row

TAKEN = {"take": ("unit_acceptance", "单位受理凭证"), "accept": ("committee_acceptance", "评委会受理凭证")}


async def of(row: Row, log: list[Row], *, reviewer: bool) -> list[Printed]:
    """Every letter there is about the declaration now; what only offices may have, for a `reviewer` alone."""
    found = [each for act in TAKEN if (each := _acceptance(act, log))]
    for notice, marks in await returns.history(row["id"]):
        found.append(_correction(row, notice, marks))
    shown = [each for each in await unit.postings(row["id"]) if each["kind"] == "publicity"]
    if shown and reviewer:
        found.append(_posted("publicity_notice", "单位公示文", row, shown[-1]))
        if shown[-1]["ended_at"]:
            found.append(_posted("publicity_proof", "公示证明", row, shown[-1]))
    if held := await interviews.interviews_of(row["person"]):
        mine = [each for each in held if each["declaration"] == row["id"]]
        found += [_invitation(each) for each in mine[-1:]]
    return found


def _posted(name: str, title: str, row: Row, posting: Row) -> Printed:
    make = unit_publicity.notice if name == "publicity_notice" else unit_publicity.proof
    return Printed(name, title, lambda: make([(row, posting)]))


def _invitation(interview: Row) -> Printed:
    return Printed("interview_notice", "面试通知", lambda: interview_notices.made([interview["id"]]))


def _acceptance(act: str, log: list[Row]) -> Printed | None:
    """受理凭证 of the newest `act` that was not taken back."""
    taken = [each for each in log if each["act"] == act]
    made = opinions.accepted(log) if act == "accept" else taken[-1] if taken else None
    return Printed(*TAKEN[act], lambda: _accepted(made)) if made else None


async def _accepted(decision: Row) -> bytes:
    body = await frozen(decision["declaration"], decision["snapshot"])
    acceptance = Acceptance(
        organisation=decision["office_name"], accepted_at=decision["at"].isoformat(),
        officer=decision["by_name"] or "", materials=_materials(body),
    )  # fmt: skip
    words = f"办理记录第 {decision['number']} 条（{moment(decision['at'])}）"
    return await documents.declaration_paper(
        "acceptance", body, acceptance=acceptance, drawn=words, drawn_at=decision["at"]
    )


def _materials(body: dict[str, Any]) -> list[Pair]:
    found = []
    for section in body["sections"]:
        files = sum(len(value.get("files", ())) for row in section["rows"] for value in row["values"])
        count = f"{len(section['rows'])} 项" if section["many"] else "1 份"
        if section["rows"]:
            found.append((section["title"], count + (f"，附件 {files} 个" if files else "")))
    return found


def _correction(row: Row, notice: Row, marks: list[Row]) -> Printed:
    async def make() -> bytes:
        return await _corrected(row, notice, marks)

    what = "补正告知书" if notice["kind"] == "supplement" else "退回修改告知书"
    return Printed(f"correction_notice-{notice['id']}", f"{what}（{day(notice['at'])}）", make)


async def _corrected(row: Row, notice: Row, marks: list[Row]) -> bytes:
    """一次性告知书: every mark of the notice, and what the applicant can do about it."""
    body = await frozen(row["id"], notice["snapshot"])
    submitted = official_form.chinese_day(body["submitted_at"])
    shape = office_shapes.CorrectionNotice(
        organisation=notice["office_name"], recipient=body["applicant"]["name"], declaration=body["number"],
        about=f"你于{submitted}提交的{chosen(body).get('title', '')}职称申报材料已收到",
        items=[(each["subject"], each["words"], _way(each)) for each in marks],
        deadline=f"{day(notice['due_on'])} 24:00", contacts=[], day=day(notice["at"]),
        consequence="修改后请在系统内重新提交。逾期未改的，视为放弃本次申报。",
    )  # fmt: skip
    return await documents.sheet(shape, number=f"GZS{notice['id']:06d}", made_at=notice["at"])


def _way(mark: Row) -> str:
    """What the return unlocks."""
    if mark["field"]:
        return "修改这一处，或者重新上传"
    return "修改或者删除这一项" if mark["row"] else "增加、修改或者删除这一部分的内容"
