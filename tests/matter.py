"""What the cast fills in, in the words of the forms: label → what is typed or chosen."""

from dataclasses import dataclass

from web import rows
from web.section import Section

Record = dict[str, str]
Records = dict[str, list[Record]]


@dataclass(frozen=True)
class Matter:
    """A declaration from the first page to the last: `choice` and the records of each section, by its key."""

    choice: Record
    profile: Records
    sections: Records
    title: str


async def posted(section: Section, record: Record, known: dict[str, object] | None = None) -> dict[str, str]:
    """`record` as the form of `section` posts it: names for labels, codes for what is chosen from a list."""
    names = {about.label: name for name, about in section.columns}
    typed = {names[label]: text for label, text in record.items()}
    chosen = {name: text for name, text in typed.items() if section.field(name).kind == "choice"}
    values = {name: YES_NO.get(text, text) for name, text in typed.items() if name not in chosen}
    while chosen:
        before = dict(chosen)
        for name, label in before.items():
            options = await rows.options_of(section.field(name), {**(known or {}), **values})
            if found := [option.value for option in options if option.label == label]:
                values[name] = found[0]
                del chosen[name]
        assert chosen != before, f"not offered: {chosen}"
    return values


YES_NO = {"是": "1", "否": "0"}


def basic(series: str, specialty: str, school: str, major: str, **more: str) -> Record:
    """基本信息 of a graduate of 2012."""
    return {
        "民族": "汉族", "政治面貌": "中国共产党党员", "健康状况": "健康或良好", "现从事专业所属系列": series,
        "现从事专业": specialty, "从事现专业时间": "2012-08-01", "参加工作时间": "2012-08-01",
        "最高学历": "大学本科毕业", "最高学位": "学士", "毕业院校": school, "毕业证书专业": major,
        "毕业时间": "2012-07-01", "学习形式": "全日制", "身份": "专业技术人员", "所在地市（省直）": "郑州市",
        "通讯地址": "河南省郑州市中原区演示路 1 号", "手机号码": "13800138000", "是否将照片用于电子证书及查询": "是", **more,
    }  # fmt: skip


def schooling(school: str, major: str) -> list[Record]:
    return [
        {
            "起止时间（起）": "2008-09-01", "起止时间（止）": "2012-07-01", "学校": school, "所学专业": major,
            "学历": "大学本科毕业", "学位": "学士", "是否全日制": "是",
        }
    ]  # fmt: skip


def working(unit: str, specialty: str) -> list[Record]:
    return [{"起止时间（起）": "2012-08-01", "单位": unit, "从事专业": specialty}]


def yearly(unit: str) -> Records:
    years = ("2021", "2022", "2023", "2024", "2025")
    return {
        "assessments": [{"年度": year, "考核等次": "合格", "考核单位": unit} for year in years],
        "continuing_education": [{"年度": year, "公需学时": "30", "专业学时": "60"} for year in years],
    }


STORY = "任教以来，认真备课、上课，关心每一个学生，完成学校安排的各项工作。"

TEACHER = Matter(
    title="中小学二级教师",
    choice={
        "评审类型": "初聘", "申报系列": "中小学教师", "申报级别": "助理级", "申报专业": "中学语文",
        "申报职称": "中小学二级教师", "区域（城乡）": "城市", "工作岗位": "教学", "申报人身份": "教师", "单位类型": "公办",
    },
    profile={
        "basic": [basic("中小学教师", "中学语文", "河南科技大学", "汉语言文学", 单位性质="公益一类(全额拨款)")],
        "education": schooling("河南科技大学", "汉语言文学"),
        "work": working("郑州市演示第一中学", "中学语文"),
        **yearly("郑州市演示第一中学"),
    },
    sections={
        "achievements": [
            {
                "起止时间（起）": "2020-09-01", "工作名称": "七年级语文教学", "工作内容": "承担七年级两个班的语文教学。",
                "本人作用": "独立承担。", "完成情况及效果": "期末平均成绩位列年级第二。",
            }
        ],
        "teaching": [
            {
                "学年": "2024-2025", "学期": "全学年", "任教课程": "语文", "任教年级（班级、专业）": "七年级 3 班、4 班",
                "周课时": "10", "总课时": "400",
            }
        ],
        "awards": [
            {
                "获奖日期": "2021-05-01", "奖项名称": "郑州市优质课大赛", "奖项类别": "教学技能/优质课",
                "奖项级别": "省辖市(厅)级", "获奖等次": "一等奖", "授奖单位": "郑州市教育局", "本人名次": "1",
            }
        ],
        "autobiography": [{"个人业务自传": STORY}],
    },
)  # fmt: skip
"""中小学教师 助理级 中学语文 中小学二级教师，初聘。"""

ENGINEER = Matter(
    title="助理工程师",
    choice={
        "评审类型": "初聘", "申报系列": "工程", "申报级别": "助理级", "申报专业": "建筑施工", "申报职称": "助理工程师",
        "区域（城乡）": "城市", "工作岗位": "生产一线", "申报人身份": "专业技术人员", "单位类型": "国有企业",
    },
    profile={
        "basic": [basic("工程", "建筑施工", "河南工业大学", "土木工程", 单位性质="市县属国有企业")],
        "education": schooling("河南工业大学", "土木工程"),
        "work": working("郑州演示建设集团有限公司", "建筑施工"),
        **yearly("郑州演示建设集团有限公司"),
    },
    sections={
        "achievements": [
            {
                "起止时间（起）": "2021-03-01", "工作名称": "演示路改造工程施工", "工作内容": "负责二标段施工测量和质量检查。",
                "本人作用": "施工员。", "完成情况及效果": "一次验收合格。",
            }
        ],
        "engineering_works": [
            {
                "工程（项目）名称": "演示路改造工程", "工程类别": "施工", "规模等级": "中型",
                "建设（委托）单位": "郑州市演示建设中心", "起止时间（起）": "2021-03-01", "本人岗位（职责）": "施工员",
                "本人承担的工作": "二标段施工测量、质量检查。", "完成情况、验收结论及获奖": "2022 年 6 月竣工验收合格。",
            }
        ],
        "autobiography": [{"个人业务自传": STORY.replace("任教", "工作").replace("备课、上课，关心每一个学生", "施工管理")}],
    },
)  # fmt: skip
"""工程 助理级 建筑施工 助理工程师，初聘。"""
