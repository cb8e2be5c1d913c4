"""The alternatives of a condition: degree, level held, years, and what only a person can see."""

from datetime import date
from typing import Any

from web import codelists
from web.catalogue.applicant import Held, Person
from web.catalogue.verdict import (
    CHECK,
    FAILS,
    MEETS,
    Branch,
    Conditions,
    Part,
    add_years,
    best,
    together,
)
from web.clock import day_in_words as written

Branches = dict[str, Any]


def words(branch: Branches, conditions: Conditions) -> str:
    """The branch as a sentence: 大学本科及以上学历或学士及以上学位，取得中级职称满 5 年"""
    said = [conditions.about["degree_words"][branch["degree"]]]
    verb = "聘任" if conditions.by_engagement else "取得"
    if "current_level" in branch:
        level = conditions.names["level"][branch["current_level"]]
        years = branch.get("years_in_level")
        said.append(f"{verb}本系列{level}职称满 {years} 年" if years else f"已取得本系列{level}职称")
    if "other_series_level" in branch:
        said.append(f"已取得其他系列{conditions.names['level'][branch['other_series_level']]}职称")
    if "years_in_post" in branch:
        said.append(f"在现岗位从事专业工作满 {branch['years_in_post']} 年")
    if "years_in_specialty" in branch:
        said.append(f"从事本专业工作满 {branch['years_in_specialty']} 年")
    if "probation_years" in branch:
        said.append(f"见习期（{branch['probation_years']} 年）满、考核合格")
    if "only_if" in branch:
        said.append(branch["only_if"])
    return "，".join(said)


def judged(branch: Branches, conditions: Conditions, person: Person, extra_years: int) -> Branch:
    """What the branch comes to; `extra_years` are added to the years in the level (年度考核顺延)."""
    parts = [_degree(branch["degree"], conditions, person)]
    if "current_level" in branch:
        years = branch.get("years_in_level", 0)
        parts.append(_level(branch["current_level"], years, conditions, person, extra_years if years else 0))
    if "other_series_level" in branch:
        parts.append(_other_series(branch["other_series_level"], conditions, person))
    for name, since, what in (
        ("years_in_post", person.post_since, "到现岗位"),
        ("years_in_specialty", person.specialty_since, "从事本专业"),
        ("probation_years", person.work_since, "参加工作"),
    ):
        if name in branch:
            parts.append(_years(what, since, branch[name], conditions.cutoff))
    if "only_if" in branch:
        parts.append(Part(CHECK, f"是否属于“{branch['only_if']}”，由人核对。"))
    result, met_from = together(tuple(parts))
    return Branch(words(branch, conditions), result, tuple(parts), met_from)


def _degree(wanted: str, conditions: Conditions, person: Person) -> Part:
    if wanted == "any":
        return Part(MEETS, "学历不限。")
    if wanted == "meets_normal":
        return _as_normal(conditions, person)
    ranks = conditions.about["ranks"]
    said = conditions.about["degree_words"][wanted]
    known = [study for study in person.studies if study.level in ranks]
    if not known:
        return Part(CHECK, f"须为{said}；没有填写学历、学位。")
    reached = [study for study in known if ranks[study.level] >= ranks[wanted]]
    day = conditions.cutoff
    in_time = [study for study in reached if study.obtained is None or study.obtained <= day]
    if not reached:
        highest = max(known, key=lambda study: ranks[study.level])
        return Part(FAILS, f"须为{said}；现有最高为{_called(highest.level)}。")
    if not in_time:
        first = min(study.obtained for study in reached if study.obtained)
        return Part(FAILS, f"须为{said}；{written(first)}才取得。", (f"学历学位 {written(first)}",), first)
    used = max(in_time, key=lambda study: ranks[study.level])
    dates = (f"{_called(used.level)} {written(used.obtained)}",) if used.obtained else ()
    return Part(MEETS, f"{_called(used.level)}，达到{said}。", dates)


def _called(level: str) -> str:
    name = codelists.entry_of("education_level_simple", level) or codelists.entry_of("degree_level", level)
    called: str = name.get("name", level)
    return called


def _as_normal(conditions: Conditions, person: Person) -> Part:
    tried = [
        judged(branch, conditions, person, 0)
        for rule in conditions.normal
        for branch in rule.definition["any_of"]
    ]
    result = best(branch.result for branch in tried)
    days = [branch.met_from for branch in tried if branch.met_from]
    chosen = next((branch for branch in tried if branch.result == result), None)
    said = chosen.words if chosen else "没有可以自动核对的条件"
    dates = tuple(day for part in chosen.parts for day in part.dates) if chosen else ()
    return Part(
        result, f"正常晋升的学历和年限：{said}。", dates, min(days) if result == FAILS and days else None
    )


def _start(held: Held, conditions: Conditions) -> tuple[date | None, str]:
    if conditions.by_engagement:
        return held.engaged, "聘任"
    return held.obtained, "取得"


def _level(level: str, years: int, conditions: Conditions, person: Person, extra: int) -> Part:
    name = conditions.names["level"][level]
    here = [held for held in person.titles if (held.series, held.level) == (conditions.series, level)]
    elsewhere = [held for held in person.titles if held.level == level and held.series != conditions.series]
    if not here and elsewhere:
        other = conditions.names["short"].get(elsewhere[0].series, elsewhere[0].series)
        return Part(FAILS, f"现有的{name}职称属于{other}系列，须先转评为本系列同级职称，再申报高一级。")
    if not here:
        return Part(FAILS, f"须已取得本系列{name}职称，没有找到。")
    if not years:
        return Part(MEETS, f"已取得本系列{name}职称。", _dates(here[0], name))
    part = _counted(here, name, years + extra, conditions)
    if part.result == FAILS and elsewhere:
        together_with = _counted([*here, *elsewhere], name, years + extra, conditions)
        if together_with.result == MEETS:
            sentence = f"{part.sentence}转评前的{name}职称年限可以累计计算，由人核对。"
            return Part(CHECK, sentence, (*part.dates, *together_with.dates))
    if extra and part.result != CHECK:
        return part._replace(sentence=f"{part.sentence}（年度考核顺延 {extra} 年已计入）")
    return part


def _counted(titles: list[Held], name: str, years: int, conditions: Conditions) -> Part:
    starts = [(day, verb) for day, verb in (_start(held, conditions) for held in titles) if day]
    if starts:
        day, verb = min(starts)
        return _years(f"{verb}{name}职称", day, years, conditions.cutoff)
    known = [held for held in titles if held.obtained]
    if not conditions.by_engagement or not known:
        return Part(CHECK, f"没有填写{name}职称的取得时间，不能计算年限。")
    return Part(
        CHECK, f"本系列从聘任之日起算；没有填写{name}职称的聘任时间，由人核对。", _dates(known[0], name)
    )


def _dates(held: Held, name: str) -> tuple[str, ...]:
    obtained = (f"{name}职称取得 {written(held.obtained)}",) if held.obtained else ()
    return obtained + ((f"{name}职称聘任 {written(held.engaged)}",) if held.engaged else ())


def _other_series(level: str, conditions: Conditions, person: Person) -> Part:
    name = conditions.names["level"][level]
    for held in person.titles:
        if held.level == level and held.series != conditions.series:
            other = conditions.names["short"].get(held.series, held.series)
            return Part(MEETS, f"已取得{other}系列{name}职称。", _dates(held, name))
    return Part(FAILS, f"须已取得其他系列的{name}职称，没有找到。")


def _years(what: str, since: date | None, years: int, cutoff: date) -> Part:
    if since is None:
        return Part(CHECK, f"没有填写{what}的时间，不能计算年限。")
    met = add_years(since, years)
    used = (f"{what} {written(since)}",)
    if met <= cutoff:
        return Part(MEETS, f"{what} {written(since)}，到 {written(cutoff)} 满 {years} 年。", used)
    return Part(FAILS, f"{what} {written(since)}，到 {written(met)} 才满 {years} 年。", used, met)
