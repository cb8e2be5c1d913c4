"""公示 and objections in browsers without script, by anyone and by the office."""

import re

from tests.browser import Browser, signed_in
from tests.cast import PASSWORD
from tests.support import run
from tests.web.committee import hall
from tests.web.publicity.test_rules import AFTER, MONDAY, show_them
from web import clock
from web.people import accounts
from web.people.tables import Role


def test_from_the_objection_to_the_confirmation(database: str) -> None:
    with clock.frozen(MONDAY):
        row = run(show_them())
        visitor = Browser()
        visitor.open("/publicity")
        page = visitor.follow("2026年度建设工程高级职称评审结果公示")
        assert "公示时间：2026年11月23日 至 2026年11月30日" in page.text
        assert "陈静" in page.text
        visitor.follow("提出异议")
        page = visitor.press("提交异议")
        assert page.complaints == ["请写明异议的内容和依据。"]
        page = visitor.press("提交异议", text="业绩与事实不符。", name="一名同事")
        assert page.heading == "已收到您的异议"
        receipt = re.search(r"YY\d{12}", page.text)[0]  # type: ignore[index]
        code = re.search(r"查询码：([0-9A-F]{10})", page.text)[1]  # type: ignore[index]
        visitor.open("/objections")
        page = visitor.press("查询", receipt=receipt, code="0000000000")
        assert page.complaints == ["回执号或查询码不对，请核对。"]
        assert "已收到" in visitor.press("查询", receipt=receipt, code=code).text
        assert Browser().open("/publicity-desk").path.startswith("/sign-in")
    number = run(
        hall.organisation(f"committee:{hall.COMMITTEE}"[:40], "建设工程评委会办公室", "committee_office")
    )
    clerk = run(hall.account("经办人", "clerk", number))
    run(accounts.set_password(clerk, PASSWORD))
    run(Role(account=clerk, role="committee_office", organisation=number).save())
    with clock.frozen(AFTER):
        run(accounts.set_password(clerk, PASSWORD))
        run(Role.update({Role.since: MONDAY}).where(Role.account == clerk))
        office = signed_in("clerk")
        page = office.open("/publicity-desk")
        assert "还有 1 条异议没有答复，答复后才能确认。" in page.text
        page = office.follow("2026年度建设工程高级职称评审结果公示")
        assert "业绩与事实不符。" in page.text
        page = office.press("答复：异议不成立", answer="")
        assert "请写明调查结果和答复。" in page.text
        page = office.press("答复：异议不成立", answer="长" * 1001)
        assert (page.status, page.value("answer").strip()) == (422, "长" * 1001)
        assert "调查结果和答复最多 1000 个字，现在是 1001 个字，请删去 1 个字。" in page.text
        page = office.press("答复：异议不成立", answer="经核实，业绩属实。")
        assert "已答复。" in page.text
        assert "请填写确认文件的文号。" in office.press("确认评审结果", document="").text
        page = office.press("确认评审结果", document="豫人社职〔2026〕1号")
        assert "已确认。" in page.text
        page = office.press("记录备案", filing="豫职备〔2026〕9号", filed_on="2026-12-01")
        assert "已记录备案。" in page.text
        visitor.open("/objections")
        assert "经核实，业绩属实。" in visitor.press("查询", receipt=receipt, code=code).text
        page = visitor.open(f"/publicity/{row['id']}")
        assert "确认文件：豫人社职〔2026〕1号" in page.text
        assert "陈静" not in page.text
        assert "陈*" in page.text
