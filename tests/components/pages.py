"""Sample pages: sign-in, a form that came back, a list, a check page, an applicant's home, a confirmation, a receipt."""

from typing import Any

from tests.components.gallery import gallery, page

LEVELS = [["1", "国家级"], ["2", "省部级"], ["3", "厅局级"]]


def field(
    kind: str, label: str, name: str, value: str = "", complaint: str = "", **more: Any
) -> dict[str, Any]:
    about = {
        key: more.pop(key) for key in ("limit", "hint", "unit", "required", "decimals", "rows") if key in more
    }
    return {
        "field": {"kind": kind, "label": label, **about},
        "name": name,
        "value": value,
        "complaint": complaint,
        **more,
    }


IMPORTS = """{% from "components/field/edit.html" import field %}{% from "components/errors/summary.html" import summary %}
{% from "components/table/table.html" import table %}{% from "components/pager/pager.html" import pager %}
{% from "components/notice/notice.html" import notice %}{% from "components/steps/steps.html" import steps %}
{% from "components/tasklist/tasklist.html" import tasklist %}{% from "components/button/button.html" import submit, link, post %}
{% from "components/summary_list/summary_list.html" import summary_list %}{% from "components/trail/trail.html" import trail %}
{% from "components/confirm/confirm.html" import confirm %}{% from "components/tag/tag.html" import tag %}"""


def sign_in() -> str:
    boxes = [
        field(
            "text",
            "账号",
            "login",
            hint="所在单位提供的账号，一般是居民身份证号。",
            required=True,
            autocomplete="username",
        ),
        field("password", "密码", "password", hint="首次登录的密码是证件号后 8 位。", required=True),
    ]
    for each in boxes:
        each["field"]["autocomplete"] = each.pop("autocomplete", "current-password")
    main = (
        IMPORTS
        + """<h1>用户登录</h1>
<form method="post" action="/sign-in" class="narrow">
{% for each in boxes %}{{ field(box(each)) }}{% endfor %}
<p class="buttons">{{ submit("立即登录", "primary") }}</p></form>
<p>没有账号，或忘记密码：请联系所在单位的人事部门，由单位开通账号或重新发放首次登录密码。</p>"""
    )
    return page(main, "登录", person=None, boxes=boxes)


def form() -> str:
    boxes = [
        field("text", "奖项名称", "r1-name", "全国中小学优质课", limit=60, required=True),
        field("choice", "奖项级别", "r1-level", "", "请选择奖项级别。", required=True, options=LEVELS),
        field("day", "获奖日期", "r1-on", "2025-13-01", "获奖日期应是一个日期，如 2015-09-01。", hint="如 2015-09-01", check_url="/check"),
        field("number", "本人排名", "r1-rank", "2", hint="独立完成的填 1。"),
        field("long_text", "本人贡献", "r1-part", "主持课例设计，承担两轮试教。", limit=200, rows=4,
              stored="主持课例设计。", hint="写明本人做了什么，评审专家会看到。"),
        field("yes_no", "是否为集体奖", "r1-shared", required=True, complaint="请选择是否为集体奖。"),
        field("upload", "证书扫描件", "r1-scan", upload_url="#up", files=[
            {"name": "全国优质课一等奖证书（正反面）.pdf", "url": "#f", "about": "PDF，1.2 MB，2 页", "remove_url": "#r"}]),
    ]  # fmt: skip
    main = (
        IMPORTS
        + """{% set boxes = boxes | map("box") | list %}{{ trail([("申报职称", "#a")]) }}{{ summary(boxes) }}
<h1>获奖情况</h1><p>按获奖日期从近到远填写，最多 10 项。</p>
<form method="post" action="/x" hx-post="/x" data-autosave="/x/keep"><input type="hidden" name="token" value="t">
<fieldset class="row" id="row-1" data-row><legend tabindex="-1">第 1 项奖励</legend><div class="fields">
{% for each in boxes %}{{ field(each) }}{% endfor %}</div>
<p class="buttons">{{ submit("删除这一项", "danger", "remove", "1", subject="第 1 项奖励") }}</p></fieldset>
<p>{{ submit("增加一项奖励", "", "add", "1", extra="data-add") }}</p>
<p class="buttons">{{ submit("保存", "primary") }}{{ link("返回申报", "#a", "quiet") }}</p></form>"""
    )
    return page(
        main.replace('boxes | map("box") | list', "made"),
        "获奖情况",
        wrong=True,
        boxes=boxes,
        made=made(boxes),
    )


def made(boxes: list[dict[str, Any]]) -> list[Any]:
    from tests.components.gallery import box

    return [box(each) for each in boxes]


TITLES = ("基于真实情境的初中语文阅读教学研究", "农村初中作文教学的三个台阶", "整本书阅读的课堂组织")


def listing() -> str:
    rows = [
        [
            {"text": TITLES[n % 3], "href": "#p"}, "中学语文教学参考", f"{2025 - n // 3}-0{n % 9 + 1}", str(n % 4 + 1),
            {"text": "", "tag": ("done", "wrong", "todo")[n % 3]}, {"acts": [("修改", "#e"), ("删除", "#d")]},
        ]
        for n in range(20)
    ]  # fmt: skip
    main = (
        IMPORTS
        + """<h1>论文</h1><p>任现职以来公开发表的论文，最多 60 篇；代表作在提交前从中选定。</p>
<p>{{ link("增加一篇论文", "#n", "primary") }}</p>
{{ table("已填写的论文", ["题目", "刊物", ("发表年月", "date"), ("本人排名", "figure"), "状态", ("操作", "acts")], rows) }}{{ pager(2, 5, "#page=") }}"""
    )
    return page(main, "论文", rows=rows, tree_title="申报职称", status="已保存 10:32。")


def check() -> str:
    rows = [
        {"label": "姓名", "value": "李慧敏"}, {"label": "申报系列", "value": "中小学教师", "href": "#s"},
        {"label": "申报职称", "value": "中小学二级教师（助理级）", "href": "#s"},
        {"label": "从事现专业时间", "value": "", "href": "#s", "state": "todo"},
        {"label": "个人业务自传", "value": "任现职以来，本人拥护党的教育方针，\n承担七年级两个班的语文教学和一个班的班主任工作。", "href": "#s"},
    ]  # fmt: skip
    sections = [
        {"href": "#1", "label": "基本信息", "state": "done"}, {"href": "#2", "label": "学习经历", "state": "wrong", "about": "毕业日期早于入学日期"},
        {"href": "#3", "label": "获奖情况", "state": "doing", "about": "已填 3 项"}, {"href": "#4", "label": "个人业务自传", "state": "todo"},
        {"href": "#5", "label": "专利", "state": "off"},
    ]  # fmt: skip
    main = (
        IMPORTS
        + """<h1>核对申报信息</h1>
{% call notice("warning", "还不能提交") %}<p>有 1 处有误、1 处没有填写。点标题可以回到那一页改正。</p>{% endcall %}
<h2>各部分</h2>{{ tasklist(sections) }}<h2>申报信息</h2>{{ summary_list(rows) }}
<p class="buttons">{{ link("预览信息", "#v") }}{{ submit("提交审核", "primary") }}</p>"""
    )
    return page(main, "申报职称", rows=rows, sections=sections)


def home() -> str:
    stations = [
        {"label": "单位审核", "state": "done", "who": "郑州市第七中学 王立新", "since": "2026年9月3日 通过"},
        {"label": "主管部门审核", "state": "current", "who": "金水区教育局", "since": "2026年9月4日 收到", "until": "2026年9月18日 以前办理"},
        {"label": "评审", "state": "todo"}, {"label": "公示", "state": "todo", "until": "5 个工作日"}, {"label": "发证", "state": "todo"},
    ]  # fmt: skip
    main = (
        IMPORTS
        + """<h1>李慧敏，您好</h1>
{% call notice("info", "下一步：等待主管部门审核") %}<p>申报材料已经提交，编号 2026-0412-00037。审核期间不能修改；如需修改，可以在单位审核前撤回。</p>{% endcall %}
<h2>2026 年度申报</h2><p class="lead">中小学教师 · 助理级 · 中学语文 · 中小学二级教师</p>{{ steps(stations) }}
<h2>填报时间</h2><p>2026年8月1日 0:00 到 2026年9月30日 24:00。过了这个时间，页面可以查看，不能修改。</p>
<p class="buttons">{{ link("查看申报材料", "#v", "primary") }}{{ link("下载回执", "#r") }}</p>"""
    )
    return page(main, "首页", stations=stations)


def confirmation() -> str:
    main = (
        IMPORTS
        + """{{ confirm("重选系列会删去 2 个部分的内容，确定重选吗？",
["“教学工作量”的 6 条记录和“班主任工作”的 3 条记录在新系列里没有位置，会删去。", "论文、获奖情况和个人业务自传会留下。"],
"/x", "t", "重选系列", "#back", "danger") }}"""
    )
    return page(main, "申报职称")


def receipt() -> str:
    main = (
        IMPORTS
        + """<h1>已提交，等待单位审核</h1><div class="receipt"><p>申报编号<br><b>2026-0412-00037</b></p>
<p>提交时间：2026年9月2日 09:12:33（北京时间）</p>
<p>材料校验码（SHA-256）<br><code>9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08</code></p></div>
<p class="buttons">{{ link("打印回执", "#p", "primary") }}</p>"""
    )
    return page(main, "首页")


PAGES = {
    "gallery": gallery, "sign_in": sign_in, "form": form, "listing": listing, "check": check, "home": home,
    "confirmation": confirmation, "receipt": receipt,
}  # fmt: skip
