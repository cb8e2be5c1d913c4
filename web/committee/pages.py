"""Every page of the committee's noun."""

from web.committee import (
    ballot_pages,
    draw_pages,
    draw_record_pages,
    expert_pages,
    interview_pages,
    office_pages,
    offline_pages,
    pool_pages,
    reading_pages,
    redaction_pages,
    sitting_pages,
)  # fmt: skip

HANDLERS = [
    *expert_pages.HANDLERS,
    *draw_pages.HANDLERS,
    *draw_record_pages.HANDLERS,
    *sitting_pages.HANDLERS,
    *ballot_pages.HANDLERS,
    *interview_pages.HANDLERS,
    *office_pages.HANDLERS,
    *reading_pages.HANDLERS,
    *offline_pages.HANDLERS,
    *pool_pages.HANDLERS,
    *redaction_pages.HANDLERS,
]
