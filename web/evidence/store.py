"""Where files live: named by their SHA-256, in a local folder or in an S3-compatible bucket, never changed."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, S3Store

PIECE = 1024 * 1024


class Missing(Exception):
    """No file with this hash is kept."""


def path_of(sha256: str) -> str:
    """Two folders, so that none holds more than a few thousand names: ab/cd/abcd…; ValueError for no hash."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise ValueError("not a SHA-256 in small hexadecimal letters")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def hash_of(source: bytes | Path) -> str:
    """The SHA-256 of bytes or of a file, in small hexadecimal letters."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Store:
    """Files by content. `where`: a folder, or s3://bucket/prefix (endpoint and keys from the usual AWS_ variables).

    All calls block: from a handler use asyncio.to_thread.
    """

    def __init__(self, where: str | Path) -> None:
        self.folder: Path | None = None
        self.inside: ObjectStore
        if str(where).startswith("s3://"):
            options: dict[str, object] = (
                {"allow_http": "1"} if os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://") else {}
            )
            self.inside = S3Store.from_url(str(where), client_options=options or None)  # type: ignore[arg-type]
        else:
            self.folder = Path(where)
            self.folder.mkdir(parents=True, exist_ok=True)
            self.inside = LocalStore(self.folder)

    def put(self, source: bytes | Path) -> str:
        """Keeps the bytes (or a copy of the file) and returns their hash; once it returns they survive a power cut."""
        sha256 = hash_of(source)
        if self.folder is not None:
            self._put_local(source, sha256)
        else:
            obstore.put(
                self.inside, path_of(sha256), source, use_multipart=False
            )  # the same bytes, a newer date
        return sha256

    def _put_local(self, source: bytes | Path, sha256: str) -> None:
        """Temporary name, sync, rename, sync of the folder: half a file is never visible under its hash."""
        assert self.folder is not None
        final = self.folder / path_of(sha256)
        if final.exists():
            os.utime(final)  # young again: a sweep that runs just now must not take it
            return
        final.parent.mkdir(parents=True, exist_ok=True)
        temporary = final.parent / f".{secrets.token_hex(8)}"
        try:
            with temporary.open("xb") as out:
                if isinstance(source, bytes):
                    out.write(source)
                else:
                    with source.open("rb") as file:
                        while piece := file.read(PIECE):
                            out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            temporary.chmod(0o440)
            temporary.rename(final)
        finally:
            temporary.unlink(missing_ok=True)
        for folder in (final.parent, final.parent.parent, self.folder):
            _sync(folder)

    def exists(self, sha256: str) -> bool:
        """Is a file of this hash kept?"""
        return self.size(sha256) is not None

    def size(self, sha256: str) -> int | None:
        """Its size in bytes, None when it is not kept."""
        try:
            return obstore.head(self.inside, path_of(sha256))["size"]
        except FileNotFoundError:
            return None

    def get(self, sha256: str) -> bytes:
        """All its bytes; Missing when it is not kept."""
        try:
            return bytes(obstore.get(self.inside, path_of(sha256)).bytes())
        except FileNotFoundError as error:
            raise Missing(sha256) from error

    def range(self, sha256: str, start: int, end: int) -> bytes:
        """Bytes start … end-1; Missing when it is not kept."""
        if start >= end:
            return b""
        try:
            return bytes(obstore.get_range(self.inside, path_of(sha256), start=start, end=end))
        except FileNotFoundError as error:
            raise Missing(sha256) from error

    def pieces(self, sha256: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Bytes start … end-1 in pieces of at most 1 MB, for streaming."""
        last = self.size(sha256) if end is None else end
        if last is None:
            raise Missing(sha256)
        for at in range(start, last, PIECE):
            yield self.range(sha256, at, min(at + PIECE, last))

    def local(self, sha256: str, folder: Path) -> Path:
        """A path at which the file can be read: its own in a local store, else a copy made in `folder`."""
        if self.folder is not None:
            path = self.folder / path_of(sha256)
            if not path.exists():
                raise Missing(sha256)
            return path
        path = folder / sha256
        if not path.exists():
            path.write_bytes(self.get(sha256))
        return path

    def verify(self, sha256: str) -> bool:
        """Is it there and do its bytes still have this hash?"""
        try:
            found = hashlib.sha256()
            for piece in self.pieces(sha256):
                found.update(piece)
        except Missing:
            return False
        return found.hexdigest() == sha256

    def all(self) -> Iterator[tuple[str, datetime]]:
        """Every hash kept and when it was put (aware, UTC)."""
        for batch in obstore.list(self.inside):
            for meta in batch:
                name = meta["path"].rsplit("/", 1)[-1]
                if len(name) == 64:
                    yield name, meta["last_modified"].astimezone(UTC)

    def remove_older(self, sha256: str, before: datetime) -> None:
        """Takes the file away unless it was put (again) since `before`; only evidence.keeping.sweep() may ask."""
        try:
            if obstore.head(self.inside, path_of(sha256))["last_modified"] < before:
                obstore.delete(self.inside, path_of(sha256))
        except FileNotFoundError:
            pass


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
