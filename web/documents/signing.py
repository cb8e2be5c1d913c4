"""The issuing organisation's signature on a PDF: PAdES baseline B (ETSI EN 319 142-1)."""

import io
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from web import clock
from web.settings import Settings, settings

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

NO_KEY = (
    "没有设置签名密钥，证书和通知不带电子签名。请用 ZHICHENG_SIGNING_KEY 指明签发机构的 PKCS#12 文件，"
    "用 ZHICHENG_SIGNING_PASSWORD 给出它的口令，然后重新启动。"
)
KEY_MISSING = "找不到签名密钥文件 {path}（ZHICHENG_SIGNING_KEY），证书和通知不带电子签名。"
KEY_UNREADABLE = (
    "签名密钥文件 {path} 打不开：不是 PKCS#12 文件，或者口令（ZHICHENG_SIGNING_PASSWORD）不对，"
    "证书和通知不带电子签名。"
)
KEY_EXPIRED = "签名证书已于 {day} 到期，证书和通知不带电子签名。"


def signed(pdf: bytes, *, reason: str, key: Path | None = None, password: str | None = None) -> bytes:
    """`pdf` with an invisible certifying signature that forbids every later change.

    `key`, `password`: of a PKCS#12 file, else the settings'. Blocks: call it in a thread, not on the loop.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    signer = _signer(key, password or "") if key else _own_signer(settings)
    assert signer is not None, NO_KEY
    metadata = signers.PdfSignatureMetadata(
        field_name="签发机构",
        reason=reason,
        name=signer.signing_cert.subject.native.get("common_name") if signer.signing_cert else None,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    out = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer, output=out)
    return out.getvalue()


def possible() -> bool:
    """Whether papers can be signed with the settings as they are."""
    return not complaints()


def complaints() -> list[str]:
    """The sentence that says why papers stay unsigned; [] when they are signed."""
    return _complaints(settings)


@cache
def _complaints(chosen: Settings) -> list[str]:
    if chosen.signing_key is None and not chosen.demo:
        return [NO_KEY]
    if chosen.signing_key is not None and not chosen.signing_key.is_file():
        return [KEY_MISSING.format(path=chosen.signing_key)]
    signer = _own_signer(chosen)
    if signer is None or signer.signing_cert is None:
        return [KEY_UNREADABLE.format(path=chosen.signing_key)]
    until: datetime = signer.signing_cert.not_valid_after
    if until < clock.now():
        return [KEY_EXPIRED.format(day=clock.day_in_words(until))]
    return []


def _own_signer(chosen: Settings) -> "SimpleSigner | None":
    if chosen.signing_key is not None:
        return _signer(chosen.signing_key, chosen.signing_password)
    from web.documents import authority

    folder = authority.made(chosen.data / "keys")
    return _signer(folder / authority.KEY, (folder / authority.PASSWORD).read_text())


@cache
def _signer(key: Path, password: str) -> "SimpleSigner | None":
    from pyhanko.sign import signers  # 25 MB, so only where papers are signed

    found = signers.SimpleSigner.load_pkcs12(key, passphrase=password.encode())
    return found if isinstance(found, signers.SimpleSigner) else None
