"""Declarations before a hall, frozen as they were submitted, with files that can be looked at."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from tests.identity import id_number
from web.committee.tables import Item
from web.declaration import snapshot
from web.declaration.tables import Declaration
from web.evidence import places
from web.people.tables import Account

NAME, UNIT = "欧阳秋实", "郑州市星河隧道工程有限公司"


def picture(colour: str) -> bytes:
    """A page as JPEG with words in its metadata."""
    image = Image.new("RGB", (600, 800), colour)
    ImageDraw.Draw(image).rectangle((60, 60, 540, 200), fill="white")
    exif = Image.Exif()
    exif[0x013B] = NAME
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=NAME.encode())
    return out.getvalue()


def value(name: str, label: str, shown: str, kind: str = "text", files: Any = ()) -> dict[str, Any]:
    return {"name": name, "label": label, "kind": kind, "value": shown, "shown": shown, "files": list(files)}


def file(colour: str, name: str) -> dict[str, Any]:
    """A kept file as a snapshot names it."""
    body = picture(colour)
    sha256 = places.store().put(body)
    return {"sha256": sha256, "name": name, "kind": "image/jpeg", "size": len(body), "pages": 1}


def section(key: str, title: str, *rows: list[dict[str, Any]], many: bool = True) -> dict[str, Any]:
    held = [{"id": at, "values": values} for at, values in enumerate(rows, start=1)]
    return {"key": key, "title": title, "origin": "declaration", "many": many, "rows": held}


def body(name: str = NAME, unit: str = UNIT, people: dict[str, str] | None = None) -> dict[str, Any]:
    """What one person submitted. `people`: field → name of somebody who stands in it."""
    named = people or {}
    number = id_number("19850607", 77)
    return {
        "format": 1, "number": "SB2026000077", "version": 1, "year": 2026, "submitted_at": "2026-10-08T09:12:33+08:00",
        "catalogue": "2026", "applicant": {"name": name, "id_number": number, "unit": unit, "photo": file("teal", "photo.jpg")["sha256"]},
        "heading": [
            {"name": "title", "label": "申报职称", "value": "", "shown": "高级工程师"},
            {"name": "unit_type", "label": "单位类型", "value": "", "shown": "国有企业"},
        ],
        "sections": [
            section("basic", "基本信息", [
                value("former_name", "曾用名", "欧阳小实"), value("mobile", "手机号码", "13800001234"),
                value("specialty_since", "从事现专业时间", "2008-07-01", "day"),
                value("email", "EMAIL", "qiushi@example.com"),
            ], many=False),
            section("education", "学习经历", [
                value("major", "所学专业", "隧道工程"), value("supervisor", "导师", named.get("supervisor", "")),
            ]),
            section("work", "工作经历", [
                value("unit", "单位", unit), value("specialty", "从事专业", "隧道施工"),
                value("witness", "证明人", named.get("witness", "")),
            ]),
            section("papers", "论文/著作", [
                value("name", "题目（书名）", "富水断层带注浆止水"),
                value("authors", "全部作者", f"{name}、{named.get('authors', '')}"),
                value("scan", "封面、版权页、目录、正文、封底", "", "upload", [file("navy", f"{name}-论文.jpg")]),
            ]),
            section("patents", "专利", [
                value("name", "名称", "盾构刀具更换装置"), value("owner", "专利权人（著作权人）", named.get("owner", unit)),
                value("inventors", "全部发明人（设计人）", named.get("inventors", name)),
            ]),
            section("projects", "项目/课题", [
                value("name", "项目（课题）名称", "穿河隧道"), value("members", "项目组成员", named.get("members", "")),
            ]),
            section("awards", "获奖情况", [
                value("authority", "授奖单位", unit), value("members", "全部获奖人", named.get("award", "")),
                value("certificate", "获奖证书", "", "upload", [file("maroon", f"{unit}获奖证书.jpg")]),
            ]),
            section("exceptional", "破格理由", [value("recommender", "推荐人", named.get("recommender", ""))], many=False),
            section("autobiography", "个人业务自传", [value(
                "story", "个人业务自传",
                f"我叫{name}，{' '.join(name)}是我的名字，电话13800001234，在{unit}（{unit.removesuffix('有限公司')[3:]}）工作，"
                f"身份证{number.lower()}，信箱 QIUSHI@example.com。",
                "long_text",
            )], many=False),
        ],
        "commitment": {"version": "1", "text": "", "name": name, "signed_at": ""},
    }  # fmt: skip


async def freeze(item: int, **about: Any) -> dict[str, Any]:
    """Submit the declaration behind an item with body(**about); its account is renamed to match."""
    row = await Item.select(Item.declaration).where(Item.id == item).first()
    return await freeze_declaration(row["declaration"], **about) if row else {}


async def freeze_declaration(declaration: int, **about: Any) -> dict[str, Any]:
    made = body(**about)
    person = await Declaration.select(Declaration.person).where(Declaration.id == declaration).first()
    await Account.update({Account.name: made["applicant"]["name"]}).where(Account.id == person["person"])
    await Declaration.update({Declaration.unit_name: made["applicant"]["unit"]}).where(
        Declaration.id == declaration
    )
    row = await Declaration.select().where(Declaration.id == declaration).first()
    await snapshot.freeze(row or {}, made)
    return made
