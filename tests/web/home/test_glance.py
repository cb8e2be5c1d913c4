"""The words in the tree are those that reading everything through gives, after every write, and are asked once."""

from datetime import timedelta
from typing import Any

from tests.cast import NEW, WANG, ZHANG
from tests.support import run
from web import clock, rows
from web.catalogue import stamps
from web.catalogue.tables import Edition
from web.declaration import check
from web.declaration import rules as declaration
from web.evidence import rules as evidence
from web.evidence.tables import Attachment, File
from web.profile import glance
from web.profile.sections import SECTIONS as PROFILE


def places() -> list[glance.Place]:
    """Every section of Zhang's library and of her declaration."""
    row = run(declaration.of_year(ZHANG.account(), 2026))
    asked = run(declaration.sections_of(row))
    return [glance.place(ZHANG.account(), key) for key in PROFILE] + [
        declaration.place(row, each) for each in asked
    ]


def words() -> dict[str, str]:
    """What the tree says of each section, which is what reading it through says."""
    asked = places()
    said = run(glance.of(asked))
    read = [run(place.stand()) for place in asked]
    assert said == [(each.state, len(each.problems)) for each in read]
    row = run(declaration.of_year(ZHANG.account(), 2026))
    assert run(check.missing(row)) == sum(len(each.findings) for each in run(check.of_all(row)))
    return {place.section.key: stands.state for place, stands in zip(asked, said, strict=True)}


def file_of(owner: int) -> int:
    made = File(
        owner=owner, name="证书.pdf", sha256="a" * 64, kind="pdf", size=9, pages=1, original="b" * 64,
        original_kind="pdf", original_size=9,
    )  # fmt: skip
    run(made.save())
    return int(made.id)


def test_a_word_follows_every_write(towns: str) -> None:
    section = next(place.section for place in places() if place.section.key == "papers")
    holder = ZHANG.declaration()
    assert words()["papers"] == ""
    row = run(rows.add(section, holder, "one"))
    assert words()["papers"] == "doing"

    def saved(**posted: str) -> str:
        now = run(rows.row_of(section, holder, row["id"]))
        run(rows.save(section, holder, now, posted, now["version"]))
        return words()["papers"]

    assert saved(name="论小学语文") == "doing"
    assert saved(published_on="没有这一天") == "wrong"
    assert saved(published_on="2024-05-01") == "doing"
    run(rows.remove(section, holder, row["id"]))
    assert words()["papers"] == ""
    run(rows.restore(section, holder, row["id"]))
    assert words()["papers"] == "doing"


def test_a_word_follows_files(towns: str) -> None:
    asked = [place for place in places() if any(about.required for _, about in place.section.uploads)]
    assert asked
    for place in asked:
        (row, *_) = run(rows.rows_of(place.section, place.holder)) or [
            run(rows.add(place.section, place.holder, "one"))
        ]
        name = next(name for name, about in place.section.uploads if about.required)
        file = file_of(ZHANG.account())
        before = [words(), run(glance.contents([place]))]
        run(Attachment(section=place.section.key, row_id=row["id"], field=name, file=file, position=9).save())
        during = [words(), run(glance.contents([place]))]
        hanging = run(evidence.files_of(place.section.key, row["id"]))[name][-1]
        run(evidence.detach(hanging.id))
        assert [words(), run(glance.contents([place]))] == before
        run(evidence.restore(hanging.id))
        assert [words(), run(glance.contents([place]))] == during
        assert during[1] != before[1]


class Counted:
    """Which of `places` are read through when they are looked at."""

    def __init__(self, places: list[glance.Place]) -> None:
        self.asked: list[str] = []
        self.places = [self._counted(place) for place in places]

    def _counted(self, place: glance.Place) -> glance.Place:
        async def stand() -> Any:
            self.asked.append(place.section.key)
            return await place.stand()

        return place._replace(stand=stand)

    def again(self) -> list[str]:
        self.asked.clear()
        run(glance.of(self.places))
        return list(self.asked)


def test_it_is_asked_again_only_when_something_differs(town: str) -> None:
    counted = Counted(places())
    every = [place.section.key for place in counted.places]
    assert (counted.again(), counted.again()) == (every, [])
    section, holder = PROFILE["education"], ZHANG.account()
    row = run(rows.rows_of(section, holder))[0]
    run(rows.save(section, holder, row, {"remark": "补充"}, row["version"]))
    assert (counted.again(), counted.again()) == (["education"], [])
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert (counted.again(), counted.again()) == (every, [])
    run(Edition.update({Edition.source_hash: "anew"}).where(Edition.year == "2027"))
    assert (counted.again(), counted.again()) == (every, [])


def test_where_nothing_lies_it_is_asked_once_for_everybody(town: str) -> None:
    wang, new = (Counted([glance.place(who.account(), key) for key in PROFILE]) for who in (WANG, NEW))
    assert (wang.again(), new.again(), wang.again()) == (list(PROFILE), [], [])
    run(rows.add(PROFILE["work"], NEW.account(), "one"))
    assert (new.again(), wang.again(), new.again()) == (["work"], [], [])
    zhang = run(glance.of([glance.place(ZHANG.account(), "work")]))
    assert zhang != run(glance.of([glance.place(WANG.account(), "work")]))


def test_one_request_has_one_catalogue(town: str) -> None:
    async def seen() -> list[list[str]]:
        async def hashes() -> list[str]:
            return [each["source_hash"] for each in await stamps.stamps()]

        found = []
        with stamps.still():
            found.append(await hashes())
            await Edition.update({Edition.source_hash: "anew"}, force=True)
            found.append(await hashes())
            stamps.moved()
            found.append(await hashes())
        await Edition.update({Edition.source_hash: "again"}, force=True)
        return [*found, await hashes()]

    before, still, moved, after = run(seen())
    assert len(before) == 3 and before == still
    assert (moved, after) == (["anew"] * 3, ["again"] * 3)
