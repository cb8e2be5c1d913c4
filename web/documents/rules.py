"""Documents: every paper of the review, made from a snapshot or from a shape that another noun fills."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from web.documents import codes, official_form, shapes
from web.documents.typesetting import Stamp, typeset
from web.settings import settings


def canonical(snapshot: Mapping[str, Any]) -> bytes:
    """The bytes whose SHA-256 identifies a snapshot."""
    return orjson.dumps(snapshot, option=orjson.OPT_SORT_KEYS)


def snapshot_hash(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 in hex of the snapshot's canonical bytes."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()


async def review_form(
    snapshot: Mapping[str, Any], *, photo: bytes | None = None, opinions: shapes.Opinions | None = None,
    draft: bool = False,
) -> bytes:
    """《职称评审表》 as PDF. `photo`: the JPEG that the snapshot names; `draft`: not submitted, watermarked."""
    contents = official_form.contents(snapshot, opinions or shapes.Opinions())
    return await typeset("review_form", contents, _stamp(snapshot, draft), photo=photo, filed=not draft)


def _stamp(snapshot: Mapping[str, Any], draft: bool) -> Stamp:
    moment = snapshot["submitted_at"] or f"{snapshot['year']}-01-01T00:00:00+08:00"
    return Stamp(
        made_at=datetime.fromisoformat(moment),
        number=snapshot["number"],
        version=snapshot["version"],
        hash=snapshot_hash(snapshot),
        draft=draft,
        subject=snapshot["applicant"]["name"],
        author=snapshot["applicant"]["unit"],
        address=codes.check_address(settings.public_url, snapshot["number"]),
    )
