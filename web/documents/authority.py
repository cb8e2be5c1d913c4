"""The demonstration's own authority: a root, and the issuing organisation's key in a PKCS#12 file."""

import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

KEY = "issuer.p12"
PASSWORD = "issuer.password"
ROOT = "authority.pem"
ISSUER = "演示用职称评审签发机构（无法律效力）"
YEARS = 10


def made(folder: Path) -> Path:
    """`folder` with root certificate, key and password in it, made once (0700) whoever comes first."""
    if not (folder / KEY).exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
        new.mkdir(mode=0o700)
        _make(new)
        try:
            os.rename(new, folder)
        except OSError:
            for path in new.iterdir():
                path.unlink()
            new.rmdir()
            if not (folder / KEY).exists():
                raise
    return folder


def _make(folder: Path) -> None:
    root_key, key = (rsa.generate_private_key(65537, 3072) for _ in range(2))
    root_name = _name("演示用根证书（无法律效力）")
    root = _certificate(root_name, root_key.public_key(), root_name, root_key, authority=True)
    certificate = _certificate(_name(ISSUER), key.public_key(), root_name, root_key, authority=False)
    password = secrets.token_urlsafe(24)
    packed = pkcs12.serialize_key_and_certificates(
        b"issuer", key, certificate, [root], serialization.BestAvailableEncryption(password.encode())
    )
    for name, content in (
        (KEY, packed),
        (PASSWORD, password.encode()),
        (ROOT, root.public_bytes(serialization.Encoding.PEM)),
    ):
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(content)


def _name(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.COMMON_NAME, text)]
    )


def _certificate(
    subject: x509.Name,
    public: rsa.RSAPublicKey,
    issuer: x509.Name,
    signing: rsa.RSAPrivateKey,
    *,
    authority: bool,
) -> x509.Certificate:
    start = datetime.now(UTC) - timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=366 * YEARS))
        .add_extension(
            x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True
        )
        .add_extension(_usage(authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .sign(signing, hashes.SHA256())
    )


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
