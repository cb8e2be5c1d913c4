"""Certificates: issued once for each confirmed declaration, checked by anyone, corrected, revoked."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from web import clock
from web.catalogue import rules as catalogue
from web.certificate import proof
from web.certificate.dishonesty import barred_until as barred_until
from web.certificate.dishonesty import record_end as record_end
from web.certificate.numbering import next_number
from web.certificate.numbering import pattern as pattern
from web.certificate.tables import Certificate, Correction, Dishonesty
from web.database import is_duplicate, transaction
from web.declaration import snapshot
from web.declaration.tables import Declaration
from web.documents import basics, office_shapes
from web.documents import rules as documents
from web.following import Refusal as Refusal
from web.following import happened
from web.notice import rules as notice
from web.profile import rules as profile
from web.publicity import rules as publicity
from web.rows import Row
from web.settings import settings

STATES = {"valid": "有效", "replaced": "已更正换发", "revoked": "已撤销"}
TRIES = 20
CORRECTED = {"性别": "id_number", "出生年月": "id_number", "证件号码": "id_number", "工作单位": "unit"}
"""What a correction can change beside the name: who the holder is. What the committee decided is corrected nowhere."""
ANSWERED = {"asked": "正在办理", "corrected": "已更正换发", "declined": "不予更正"}


async def issue(declaration: int, by: int, *, obtained_on: date, way: str = "评审") -> Row:
    """Issue the certificate of a confirmed declaration, once: asked again, it gives the same. `obtained_on`: 评审通过之日."""
    known = await of_declaration(declaration)
    if known:
        return known
    if not await publicity.confirmed(declaration):
        raise Refusal("评审结果还没有确认，不能发证。")
    row = await Declaration.select().where(Declaration.id == declaration).first()
    frozen = await snapshot.newest(declaration)
    if row is None or frozen is None:
        raise Refusal("没有找到这份申报的提交内容。")
    return await _new(row, frozen["snapshot"], by, obtained_on, way)


async def _new(
    row: Row, body: dict[str, Any], by: int, obtained_on: date, way: str, replaces: Row | None = None,
    changes: Mapping[str, str] | None = None,
) -> Row:  # fmt: skip
    """`replaces`: the certificate that this one corrects; what it said stays, but for `changes` (name, id_number, unit)."""
    held = await catalogue.contents(row["year"])
    committee = held.name_of("committee", row["committee"])
    level = next(
        (each.name for each in held.levels.get(row["series"], ()) if each.code == row["level"]), row["level"]
    )
    document = (await publicity.confirmed(row["id"]) or {}).get("document", "")
    about, today = {**body["applicant"], **(changes or {})}, clock.today()
    name = (changes or {}).get("name") or (replaces or body["applicant"])["name"]
    title = held.name_of("title", row["title"])
    specialty = held.name_of("specialty", row["specialty"])
    for _ in range(TRIES):
        number, prefix, serial = await next_number(row)
        proven = proof.Proven(
            number, name, title, specialty, level, obtained_on.isoformat(), committee, today.isoformat()
        )
        told = basics.told_by_id(about["id_number"])
        facts = [
            ["性别", told.get("性别", "")], ["出生年月", told.get("出生年月", "")],
            ["证件号码", _hidden(about["id_number"])], ["系列", held.name_of("series", row["series"])],
            ["专业", specialty], ["职称名称", title], ["级别", level], ["取得方式", way], ["取得时间", clock.day_in_words(obtained_on)],
            ["评审组织", committee], ["批准文号", document], ["工作单位", about["unit"]],
        ]  # fmt: skip
        if replaces:
            anew = {label for label, of in CORRECTED.items() if of in (changes or {})}
            kept = {label: text for label, text in replaces["facts"] if label not in anew}
            facts = [[label, kept.get(label, text)] for label, text in facts]
        certificate = Certificate(
            number=number, place=f"{prefix}-{serial}"[:40], prefix=prefix, serial=serial, slot=row["id"], declaration=row["id"],
            person=row["person"], name=name, facts=facts, token=proof.signed(proven), issued_on=today, by=by,
            photo=replaces["photo"] if replaces else body["applicant"]["photo"] if _agreed(body) else None,
        )  # fmt: skip
        try:
            async with transaction():
                if replaces:
                    await _end(replaces, "replaced", "更正换发", successor=number)
                await certificate.save()
                if not replaces:
                    await happened("issue", [row["id"]], by, f"证书编号：{number}")
            return await of_number(number) or {}
        except Exception as error:
            if not is_duplicate(error):
                raise
            if not replaces and (known := await of_declaration(row["id"])):
                return known
    raise Refusal("证书编号暂时取不到，请稍后再试。")


def _agreed(body: dict[str, Any]) -> bool:
    """Whether the person said 是 to 是否将照片用于电子证书及查询."""
    values = [v for s in body["sections"] if s["key"] == "basic" for row in s["rows"] for v in row["values"]]
    return any(v["name"] == "photo_shown" and v["value"] == "1" for v in values)


def _hidden(id_number: str) -> str:
    return (
        id_number[:6] + "*" * max(0, len(id_number) - 10) + id_number[-4:]
        if len(id_number) > 10
        else "*" * len(id_number)
    )


async def of_declaration(declaration: int) -> Row | None:
    """The valid certificate of a declaration."""
    found: Row | None = await Certificate.select().where(Certificate.slot == declaration).first()
    return found


async def of_number(number: str) -> Row | None:
    """The certificate with that number, also a revoked one."""
    found: Row | None = await Certificate.select().where(Certificate.number == number.strip()).first()
    return found


async def of_person(person: int) -> list[Row]:
    """Every certificate of a person, the newest first."""
    return (
        await Certificate.select()
        .where(Certificate.person == person)
        .order_by(Certificate.id, ascending=False)
    )


async def checked(number: str, name: str) -> Row | None:
    """The public check by number and name: state and what is printed; None when the two do not fit together."""
    row = await of_number(number)
    return row if row and row["name"] == name.strip() else None


async def checked_by_token(token: str) -> tuple[proof.Proven | None, Row | None]:
    """The public check by QR: (what is signed, the record). A right signature without a record is not valid either."""
    proven = proof.proven(token)
    return proven, (await of_number(proven.number) if proven else None)


def address(row: Row) -> str:
    """What the QR code holds: the check page with the signed facts."""
    return f"{settings.public_url}/check?q={quote(row['token'])}"


async def pdf(row: Row, photo: bytes | None = None) -> bytes:
    """The electronic certificate: PDF, signed by the issuing organisation where a key is set. CannotTypeset says why not."""
    shape = office_shapes.Certificate(
        name=row["name"], certificate_number=row["number"], facts=[tuple(each) for each in row["facts"]],
        statement="本证书由评审委员会评审通过、经公示和确认后颁发，表明持证人具有相应的职称。电子证书与纸质证书具有同等效力。",
        issuer=pattern()["issuer"], day=clock.day_in_words(row["issued_on"]),
    )  # fmt: skip
    made_at = clock.now().replace(
        year=row["issued_on"].year,
        month=row["issued_on"].month,
        day=row["issued_on"].day,
        hour=1,
        minute=0,
        second=0,
        microsecond=0,
    )
    return await documents.sheet(
        shape, number=row["number"], made_at=made_at, photo=photo, address=address(row)
    )


async def ask_correction(certificate: int, person: int, text: str) -> None:
    """The holder asks for a correction; Refusal without words or for another's certificate."""
    row = (
        await Certificate.select()
        .where((Certificate.id == certificate) & (Certificate.person == person))
        .first()
    )
    if row is None or row["state"] != "valid":
        raise Refusal("没有找到这张有效的证书。")
    if not text.strip():
        raise Refusal("请写明哪里不对，应该是什么。")
    if await Correction.exists().where(
        (Correction.certificate == certificate) & (Correction.state == "asked")
    ):
        raise Refusal("这张证书的更正申请正在办理，办完以后可以再申请。")
    await Correction(certificate=certificate, text=text.strip()[:500], at=clock.now()).save()


async def corrections() -> list[Row]:
    """The corrections that wait for the office."""
    return await (
        Correction.select(
            *Correction.all_columns(), Correction.certificate.number.as_alias("number"), Correction.certificate.name.as_alias("name")
        )
        .where(Correction.state == "asked").order_by(Correction.id)
    )  # fmt: skip


async def corrections_of(person: int) -> dict[int, list[Row]]:
    """What a holder asked for, by certificate, with what became of it in words."""
    found: dict[int, list[Row]] = {}
    for row in (
        await Correction.select().where(Correction.certificate.person == person).order_by(Correction.id)
    ):
        found.setdefault(row["certificate"], []).append({**row, "became": ANSWERED[row["state"]]})
    return found


async def correct(correction: int, by: int, answer: str, changes: Mapping[str, str]) -> Row | None:
    """Correct: a new certificate with a new number, the old one marked as replaced; None when nothing is in `changes`
    (name, id_number, unit): declined."""
    if not answer.strip():
        raise Refusal("请写明答复，持证人会看到。")
    asked = (
        await Correction.select().where((Correction.id == correction) & (Correction.state == "asked")).first()
    )
    if asked is None:
        raise Refusal("这条更正申请已经办过。")
    old = await Certificate.select().where(Certificate.id == asked["certificate"]).first()
    wanted = {name: text.strip() for name, text in changes.items() if text.strip()}
    new = None
    if old and wanted:
        row = await Declaration.select().where(Declaration.id == old["declaration"]).first()
        frozen, proven = await snapshot.newest(old["declaration"]), proof.proven(old["token"])
        assert frozen is not None and row is not None and proven is not None
        way = next((text for label, text in old["facts"] if label == "取得方式"), "评审")
        obtained = date.fromisoformat(proven.obtained_on)
        new = await _new(row, frozen["snapshot"], by, obtained, way, old, wanted)
    state = "corrected" if new else "declined"
    await Correction.update({Correction.state: state, Correction.answer: answer.strip()}).where(
        Correction.id == correction
    )
    if old:
        await notice.send(
            old["person"], "certificate_corrected" if new else "certificate_kept",
            {"number": old["number"], "comment": answer.strip()}, href="/certificates", once=f"correction-{correction}",
            address=await profile.address_of(old["person"]),
        )  # fmt: skip
    return new


async def _end(row: Row, state: str, reason: str, successor: str = "") -> None:
    written = (
        await Certificate.update(
            {
                Certificate.state: state, Certificate.reason: reason, Certificate.slot: None, Certificate.successor: successor,
                Certificate.ended_at: clock.now(),
            }
        )
        .where((Certificate.id == row["id"]) & (Certificate.state == "valid"))
        .returning(Certificate.id)
    )  # fmt: skip
    if not written:
        raise Refusal("这张证书已经不是有效的了。")


async def revoke(number: str, by: int, reason: str, *, dishonest: bool) -> None:
    """撤销职称 with its reason; a dishonest holder goes into the record for three years (第三十九条)."""
    row = await of_number(number)
    if row is None:
        raise Refusal("没有找到这张证书。")
    if not reason.strip():
        raise Refusal("请写明撤销的理由。")
    async with transaction():
        await _end(row, "revoked", reason.strip())
        await happened("revoke", [row["declaration"]], by, reason.strip())
        if dishonest:
            since = clock.today()
            await Dishonesty(
                person=row["person"],
                certificate=row["id"],
                reason=reason.strip(),
                since=since,
                until=record_end(since),
                by=by,
            ).save()
