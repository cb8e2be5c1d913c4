"""案件/公证业务：每条一件。"""

from web.columns import Option, choice, day, long_text, text, upload
from web.database.table import Table
from web.declaration.tables import DeclarationRow
from web.section import Section

KINDS = (
    Option("civil", "民商事案件", "律师"),
    Option("criminal", "刑事案件", "律师"),
    Option("administrative", "行政案件", "律师"),
    Option("arbitration", "仲裁案件", "律师"),
    Option("counsel", "法律顾问、非诉讼业务", "律师"),
    Option("aid", "法律援助", "律师"),
    Option("notary", "公证业务", "公证"),
    Option("forensic", "法医类鉴定", "司法鉴定"),
    Option("trace", "物证类鉴定", "司法鉴定"),
    Option("media", "声像资料鉴定", "司法鉴定"),
    Option("environment", "环境损害鉴定", "司法鉴定"),
    Option("other", "其他业务", "其他"),
)


class Case(DeclarationRow, Table, tablename="declaration_cases"):
    """One case."""

    name = text("案件（业务）名称", limit=150, required=True, hint="当事人用某某代替，如张某诉李某合同纠纷")
    kind = choice("业务类别", KINDS, required=True)
    case_number = text("案号（公证书、鉴定书编号）", limit=80, required=True)
    closed_on = day("办结日期", required=True)
    duty = text("本人承担的工作", limit=60, required=True, hint="如主办律师、承办公证员、第一鉴定人")
    summary = long_text(
        "案情及难点", limit=500, required=True, rows=6, hint="不写当事人的真实姓名和商业秘密。"
    )
    effect = long_text("办理结果及社会效果", limit=300, required=True, rows=4)
    evidence = upload("证明材料", hint="裁判文书、公证书、鉴定书等，请遮去当事人的个人信息。")


cases = Section(
    Case,
    key="cases",
    title="案件/公证业务",
    holder="declaration",
    noun="件业务",
    intro="填写任现职以来办理的有代表性的案件、公证或鉴定业务。不要出现当事人的个人信息。单位审核人和评审专家都会看到。",
    listed=("name", "kind", "case_number", "closed_on"),
)
