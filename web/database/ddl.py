"""What the migrations say for PostgreSQL, said so that SQLite can do it."""

import re
import sqlite3
from collections.abc import Callable

Edit = Callable[[sqlite3.Connection], None]

_TABLE = r'(?:"?public"?\.)?"?(?P<table>\w+)"?'
_CREATE = re.compile(
    rf"(?P<head>\s*CREATE TABLE (?P<maybe>IF NOT EXISTS )?{_TABLE}\s*)\((?P<body>.*)\)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_ALTER = re.compile(rf"\s*ALTER TABLE {_TABLE}\s+(?P<action>.*)$", re.IGNORECASE | re.DOTALL)
_DROP = re.compile(r"\s*DROP TABLE .*\bCASCADE\s*$", re.IGNORECASE | re.DOTALL)
_COLUMN = r'"?(?P<column>\w+)"?'
_DEFAULT = re.compile(r"\s+DEFAULT\s+(?P<value>.+)$", re.IGNORECASE | re.DOTALL)
_REFERENCES = re.compile(
    r'\s+REFERENCES\s+\S+\s*\("?\w+"?\)(\s+ON (DELETE|UPDATE) (CASCADE|RESTRICT|NO ACTION|SET NULL|SET DEFAULT))*',
    re.IGNORECASE,
)


def translated(ddl: str) -> list[str] | Edit:
    """Statements that SQLite understands, none when there is nothing to do, or an edit of the stored schema.

    A unique constraint becomes a unique index of the same name. Lengths and defaults are left alone: SQLite
    enforces no lengths, and Piccolo sends every default itself. NOT NULL, CHECK, types and foreign keys are
    edited in the stored CREATE TABLE, after which SQLite checks every row. sqlite3.NotSupportedError for
    what cannot be had.
    """
    if created := _CREATE.match(ddl):
        return _create(created)
    if _DROP.match(ddl):
        return [re.sub(r"\s+CASCADE\s*$", "", ddl, flags=re.IGNORECASE)]
    altered = _ALTER.match(ddl)
    if not altered:
        return [ddl]
    actions = split(altered["action"])
    if len(actions) > 1:
        return _in_turn([translated(f'ALTER TABLE "{altered["table"]}" {action}') for action in actions])
    return _alter(altered["table"], actions[0])


def _in_turn(steps: list[list[str] | Edit]) -> Edit:
    def edit(connection: sqlite3.Connection) -> None:
        for step in steps:
            if callable(step):
                step(connection)
            else:
                for statement in step:
                    connection.execute(statement)

    return edit


def _create(match: re.Match[str]) -> list[str]:
    """Ids are never given twice (as on PostgreSQL), and a UNIQUE column is an index that can be dropped."""
    table, maybe = match["table"], match["maybe"] or ""
    columns, indexes = [], []
    for definition in split(match["body"]):
        name, unique, definition = _without_unique(definition)
        if unique:
            indexes.append(f'CREATE UNIQUE INDEX {maybe}"{table}_{name}_key" ON "{table}" ("{name}")')
        columns.append(re.sub(r"(INTEGER PRIMARY KEY)(?! AUTOINCREMENT)", r"\1 AUTOINCREMENT", definition))
    return [f"{match['head']}({', '.join(columns)})", *indexes]


def _without_unique(definition: str) -> tuple[str, bool, str]:
    name = (re.match(_COLUMN, definition) or [""])[0].strip('"')
    head, default = _split_default(definition)
    bare = re.sub(r"\s+UNIQUE\b", "", head, flags=re.IGNORECASE)
    return name, bare != head, bare + default


def _split_default(definition: str) -> tuple[str, str]:
    found = _DEFAULT.search(definition)
    return (definition[: found.start()], found[0]) if found else (definition, "")


def _alter(table: str, action: str) -> list[str] | Edit:
    for pattern, translate in _ACTIONS:
        if match := re.match(pattern + r"\s*$", action, re.IGNORECASE | re.DOTALL):
            return translate(table, match)
    return [f'ALTER TABLE "{table}" {action}']


def _unique(table: str, match: re.Match[str]) -> list[str]:
    groups = match.groupdict()
    if groups.get("nulls"):
        raise sqlite3.NotSupportedError("NULLS NOT DISTINCT does not exist in SQLite")
    columns = match["columns"]
    name = groups.get("name") or f"{table}_{columns.strip().strip(chr(34))}_key"
    return [f'CREATE UNIQUE INDEX "{name}" ON "{table}" ({columns})']


def _constraint(table: str, match: re.Match[str]) -> Edit:
    added = f'CONSTRAINT "{match["name"]}" {match["rule"]}'
    own = re.match(r'FOREIGN KEY \("?(\w+)"?\)', match["rule"], re.IGNORECASE)

    def change(definitions: list[str]) -> list[str]:
        if own:
            definitions = [
                _REFERENCES.sub("", each) if _names(each, own[1]) else each for each in definitions
            ]
        return [*definitions, added]

    return lambda connection: edit(connection, table, change)


def _drop_constraint(table: str, match: re.Match[str]) -> Edit:
    name = match["name"]

    def drop(connection: sqlite3.Connection) -> None:
        connection.execute(f'DROP INDEX IF EXISTS "{name}"')
        edit(
            connection,
            table,
            lambda all: [each for each in all if not each.startswith(f'CONSTRAINT "{name}" ')],
        )

    return drop


def _not_null(table: str, match: re.Match[str]) -> Edit:
    column, wanted = match["column"], match["verb"].upper() == "SET"

    def change(definition: str) -> str:
        head, default = _split_default(definition)
        head = re.sub(r"\s+NOT NULL\b", "", head, flags=re.IGNORECASE)
        if wanted:
            reference = _REFERENCES.search(head)
            at = reference.start() if reference else len(head)
            head = head[:at] + " NOT NULL" + head[at:]
        return head + default

    return lambda connection: edit(connection, table, lambda all: _changed(all, column, change))


def _type(table: str, match: re.Match[str]) -> Edit:
    def change(definition: str) -> str:
        return re.sub(r'^("\w+")\s+\w+(\s*\([^)]*\))?', rf"\1 {match['type']}", definition)

    def convert(connection: sqlite3.Connection) -> None:
        column = match["column"]
        again = f'UPDATE "{table}" SET "{column}" = "{column}"'  # SQLite converts what it stores
        edit(connection, table, lambda all: _changed(all, column, change), again)

    return convert


def _add_column(table: str, match: re.Match[str]) -> Edit:
    """Add it bare, fill it, then give it its whole definition: SQLite itself adds only the simplest."""
    column, unique, definition = _without_unique(match["definition"])
    default = _DEFAULT.search(definition)

    def add(connection: sqlite3.Connection) -> None:
        kind = re.match(r'"\w+"\s+(\w+(\s*\([^)]*\))?)', definition)
        assert kind is not None, definition
        connection.execute(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind[1]}')
        if default and default["value"].strip().lower() != "null":
            connection.execute(f'UPDATE "{table}" SET "{column}" = {default["value"]}')
        edit(connection, table, lambda all: _changed(all, column, lambda bare: definition))
        if unique:
            connection.execute(f'CREATE UNIQUE INDEX "{table}_{column}_key" ON "{table}" ("{column}")')

    return add


def _drop_column(table: str, match: re.Match[str]) -> Edit:
    column = match["column"]

    def drop(connection: sqlite3.Connection) -> None:
        for (index,) in connection.execute(
            "SELECT i.name FROM pragma_index_list(?) i, pragma_index_info(i.name) c WHERE c.name = ?",
            (table, column),
        ).fetchall():
            connection.execute(f'DROP INDEX "{index}"')
        edit(connection, table, lambda all: _changed(all, column, lambda each: _REFERENCES.sub("", each)))
        connection.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')

    return drop


def _nothing(table: str, match: re.Match[str]) -> list[str]:
    return []


_NAME = r'"?(?P<name>\w+)"?'
_ACTIONS: list[tuple[str, Callable[[str, re.Match[str]], list[str] | Edit]]] = [
    (rf"ADD CONSTRAINT {_NAME} UNIQUE (?P<nulls>NULLS NOT DISTINCT )?\((?P<columns>.+)\)", _unique),
    (rf"ADD CONSTRAINT {_NAME} (?P<rule>(CHECK|FOREIGN KEY).+)", _constraint),
    (r"ADD UNIQUE \((?P<columns>.+)\)", _unique),
    (rf"DROP CONSTRAINT (IF EXISTS )?{_NAME}", _drop_constraint),
    (rf"ALTER COLUMN {_COLUMN} (?P<verb>SET|DROP) NOT NULL", _not_null),
    (rf"ALTER COLUMN {_COLUMN} (SET DEFAULT .+|DROP DEFAULT|TYPE VARCHAR\(\d+\))", _nothing),
    (rf"ALTER COLUMN {_COLUMN} TYPE (?P<type>\w+(\s*\([^)]*\))?)( USING .+)?", _type),
    (r"ADD COLUMN (?P<definition>.+)", _add_column),
    (rf"DROP COLUMN {_COLUMN}", _drop_column),
]


def edit(
    connection: sqlite3.Connection,
    table: str,
    change: Callable[[list[str]], list[str]],
    then: str = "SELECT 1",
) -> None:
    """Rewrite the stored definitions of `table`, run `then`; sqlite3.IntegrityError when a row disobeys the new ones."""
    (sql,) = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)
    ).fetchone()
    opening, closing = sql.index("("), sql.rindex(")")
    before = split(sql[opening + 1 : closing])
    after = change(before)
    if after == before:
        return
    (version,) = connection.execute("PRAGMA schema_version").fetchone()
    connection.execute("PRAGMA writable_schema = ON")
    try:
        connection.execute(
            "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?",
            (f"{sql[:opening]}({', '.join(after)}){sql[closing + 1 :]}", table),
        )
        connection.execute(f"PRAGMA schema_version = {version + 1}")
    finally:
        connection.execute("PRAGMA writable_schema = RESET")
    connection.execute(then)
    problems = [row[0] for row in connection.execute(f'PRAGMA integrity_check("{table}")') if row[0] != "ok"]
    problems += [
        f"row {row[1]} refers to no {row[2]}"
        for row in connection.execute(f'PRAGMA foreign_key_check("{table}")')
    ]
    if problems:
        raise sqlite3.IntegrityError(f"{table}: {'; '.join(problems[:5])}")


def split(text: str) -> list[str]:
    """The parts of `text` between commas that stand in no bracket and no quotation."""
    parts, depth, quote, start = [], 0, "", 0
    for at, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]


def _names(definition: str, column: str) -> bool:
    return bool(re.match(rf'"?{column}"?\s', definition))


def _changed(definitions: list[str], column: str, change: Callable[[str], str]) -> list[str]:
    if not any(_names(each, column) for each in definitions):
        raise sqlite3.OperationalError(f"no such column: {column}")
    return [change(each) if _names(each, column) else each for each in definitions]
