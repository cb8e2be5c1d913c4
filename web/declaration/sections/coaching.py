"""带训成绩（体育）：每条一次比赛成绩。"""

from web.columns import Option, choice, day, long_text, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section

LEVELS = (
    Option("olympic", "奥运会、残奥会"),
    Option("world", "世界锦标赛、世界杯"),
    Option("asia", "亚运会、亚洲锦标赛"),
    Option("national_games", "全国运动会、青年运动会"),
    Option("national", "全国锦标赛、冠军赛、联赛"),
    Option("province", "省运动会、省级比赛"),
    Option("city", "市级比赛"),
    Option("supply", "输送运动员"),
    Option("medical", "运动防护、康复保障"),
    Option("other", "其他"),
)
DUTIES = (
    Option("head", "主教练"),
    Option("coach", "主管（带训）教练"),
    Option("assistant", "助理教练"),
    Option("first", "输送、启蒙教练"),
    Option("therapist", "运动防护师"),
    Option("other", "其他"),
)


class Coaching(DeclarationRow, Table, tablename="declaration_coaching"):
    """One result of athletes that the person trained."""

    held_on = day("比赛（输送）日期", required=True)
    competition = text("比赛名称", limit=150, required=True)
    level = choice("比赛级别", LEVELS, required=True)
    event = text("项目（小项）", limit=60, required=True)
    athletes = text("运动员（队）", limit=100, required=True)
    place = text("名次（成绩）", limit=60, required=True, hint="如第 1 名、破全国纪录")
    duty = choice("本人身份", DUTIES, required=True)
    period = text("带训时间", limit=60, hint="如 2019.03-2021.09")
    contribution = long_text("本人贡献", limit=300, rows=4)
    evidence = upload("证明材料", hint="成绩册、秩序册、注册证明等。")


coaching = Section(
    Coaching,
    key="coaching",
    title="带训成绩",
    holder="declaration",
    noun="项带训成绩",
    intro="填写任现职以来带训运动员取得的成绩和输送、保障业绩。单位审核人和评审专家都会看到。",
    listed=("competition", "event", "place", "held_on"),
)
