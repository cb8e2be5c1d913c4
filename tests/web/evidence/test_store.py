"""Files by their hash, in a folder and in a bucket; the virus scanner."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.support import run
from web import clock
from web.evidence import scan
from web.evidence.intake import Refused
from web.evidence.store import Missing, Store, hash_of, path_of

TEXT = b"\xe7\x8e\xb0" * 1_000_000


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The same store twice: local, and in an S3-compatible service."""
    if request.param == "folder":
        yield Store(tmp_path / "files")
        return
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "demo",
                        "AWS_SECRET_ACCESS_KEY": "demo", "AWS_REGION": "us-east-1",
                        "AWS_DEFAULT_REGION": "us-east-1"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    boto3.client("s3").create_bucket(Bucket="evidence")
    try:
        yield Store("s3://evidence/zhicheng")
    finally:
        server.stop()


def test_what_is_put_is_there_whole(store: Store, tmp_path: Path) -> None:
    sha256 = store.put(TEXT)
    assert sha256 == hash_of(TEXT)
    (tmp_path / "same").write_bytes(TEXT)
    assert store.put(tmp_path / "same") == sha256
    assert store.size(sha256) == len(TEXT)
    assert store.get(sha256) == TEXT
    assert store.range(sha256, 3, 9) == TEXT[3:9]
    assert b"".join(store.pieces(sha256, 5)) == TEXT[5:]
    assert store.verify(sha256)
    assert store.local(sha256, tmp_path).read_bytes() == TEXT
    assert [name for name, _ in store.all()] == [sha256]


def test_what_is_not_there_is_said(store: Store, tmp_path: Path) -> None:
    nothing = "0" * 64
    assert not store.exists(nothing) and not store.verify(nothing)
    for ask in (store.get, lambda sha256: store.range(sha256, 0, 1), lambda sha256: list(store.pieces(sha256)),
                lambda sha256: store.local(sha256, tmp_path)):  # fmt: skip
        with pytest.raises(Missing):
            ask(nothing)
    with pytest.raises(ValueError):
        path_of("../../etc/passwd")


def test_only_what_is_old_enough_is_removed(store: Store) -> None:
    sha256 = store.put(b"x")
    store.remove_older(sha256, clock.now() - timedelta(hours=1))
    assert store.exists(sha256)
    store.remove_older(sha256, clock.now() + timedelta(hours=1))
    assert not store.exists(sha256)


def test_no_half_file_is_left_when_the_disk_refuses(tmp_path: Path) -> None:
    kept = Store(tmp_path / "files")
    with pytest.raises(FileNotFoundError):
        kept.put(tmp_path / "not there")
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"stream: OK\0", ""),
        (b"stream: Eicar-Test-Signature FOUND\0", "病毒"),
        (b"INSTREAM size limit exceeded. ERROR\0", "暂时"),
    ],
)
def test_the_scanner_is_asked_over_its_socket(tmp_path: Path, answer: bytes, said: str) -> None:
    (tmp_path / "file").write_bytes(TEXT)
    got = bytearray()

    async def scanner(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            got.extend(await reader.readexactly(size))
        writer.write(answer)
        writer.close()

    async def asked() -> str:
        async with await asyncio.start_unix_server(scanner, str(tmp_path / "clamd")):
            try:
                await scan.check(tmp_path / "file", str(tmp_path / "clamd"))
            except (Refused, scan.Unreachable) as refused:
                return refused.sentence
        return ""

    assert said in run(asked()) and bool(said) == bool(run(asked()))
    assert bytes(got) == TEXT * 2


def test_without_its_scanner_nothing_is_taken_unchecked(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(scan.Unreachable):
        run(scan.check(tmp_path / "file", str(tmp_path / "nobody")))
