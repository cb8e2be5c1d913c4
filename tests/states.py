"""Which page of tests/pages.py and its neighbours shows which kind of page in which state."""

ROWS = {
    "empty": "rows, empty", "filled": "section awards", "wrong": "rows, wrong", "added": "rows, added",
    "removed": "rows, removed", "restored": "rows, brought back", "over": "rows, over the limit",
    "expired": "rows, expired", "kept": "rows, kept", "read-only": "rows, read-only",
}  # fmt: skip
ITEM = {
    "empty": "item, empty", "filled": "achievement", "wrong": "item, wrong", "added": "item, added",
    "removed": "item, removed", "restored": "item, brought back", "over": "item, over the limit",
    "expired": "item, expired", "kept": "item, kept", "read-only": "item, read-only",
}  # fmt: skip
PROFILE = {
    "empty": "profile basic, empty", "filled": "profile basic, filled", "wrong": "basic, wrong",
    "added": "assessments, added", "removed": "education, removed", "restored": "education, restored",
    "over": "profile, over the limit", "expired": "profile, expired", "kept": "profile, kept", "read-only": "profile, read-only",
}  # fmt: skip
CHOICE = {
    "empty": "choice, empty", "filled": "declaration /choice", "wrong": "choice, wrong", "expired": "choice, expired",
    "closed": "choice, closed", "read-only": "choice, read-only",
}  # fmt: skip
PASSWORD = {
    "empty": "password", "wrong": "password, wrong", "filled": "password, changed", "expired": "password, expired",
    "first": "first password", "first wrong": "first password, wrong",
}  # fmt: skip
UPLOAD = {"empty": "photo", "filled": "achievement, files", "read-only": "upload, read-only"}
"""Refused, several, moved, removed, brought back, compressed: tests/web/evidence/states.py, in the same four modes."""
QUEUE = {
    "empty": "queue, none found",
    "filled": "queue, 50",
    "chosen": "queue, 50 to be taken",
    "expired": "queue, expired",
}
RETURN = {
    "empty": "dossier /return",
    "marking": "dossier /mark?at=achievements/0/",
    "returned": "progress, returned",
}
BALLOT = {
    "empty": "ballot, empty", "wrong": "ballot, wrong", "filled": "ballot, filled", "expired": "ballot, expired",
    "read-only": "ballot, read-only",
}  # fmt: skip
OFFICE = {
    "empty": "office form, empty", "filled": "office form, filled", "wrong": "office form, wrong",
    "added": "office form, added", "removed": "office form, removed", "over": "office form, over the limit",
    "expired": "office form, expired", "two windows": "office form, two windows", "refused": "accounts, not his",
}  # fmt: skip
SIGN_IN = {"empty": "sign-in", "wrong": "sign-in, wrong", "over": "sign-in, too many", "expired": "expired"}
ERRORS = {
    "403": "403, not hers to open", "403 kept": "403, a form without its token", "404": "not found", "405": "405",
    "409": "deadline crossed", "409 both": "autobiography, two windows", "413": "413", "429": "429", "500": "500", "503": "503",
}  # fmt: skip
COVERED = {
    "section rows": ROWS, "section item": ITEM, "profile": PROFILE, "choice": CHOICE, "password": PASSWORD,
    "upload": UPLOAD, "queue": QUEUE, "return": RETURN, "ballot": BALLOT, "office": OFFICE, "sign-in": SIGN_IN,
    "errors": ERRORS,
}  # fmt: skip
