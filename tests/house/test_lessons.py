"""docs/lessons.md: every lesson names a test, and each of them is there."""

import ast
import re

import pytest

from tests.house.reading import ROOT, tracked, tree

ROWS = re.findall(r"^\| (\d+) \|.*$", (ROOT / "docs" / "lessons.md").read_text(), re.MULTILINE)
TESTS = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "lessons.md").read_text())


def test_every_lesson_has_a_row_with_a_test():
    rows = [
        line
        for line in (ROOT / "docs" / "lessons.md").read_text().splitlines()
        if re.match(r"\| \d+ \|", line)
    ]
    assert [str(number) for number in range(1, 29)] == ROWS
    assert [line[:40] for line in rows if "::test_" not in line] == []


@pytest.mark.parametrize("path,name", TESTS)
def test_it_is_there(path, name):
    functions = {each.name for each in ast.walk(tree(ROOT / path)) if isinstance(each, ast.FunctionDef)}
    assert name in functions


def test_26_the_photos_size_is_stated_one_way():
    """Wherever the width stands, the height follows it, with the same sign between."""
    stated = set()
    for path in tracked():
        if path.suffix in (".html", ".py", ".md") and path.relative_to(ROOT).parts[0] in (
            "web",
            "templates",
            "components",
        ):
            stated |= set(re.findall(r"(?:宽 )?(?:413|626) ?[×xX*] ?(?:高 ?)?\d{3}", path.read_text()))
    assert stated <= {"宽 413 × 高 626", "413 × 626"}
    assert "宽 413 × 高 626" in stated
