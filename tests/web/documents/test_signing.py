"""The issuing organisation's signature: any reader sees that it holds, and that a changed byte breaks it."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12

from tests.web.documents import cast, structure
from tests.web.documents.printed import SHEETS
from tests.web.documents.test_fonts import start
from web.documents import authority, fonts, office_shapes, signing
from web.documents.papers import PAPERS
from web.documents.specimens import contents
from web.documents.typesetting import Stamp, set_now

pytestmark = pytest.mark.skipif(bool(fonts.complaints()), reason="no Chinese fonts on this machine")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return authority.made(tmp_path_factory.mktemp("data") / "keys")


@pytest.fixture(scope="module")
def signed(key: Path) -> bytes:
    from dataclasses import asdict

    sheet = SHEETS["certificate", "typical"]
    assert isinstance(sheet, office_shapes.Certificate)
    stamp = Stamp(
        made_at=datetime(2026, 11, 10, tzinfo=UTC), number="C1", hash="0" * 64, address="https://x/check/C1"
    )
    made = set_now("certificate", asdict(sheet), stamp, photo=cast.photo())
    return signing.signed(
        made, reason="职称证书 C1", key=key / authority.KEY, password=(key / authority.PASSWORD).read_text()
    )


def verdict(pdf: bytes, folder: Path) -> str:
    """What poppler's pdfsig says of `pdf`."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True).stdout


needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is not installed"
)


@needs_pdfsig
def test_a_reader_accepts_the_signature(signed: bytes, tmp_path: Path) -> None:
    said = verdict(signed, tmp_path)
    assert "Signature Validation: Signature is Valid." in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert f"Signer Certificate Common Name: {authority.ISSUER}" in said
    assert "Signing Hash Algorithm: SHA-256" in said


@needs_pdfsig
@pytest.mark.parametrize("part", [0.1, 0.5, 0.8])
def test_a_reader_refuses_it_after_one_changed_byte(signed: bytes, part: float, tmp_path: Path) -> None:
    place = int(signed.index(b"/ByteRange") * part)
    changed = bytearray(signed)
    changed[place] ^= 1
    said = verdict(bytes(changed), tmp_path)
    assert "Signature is Valid" not in said
    assert "Digest Mismatch" in said


@needs_pdfsig
def test_a_reader_sees_that_something_was_added(signed: bytes, tmp_path: Path) -> None:
    assert "Total document signed" not in verdict(signed + b"\n% more\n%%EOF\n", tmp_path)


def test_the_signed_file_keeps_its_structure(signed: bytes) -> None:
    assert structure.faults(signed, filed=True) == []


def test_the_authority_is_made_once_and_is_ours_alone(key: Path) -> None:
    before = (key / authority.KEY).read_bytes()
    assert authority.made(key) == key
    assert (key / authority.KEY).read_bytes() == before
    assert oct(os.stat(key).st_mode & 0o777) == "0o700"
    assert {oct(os.stat(path).st_mode & 0o777) for path in key.iterdir()} == {"0o600"}
    assert not list(key.parent.glob(".keys-*"))


def test_the_issuer_is_vouched_for_by_the_root_and_says_it_is_a_demonstration(key: Path) -> None:
    password = (key / authority.PASSWORD).read_bytes()
    _, certificate, others = pkcs12.load_key_and_certificates((key / authority.KEY).read_bytes(), password)
    root = x509.load_pem_x509_certificate((key / authority.ROOT).read_bytes())
    assert certificate is not None and others == [root]
    certificate.verify_directly_issued_by(root)
    assert "无法律效力" in certificate.subject.rfc4514_string()


def test_a_missing_key_is_said_at_start(tmp_path: Path) -> None:
    assert start(tmp_path, ZHICHENG_DEMO="0") == signing.NO_KEY
    path = str(tmp_path / "none.p12")
    assert start(tmp_path, ZHICHENG_SIGNING_KEY=path) == signing.KEY_MISSING.format(path=path)


def test_a_wrong_password_is_said_at_start(key: Path, tmp_path: Path) -> None:
    path = str(key / authority.KEY)
    said = start(tmp_path, ZHICHENG_SIGNING_KEY=path, ZHICHENG_SIGNING_PASSWORD="wrong")
    assert said == signing.KEY_UNREADABLE.format(path=path)
    right = (key / authority.PASSWORD).read_text()
    assert start(tmp_path, ZHICHENG_SIGNING_KEY=path, ZHICHENG_SIGNING_PASSWORD=right) == ""


def test_every_signed_paper_has_an_empty_specimen() -> None:
    assert all(contents(paper) for paper in PAPERS.values() if paper.signed)
