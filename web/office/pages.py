"""Every page of the offices' desks, gathered for the assembly."""

from web.office import (
    account_pages,
    account_sheet_pages,
    moving_pages,
    payment_pages,
    search_pages,
    statistics_pages,
    text_pages,
    unit_pages,
    unit_record_pages,
    year_pages,
    year_row_pages,
    year_sheet_pages,
)

HANDLERS = [
    *account_pages.HANDLERS, *account_sheet_pages.HANDLERS, *moving_pages.HANDLERS,
    *unit_pages.HANDLERS, *unit_record_pages.HANDLERS, *payment_pages.HANDLERS, *text_pages.HANDLERS, *search_pages.HANDLERS,
    *year_pages.HANDLERS, *year_row_pages.HANDLERS, *year_sheet_pages.HANDLERS, *statistics_pages.HANDLERS,
]  # fmt: skip
