"""Every page of the committee's noun."""

from web.committee import draw_pages, expert_pages, interview_pages, sitting_pages

HANDLERS = [*expert_pages.HANDLERS, *draw_pages.HANDLERS, *sitting_pages.HANDLERS, *interview_pages.HANDLERS]
