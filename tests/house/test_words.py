"""How the code is written: docstrings, names, where Chinese stands, what must never be in a file."""

import ast
import re

import pytest

from tests.house.reading import CHINESE, ROOT, name, python, tracked, tree

EVERYTHING = python("web", "tests", "migrations")
PRODUCT = python("web")
EVASIVE = re.compile(
    r"^(?!=).*?(^|_)(util|utils|helper|helpers|manager|common|misc|stuff)(_|\(|$)|^(?!=).*(?i:service|manager|helper)$"
)
TOP = {
    "pyproject.toml", "web", "components", "templates", "static", "migrations", "tests", "README.md", "LICENSE",
    "CHANGELOG.md", "Makefile", "requirements.lock", "docs", ".ci", ".gitignore", ".gitattributes",
}  # fmt: skip
NEVER = (
    "TO" + "DO", "FIX" + "ME", "XX" + "X:", "/ho" + "me/", "/wo" + "rk/ma", "/wo" + "rk/sh", "/ro" + "ot/", "C:" + "\\Users",
)  # fmt: skip
BYTES = {".png", ".jpg", ".pdf", ".ttf", ".woff2", ".lock", ".js", ".ico", ".heic", ".p12"}


def texts():
    return [path for path in tracked() if path.suffix not in BYTES and path.stat().st_size < 2_000_000]


@pytest.mark.parametrize("path", EVERYTHING, ids=name)
def test_every_module_says_in_one_line_what_it_is(path):
    if not path.read_text().strip():
        return
    about = ast.get_docstring(tree(path)) or ""
    assert about.splitlines()[0].rstrip().endswith((".", "。")) or about.count("\n") < 3


def identifiers(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name.lstrip("_") + "()"
        elif isinstance(node, ast.Name | ast.arg):
            yield "=" + (node.id if isinstance(node, ast.Name) else node.arg)


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_names_are_english_and_say_what_they_name(path):
    names = {*identifiers(path), *path.relative_to(ROOT).with_suffix("").parts}
    assert [each for each in names if CHINESE.search(each) or EVASIVE.search(each)] == []


@pytest.mark.parametrize("path", EVERYTHING, ids=name)
def test_comments_are_english(path):
    comments = [
        line.partition("# ")[2] for line in path.read_text().splitlines() if line.lstrip().startswith("# ")
    ]
    assert [each for each in comments if len(CHINESE.findall(each)) > len(each) / 2] == []


def test_nothing_unfinished_and_no_path_of_a_machine():
    found = []
    for path in texts():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [(name(path), word) for word in NEVER if word in text]
    assert found == []


def test_the_top_level_is_what_the_design_fixed():
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} - TOP == set()


def test_every_noun_has_the_same_names():
    nouns = [each for each in (ROOT / "web").iterdir() if (each / "__init__.py").exists()]
    without = [each.name for each in nouns if not (ast.get_docstring(tree(each / "__init__.py")) or "")]
    assert without == []


def glossary() -> list[tuple[str, str]]:
    """(Chinese, English) of each row of docs/glossary.md."""
    text = (ROOT / "docs" / "glossary.md").read_text()
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    return [(row[0], row[1]) for row in rows[2:] if len(row) > 1]


@pytest.mark.skipif(
    not (ROOT / "docs" / "glossary.md").exists(), reason="docs/glossary.md is not written yet"
)
def test_the_glossary_names_the_nouns_and_has_no_empty_cell():
    rows = glossary()
    assert [row for row in rows if not all(row)] == []
    assert len({chinese for chinese, _ in rows}) == len(rows)
    english = " ".join(word.lower() for _, word in rows)
    for noun in ("declaration", "section", "series", "committee", "receipt", "snapshot"):
        assert noun in english


def test_only_review_writes_the_state_of_a_declaration():
    writing = re.compile(r"Declaration\.state\s*:")
    assert [name(path) for path in PRODUCT if writing.search(path.read_text())] == ["web/review/rules.py"]
