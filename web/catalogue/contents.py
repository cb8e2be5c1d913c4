"""One edition in memory: the dependent lists, in whatever order a form asks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from web.catalogue.entries import (
    CommitteeEntry,
    LevelEntry,
    NoticeEntry,
    RuleEntry,
    SectionEntry,
    SeriesEntry,
    SpecialtyEntry,
    TitleEntry,
    TypeEntry,
    WindowEntry,
)
from web.codelists import region_chain

PHOTO = "photo"
"""What the ID photo is called among the sections asked for; it lies in the 基本信息库."""


@dataclass(frozen=True)
class Offer:
    """Where a type is offered: its levels, the ways of obtaining them, its series (empty: all)."""

    type: TypeEntry
    levels: tuple[str, ...]
    evaluations: tuple[str, ...]
    series: tuple[str, ...]

    def holds(self, series: str, level: LevelEntry) -> bool:
        return (
            level.code in self.levels
            and level.evaluation in self.evaluations
            and (not self.series or series in self.series)
        )


@dataclass(frozen=True)
class Contents:
    """Everything one edition offers. Lists are in the files' order; a code that is not offered gives empty
    lists."""

    year: str
    series: tuple[SeriesEntry, ...]
    levels: dict[str, tuple[LevelEntry, ...]]
    offers: tuple[Offer, ...]
    titles: dict[tuple[str, str], tuple[TitleEntry, ...]]
    specialties: dict[str, tuple[SpecialtyEntry, ...]]
    committees: dict[str, tuple[CommitteeEntry, ...]]
    scopes: dict[tuple[str, str], frozenset[str]]
    asked: tuple[tuple[tuple[str, str, str], bool, SectionEntry], ...]
    windows: tuple[tuple[tuple[str, str], WindowEntry], ...]
    notices: dict[str, NoticeEntry]
    rules: tuple[RuleEntry, ...]
    about: dict[str, Any]
    names: dict[str, dict[str, str]] = field(repr=False)
    by_code: dict[str, SpecialtyEntry] = field(repr=False)

    def series_of(self, type: str = "", level: str = "") -> tuple[SeriesEntry, ...]:
        """The series in which `type` and `level`, where given, can be applied for."""
        return tuple(entry for entry in self.series if self.levels_of(entry.code, type, level))

    def levels_of(self, series: str, type: str = "", level: str = "") -> tuple[LevelEntry, ...]:
        """The levels of `series`, highest first; with `type`, those for which it is offered."""
        return tuple(
            each
            for each in self.levels.get(series, ())
            if level in ("", each.code) and (not type or self._offered(type, series, each))
        )

    def types_of(self, series: str = "", level: str = "") -> tuple[TypeEntry, ...]:
        """The types offered for `series` and `level`, where given."""
        places = [
            (entry.code, each)
            for entry in self.series
            if series in ("", entry.code)
            for each in self.levels_of(entry.code, level=level)
        ]
        found = {
            offer.type.code: offer.type for offer in self.offers if any(offer.holds(*at) for at in places)
        }
        return tuple(found.values())

    def type_of(self, type: str, series: str, level: str) -> TypeEntry | None:
        """The type as it is offered there, None when it is not."""
        return next((each for each in self.types_of(series, level) if each.code == type), None)

    def _offered(self, type: str, series: str, level: LevelEntry) -> bool:
        return any(offer.type.code == type and offer.holds(series, level) for offer in self.offers)

    def titles_of(
        self, series: str, level: str, specialty: str = "", track: str = ""
    ) -> tuple[TitleEntry, ...]:
        """The titles at `level`, those of `specialty` or `track` where given; variants are all offered."""
        chosen = self.specialty(series, specialty)
        tracks = chosen.tracks if chosen else ()
        if specialty and chosen is None:
            return ()
        return tuple(
            title
            for title in self.titles.get((series, level), ())
            if (not tracks or title.track in tracks) and track in ("", title.track)
        )

    def specialties_of(self, series: str, level: str, committee: str = "") -> tuple[SpecialtyEntry, ...]:
        """The specialties that lead to a title at `level`; with `committee`, those it reviews."""
        scope = self.scopes.get((committee, level), frozenset()) if committee else frozenset({""})
        tracks = {title.track for title in self.titles.get((series, level), ())}
        return tuple(
            each
            for each in self.specialties.get(series, ())
            if (not each.levels or level in each.levels)
            and ("" in scope or each.group_code in scope)
            and tracks.intersection(each.tracks or tracks)
        )

    def specialty(self, series: str, code: str) -> SpecialtyEntry | None:
        """The specialty of that code, None when `series` does not have it."""
        found = self.by_code.get(code)
        return found if found and found.series == series else None

    def committees_for(
        self, series: str, level: str, region: str, unit: str = "", specialty: str = ""
    ) -> tuple[CommitteeEntry, ...]:
        """Who reviews it: the unit's own committee (`unit`: its name), else the one of the smallest region
        around the unit, else the province's. Without `specialty`, of every group of specialties."""
        if specialty:
            chosen = self.specialty(series, specialty)
            groups = [chosen.group_code] if chosen else []
        else:
            groups = list(dict.fromkeys(each.group_code for each in self.specialties_of(series, level)))
        found: dict[str, CommitteeEntry] = {}
        for group in groups:
            found |= {each.code: each for each in self._nearest(series, level, group, region, unit)}
        return tuple(each for each in self.committees.get(series, ()) if each.code in found)

    def committee(self, code: str) -> CommitteeEntry | None:
        """The committee of that code, None when it is not offered."""
        return next((each for every in self.committees.values() for each in every if each.code == code), None)

    def _nearest(
        self, series: str, level: str, group: str, region: str, unit: str
    ) -> Iterable[CommitteeEntry]:
        here = [
            each
            for each in self.committees.get(series, ())
            if self.scopes.get((each.code, level), frozenset()) & {"", group}
        ]
        own = [each for each in here if unit and each.organisation == unit]
        if own:
            return own
        open_to_all = [each for each in here if not each.organisation]
        for area in region_chain(region):
            nearest = [each for each in open_to_all if each.region == area]
            if nearest:
                return nearest
        return [] if region else [each for each in open_to_all if each.region.endswith("0000")]

    def sections_asked(self, series: str, level: str, type: str) -> tuple[SectionEntry, ...]:
        """The sections to fill in, in order."""
        return tuple(each for each in self._asked(series, level, type) if each.key != PHOTO)

    def photo_required(self, series: str, level: str, type: str) -> bool:
        """Whether nothing is submitted without the ID photo."""
        return any(each.key == PHOTO and each.required for each in self._asked(series, level, type))

    def _asked(self, series: str, level: str, type: str) -> tuple[SectionEntry, ...]:
        """Of several rows for one section the one decides that names most: the type before the level, the level
        before the series."""
        best: dict[str, tuple[int, bool, SectionEntry]] = {}
        for (of_series, of_level, of_type), asked, entry in self.asked:
            if not (of_series in ("", series) and of_level in ("", level) and of_type in ("", type)):
                continue
            weight = 4 * bool(of_type) + 2 * bool(of_level) + bool(of_series)
            if entry.key not in best or weight >= best[entry.key][0]:
                best[entry.key] = weight, asked, entry
        return tuple(entry for _, asked, entry in best.values() if asked)

    def window_for(self, series: str, level: str) -> WindowEntry:
        """When declarations of `series` and `level` are taken; the most specific window counts."""
        fitting = [
            (2 * bool(of_series) + bool(of_level), window)
            for (of_series, of_level), window in self.windows
            if of_series in ("", series) and of_level in ("", level)
        ]
        return max(fitting, key=lambda each: each[0])[1]

    def rules_of(
        self, series: str, level: str, routes: Iterable[str], track: str = ""
    ) -> tuple[RuleEntry, ...]:
        """The conditions of the first of `routes` that has any: the series' own, else those for every
        series."""
        for route in routes:
            there = [
                each
                for each in self.rules
                if each.kind == "rule" and (each.level, each.route) == (level, route)
            ]
            for of_series in (series, ""):
                rules = tuple(each for each in there if each.series == of_series and _of_track(each, track))
                if rules:
                    return rules
        return ()

    @property
    def checks(self) -> tuple[RuleEntry, ...]:
        """What is checked of every declaration, in order."""
        return tuple(each for each in self.rules if each.kind == "check")

    def name_of(self, kind: str, code: str) -> str:
        """What `code` is called, also when no longer offered. `kind`: series, short, level, type, committee,
        specialty or title. "" for "", the code itself when the edition never had it."""
        return self.names[kind].get(code, code)


def _of_track(rule: RuleEntry, track: str) -> bool:
    tracks = rule.definition.get("tracks", ())
    return not track or not tracks or track in tracks
