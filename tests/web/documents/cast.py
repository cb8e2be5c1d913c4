"""Invented declarations for the papers: short, typical, and as full as the service allows."""

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
REGION = "410199"


def id_number(birth: str, sequence: str) -> str:
    """An ID number of no region in use, with the right check digit (GB 11643-1999)."""
    digits = REGION + birth + sequence
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def value(name: str, label: str, shown: str, kind: str = "text", files: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "kind": kind,
        "value": shown or None,
        "shown": shown,
        "files": [
            {"sha256": "ab" * 32, "name": file, "kind": "application/pdf", "size": 81234, "pages": 2}
            for file in files
        ],
    }


def section(
    key: str, title: str, rows: list[list[dict[str, Any]]], origin: str = "declaration", many: bool = True
):
    return {
        "key": key,
        "title": title,
        "origin": origin,
        "many": many,
        "rows": [{"id": index + 1, "values": row} for index, row in enumerate(rows)],
    }


def day(text: str) -> str:
    year, month, of_month = text.split("-")
    return f"{year}年{int(month)}月{int(of_month)}日"


def basic(name: str, birth: str, **more: str) -> dict[str, Any]:
    known = {
        "性别": "女",
        "民族": "汉族",
        "出生日期": day(birth),
        "政治面貌": "中共党员",
        "健康状况": "健康",
        "参加工作时间": "2012年7月",
        "手机号码": "13800000000",
        "单位性质": "公办",
        "现从事专业": "建筑施工",
        "从事现专业时间": "2012年7月",
        "最高学历": "大学本科",
        "毕业院校": "中州建筑大学",
        "毕业证书专业": "土木工程",
        "EMAIL": "chen@example.org",
        "通讯地址": "虚构省中州市文化路1号",
    } | more
    row = [value(f"f{index}", label, shown) for index, (label, shown) in enumerate(known.items())]
    return section("basic", "基本信息", [row], origin="profile", many=False)


def snapshot(name: str, birth: str, unit: str, sections: list[dict[str, Any]], number: str) -> dict[str, Any]:
    heading = (
        ("year", "申报年度", "2026"),
        ("type", "评审类型", "正常晋升"),
        ("series", "申报系列", "工程技术人员"),
        ("level", "申报级别", "中级"),
        ("committee", "评委会", "中州市工程系列中级评审委员会"),
        ("specialty", "申报专业", "建筑施工"),
        ("title", "申报职称", "工程师"),
        ("region", "区域（城乡）", "城市"),
        ("post", "工作岗位", "生产一线"),
        ("identity", "申报人身份", "技术人员"),
        ("unit_type", "单位类型", "公办"),
    )
    return {
        "format": 1,
        "number": number,
        "version": 1,
        "year": 2026,
        "submitted_at": "2026-10-08T09:12:33+08:00",
        "catalogue": "2026",
        "applicant": {
            "name": name,
            "id_number": id_number(birth.replace("-", ""), "042"),
            "unit": unit,
            "photo": None,
        },
        "heading": [
            {"name": n, "label": label, "value": shown, "shown": shown} for n, label, shown in heading
        ],
        "sections": sections,
        "commitment": {
            "version": "2026-1",
            "name": name,
            "signed_at": "2026-10-08T09:10:00+08:00",
            "text": "本人郑重承诺：所填报的全部信息和提交的全部材料真实、准确、有效。\n"
            "本人知晓弄虚作假将被取消申报资格、撤销已取得的职称，并记入职称评审诚信档案。",
        },
    }


def short() -> dict[str, Any]:
    """Somebody at the first step: hardly anything to tell."""
    sections = [
        basic("李明", "1999-05-04"),
        section(
            "education",
            "学习经历",
            [
                [
                    value("period", "起止时间", "2017年9月至2021年6月", "month"),
                    value("school", "学校", "中州师范学院"),
                    value("major", "所学专业", "汉语言文学"),
                    value("degree", "学位", "学士"),
                ]
            ],
            origin="profile",
        ),
        section("awards", "获奖情况", []),
        section("account", "个人业务自传", [[value("text", "个人业务自传", "", "long_text")]], many=False),
    ]
    return snapshot("李明", "1999-05-04", "中州市第九中学", sections, "2026-ZZ-000001")


ACCOUNT = (
    "本人自参加工作以来，一直从事建筑施工技术管理工作，先后参加了十余项房屋建筑和市政工程的施工，"
    "熟悉现行规范和标准，能够独立编制施工组织设计和专项施工方案，解决了深基坑支护、大体积混凝土裂缝控制等技术难题。"
)


def _rows(count: int, name: str) -> list[dict[str, Any]]:
    work = [
        [
            value("period", "起止时间", f"{2012 + i % 14}年7月至{2013 + i % 14}年6月", "month"),
            value("unit", "单位", "中州建工集团有限公司第三工程处"),
            value("duty", "担任行政职务", "技术员"),
            value("major", "从事专业", "建筑施工"),
            value("title", "职称", "助理工程师"),
            value("file", "上传文件", "", "upload", [f"任职文件{i + 1}.pdf"]),
        ]
        for i in range(count)
    ]
    awards = [
        [
            value("granted_on", "获奖日期", f"202{i % 6}年5月{i % 28 + 1}日", "day"),
            value("name", "奖项名称", f"中州市优质工程奖（第{i + 1}号）"),
            value("level", "奖项级别", "省辖市级", "choice"),
            value("rank", "本人名次", str(i % 5 + 1), "number"),
            value("contribution", "本人贡献", f"负责第{i + 1}个单体的技术管理，" + ACCOUNT[:60], "long_text"),
            value("file", "获奖证书", "", "upload", [f"证书{i + 1}.pdf"]),
        ]
        for i in range(count)
    ]
    papers = [
        [
            value("title", "论文题目", f"大体积混凝土温度裂缝控制研究之{i + 1}"),
            value("journal", "刊物名称", "中州建筑"),
            value("issn", "ISSN", "0317-8471"),
            value("cn", "CN刊号", "CN 41-0000/TU"),
            value("issue", "年卷期", f"2024({i + 1})"),
            value("pages", "页码", f"{i + 10}-{i + 15}"),
            value("rank", "署名次序", "1", "number"),
            value("words", "字数", str(4000 + i), "number"),
            value("indexed", "收录", "未收录", "choice"),
        ]
        for i in range(count)
    ]
    projects = [
        [
            value("name", "项目名称", f"中州市科技馆{i + 1}号楼"),
            value("source", "来源", "企业委托"),
            value("period", "起止", "2020年3月至2022年9月", "month"),
            value("rank", "本人排名", "2", "number"),
            value("result", "完成情况", "已竣工验收"),
            value("money", "经费（万元）", f"{120 + i}.50", "number"),
        ]
        for i in range(count)
    ]
    patents = [
        [
            value("name", "专利名称", f"一种可调式模板支撑装置{i + 1}"),
            value("number", "专利号", "ZL 2021 2 0000001.X"),
            value("kind", "专利类型", "实用新型", "choice"),
            value("granted_on", "授权日期", "2022年3月1日", "day"),
        ]
        for i in range(count)
    ]
    assessments = [
        [
            value("year", "年度", str(2025 - i % 40), "number"),
            value("grade", "等次", "合格", "choice"),
            value("unit", "考核单位", "中州建工集团有限公司"),
        ]
        for i in range(count)
    ]
    education = [
        [
            value("period", "起止时间", "2008年9月至2012年6月", "month"),
            value("school", "学校", "中州建筑大学"),
            value("witness", "证明人", "王五"),
            value("major", "所学专业", "土木工程"),
            value("level", "学历", "大学本科"),
            value("degree", "学位", "学士"),
            value("full", "是否全日制", "是", "yes_no"),
            value("note", "备注", ""),
            value("number", "学历证书编号", f"10000120120500{i:04d}"),
            value("file", "学历证书文件", "", "upload", ["毕业证书.pdf"]),
        ]
        for i in range(count)
    ]
    titles = [
        [
            value("title", "职称", "助理工程师"),
            value("major", "专业", "建筑施工"),
            value("on", "取得时间", "2014年12月", "month"),
            value("number", "证书编号", f"C0{i:06d}"),
            value("employer", "聘任单位", "中州建工集团有限公司"),
            value("from", "聘任时间", "2015年1月", "month"),
        ]
        for i in range(count)
    ]
    return [
        section("titles", "现任职称", titles, origin="profile"),
        section("education", "学习经历", education, origin="profile"),
        section("work", "工作经历", work, origin="profile"),
        section("assessments", "年度考核", assessments, origin="profile"),
        section("projects", "项目、课题", projects),
        section("awards", "获奖情况", awards),
        section("papers", "论文、著作", papers),
        section("patents", "专利", patents),
    ]


def typical() -> dict[str, Any]:
    """An engineer with three or so entries in each section: six pages."""
    sections = [basic("陈静", "1990-03-12"), *_rows(3, "陈静")]
    sections.append(section("exception", "破格理由", [], many=False))
    sections.append(
        section(
            "account",
            "个人业务自传",
            [[value("text", "个人业务自传", "\n".join([ACCOUNT] * 6), "long_text")]],
            many=False,
        )
    )
    return snapshot("陈静", "1990-03-12", "中州建工集团有限公司", sections, "2026-ZZ-000042")


def full() -> dict[str, Any]:
    """Sixty rows a section, an account of 10,000 characters, and names that old systems cannot write."""
    name = "䶮𬱖㛃𠮷"
    sections = [
        basic(name, "1985-11-30", 民族="维吾尔族", 通讯地址="虚构省中州市文化路1号" * 8),
        *_rows(60, name),
    ]
    sections.append(
        section("exception", "破格理由", [[value("text", "破格理由", ACCOUNT * 6, "long_text")]], many=False)
    )
    text = "\n".join(f"（{n + 1}）{ACCOUNT}" for n in range(200))[:10_000]
    sections.append(
        section("account", "个人业务自传", [[value("text", "个人业务自传", text, "long_text")]], many=False)
    )
    return snapshot(
        name,
        "1985-11-30",
        "中州市" + "很长名字的" * 6 + "建筑安装工程有限责任公司",
        sections,
        "2026-ZZ-000999",
    )


def photo() -> bytes:
    """A portrait of nobody, 413 × 626, as JPEG."""
    image = Image.new("RGB", (413, 626), "#d7e3ee")
    draw = ImageDraw.Draw(image)
    draw.ellipse((116, 110, 296, 340), fill="#b9a48f")
    draw.ellipse((20, 380, 393, 900), fill="#4b5a6b")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()
