"""The cast, for the files that people hang on what they fill in."""

from tests.cast import shared_town, town, towns  # noqa: F401
