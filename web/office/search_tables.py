"""What is computed for the offices: the index of the search, and the tallies of the statistics."""

from piccolo.columns import BigInt, Integer, Serial, Text, Varchar

from web.database.columns import Json
from web.database.table import Table


class SearchPosting(Table):
    """One character, pair of characters, or title of one declaration, all of it in the key.

    `id`: what was found (36 bits, see office.indexing) and the declaration (27 bits), so that the declarations of
    one gram stand side by side, the newest last, in the only index that there is.
    """

    id = BigInt(primary_key=True)


class SearchText(Table):
    """What a declaration was written into the index as, so that it can be taken out again."""

    id: Serial
    declaration = BigInt(unique=True, null=False)
    name = Text(null=False)
    title = Varchar(length=80, null=False)


class SearchMark(Table):
    """How far something has come: the newest receipt or decision that it has read."""

    id: Serial
    name = Varchar(length=20, unique=True, null=False)
    receipt = Integer(null=False, default=0)


class Tally(Table):
    """One figure of one office and year: how many, how many were accepted, passed, were refused, how long in all.

    `scope`: "office/year" (office 0: everything), or "office" where `way` is year; `way`: series, level, region,
    unit, state, time, reason, failed; `code`: of what; `key`: "scope/way/code", unique.
    """

    id: Serial
    key = Varchar(length=160, unique=True, null=False)
    scope = Varchar(length=30, null=False, index=True)
    way = Varchar(length=10, null=False)
    code = Varchar(length=110, null=False)
    n = Integer(null=False, default=0)
    accepted = Integer(null=False, default=0)
    passed = Integer(null=False, default=0)
    refused = Integer(null=False, default=0)
    seconds = BigInt(null=False, default=0)


class Tallied(Table):
    """What one declaration counts for at present. `version`: of the declaration when it was counted.

    `body`: {"offices": [id], "year": 2026, "cells": [[way, code, n, accepted, passed, refused, seconds]]}.
    """

    id: Serial
    declaration = BigInt(unique=True, null=False)
    version = Integer(null=False)
    body = Json(default={})
