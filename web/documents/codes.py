"""QR codes that lead to the page where a paper is checked."""

import hmac
import io
from functools import lru_cache
from urllib.parse import quote

import segno

from web.settings import settings

SHORT = 16
"""Hexadecimal digits of the hash, and of the seal, that fit into a code of 12 mm."""


def paper_address(public_url: str, template: str, number: str, version: int, sha256: str) -> str:
    """Where anybody can check the paper: number, kind, version and the beginning of its hash, sealed by the service."""
    facts = f"{template}.{version}.{sha256[:SHORT]}"
    return f"{public_url}/papers/{quote(number)}?p={facts}.{seal(number, facts)}"


def seal(number: str, facts: str) -> str:
    """What only this installation can write under a paper's number and facts (HMAC-SHA-256, RFC 2104), shortened."""
    return hmac.new(settings.secret, f"paper\n{number}\n{facts}".encode(), "sha256").hexdigest()[:SHORT]


MASK = 3
"""One of the eight patterns, any of which a reader takes; trying them all costs five times as long."""


@lru_cache(maxsize=512)
def qr(address: str) -> bytes:
    """`address` as a QR code (ISO/IEC 18004, error correction M) in SVG without a declared size in pixels."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=MASK).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True
    )
    return out.getvalue()
