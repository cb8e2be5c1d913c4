"""Documents: every paper of the review, made from a snapshot or from a shape that another noun fills."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from web.documents import codes, fonts, office_shapes, official_form, shapes, signing, specimens
from web.documents.papers import PAPERS, SNAPSHOT, Paper
from web.documents.typesetting import CannotTypeset, Stamp, typeset
from web.settings import settings

__all__ = ["CannotTypeset", "canonical", "check_at_start", "declaration_paper", "sheet", "snapshot_hash"]


def canonical(snapshot: Mapping[str, Any]) -> bytes:
    """The bytes whose SHA-256 identifies a snapshot."""
    return orjson.dumps(snapshot, option=orjson.OPT_SORT_KEYS)


def snapshot_hash(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 in hex of the snapshot's canonical bytes."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()


async def declaration_paper(
    key: str,
    snapshot: Mapping[str, Any],
    *,
    photo: bytes | None = None,
    opinions: shapes.Opinions | None = None,
    acceptance: shapes.Acceptance | None = None,
    draft: bool = False,
    drawn: str = "",
    drawn_at: datetime | None = None,
) -> bytes:
    """The PDF of one of `PAPERS` that are made of a snapshot.

    `photo`: the JPEG whose hash the snapshot names; `draft`: not submitted, so a watermark, no number, no
    signature; `drawn`, `drawn_at`: which entry of the log the opinions are taken from, in words and its moment, for
    the footer. The hash is that of the snapshot alone.
    The same arguments give the same bytes, but for a signature's own moment. CannotTypeset says why not.
    """
    paper = PAPERS[key]
    if paper.made_of != SNAPSHOT:
        raise ValueError(f"{key} is not made of a snapshot")
    if draft and not paper.of_draft:
        raise CannotTypeset(f"还没有提交，没有{paper.title}。")
    contents = official_form.contents(
        snapshot, opinions or shapes.Opinions(), acceptance or shapes.Acceptance()
    )
    moment = snapshot["submitted_at"] or f"{snapshot['year']}-01-01T00:00:00+08:00"
    stamp = Stamp(
        made_at=drawn_at or datetime.fromisoformat(moment),
        number=snapshot["number"],
        version=snapshot["version"],
        hash=snapshot_hash(snapshot),
        draft=draft,
        subject=snapshot["applicant"]["name"],
        author=snapshot["applicant"]["unit"],
        address=_address(paper.key, snapshot["number"], snapshot["version"], snapshot_hash(snapshot)),
        drawn=drawn,
    )
    made = await typeset(paper.key, contents, stamp, photo=photo, filed=paper.filed and not draft)
    return made if draft else await _signed(paper, made, stamp)


async def sheet(
    shape: office_shapes.Sheet,
    *,
    number: str,
    made_at: datetime,
    version: int = 1,
    draft: bool = False,
    photo: bytes | None = None,
    address: str = "",
    drawn: str = "",
) -> bytes:
    """The PDF of an office's or committee's paper. `number`: the document's; `made_at`: aware; `address`: what the
    QR code leads to, when not the page that checks papers; `drawn`: of which state of the log, for the footer."""
    paper = PAPERS[shape.template]
    contents = asdict(shape)  # type: ignore[call-overload]  # every shape is a dataclass
    stamp = Stamp(
        made_at=made_at,
        number=number,
        version=version,
        hash=snapshot_hash(contents),
        draft=draft,
        subject=shape.subject,
        author=shape.author,
        address=address or _address(paper.key, number, version, snapshot_hash(contents)),
        drawn=drawn,
    )
    made = await typeset(paper.key, contents, stamp, photo=photo, filed=paper.filed and not draft)
    return made if draft else await _signed(paper, made, stamp)


def _address(template: str, number: str, version: int, sha256: str) -> str:
    return codes.paper_address(settings.public_url, template, number, version, sha256)


async def _signed(paper: Paper, made: bytes, stamp: Stamp) -> bytes:
    if not paper.signed or not signing.possible():
        return made
    return await asyncio.to_thread(signing.signed, made, reason=f"{paper.title} {stamp.number}")


def check_at_start() -> list[str]:
    """Sentences for whoever starts the service: a missing font, a missing or wrong key, a broken template."""
    found = fonts.complaints() + signing.complaints()
    if not fonts.complaints():
        found += [sentence for paper in PAPERS.values() if (sentence := specimens.complaint(paper))]
    return found
