"""Structured logs: one JSON object a line, with the request's id and without personal data."""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request in hand, "" outside one."""

EXTRA = ("method", "route", "status", "ms", "body_sha256", "error_number")
"""What a line may carry besides its message: nothing that names a person, no address with its parts filled in."""


class OneLine(logging.Formatter):
    """A record as JSON: time, level, logger, message, request, EXTRA, and a trace where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without line breaks."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage(),
        }  # fmt: skip
        if request := REQUEST.get():
            line["request"] = request
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = _trace(record)
        return json.dumps(line, ensure_ascii=False, default=str)


def _trace(record: logging.LogRecord) -> list[str]:
    """Where it happened, file by line; the values of an exception's message may be somebody's and stay out."""
    found, at = [], record.exc_info[2] if record.exc_info else None
    while at is not None:
        code = at.tb_frame.f_code
        found.append(f"{code.co_filename}:{at.tb_lineno} {code.co_name}")
        at = at.tb_next
    return found[-12:]


def set_up() -> None:
    """Every log of the process goes to the standard output as JSON; safe to call twice."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
