"""The province of the review's tests: everybody who reviews, and a declaration that climbs."""

from tests.web.review.conftest import province  # noqa: F401
