"""The cast of the committee's tests."""

from tests.web.committee.cast import offices  # noqa: F401
