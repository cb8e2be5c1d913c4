"""Can this person apply? Rule by rule, each quoted, with the person's own dates; nothing is decided here."""

from datetime import date

from web.catalogue import branches
from web.catalogue.applicant import Held, Hours, Penalty, Person, Study
from web.catalogue.checks import CHECKS, extra_years
from web.catalogue.contents import Contents
from web.catalogue.entries import RuleEntry
from web.catalogue.verdict import (
    CHECK,
    FAILS,
    MEETS,
    Branch,
    Conditions,
    Part,
    Verdict,
    best,
    together,
    worst,
)
from web.clock import day_in_words as written

__all__ = [
    "CHECK", "FAILS", "MEETS", "Branch", "Conditions", "Held", "Hours", "Part", "Penalty", "Person", "Study",
    "Verdict", "assess", "conditions_of", "met_from", "outcome",
]  # fmt: skip

OBTAINED = ("normal", "exam_plus_review", "initial", "exam")
"""The routes by which a level is ordinarily obtained, one of them in every series."""


def conditions_of(held: Contents, series: str, level: str, type: str, specialty: str, on: date) -> Conditions:
    """The conditions for `series`, `level` and `type` in one edition, judged on the day `on`. Without a
    type, those of the ordinary way of obtaining the level, an examination included. LookupError when there
    is no such level."""
    levels = {each.code: each for each in held.levels_of(series)}
    if level not in levels:
        raise LookupError(f"{held.year} 年度没有这个系列和级别：{series} {level}")
    titles = held.titles_of(series, level, specialty)
    tracks = {title.track for title in titles} if specialty else set()
    track = tracks.pop() if len(tracks) == 1 else ""
    of_type = held.type_of(type, series, level) if type else None
    routes = of_type.routes if of_type else () if type else OBTAINED
    return Conditions(
        year=int(held.year),
        on=on,
        series=series,
        level=level,
        levels=levels,
        type=of_type,
        rules=held.rules_of(series, level, routes, track),
        normal=held.rules_of(series, level, OBTAINED, track),
        checks=held.checks,
        names=held.names,
        about=held.about,
    )


def assess(conditions: Conditions, person: Person) -> list[Verdict]:
    """A verdict for every check (each must be met) and every rule (they are alternatives), in the order to
    read.

    符合, 需人工核对 or 不符合; never a final decision. Conditions come from rules.conditions().
    """
    verdicts = [_checked(rule, conditions, person) for rule in conditions.checks]
    extra = extra_years(conditions, person)
    for rule in conditions.rules:
        verdicts.append(_ruled(rule, conditions, person, extra))
    if not conditions.rules:
        verdicts.append(_without_rule(conditions))
    return verdicts


def outcome(verdicts: list[Verdict]) -> str:
    """What the verdicts come to together: every check, and the most favourable of the rules."""
    checks = worst(each.result for each in verdicts if each.kind == "check")
    return worst([checks, best(each.result for each in verdicts if each.kind == "rule")])


def met_from(verdicts: list[Verdict]) -> date | None:
    """The day from which nothing fails any more, when only time is wanting; None when met or wanting more."""
    parts = [Part(each.result, "", (), each.met_from) for each in verdicts if each.kind == "check"]
    rules = [each for each in verdicts if each.kind == "rule"]
    if rules and best(each.result for each in rules) == FAILS:
        days = [each.met_from for each in rules if each.met_from]
        parts.append(Part(FAILS, "", (), min(days) if days else None))
    return together(tuple(parts))[1]


def _checked(rule: RuleEntry, conditions: Conditions, person: Person) -> Verdict:
    definition = rule.definition
    part = CHECKS[definition["check"]](definition, conditions, person)
    return Verdict(
        code=rule.code, kind="check", name=definition["name"], result=part.result, quoted=definition["rule"],
        sentence=part.sentence, source=rule.source, cited=definition["cited"], dates=part.dates,
        met_from=part.met_from,
    )  # fmt: skip


def _ruled(rule: RuleEntry, conditions: Conditions, person: Person, extra: int) -> Verdict:
    definition = rule.definition
    tried = tuple(branches.judged(each, conditions, person, extra) for each in definition["any_of"])
    result = best(each.result for each in tried)
    days = [each.met_from for each in tried if each.met_from]
    since = min(days) if result == FAILS and days else None
    chosen = _nearest(tried, definition["any_of"], result, since, conditions)
    also = definition.get("also_required", [])
    if also and result == MEETS:
        result = CHECK
    return Verdict(
        code=rule.code, kind="rule", name="学历和任职年限", result=result, quoted=_quoted(rule, conditions),
        sentence=_why(chosen, also, since), source=rule.source, cited=definition["cited"],
        dates=tuple(dict.fromkeys(day for part in chosen.parts for day in part.dates)), met_from=since,
        branches=tried,
    )  # fmt: skip


def _nearest(
    tried: tuple[Branch, ...],
    wanted: list[dict[str, str]],
    result: str,
    since: date | None,
    conditions: Conditions,
) -> Branch:
    """The branch to explain: of those that decide, the one that lacks least and asks the lowest degree."""
    ranks = conditions.about["ranks"]
    deciding = [
        (sum(part.result == FAILS for part in branch.parts), ranks.get(asked["degree"], 0), place)
        for place, (branch, asked) in enumerate(zip(tried, wanted, strict=True))
        if branch.result == result and (since is None or branch.met_from == since)
    ]
    return tried[min(deciding)[2]] if result == FAILS else tried[deciding[0][2]]


def _quoted(rule: RuleEntry, conditions: Conditions) -> str:
    alternatives = "；或".join(branches.words(each, conditions) for each in rule.definition["any_of"])
    also = "".join(f"；并且{each}" for each in rule.definition.get("also_required", []))
    note = rule.definition.get("note", "")
    return f"{alternatives}{also}。" + (f"（{note.rstrip('。')}）" if note else "")


def _why(chosen: Branch, also: list[str], since: date | None) -> str:
    if since:
        failing = "".join(part.sentence for part in chosen.parts if part.result == FAILS)
        return f"{failing}从 {written(since)} 起符合。"
    said = "".join(
        part.sentence for part in chosen.parts if part.result == chosen.result or chosen.result == MEETS
    )
    return said + (f"另须核对：{'；'.join(also)}。" if also and chosen.result != FAILS else "")


def _without_rule(conditions: Conditions) -> Verdict:
    sentence = "没有可以自动核对的学历和年限条件，由评委会办事机构核对。"
    if conditions.type is None and conditions.levels[conditions.level].told:
        sentence = conditions.levels[conditions.level].told
    return Verdict(
        "none", "rule", "学历和任职年限", CHECK, "以年度通知和评委会规定为准。", sentence, "", False
    )
