"""Nothing grows past what can be read: files, functions, lines."""

import ast
from pathlib import Path

import pytest

from tests.house.reading import name, python, tree

FILE, FUNCTION = 300, 60
DATA = 450
"""Most lines of a file of tests: they are read one test at a time."""
FILES = python("web", "tests", "migrations")


Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines(node: Function) -> int:
    """The lines of a function without those of the functions inside it."""
    inside = [each for each in ast.walk(node) if isinstance(each, Function) and each is not node]
    of = {line for each in inside for line in range(each.lineno, (each.end_lineno or 0) + 1)}
    return len(set(range(node.lineno, (node.end_lineno or 0) + 1)) - of)


def functions() -> list[tuple[int, str]]:
    """(lines, place) of every function."""
    found = []
    for path in FILES:
        found += [
            (lines(node), f"{name(path)}:{node.name}")
            for node in ast.walk(tree(path))
            if isinstance(node, Function)
        ]
    return sorted(found, reverse=True)


def most(path: Path) -> int:
    return DATA if name(path).startswith("tests/") else FILE


def test_no_file_is_longer_than_300_lines():
    assert [
        (name(path), count) for path in FILES if (count := len(path.read_text().splitlines())) > most(path)
    ] == []


def test_no_function_is_longer_than_60_lines():
    assert [
        (place, count)
        for count, place in functions()
        if count > FUNCTION and (place.startswith("web/") or ":test_" in place)
    ] == []


@pytest.fixture(scope="module", autouse=True)
def told(record_testsuite_property):
    """The longest of both, in the report of the run."""
    longest = max((len(path.read_text().splitlines()), name(path)) for path in FILES)
    record_testsuite_property("longest file", f"{longest[1]}: {longest[0]} lines")
    count, place = functions()[0]
    record_testsuite_property("longest function", f"{place}: {count} lines")
