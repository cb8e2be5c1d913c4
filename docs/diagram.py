"""Draws the nouns and who imports whom, from the code: python docs/diagram.py rewrites the block in architecture.md."""

import sys
from collections import Counter
from pathlib import Path

import grimp

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

PAGE = Path(__file__).with_name("architecture.md")
START, END = "<!-- diagram: written by docs/diagram.py -->", "<!-- end of diagram -->"
BELOW = {
    "box",
    "clock",
    "codelists",
    "columns",
    "kinds",
    "section",
    "rows",
    "settings",
    "checks",
    "row_checks",
}


def noun(module: str) -> str:
    """The room a module belongs to: its folder, or "kernel" for the files that every section is made of."""
    parts = module.split(".")
    if len(parts) < 2 or parts[1] in ("piccolo_conf", "__main__"):
        return ""
    return "kernel" if parts[1] in BELOW else parts[1]


def arrows() -> list[tuple[str, str, int]]:
    """(from, to, imports) between nouns, sorted."""
    graph = grimp.build_graph("web", cache_dir=None)
    counted: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            pair = (noun(module), noun(imported))
            if all(pair) and pair[0] != pair[1]:
                counted[pair] += 1
    return [(start, end, count) for (start, end), count in sorted(counted.items())]


def drawn() -> str:
    """The diagram in Mermaid, without the database, which everything above it imports."""
    lines = ["```mermaid", "graph TD"]
    lines += [
        f"  {start} --> {end}" for start, end, _ in arrows() if end not in ("database", "kernel", "app")
    ]
    return "\n".join([*lines, "```"])


def rewritten(text: str) -> str:
    """`text` of the page with the diagram as the code is now."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{drawn()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
