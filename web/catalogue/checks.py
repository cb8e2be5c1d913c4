"""What is checked of every declaration in any series: one function for each check that the data name."""

from collections.abc import Callable
from datetime import date
from typing import Any

from web import codelists
from web.catalogue.applicant import Person
from web.catalogue.verdict import CHECK, FAILS, MEETS, Conditions, Part, add_months, add_years
from web.clock import day_in_words as written

Definition = dict[str, Any]


def extra_years(conditions: Conditions, person: Person) -> int:
    """The years by which poor yearly assessments since the present title put off the next."""
    definitions = [rule.definition for rule in conditions.checks if "adds_years" in rule.definition]
    adds: dict[str, int] = definitions[0]["adds_years"] if definitions else {}
    return sum(adds.get(code, 0) for code in _since_title(conditions, person).values())


def _since_title(conditions: Conditions, person: Person) -> dict[int, str]:
    days = [held.engaged or held.obtained for held in person.titles if held.series == conditions.series]
    known = [day for day in days if day]
    first = max(known).year if known else 0
    return {
        year: code for year, code in sorted(person.assessments.items()) if first <= year <= conditions.year
    }


def _civil_servant(definition: Definition, conditions: Conditions, person: Person) -> Part:
    if not person.unit_nature:
        return Part(CHECK, "没有填写单位性质。")
    name = codelists.name_of("unit_nature", person.unit_nature)
    if person.unit_nature in definition["unit_natures"]:
        return Part(FAILS, f"单位性质为{name}。")
    return Part(MEETS, f"单位性质为{name}。")


def retirement(definition: Definition, sex: str, born: date) -> date:
    """The statutory day of retirement: the age rises by a month for every so many months of birth."""
    age = next(each for each in definition["ages"] if each["sex"] == sex)
    first_year, first_month = map(int, age["from_birth"].split("-"))
    later = (born.year - first_year) * 12 + born.month - first_month
    months = min(age["at_most"], later // age["every_months"] + 1) if later >= 0 else 0
    return add_months(add_years(born, age["age"]), months)


def _retired(definition: Definition, conditions: Conditions, person: Person) -> Part:
    if person.retired:
        return Part(FAILS, "已办理离退休。")
    if person.born is None or person.sex not in ("1", "2"):
        return Part(CHECK, "没有填写出生日期或性别。")
    day = retirement(definition, person.sex, person.born)
    used = (f"出生 {written(person.born)}",)
    if day <= conditions.on:
        return Part(CHECK, f"{written(day)}已到法定退休年龄，须核对是否批准延迟退休、仍然在职。", used)
    return Part(MEETS, f"{written(day)}到法定退休年龄。", used)


def _penalty(definition: Definition, conditions: Conditions, person: Person) -> Part:
    for penalty in person.penalties:
        entry = codelists.entry_of("discipline_penalty", penalty.kind)
        if penalty.kind not in definition["blocking"]:
            continue
        used = (f"{entry['name']} {written(penalty.began)}",)
        if not penalty.ends and "months" not in entry:
            return Part(FAILS, f"{written(penalty.began)}受到{entry['name']}处分。", used)
        ends = penalty.ends or add_months(penalty.began, entry["months"])
        if conditions.on < ends:
            return Part(FAILS, f"{entry['name']}处分期到 {written(ends)} 止。", used, ends)
    return Part(MEETS, "没有影响申报的处分。")


def _dishonesty(definition: Definition, conditions: Conditions, person: Person) -> Part:
    if person.dishonest_on is None:
        return Part(MEETS, "没有申报弄虚作假的记录。")
    ends = add_years(person.dishonest_on, definition["years"])
    used = (f"认定 {written(person.dishonest_on)}",)
    if conditions.on < ends:
        return Part(FAILS, f"申报弄虚作假，到 {written(ends)} 前不得申报。", used, ends)
    return Part(MEETS, f"限制已于 {written(ends)} 期满。", used)


def _once_a_year(definition: Definition, conditions: Conditions, person: Person) -> Part:
    if person.declared:
        named = "、".join(person.declared)
        return Part(FAILS, f"{conditions.year} 年度已申报{named}。", (), date(conditions.year + 1, 1, 1))
    return Part(MEETS, f"{conditions.year} 年度没有其他申报。")


def _step(definition: Definition, conditions: Conditions, person: Person) -> Part:
    target = conditions.levels[conditions.level]
    mine = [held.level for held in person.titles if held.series == conditions.series]
    held = [conditions.levels[level] for level in mine if level in conditions.levels]
    if conditions.type and conditions.type.same_level:
        return Part(MEETS, f"{conditions.type.name}申请的是同级职称。")
    higher = [each for each in held if each.rank >= target.rank]
    if higher:
        return Part(FAILS, f"已取得本系列{higher[0].name}职称，不必再申报{target.name}。")
    if conditions.type and conditions.type.skips_steps:
        return Part(MEETS, f"{conditions.type.name}不受逐级申报限制。")
    if target.committee_level == "junior" or any(each.rank == target.rank - 1 for each in held):
        return Part(MEETS, f"申报{target.name}，是逐级申报。")
    if _by_degree_alone(conditions, person):
        return Part(MEETS, f"按学历可以直接申报{target.name}。")
    return Part(FAILS, f"申报{target.name}须已取得本系列低一级职称，没有找到。")


def _by_degree_alone(conditions: Conditions, person: Person) -> bool:
    ranks = conditions.about["ranks"]
    mine = max((ranks.get(study.level, 0) for study in person.studies), default=0)
    branches = [branch for rule in conditions.rules for branch in rule.definition["any_of"]]
    return any("current_level" not in each and mine >= ranks.get(each["degree"], 0) for each in branches)


def _assessment(definition: Definition, conditions: Conditions, person: Person) -> Part:
    mine = _since_title(conditions, person)
    if not mine:
        return Part(CHECK, "没有填写任现职以来的年度考核。")
    said = "、".join(
        f"{year} 年{codelists.name_of('annual_assessment', code)}" for year, code in mine.items()
    )
    extra = sum(definition["adds_years"].get(code, 0) for code in mine.values())
    if extra:
        return Part(CHECK, f"{said}；任职年限顺延 {extra} 年，已计入下面的计算。")
    return Part(MEETS, f"{said}。")


def _continuing_education(definition: Definition, conditions: Conditions, person: Person) -> Part:
    for year in range(conditions.year - definition["years"] + 1, conditions.year + 1):
        hours = person.hours.get(year)
        if hours is None:
            return Part(CHECK, f"没有填写 {year} 年的继续教育学时。")
        short = definition["hours"] - hours.total
        short_professional = definition["professional"] - hours.professional
        said = f"{year} 年共 {hours.total} 学时，其中专业科目 {hours.professional} 学时"
        if short > 0 or short_professional > 0:
            wanting = [f"还差 {short} 学时"] if short > 0 else []
            wanting += [f"专业科目还差 {short_professional} 学时"] if short_professional > 0 else []
            return Part(FAILS, f"{said}，{'，'.join(wanting)}。")
    return Part(MEETS, f"{said}。")


CHECKS: dict[str, Callable[[Definition, Conditions, Person], Part]] = {
    "civil_servant": _civil_servant,
    "retired": _retired,
    "penalty": _penalty,
    "dishonesty": _dishonesty,
    "once_a_year": _once_a_year,
    "step": _step,
    "assessment": _assessment,
    "continuing_education": _continuing_education,
}
