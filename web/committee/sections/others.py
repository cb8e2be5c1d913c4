"""其他：行政职务、评审经历、个人简介。"""

from web.codelists import options
from web.columns import choice, long_text, text
from web.committee.expert_tables import ExpertRow
from web.database.table import Table
from web.section import Section


def _bank_card(card: str) -> str:
    digits = card.replace(" ", "")
    if not digits.isdigit() or not 12 <= len(digits) <= 19:
        return "银行卡号应是 12 到 19 位数字。"
    odd = [int(each) for each in digits[-1::-2]]
    even = [sum(divmod(2 * int(each), 10)) for each in digits[-2::-2]]
    return "" if (sum(odd) + sum(even)) % 10 == 0 else "银行卡号不对，请对照卡片核对。"


class Others(ExpertRow, Table, tablename="expert_others"):
    """The rest of what a candidate says."""

    administrative_post = text("现任行政职务", limit=60, hint="没有担任行政职务的不填。")
    admin_rank = choice("行政职务级别", options("admin_rank"), required=True)
    review_work = long_text(
        "参加评审工作情况（限1000字以下）", limit=1000, required=True, hint="没有参加过的写“无”。"
    )
    introduction = long_text("个人简介及学术贡献", limit=3000, required=True, rows=10)
    bank = text("开户银行", limit=60, hint="用于发放评审酬金，只有专家库管理部门会看到。")
    bank_card = text("银行卡号", limit=30, check=_bank_card, input_mode="numeric")


others = Section(
    Others,
    key="others",
    title="其他",
    holder="application",
    noun="份说明",
    layout="one",
    at_most=1,
    intro="所在单位和专家库管理部门会看到，申报人看不到。",
    saves="保存信息",
)
