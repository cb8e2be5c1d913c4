"""培训经历：每条一次培训、进修。"""

from web.codelists import options
from web.columns import choice, day, number, text, upload
from web.database.table import Table
from web.profile.tables import ProfileRow
from web.row_checks import PERIOD
from web.section import Section


class Training(ProfileRow, Table, tablename="profile_training"):
    """One course of training."""

    began_on = day("起止时间（起）", required=True)
    ended_on = day("起止时间（止）", gap="至今", hint="还在培训的不填，如 2016-07-01")
    kind = choice("培训类别", options("training_kind"), required=True)
    name = text("培训内容", limit=100, required=True)
    organiser = text("培训单位", limit=80, required=True)
    hours = number("学时", unit="学时", decimals=1, most=9999)
    outcome = text("结果（证书名称、编号）", limit=100)
    witness = text("证明人", limit=30)
    remark = text("备注", limit=200)
    scan = upload("上传文件", hint="结业证书、培训证明等。")


training = Section(
    Training,
    key="training",
    title="培训经历",
    holder="person",
    noun="次培训",
    at_most=60,
    intro="填写进修、培训、学术交流和挂职锻炼，没有的不填。单位审核人和评审专家都会看到。",
    listed=("began_on", "ended_on", "name", "organiser"),
    check=PERIOD,
)
