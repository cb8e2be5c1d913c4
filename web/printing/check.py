"""文件查验: what a paper's QR code says, and whether this service wrote it."""

import hmac
from typing import Any

from web.declaration.tables import Declaration
from web.documents import codes
from web.documents.papers import PAPERS, SNAPSHOT


async def of(number: str, sealed: str) -> dict[str, Any]:
    """`number` and `sealed` ("kind.version.hash.seal") of an address: genuine or not, of which paper and version, its
    hash's beginning, and the newest version of the declaration it is about (0 for other papers)."""
    facts, _, seal = sealed.rpartition(".")
    parts = facts.split(".")
    genuine = (
        len(parts) == 3
        and seal.isascii()
        and parts[0] in PAPERS
        and hmac.compare_digest(seal, codes.seal(number, facts))
    )
    if not genuine:
        return {"genuine": False, "number": number[:60]}
    paper, newest = PAPERS[parts[0]], 0
    if paper.made_of == SNAPSHOT:
        row = await Declaration.select(Declaration.snapshot).where(Declaration.number == number).first()
        newest = int(row["snapshot"]) if row else 0
    return {
        "genuine": True, "number": number, "title": paper.title, "version": int(parts[1]), "hash": parts[2],
        "newest": newest, "opinions": paper.key in ("review_form", "summary_sheet", "recommendation"),
    }  # fmt: skip
