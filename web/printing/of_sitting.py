"""A committee's papers for its hall: 签到表, 评议表, 表决票, and 结果汇总 of the count."""

from collections.abc import Awaitable, Callable

from web.catalogue import rules as catalogue
from web.clock import in_words as moment
from web.committee import ballot, interviews, sittings
from web.committee.reading_tables import ReadingOpinion
from web.committee.tables import Assignment, InterviewScore, Member, Panel
from web.documents import office_shapes
from web.documents import rules as documents
from web.documents.office_shapes import Evaluation, Listing
from web.printing import interview_notices
from web.printing.dates import day
from web.printing.printed import Printed
from web.rows import Row

BLIND = "（匿名）"
RESULTS = ("姓名", "工作单位", "申报专业", "申报职称", "出席", "同意", "反对", "弃权", "结果")


async def of(row: Row) -> list[Printed]:
    """Every paper that the office can have of the sitting now."""
    found = [_printed("sign_in_sheet", "签到表", sign_in, row)]
    if await sittings.items(row["id"]):
        found += [
            _printed("evaluation_sheet", "评议表", evaluations, row),
            _printed("ballot_paper", "表决票（纸质投票用）", ballots, row),
        ]
    if await interviews.of_sitting(row["id"]):
        found.append(_printed("interview_notice", "面试通知（全部）", invitations, row))
    if row["state"] == "closed":
        found.append(_printed("result_summary", "评审结果汇总表", summary, row))
    return found


def _printed(name: str, title: str, make: Callable[[Row], Awaitable[bytes]], row: Row) -> Printed:
    return Printed(name, title, lambda: make(row))


async def _committee(row: Row) -> str:
    return await catalogue.name_of(row["year"], "committee", row["committee"])


async def sign_in(row: Row) -> bytes:
    """签到表: the members with their title and duty, room to sign."""
    titles = {
        each["id"]: each["title"]
        for each in await Member.select(Member.id, Member.expert.title.as_alias("title")).where(
            Member.sitting == row["id"]
        )
    }
    people = []
    for each in await sittings.members(row["id"]):
        code = titles[each["id"]]
        title = await catalogue.name_of(row["year"], "title", code) if code else ""
        people.append((each["name"], each["unit_name"], title, sittings.DUTIES[each["duty"]]))
    shape = office_shapes.SignInSheet(
        committee=await _committee(row), meeting=row["name"], day=day(row["on"]), place=row["place"], people=people
    )  # fmt: skip
    return await documents.sheet(shape, number=f"QD{row['id']:06d}", made_at=row["created_at"])


def _named(row: Row, item: Row) -> tuple[str, str]:
    """Name and unit of who is before the sitting; of a blind one not before the ballots are counted."""
    if row["blind"] and row["state"] != "closed":
        return BLIND, BLIND
    return item["name"], item["unit_name"]


async def ballots(row: Row) -> bytes:
    """表决票: as many numbered papers as members have come, before the roll call as many as there are."""
    members = await sittings.members(row["id"])
    count = sum(bool(each["present"]) for each in members) or len(members)
    candidates = [
        (str(each["number"]), *_named(row, each), each["title_name"])
        for each in await sittings.items(row["id"])
    ]
    shape = office_shapes.BallotPaper(
        committee=await _committee(row), year=str(row["year"]), candidates=candidates,
        serials=[f"{number:03d}" for number in range(1, count + 1)],
    )  # fmt: skip
    return await documents.sheet(shape, number=f"BJ{row['id']:06d}", made_at=row["created_at"])


async def evaluations(row: Row) -> bytes:
    """评议表: a page for each reader of each dossier, with her opinion and the marks of the interview where she gave
    them; a blank one where no reader is assigned."""
    names = {each["id"]: each["name"] for each in await sittings.members(row["id"])}
    panels = {each["id"]: each["name"] for each in await Panel.select().where(Panel.sitting == row["id"])}
    readers: dict[int, list[int]] = {}
    for each in await Assignment.select().where(Assignment.item.sitting == row["id"]).order_by(Assignment.id):
        readers.setdefault(each["item"], []).append(each["member"])
    scores = {
        (each["item"], each["member"]): each["marks"]
        for each in await InterviewScore.select(
            InterviewScore.member, InterviewScore.marks, InterviewScore.interview.item.as_alias("item")
        ).where(InterviewScore.interview.item.sitting == row["id"])  # type: ignore[union-attr]
    }
    said = {
        (each["item"], each["member"]): each
        for each in await ReadingOpinion.select().where(
            (ReadingOpinion.item.sitting == row["id"]) & ReadingOpinion.submitted_at.is_not_null()
        )
    }
    pages = [
        _evaluation(
            row, item, panels.get(item["panel"], ""), names.get(member, ""), scores.get((item["id"], member), {}),
            said.get((item["id"], member)),
        )
        for item in await sittings.items(row["id"])
        for member in readers.get(item["id"], [0])
    ]  # fmt: skip
    shape = office_shapes.EvaluationSheet(await _committee(row), pages)
    return await documents.sheet(shape, number=f"PY{row['id']:06d}", made_at=row["created_at"])


def _evaluation(
    row: Row, item: Row, panel: str, expert: str, marks: dict[str, int], said: Row | None
) -> Evaluation:
    criteria, (name, unit) = interviews.form()["criteria"], _named(row, item)
    facts = (
        ("编号", str(item["number"])), ("申报人", name), ("工作单位", unit),
        ("申报专业", item["specialty_name"]), ("申报职称", item["title_name"]),
    )  # fmt: skip
    return Evaluation(
        group=panel, facts=facts, full_marks=str(sum(each["full"] for each in criteria)), expert=expert,
        criteria=[(each["name"], str(each["full"]), _points(marks.get(each["code"]))) for each in criteria],
        total=_points(sum(marks.values())) if marks else "", opinion=said["words"] if said else "",
        day=day(said["submitted_at"]) if said else day(row["on"]) if marks else "",
    )  # fmt: skip


def _points(hundredths: int | None) -> str:
    return "" if hundredths is None else f"{hundredths / 100:g}"


async def invitations(row: Row) -> bytes:
    """面试通知: a letter to each applicant who has a slot."""
    return await interview_notices.made([each["id"] for each in await interviews.of_sitting(row["id"])])


async def results(row: Row) -> list[tuple[object, ...]]:
    """The lines of `RESULTS`, counted again from the ballots. ballot.Refusal when they do not agree."""
    counts = await ballot.recount(row["id"])
    found: list[tuple[object, ...]] = []
    for each in await sittings.items(row["id"]):
        count = counts[each["id"]]
        about = (each["name"], each["unit_name"], each["specialty_name"], each["title_name"])
        figures = (count.attending, count.yes, count.no, count.abstain)
        found.append((*about, *figures, "通过" if count.passed else "未通过"))
    return found


async def summary(row: Row) -> bytes:
    """评审结果汇总表, with the hash of the ballots."""
    lines = [tuple(str(cell) for cell in line) for line in await results(row)]
    passed = sum(line[-1] == "通过" for line in lines)
    shape = office_shapes.ResultSummary(
        committee=await _committee(row), title=f"{row['year']}年度评审结果汇总表", listing=Listing(RESULTS, lines),
        day=moment(row["closed_at"]),
        figures=(
            ("会议", row["name"]), ("评委总数", str(row["members"])), ("出席人数", str(row["present"])),
            ("参评人数", str(len(lines))), ("通过人数", str(passed)), ("未通过人数", str(len(lines) - passed)),
            ("选票校验码", row["sha256"]),
        ),
    )  # fmt: skip
    return await documents.sheet(shape, number=f"HZ{row['id']:06d}", made_at=row["closed_at"])
