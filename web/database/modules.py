"""Every module that may define tables, found by walking the package: a new noun needs no entry anywhere."""

from pathlib import Path

WEB = Path(__file__).parent.parent


def modules_with_tables() -> list[str]:
    """Names such as web.people.tables and web.declaration.sections.awards, in alphabetical order."""
    found = [*WEB.rglob("tables.py"), *WEB.rglob("*_tables.py"), *WEB.rglob("sections/*.py")]
    names = (
        path.relative_to(WEB.parent).with_suffix("").parts for path in found if path.name != "__init__.py"
    )
    return sorted({".".join(parts) for parts in names})
