"""Backup while running, and restore into an empty folder, each file proved by its SHA-256."""

import asyncio
import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from web import clock, database
from web.settings import Settings, settings

MANIFEST = "manifest.json"
FORMAT = 1
KEPT = ("secret", "keys")
"""What of the data folder goes along besides the database and the evidence: without it, tokens and papers fail."""


class Failed(Exception):
    """The backup or the restore was not done; the message says why."""


async def backup(target: Path, chosen: Settings = settings) -> Path:
    """A new folder in `target` with the database as of one moment, all evidence and keys; its path.

    The database first, then the files: a file's bytes never change and none is swept within a month, so every file
    that the copied rows name is among those copied afterwards. Nothing has to stop.
    """
    final = target / f"zhicheng-{clock.now():%Y%m%dT%H%M%SZ}"
    if final.exists():
        raise Failed(f"{final} is there already")
    work = target / f".unfinished-{secrets.token_hex(4)}"
    await asyncio.to_thread(work.mkdir, parents=True, mode=0o700)
    try:
        kind = database.dialect()
        await asyncio.to_thread(_copy_database, work, kind, chosen)
        await asyncio.to_thread(_copy_files, work, chosen)
        await asyncio.to_thread(_write_manifest, work, kind)
        await asyncio.to_thread(work.rename, final)
    except BaseException:
        await asyncio.to_thread(shutil.rmtree, work, True)
        raise
    return final


def _copy_database(work: Path, kind: str, chosen: Settings) -> None:
    if kind == "sqlite":
        source = sqlite3.connect(f"file:{_sqlite_path(chosen)}?mode=ro", uri=True)
        copy = sqlite3.connect(work / "database.sqlite")
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            if (found := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise Failed(f"database: {found}")
        finally:
            source.close()
            copy.close()
        return
    address = str(getattr(database.engine(), "url", "") or chosen.database_url)
    _ran(
        [
            "pg_dump",
            "--format=custom",
            "--no-owner",
            f"--file={work / 'database.dump'}",
            f"--dbname={address}",
        ]
    )


def _sqlite_path(chosen: Settings) -> str:
    return str(getattr(database.engine(), "path", "") or chosen.sqlite_path)


def _ran(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise Failed(f"{command[0]} is not installed") from error
    if done.returncode:
        raise Failed(
            f"{command[0]}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
        )


def _copy_files(work: Path, chosen: Settings) -> None:
    if not chosen.store and (chosen.data / "files").is_dir():
        shutil.copytree(
            chosen.data / "files",
            work / "files",
            ignore=lambda _, names: [name for name in names if name.startswith(".")],
        )
    for name in KEPT:
        source = chosen.data / name
        if source.is_file():
            shutil.copy2(source, work / name)
        elif source.is_dir():
            shutil.copytree(source, work / name)


def _write_manifest(work: Path, kind: str) -> None:
    said = {
        "format": FORMAT, "made_at": clock.now().isoformat(), "database": kind,
        "files": {name: hash_of(work / name) for name in _names(work)},
    }  # fmt: skip
    path = work / MANIFEST
    path.write_text(json.dumps(said, indent=1), encoding="utf-8")
    for name in (*_names(work), MANIFEST):
        with (work / name).open("rb") as file:
            os.fsync(file.fileno())


def _names(folder: Path) -> Iterator[str]:
    yield from sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    )


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(source: Path) -> dict[str, Any]:
    """The manifest of a backup all of whose files are there and whole; Failed names the first that is not."""
    try:
        said: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Failed(f"{source} is no backup: {MANIFEST} cannot be read") from error
    if said.get("format") != FORMAT:
        raise Failed(f"{source} has format {said.get('format')}, this is {FORMAT}")
    there = set(_names(source))
    for name, sha256 in said["files"].items():
        if name not in there:
            raise Failed(f"{name} is missing")
        if hash_of(source / name) != sha256:
            raise Failed(f"{name} is not what was backed up")
    return said


def restore(source: Path, chosen: Settings = settings) -> dict[str, Any]:
    """Put a backup into the empty data folder (and the empty database of DATABASE_URL); its manifest.

    What was restored is hashed again and equals the manifest; nothing is written when the backup is not whole or
    the folder is not empty (a secret that the start has just made does not count).
    """
    said = check(source)
    if present := [path.name for path in chosen.data.iterdir() if path.name != "secret"]:
        raise Failed(f"{chosen.data} is not empty: {present[0]}")
    if (said["database"] == "postgres") != bool(chosen.database_url):
        raise Failed(f"the backup is of {said['database']}: set or unset DATABASE_URL")
    for name, sha256 in said["files"].items():
        target = chosen.data / name
        if name == "database.dump":
            _ran(
                [
                    "pg_restore",
                    "--no-owner",
                    "--exit-on-error",
                    "--single-transaction",
                    f"--dbname={chosen.database_url}",
                    str(source / name),
                ]
            )
            continue
        if name == "database.sqlite":
            target = chosen.sqlite_path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, target)
        if hash_of(target) != sha256:
            raise Failed(f"{name} could not be written as it was")
    (chosen.data / "secret").chmod(0o600)
    return said
