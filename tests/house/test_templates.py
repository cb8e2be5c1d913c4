"""Templates: they parse, find what they include, hold no style or script, and ask no state."""

import re

import esprima
import pytest
from jinja2 import nodes

from tests.house.reading import CHINESE, ROOT, name, python, tracked
from web.shell.show import JINJA

TEMPLATES = [
    path
    for path in tracked()
    if path.suffix == ".html" and path.relative_to(ROOT).parts[0] in ("templates", "components")
]
SCRIPTS = [
    path
    for path in tracked()
    if path.suffix == ".js" and path.parent.name == "static" and ".min." not in path.name
]
named = pytest.mark.parametrize("path", TEMPLATES, ids=name)
OF_A_DECLARATION = {"declaration", "review", "section", "home", "office"}
REFERRING = (nodes.Extends, nodes.Include, nodes.FromImport, nodes.Import)


@named
def test_it_parses_and_finds_what_it_includes(path):
    parsed = JINJA.parse(path.read_text())
    for node in parsed.find_all(REFERRING):
        if isinstance(node, nodes.Include) and node.ignore_missing:
            continue
        assert isinstance(node.template, nodes.Const), "an included name is written out"
        JINJA.get_template(node.template.value)


@named
def test_it_has_no_style_and_no_script_of_its_own(path):
    text = path.read_text()
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", text) == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", text) == []


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.parent.name in OF_A_DECLARATION], ids=name
)
def test_it_asks_no_state_of_a_declaration(path):
    assert re.findall(r"\bif\s+(?:row|case|declaration)\.state\s*[=!]=", path.read_text()) == []


@named
def test_its_names_are_english(path):
    parsed = JINJA.parse(path.read_text())
    assert [node.name for node in parsed.find_all(nodes.Name) if CHINESE.search(node.name)] == []


def uses(folder: str) -> bool:
    """Whether a page or a template names a template of `folder`."""
    return any(f'"{folder}/' in path.read_text() for path in [*python("web"), *TEMPLATES])


def test_every_page_of_a_noun_stands_in_its_folder():
    nouns = {path.parent.name for path in (ROOT / "web").glob("*/pages.py")}
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert {path for path in folders - nouns - {"section", "documents"} if not uses(path)} == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_our_own_scripts_are_es5(path):
    tree = esprima.parseScript(path.read_text())
    newer = {
        "ArrowFunctionExpression", "TemplateLiteral", "ClassDeclaration", "ClassExpression", "SpreadElement", "RestElement",
        "ForOfStatement", "AwaitExpression", "YieldExpression", "AssignmentPattern", "ObjectPattern", "ArrayPattern",
    }  # fmt: skip
    assert set(re.findall(r'"type": "(\w+)"', str(tree))) & newer == set()
    assert {token.value for token in esprima.tokenize(path.read_text())} & {
        "let",
        "const",
        "=>",
        "async",
        "?.",
    } == set()
