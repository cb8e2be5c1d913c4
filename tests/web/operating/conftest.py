"""The province of the offices' tests."""

from tests.offices import province, provinces  # noqa: F401
