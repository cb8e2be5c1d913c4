"""Weights of what every page loads, and that old engines can read our own script."""

import brotli
import esprima
import pytest
import tinycss2

from tests.components.pages import PAGES
from web.shell.assets import FOLDER, served

NEW_SELECTORS = (":has(", ":is(", ":where(", ":focus-visible", ":user-invalid", ":not(")


def weight(name: str) -> int:
    return len(served(name).brotli)


def test_stylesheet_under_six_kilobytes():
    assert weight("zhicheng.css") < 6_000


def test_own_script_under_three_kilobytes():
    assert weight("zhicheng.js") < 3_000


def test_packing_changes_no_token_of_a_script():
    for name in ("zhicheng.js", "upload.js"):
        source = esprima.tokenize((FOLDER / name).read_text(encoding="utf-8"))
        packed = esprima.tokenize(served(name).plain.decode())
        assert [(each.type, each.value) for each in source] == [(each.type, each.value) for each in packed]


def test_lighter_files_are_whole():
    for name in ("zhicheng.css", "rows.css", "door.css"):
        rules = tinycss2.parse_stylesheet(served(name).plain.decode())
        assert [rule for rule in rules if rule.type == "error"] == []
    esprima.parseScript(served("rows.js").plain.decode())
    assert served("door.css").plain.decode().count("only:") == 0


def test_sign_in_loads_one_stylesheet_and_no_script():
    page = PAGES["sign_in"]()
    assert page.count("<script") == 0
    assert page.count('rel="stylesheet"') == 1
    assert len(brotli.compress(page.encode())) + weight("zhicheng.css") + 600 < 8_000


def kinds(node: object) -> set[str]:
    """The names of all node types in a syntax tree."""
    found = set()
    if isinstance(node, list):
        for each in node:
            found |= kinds(each)
    elif hasattr(node, "type"):
        found.add(node.type)
        for value in vars(node).values():
            found |= kinds(value)
    return found


def test_own_script_is_es5():
    tree = esprima.parseScript((FOLDER / "zhicheng.js").read_text())
    newer = {
        "ArrowFunctionExpression", "TemplateLiteral", "ClassDeclaration", "ClassExpression", "SpreadElement", "RestElement",
        "ForOfStatement", "AwaitExpression", "YieldExpression", "AssignmentPattern", "ObjectPattern", "ArrayPattern",
    }  # fmt: skip
    assert kinds(tree) & newer == set()
    words = {token.value for token in esprima.tokenize((FOLDER / "zhicheng.js").read_text())}
    assert words & {"let", "const", "class", "async", "await", "?.", "??"} == set()


def test_stylesheet_parses_and_no_rule_depends_on_a_new_selector():
    rules = tinycss2.parse_stylesheet(
        (FOLDER / "zhicheng.css").read_text(), skip_comments=True, skip_whitespace=True
    )
    assert [rule.message for rule in rules if rule.type == "error"] == []
    preludes = [tinycss2.serialize(rule.prelude) for rule in rules if rule.type == "qualified-rule"]
    assert [prelude for prelude in preludes if any(new in prelude for new in NEW_SELECTORS)] == []
    assert "display: grid" not in (FOLDER / "zhicheng.css").read_text()


def test_htmx_is_the_file_that_the_dependencies_name():
    import hashlib

    digest = hashlib.sha256((FOLDER / "htmx.min.js").read_bytes()).hexdigest()
    assert digest in (FOLDER.parent / "docs" / "dependencies.md").read_text()


@pytest.mark.parametrize("name", PAGES)
def test_no_inline_style_or_script(name):
    page = PAGES[name]()
    assert " style=" not in page and "<style" not in page and " onclick=" not in page
    assert "<script>" not in page
