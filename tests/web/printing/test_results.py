"""From the count to the certificate: what the 评审表 says of it, to whom and when."""

from datetime import date

from tests.support import run
from tests.web.documents.printed import holds
from tests.web.printing.reading import bare, paper
from tests.web.review import sitting
from tests.web.review.people import HAN, JIANG, browser_of, later, row_of
from tests.web.review.sitting import TITLES, account_of
from web import clock
from web.certificate import rules as certificates
from web.publicity import rules as publicity

COUNT = "同意6票(须5票),通过评审。"


def form() -> str:
    return f"/declarations/{run(row_of(HAN))['id']}/documents/review_form.pdf"


def test_the_count_then_the_approval(province: str) -> None:
    run(sitting.office_for_titles())
    sitting.accepted()
    with later(sitting.DAY):
        held = run(sitting.closed(6))
        assert COUNT in paper(browser_of(JIANG), form())
        assert COUNT not in paper(browser_of(HAN), form())
        shown = run(sitting.publicised(held))
        text = paper(browser_of(HAN), form())
        for said in (COUNT, "评委总数出席人数同意票反对票弃权票结果", "77610通过", "2026年11月1日"):
            assert said in text, said
        assert "专家" not in text
        assert "批准文号:" in text and "豫人社职" not in text
    with later(sitting.DAY + 10):
        by = run(account_of(TITLES))
        run(publicity.confirm(shown["id"], "豫人社职〔2026〕1号", by))
        run(publicity.file(shown["id"], "豫职备〔2026〕9号", clock.today(), by))
        issued = run(certificates.issue(run(row_of(HAN))["id"], by, obtained_on=date(2026, 11, 1)))
        text = paper(browser_of(HAN), form())
        for said in (
            "批准文号:豫人社职〔2026〕1号", "批准资格名称:", "取得时间:2026年11月1日", f"证书编号:{issued['number']}",
            "经公示,确认韩十一取得", "确认(2026年11月11日)", "评审结果(2026年11月1日)",
        ):  # fmt: skip
            assert holds(text, bare(said)), said


def test_who_did_not_pass_reads_it_once_the_results_are_out(province: str) -> None:
    sitting.accepted()
    with later(sitting.DAY):
        run(sitting.closed(2))
        assert "未通过评审" in paper(browser_of(JIANG), form())
        assert "未通过评审" not in paper(browser_of(HAN), form())
