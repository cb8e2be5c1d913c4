"""Every page of the committee's noun."""

from web.committee import expert_pages

HANDLERS = [*expert_pages.HANDLERS]
