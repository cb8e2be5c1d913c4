"""Every page of the committee's noun."""

from web.committee import expert_pages, sitting_pages

HANDLERS = [*expert_pages.HANDLERS, *sitting_pages.HANDLERS]
