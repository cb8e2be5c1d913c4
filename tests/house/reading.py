"""What the rules about the code read: its files, its routes."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

from litestar.handlers import HTTPRouteHandler

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, as git knows it; every file on the disk where git is missing."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=False,
    )  # fmt: skip
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    paths = [ROOT / name for name in names if name] or [path for path in ROOT.rglob("*") if path.is_file()]
    return tuple(path for path in paths if path.is_file() and ".venv" not in path.parts)


def python(*folders: str) -> list[Path]:
    """The Python files under `folders`, migrations left out."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in folders
        and "piccolo_migrations" not in path.parts
    ]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of `path`."""
    return ast.parse(path.read_text())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def handlers() -> list[tuple[str, str, HTTPRouteHandler]]:
    """(method, path, handler) of every route of the application."""
    from web.app import create

    found = []
    for route in create().routes:
        for handler in getattr(route, "route_handlers", ()):
            methods = sorted(set(handler.http_methods) - {"HEAD", "OPTIONS"})
            found += [(method, route.path_format, handler) for method in methods]
    return sorted(found, key=lambda each: each[:2])
