"""公示: the term, objections, and the result that waits."""

from datetime import date, datetime

import pytest

from tests.support import run
from tests.web.committee import hall
from web import clock
from web.publicity import rules
from web.publicity.tables import PublicityEntry

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
LAST = datetime.fromisoformat("2026-11-30T23:59:00+08:00")
AFTER = datetime.fromisoformat("2026-12-01T09:00:00+08:00")


async def show_them(names: tuple[str, ...] = ("陈静", "欧阳小华"), **more: date) -> dict[str, object]:
    """A publicity of the hall's first declarations under these names, begun now."""
    place = await hall.gather(3, len(names))
    by = await hall.account("经办人", "office-publicity", await hall.organisation("office", "评委会办公室"))
    items = await rules.Publicity.raw("SELECT declaration FROM item ORDER BY number")
    entries = [
        {
            "declaration": row["declaration"],
            "name": name,
            "unit_name": "中州建工集团有限公司",
            "title": "高级工程师",
        }
        for row, name in zip(items, names, strict=True)
    ]
    assert place.sitting
    return await rules.publish(
        by, committee=hall.COMMITTEE, year=2026, title="2026年度建设工程高级职称评审结果公示", organisation="评委会办公室",
        opening="经评审，下列人员通过评审，现予以公示。", contacts=[["电话", "0371-00000000"]], entries=entries, **more,
    )  # fmt: skip


def test_at_least_five_working_days(database: str) -> None:
    with (
        clock.frozen(MONDAY),
        pytest.raises(rules.Refusal, match="^公示期不少于 5 个工作日.*从 2026-11-23 起最早到 2026-11-30。$"),
    ):
        run(show_them(to_day=date(2026, 11, 27)))


def test_a_holiday_makes_it_longer() -> None:
    assert rules.earliest_end(date(2026, 9, 29)) == date(2026, 10, 12)


def test_names_are_full_while_it_runs_and_masked_afterwards(database: str) -> None:
    with clock.frozen(MONDAY):
        row = run(show_them())
        assert [each["shown"] for each in run(rules.entries(int(str(row["id"]))))] == ["陈静", "欧阳小华"]
    with clock.frozen(AFTER):
        assert [each["shown"] for each in run(rules.entries(int(str(row["id"]))))] == ["陈*", "欧**华"]


def test_the_result_waits_while_an_objection_is_open(database: str) -> None:
    with clock.frozen(MONDAY):
        row = run(show_them())
        number, by = int(str(row["id"])), int(str(row["by"]))
        entry = run(PublicityEntry.select().order_by(PublicityEntry.number))[0]
        receipt, code = run(rules.object(number, entry["id"], "论文不是本人写的。", "", "", LAST))
        assert run(rules.asked(receipt, "0000000000")) is None
        assert run(rules.asked(receipt, code.lower()))["words"] == "已收到"  # type: ignore[index]
        with pytest.raises(rules.Refusal, match="^公示到 2026-11-30 结束，结束后才能确认。$"):
            run(rules.confirm(number, "豫人社职〔2026〕1号"))
    with clock.frozen(AFTER):
        with pytest.raises(rules.Refusal, match="^公示已于 2026-11-30 结束。"):
            run(rules.object(number, None, "太晚了", "", "", AFTER))
        with pytest.raises(rules.Refusal, match="^还有 1 条异议没有答复，答复后才能确认。$"):
            run(rules.confirm(number, "豫人社职〔2026〕1号"))
        objection = run(rules.objections(number))[0]
        assert "code" not in objection
        run(rules.inquire(objection["id"], "已向杂志社发函。"))
        run(rules.answer(objection["id"], by, "经查，论文系他人所写，取消评审结果。", upheld=True))
        with pytest.raises(rules.Refusal, match="^这条异议已经答复过。$"):
            run(rules.answer(objection["id"], by, "再答", upheld=False))
        kept = run(rules.confirm(number, "豫人社职〔2026〕1号"))
        assert len(kept) == 1
        assert entry["declaration"] not in kept
        assert run(rules.confirmed(entry["declaration"])) is None
        answered = run(rules.asked(receipt, code))
        assert answered is not None
        assert (answered["words"], answered["answer"]) == ("已答复", "经查，论文系他人所写，取消评审结果。")
        run(rules.file(number, "豫职备〔2026〕9号", date(2026, 12, 1)))
        assert run(rules.load(number))["filing"] == "豫职备〔2026〕9号"


def test_nobody_is_shown_twice(database: str) -> None:
    with clock.frozen(MONDAY):
        row = run(show_them(("陈静",)))
        entry = run(PublicityEntry.select())[0]
        with pytest.raises(rules.Refusal, match="^其中有人员已经在公示或者公示过。$"):
            run(
                rules.publish(
                    int(str(row["by"])), committee=hall.COMMITTEE, year=2026, title="再公示", organisation="办公室",
                    opening="", contacts=[], entries=[entry],
                )
            )  # fmt: skip
