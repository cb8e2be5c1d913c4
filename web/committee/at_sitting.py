"""The sitting that a request is about, and who asks: the office, or a member in her seat."""

from litestar import Request
from litestar.exceptions import NotFoundException

from web.committee import permitted, sittings
from web.rows import Row

SAID = {
    "saved": "已保存。", "started": "投票已开始。", "recused": "已回避，这份材料不再由您评审。", "assigned": "已分配评议专家。",
    "replaced": "已由候补专家替换，回避关系已重新查找。",
    "closed": "投票已结束，票已计完。", "voted": "您已投票。",
    "kept": "已保存。", "submitted": "评议意见已提交，不能再改。", "annulled": "会议已作废。列入会议的申报已回到“已受理”。",
    "voided": "本轮投票已作废。请重新签到、领取开票码，再开始投票。",
}  # fmt: skip


def said(request: Request) -> str:
    """What was done, in words, from the address."""
    return SAID.get(request.query_params.get("said", ""), "")


async def in_hand(request: Request, number: int, *, office: bool = False) -> tuple[Row, Row | None, bool]:
    """(the sitting, the member who asks or None, whether the office asks); 404 for anyone else."""
    person = request.state["person"]
    try:
        row = await sittings.sitting_of(number)
    except sittings.Refusal as unknown:
        raise NotFoundException from unknown
    member = await sittings.member_of(number, person.id)
    is_office = await permitted.is_office(person, row)
    if not is_office and (office or member is None):
        raise NotFoundException
    return row, member, is_office


async def seat(request: Request, number: int) -> tuple[Row, Row]:
    """(the sitting, the member who asks); 404 for anyone else, the office too."""
    row, member, _ = await in_hand(request, number)
    if member is None:
        raise NotFoundException
    return row, member
