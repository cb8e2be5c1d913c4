"""Every page of the committee's noun."""

from web.committee import ballot_pages, draw_pages, expert_pages, interview_pages, sitting_pages

HANDLERS = [
    *expert_pages.HANDLERS,
    *draw_pages.HANDLERS,
    *sitting_pages.HANDLERS,
    *ballot_pages.HANDLERS,
    *interview_pages.HANDLERS,
]
