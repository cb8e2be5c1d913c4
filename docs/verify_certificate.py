"""Checks a certificate offline with /check/key.pem. Usage: python3 verify_certificate.py key.pem 'TEXT OF THE QR CODE'"""

import base64
import json
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key


def data(text: str) -> bytes:
    found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if base64.urlsafe_b64encode(found).decode().rstrip("=") != text:
        raise ValueError("not the one way to write these bytes")
    return found


token = parse_qs(urlsplit(sys.argv[2]).query).get("q", [sys.argv[2]])[0]
head, _, signature = token.rpartition(".")
try:
    load_pem_public_key(Path(sys.argv[1]).read_bytes()).verify(data(signature), head.encode())
except (InvalidSignature, ValueError):
    sys.exit("NOT genuine: this is not what the issuer signed")
names = ("number", "name", "title", "specialty", "level", "obtained on", "committee", "issued on")
for name, value in zip(names, json.loads(data(head.split(".")[2])), strict=True):
    print(f"{name}: {value}")
print("genuine; whether it was revoked since can only be asked online")
