"""The cast, for the rules that need people."""

from tests.cast import shared_town, town, towns  # noqa: F401
