"""Every paper there is: its title, what it is made of, whether it is filed and signed."""

from typing import NamedTuple


class Paper(NamedTuple):
    """`key`: its template in templates/documents. `filed`: PDF/A-2a. `signed`: by the issuing organisation.

    `of_draft`: whether there is one before submission, with a watermark.
    """

    key: str
    title: str
    made_of: str
    filed: bool = True
    signed: bool = False
    of_draft: bool = True


SNAPSHOT = "snapshot"
SHEET = "sheet"

PAPERS = {
    paper.key: paper
    for paper in (
        Paper("review_form", "职称评审表", SNAPSHOT),
        Paper("summary_sheet", "职称评审简表", SNAPSHOT),
        Paper("commitment", "诚信承诺书", SNAPSHOT),
        Paper("recommendation", "单位推荐意见书", SNAPSHOT),
        Paper("submission_receipt", "提交回执", SNAPSHOT, signed=True, of_draft=False),
        Paper("acceptance", "受理凭证", SNAPSHOT, signed=True, of_draft=False),
        Paper("publicity_notice", "公示", SHEET, signed=True),
        Paper("publicity_proof", "公示证明", SHEET),
        Paper("correction_notice", "一次性告知书", SHEET, signed=True),
        Paper("roster", "推荐人员花名册", SHEET),
        Paper("interview_notice", "面试通知", SHEET, signed=True),
        Paper("sign_in_sheet", "签到表", SHEET, filed=False),
        Paper("evaluation_sheet", "评议表", SHEET),
        Paper("ballot_paper", "表决票", SHEET, filed=False),
        Paper("tally_sheet", "计票表", SHEET),
        Paper("meeting_record", "会议记录", SHEET),
        Paper("result_summary", "评审结果汇总表", SHEET),
        Paper("announcement", "发文", SHEET, signed=True),
        Paper("certificate", "职称证书", SHEET, signed=True),
    )
}
