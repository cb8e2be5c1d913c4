"""The papers about one declaration: which there are now, for whom, and what each is made of."""

from typing import Any

from web.catalogue import rules as catalogue
from web.committee import permitted
from web.declaration import snapshot
from web.documents import rules as documents
from web.documents.papers import PAPERS
from web.documents.shapes import Opinions
from web.people.sessions import Person
from web.permissions import Case, reached
from web.printing import letters, opinions
from web.printing.printed import Printed, frozen, photo_of
from web.rows import Row
from web.workflow import EDITABLE


async def content(case: Case, person: Person) -> tuple[dict[str, Any], bool]:
    """(the snapshot, whether it is a draft): the newest frozen one; for the applicant who may edit, what would be
    frozen now."""
    frozen = await snapshot.newest(case.row["id"])
    if frozen is None or (case.row["person"] == person.id and case.row["state"] in EDITABLE):
        commitment = await catalogue.commitment(case.row["year"])
        unsigned = {"version": commitment.version, "text": commitment.body, "name": "", "signed_at": ""}
        return await snapshot.compose(case.row, unsigned), True
    return frozen["snapshot"], False


async def of(case: Case, person: Person) -> tuple[list[Printed], bool]:
    """(every paper that `person` can have of the declaration now, whether the first ones are drafts)."""
    body, draft = await content(case, person)
    found = [_form(key, case, person, body, draft) for key in ("review_form", "summary_sheet", "commitment")]
    log = await opinions.log_of(case.row["id"])
    if not log:
        return found, draft
    if not draft:
        found.append(_receipt(body))
    recommendation = await _recommendation(case, person, log)
    found += [recommendation] if recommendation else []
    found += await letters.of(case.row, log, reviewer=reached(person, case))
    return found, draft


def _form(key: str, case: Case, person: Person, body: dict[str, Any], draft: bool) -> Printed:
    async def make() -> bytes:
        photo = await photo_of(body) if key != "commitment" else None
        if draft or key == "commitment":
            return await documents.declaration_paper(key, body, photo=photo, draft=draft)
        said = await opinions.drawn(case.row, results=await sees_results(person, case.row))
        return await documents.declaration_paper(
            key, body, photo=photo, opinions=said.opinions, drawn=said.words, drawn_at=said.at
        )

    return Printed(key, PAPERS[key].title, make)


def _receipt(body: dict[str, Any]) -> Printed:
    key = "submission_receipt"
    return Printed(key, PAPERS[key].title, lambda: documents.declaration_paper(key, body))


async def sees_results(person: Person, row: Row) -> bool:
    """Whether the count is open to the person before it is published: the committee's office, the titles office."""
    if person.id == row["person"]:
        return False
    return bool(person.places("titles_office")) or await permitted.is_office(person, row)


async def _recommendation(case: Case, person: Person, log: list[Row]) -> Printed | None:
    """推荐意见书: for those who review as soon as the unit has written it down, for the applicant once it recommends."""
    row, made = case.row, opinions.recommended(log)
    said = await opinions.of_unit(row, log, unsigned=reached(person, case))
    if not said.text or (made and made["act"] == "refuse"):
        return None
    body = await frozen(row["id"], made["snapshot"] if made else row["snapshot"])
    key, last = "recommendation", made or log[-1]
    words = f"办理记录至第 {last['number']} 条（{opinions.moment(last['at'])}）"

    async def make() -> bytes:
        return await documents.declaration_paper(
            key, body, opinions=Opinions(levels=[said]), drawn=words, drawn_at=last["at"]
        )

    return Printed(key, PAPERS[key].title, make)
