"""Every page of the offices' desks, gathered for the assembly."""

from web.office import payment_pages, text_pages

HANDLERS = [*payment_pages.HANDLERS, *text_pages.HANDLERS]
