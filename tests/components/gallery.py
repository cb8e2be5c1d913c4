"""Every example of every component, rendered as the pages render them, and the sample pages made of them."""

import json
from pathlib import Path
from typing import Any

from markupsafe import Markup

from web.box import Box
from web.columns import Field, Option
from web.shell.assets import asset
from web.shell.show import JINJA, htmx

HTMX = "htmx.min.js"
COMPONENTS = Path(__file__).resolve().parents[2] / "components"
KINDS = ("text", "password", "long_text", "choice", "day", "number", "yes_no", "upload")
FOLDERS = sorted(path.parent.name for path in COMPONENTS.glob("*/examples.json"))


def box(given: dict[str, Any]) -> Box:
    """A Box from JSON: {"field": {...}, "name": ..., "options": [[value, label, group], ...], ...}."""
    about = dict(given)
    field = Field(**about.pop("field"))
    options = tuple(Option(*option) for option in about.pop("options", ()))
    about.setdefault("id", about["name"])
    return Box(field, options=options, files=tuple(about.pop("files", ())), **about)


def examples(folder: str) -> list[dict[str, Any]]:
    """The examples of one component: {"name", "from" (file), "macro", "given" (arguments)}."""
    return json.loads((COMPONENTS / folder / "examples.json").read_text())


def rendered(folder: str, example: dict[str, Any]) -> str:
    """The HTML of one example."""
    given = dict(example["given"])
    if "box" in given:
        given["box"] = box(given["box"])
    if "boxes" in given:
        given["boxes"] = [box(each) for each in given["boxes"]]
    template = JINJA.get_template(f"components/{folder}/{example['from']}")
    return str(getattr(template.module, example["macro"])(**given)).strip()


def all_rendered(folder: str) -> str:
    """The stored form of a component's examples: each under its name, blank lines left out."""
    parts = [f"<!-- {example['name']} -->\n{rendered(folder, example)}" for example in examples(folder)]
    return "\n".join(line.rstrip() for line in "\n".join(parts).splitlines() if line.strip()) + "\n"


TREE_PLACES = (
    ("首页", ""), ("修改密码", ""), ("基本信息", "done"), ("学习经历", "wrong"), ("工作经历", "done"), ("申报职称", "todo"),
    ("申报专家候选人", ""), ("信息查询", ""), ("缴费", ""),
)  # fmt: skip


def tree(current: str) -> list[dict[str, Any]]:
    """The applicant's tree with `current` marked."""
    return [
        {"href": f"#{label}", "label": label, "state": state, "current": label == current}
        for label, state in TREE_PLACES
    ]


PERSON = {"name": "李慧敏", "unit": "郑州市第七中学"}


def page(main: str, title: str, **context: Any) -> str:
    """A whole page through templates/layout.html; `main`: the body of the block, itself a template."""
    given = {
        "person": PERSON, "path": "/", "token": "t0ken", "status": "", "tree": tree(title), "expires_in": 1800,
        "platform": "河南省职称管理服务平台", "asset": lambda name: f"/static/{name}", "box": box,
        "htmx": lambda: Markup(htmx().replace(asset(HTMX), f"/static/{HTMX}")), **context,
    }  # fmt: skip
    scripts = "" if given["person"] else "{% block scripts %}{% endblock %}"
    source = (
        '{% extends "layout.html" %}{% block title %}' + title + "{% endblock %}" + scripts
        + "{% block main %}" + main + "{% endblock %}"
    )  # fmt: skip
    return JINJA.from_string(source).render(given)


def gallery() -> str:
    """All examples on one page; a field kind stands in its whole field, for a control alone has no label."""
    parts, number = ["<h1>组件一览</h1>"], 0
    for folder in FOLDERS:
        parts.append(f"<h2>{folder}</h2>")
        for example in examples(folder):
            if folder in ("trail", "confirm", "errors", "status"):
                continue
            number += 1
            if "box" in example["given"]:
                given = {**example["given"]["box"], "id": f"x{number}"}
                macro = "form" if example["macro"] == "form" else "field"
                file = "upload/form.html" if macro == "form" else "field/edit.html"
                more = {"token": "t", "limits": example["given"].get("limits", "")} if macro == "form" else {}
                parts.append(
                    str(getattr(JINJA.get_template(f"components/{file}").module, macro)(box(given), **more))
                )
            else:
                parts.append(rendered(folder, example))
    return page("{% raw %}" + "\n".join(parts) + "{% endraw %}", "组件一览", tree=tree("首页"))
