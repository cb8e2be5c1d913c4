"""The cast, for what people see at the door."""

from tests.cast import shared_town, town, towns  # noqa: F401
