"""Every route × method × role × whose record it is, against the stored table tests/house/access.txt: every cell is run."""

import pytest

from tests.house.access import FILE, NOBODY, Table, cells, names_of, observed, read, written

STATED = read(FILE.read_text())
ROUTES = sorted({(cell.path, cell.method) for cell in cells()})
HOW = """
{count} cells of {method} {path} are not in tests/house/access.txt. Print them as they are answered now:
    python -m tests.house.access missing
Read every line (who should be let in? whose record is it?), mend the route where the answer is wrong, then write the block
into access.txt in its place. A new parameter of a path is named in PLACES or WORDS of tests/house/access.py."""


@pytest.fixture(scope="module")
def answered() -> Table:
    """Every cell, run once."""
    return observed(cells())


@pytest.mark.parametrize("path,method", ROUTES)
def test_every_cell_of_the_route_is_stated(path, method):
    missing = [cell for cell in cells() if (cell.path, cell.method) == (path, method) and cell not in STATED]
    assert not missing, HOW.format(count=len(missing), method=method, path=path)


def test_the_table_states_no_route_that_is_gone():
    assert sorted(set(STATED) - set(cells())) == []


def test_the_table_is_written_as_the_command_writes_it():
    heading = "".join(line for line in FILE.read_text().splitlines(keepends=True) if line.startswith("#"))
    assert f"{heading}\n{written(STATED)}" == FILE.read_text()


@pytest.mark.parametrize("path,method", ROUTES)
def test_every_cell_is_answered_as_stated(answered, path, method):
    mine = [cell for cell in answered if (cell.path, cell.method) == (path, method)]
    wrong = [
        f"{cell.role} {cell.relation}: stated {STATED.get(cell)}, answered {answered[cell]}"
        for cell in mine
        if STATED.get(cell) != answered[cell]
    ]
    assert not wrong, f"{method} {path}\n" + "\n".join(wrong) + f"\nSee python -m tests.house.access {path}"


def test_no_cell_is_an_error_of_ours(answered):
    assert [cell for cell, outcome in answered.items() if outcome.startswith("5")] == []


def test_who_is_not_signed_in_is_let_into_public_routes_only(answered):
    public = {(cell.method, cell.path) for cell, act in cells().items() if act == "public"}
    let_in = {
        (cell.method, cell.path)
        for cell in answered
        if cell.role == NOBODY and answered[cell] not in ("sign-in", "401")
    }
    assert let_in == public


OPEN_TO_THE_FAR = {"titles_office": "the whole province", "administrator": "support"}
"""Roles that are held for no one place."""


def test_a_record_of_another_unit_looks_like_none_at_all():
    """Nobody learns that a record is there, and nothing of it is written."""
    for cell, outcome in STATED.items():
        if cell.relation != "other" or cells()[cell] == "public" or cell.role in OPEN_TO_THE_FAR:
            continue
        refused = outcome in ("403", "404", "405", "303~") or (cell.method == "GET" and outcome == "303")
        assert (cell, outcome, refused) == (cell, STATED[cell._replace(relation="none")], True)


def test_a_path_has_no_name_twice():
    assert [path for path, _ in ROUTES if len(names_of(path)) != len(set(names_of(path)))] == []
