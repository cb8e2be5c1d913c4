"""docs/manual-coverage.md: every sentence of the old manual has a page and a test, and the test exists."""

import ast
import re

import pytest

from tests.house.reading import ROOT, tree

TABLE = ROOT / "docs" / "manual-coverage.md"
pytestmark = pytest.mark.skipif(not TABLE.exists(), reason="docs/manual-coverage.md is not written yet")


def lines() -> list[list[str]]:
    """The cells of every row of every table, headings and rules left out."""
    found = []
    for line in TABLE.read_text().splitlines():
        if line.startswith("|") and not re.fullmatch(r"[|:\- ]+", line):
            found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    heads = {tuple(row) for row in found if found.count(row) > 1} | {tuple(found[0])}
    return [row for row in found if tuple(row) not in heads]


def test_it_is_long_and_no_cell_is_empty():
    assert len(lines()) > 60
    assert [row for row in lines() if not all(row) or "…" in row[-1]] == []


def test_each_test_it_names_exists():
    missing = []
    for row in lines():
        places = re.findall(r"(tests/[\w/]+\.py)(?:::(\w+))?", row[-1])
        missing += [row] if not places else []
        for file, test in places:
            path = ROOT / file
            names = (
                {node.name for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}
                if path.exists()
                else set()
            )
            missing += [(file, test)] if not names or (test and test not in names) else []
    assert missing == []
