"""Sections: each known by its key alone, none left out; migrations in step with the tables."""

import pytest

from tests.house.reading import ROOT
from tests.support import run
from web.database.migrations import tables_differ
from web.declaration.sections import SECTIONS as DECLARATION
from web.profile.sections import SECTIONS as PROFILE

MIGRATIONS = [
    path for path in (ROOT / "migrations" / "piccolo_migrations").glob("*.py") if path.stem != "__init__"
]


@pytest.mark.skipif(not MIGRATIONS, reason="no migration is written yet")
def test_no_table_waits_for_a_migration():
    assert run(tables_differ()) is False


@pytest.mark.parametrize("sections", [PROFILE, DECLARATION], ids=["profile", "declaration"])
def test_a_section_is_known_by_its_key_alone(sections):
    for key, section in sections.items():
        assert section.key == key
        assert section.table._meta.tablename.endswith(key)
        assert (section.title, bool(section.fields)) == (section.title.strip(), True)


def test_no_section_is_left_out():
    for noun, sections in (("profile", PROFILE), ("declaration", DECLARATION)):
        files = {path.stem for path in (ROOT / "web" / noun / "sections").glob("*.py")} - {
            "__init__",
            "lists",
        }
        assert files - set(sections) == set()
