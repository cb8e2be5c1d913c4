"""QR codes that lead to the check page."""

import io
from functools import lru_cache

import segno


def check_address(public_url: str, number: str) -> str:
    """Where anybody can check the paper with this number."""
    return f"{public_url}/check/{number}"


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
