"""How each kind of field is read from a form, shown to a reader and put back into its box."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from web import clock
from web.columns import Field, Option

HARD_LIMIT = 60_000
"""Most characters that any one field keeps, far above every field's own limit, so that nothing typed is lost."""


class Reading(NamedTuple):
    """What a text means to a field: its value (None: cannot be stored) and a sentence of complaint ("" when right)."""

    value: Any
    complaint: str = ""


class Kind(NamedTuple):
    """One kind: read(field, text, options), shown(field, value, options), typed(field, value)."""

    read: Callable[[Field, str, Iterable[Option]], Reading]
    shown: Callable[[Field, Any, Iterable[Option]], str]
    typed: Callable[[Field, Any], str]
    empty: Any


def clean(text: str, *, one_line: bool = False) -> str:
    """`text` as it is stored: line ends as one character, ends trimmed, what no reader could see made visible."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if one_line:
        text = " ".join(text.split("\n"))
    if not text.translate(_WHITE).isprintable():  # far quicker than a look at every character
        text = "".join("\ufffd" if _invisible(c) else c for c in text)
    return text.strip()[:HARD_LIMIT]


_WHITE = {ord(character): " " for character in "\n\t\u3000\u00a0"}


def _invisible(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn")


def missing(field: Field) -> str:
    """The sentence for a required field left empty."""
    if field.kind == "upload":
        return f"请上传{field.label.removeprefix('上传')}。"
    verb = "请选择" if field.kind in ("choice", "yes_no") else "请填写"
    return f"{verb}{field.label}。"


def too_long(field: Field, text: str) -> str:
    """The sentence for more code points than the field takes, "" when it takes them; a line break is one."""
    text = text.strip().replace("\r\n", "\n")
    if field.limit is None or len(text) <= field.limit:
        return ""
    over = len(text) - field.limit
    return f"{field.label}最多 {field.limit} 个字，现在是 {len(text)} 个字，请删去 {over} 个字。"


def _read_text(field: Field, text: str, options: Iterable[Option], one_line: bool = True) -> Reading:
    text = clean(text, one_line=one_line)
    if "\ufffd" in text:
        return Reading(text, f"{field.label}里有不能显示的字符（显示为 \ufffd），请删去或改正。")
    complaint = too_long(field, text)
    if not complaint and text and field.check:
        complaint = field.check(text)
    return Reading(text, complaint)


def _read_long_text(field: Field, text: str, options: Iterable[Option]) -> Reading:
    return _read_text(field, text, options, one_line=False)


def _read_choice(field: Field, text: str, options: Iterable[Option]) -> Reading:
    text = clean(text, one_line=True)
    if not text:
        return Reading("")
    if any(option.value == text for option in options):
        return Reading(text)
    return Reading(None, f"请从列表中选择{field.label}。")


_DIGITS = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")


def _read_day(field: Field, text: str, options: Iterable[Option]) -> Reading:
    text = clean(text, one_line=True).translate(_DIGITS)
    if not text:
        return Reading(None)
    match = _DAY.fullmatch(text)
    try:
        year, month, of_month = (int(part) for part in match.groups() if part) if match else (0, 0, 0)
        value = date(year, month, of_month)
    except ValueError:
        return Reading(None, f"{field.label}应是一个日期，如 2015-09-01。")
    if value.year < 1900:
        return Reading(None, f"{field.label}应在 1900 年以后。")
    if value.year > clock.today().year + 100:
        return Reading(None, f"{field.label}应在 100 年以内。")
    if not field.future and value > clock.today():
        return Reading(value, f"{field.label}不能晚于今天。")
    return Reading(value)


def _read_number(field: Field, text: str, options: Iterable[Option]) -> Reading:
    text = re.sub(r"(?<=\d)[,，](?=\d)", "", clean(text, one_line=True).translate(_DIGITS))
    if not text:
        return Reading(None)
    try:
        value = Decimal(text) if re.fullmatch(r"[+-]?\d{1,14}(\.\d{1,8})?", text) else Decimal("NaN")
    except InvalidOperation:
        value = Decimal("NaN")
    if value.is_nan():
        return Reading(None, f"{field.label}应是数字，如 12{'.5' if field.decimals else ''}。")
    if value != round(value, field.decimals):
        places = f"最多保留 {field.decimals} 位小数" if field.decimals else "应是整数"
        return Reading(None, f"{field.label}{places}。")
    least, most = Decimal(str(field.least)), Decimal(str(field.most))
    if not least <= value <= most:
        return Reading(None, f"{field.label}应在 {least} 到 {most} 之间。")
    return Reading(value)


def _read_yes_no(field: Field, text: str, options: Iterable[Option]) -> Reading:
    text = clean(text, one_line=True)
    if text in ("", "1", "0"):
        return Reading({"": None, "1": True, "0": False}[text])
    return Reading(None, f"请选择{field.label}。")


def _read_upload(field: Field, text: str, options: Iterable[Option]) -> Reading:
    return Reading(None)


def plain_number(value: Any) -> str:
    """A decimal without needless zeros: 3, 12.5."""
    if value is None:
        return ""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _show_choice(field: Field, value: Any, options: Iterable[Option]) -> str:
    return next((option.label for option in options if option.value == value), value or "")


def _show_day(field: Field, value: Any, options: Iterable[Option]) -> str:
    return clock.day_in_words(value) if value else ""


def _show_number(field: Field, value: Any, options: Iterable[Option]) -> str:
    shown = plain_number(value)
    return f"{shown} {field.unit}".strip() if shown else ""


def _show_yes_no(field: Field, value: Any, options: Iterable[Option]) -> str:
    return "" if value is None else ("是" if value else "否")


def _show_text(field: Field, value: Any, options: Iterable[Option]) -> str:
    return value or ""


def _typed_yes_no(field: Field, value: Any) -> str:
    return "" if value is None else ("1" if value else "0")


KINDS: dict[str, Kind] = {
    "text": Kind(_read_text, _show_text, lambda field, value: value or "", ""),
    "long_text": Kind(_read_long_text, _show_text, lambda field, value: value or "", ""),
    "choice": Kind(_read_choice, _show_choice, lambda field, value: value or "", ""),
    "day": Kind(_read_day, _show_day, lambda field, value: value.isoformat() if value else "", None),
    "number": Kind(_read_number, _show_number, lambda field, value: plain_number(value), None),
    "yes_no": Kind(_read_yes_no, _show_yes_no, _typed_yes_no, None),
    "upload": Kind(_read_upload, _show_text, lambda field, value: "", None),
}
