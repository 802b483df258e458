"""Reads one cell as its column says. Pure: values in, values or a coded refusal out; `words.py` words it.

In a spreadsheet a number is a number: a text in its place is refused, because nobody can know how it was
meant. In a text file every cell is a text, and numbers are read with the decimal mark that was chosen.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from organizations.codes import CODE_PATTERN
from organizations.numbers import (
    MAX_INTEGER_DIGITS,
    MAX_SIGNIFICANT_DIGITS,
    NumberError,
    NumberErrorCode,
    parse_number,
)
from reports.workbook.columns import Column, Kind
from reports.workbook.plain import plain_number, plain_text
from reports.workbook.reading import BadCell

EMPTY: dict[Kind, Any] = {
    Kind.TEXT: "",
    Kind.CODE: "",
    Kind.CODES: (),
    Kind.CHOICE: "",
    Kind.FLAG: None,
    Kind.NUMBER: None,
    Kind.WHOLE: None,
    Kind.DATE: None,
    Kind.EMAIL: "",
    Kind.PERIOD: None,
}
"""What an empty cell stands for."""

FLAGS = {"yes": True, "no": False, "ya": True, "tidak": False}
LARGEST_WHOLE = 2_000_000_000
_CODE = re.compile(CODE_PATTERN)
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_PERIOD = re.compile(r"([0-9]{4})(?:\s*[-–]\s*([0-9]{4}))?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNKEPT = re.compile("[\0\ud800-\udfff\ufffe\uffff]")


class ValueFault(StrEnum):
    """Why a cell is refused by itself."""

    REQUIRED = "required"
    BAD_CELL = "bad_cell"
    TEXT_NOT_NUMBER = "text_not_number"
    NUMBER = "number"
    NOT_WHOLE = "not_whole"
    DATE_NOT_EXPECTED = "date_not_expected"
    NOT_A_DATE = "not_a_date"
    NOT_A_CODE = "not_a_code"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_PERIOD = "not_a_period"
    NOT_TEXT = "not_text"
    TOO_LONG = "too_long"
    CHARACTERS = "characters"


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes: `texts_only` (a text file), and the language whose decimal mark it uses."""

    texts_only: bool = False
    language: str = "en"


class CellRefused(ValueError):
    """A cell that its column does not take. cause: the BadCell or NumberError behind it."""

    def __init__(
        self, fault: ValueFault, read: str, column: Column, cause: BadCell | NumberError | None = None
    ) -> None:
        super().__init__(fault, read, column.name)
        self.fault = fault
        self.read = read
        self.column = column
        self.cause = cause


def read_value(raw: Any, column: Column, style: Style) -> Any:
    """The value of a cell, of the type that the column's kind says. Raises CellRefused."""
    if isinstance(raw, BadCell):
        raise CellRefused(ValueFault.BAD_CELL, raw.read, column, raw)
    if isinstance(raw, str):
        raw = plain_text(raw)
    if raw is None or raw == "":
        if column.required:
            raise CellRefused(ValueFault.REQUIRED, "", column)
        return EMPTY[column.kind]
    return _READERS[column.kind](raw, column, style)


def shown(raw: Any) -> str:
    """What was read, as a text for messages."""
    if isinstance(raw, Decimal):
        return format(raw, "f")
    if isinstance(raw, datetime.datetime):
        return raw.date().isoformat() if raw.time() == datetime.time() else raw.isoformat(" ")
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    return raw.read if isinstance(raw, BadCell) else str(raw)


def shown_value(value: Any) -> str:
    """A value of a cell as a file would write it, for messages; empty for none."""
    if isinstance(value, tuple):
        return ("-" if value and isinstance(value[0], int) else ", ").join(map(str, value))
    return "" if value is None else shown(value)


def _text(raw: Any, column: Column, style: Style) -> str:
    if isinstance(raw, datetime.date):
        raise CellRefused(ValueFault.DATE_NOT_EXPECTED, shown(raw), column)
    if isinstance(raw, bool):
        raise CellRefused(ValueFault.NOT_TEXT, shown(raw), column)
    text = shown(raw)
    if _UNKEPT.search(text):
        raise CellRefused(ValueFault.CHARACTERS, text, column)
    if len(text) > column.longest:
        raise CellRefused(ValueFault.TOO_LONG, text, column)
    return text


def _code(raw: Any, column: Column, style: Style) -> str:
    text = _text(raw, column, style)
    if not _CODE.fullmatch(text):
        raise CellRefused(ValueFault.NOT_A_CODE, text, column)
    return text


def _codes(raw: Any, column: Column, style: Style) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[,;\n]", _text(raw, column, style)))
    return tuple(sorted({_code(part, column, style) for part in parts if part}))


def _choice(raw: Any, column: Column, style: Style) -> str:
    text = shown(raw)
    if text.casefold() not in column.choices:
        raise CellRefused(ValueFault.NOT_A_CHOICE, text, column)
    return text.casefold()


def _flag(raw: Any, column: Column, style: Style) -> bool:
    if isinstance(raw, bool):
        return raw
    answer = FLAGS.get(shown(raw).casefold())
    if answer is None:
        raise CellRefused(ValueFault.NOT_A_CHOICE, shown(raw), column)
    return answer


def _number(raw: Any, column: Column, style: Style) -> Decimal:
    if isinstance(raw, datetime.date):
        raise CellRefused(ValueFault.DATE_NOT_EXPECTED, shown(raw), column)
    if isinstance(raw, bool) or (isinstance(raw, str) and not style.texts_only):
        raise CellRefused(ValueFault.TEXT_NOT_NUMBER, shown(raw), column)
    try:
        if isinstance(raw, str):
            return plain_number(parse_number(raw, style.language, max_decimals=column.decimals))
        return _held_to_limits(raw, column)
    except NumberError as error:
        raise CellRefused(ValueFault.NUMBER, error.read, column, error) from error


def _held_to_limits(value: Decimal, column: Column) -> Decimal:
    """A number of a spreadsheet cell as it is. Raises NumberError where it can't be stored."""
    if not value:
        return Decimal(0)
    _sign, digits, exponent = value.normalize().as_tuple()  # NaN and infinities have no exponent
    if not isinstance(exponent, int):
        raise NumberError(NumberErrorCode.NOT_A_NUMBER, str(value), "0")
    for code, count, limit in (
        (NumberErrorCode.TOO_LARGE, len(digits) + exponent, MAX_INTEGER_DIGITS),
        (NumberErrorCode.TOO_MANY_DECIMALS, -exponent, column.decimals),
        (NumberErrorCode.TOO_MANY_DIGITS, len(digits), MAX_SIGNIFICANT_DIGITS),
    ):
        if count > limit:
            raise NumberError(code, str(value), "", limit)
    return plain_number(value)


def _whole(raw: Any, column: Column, style: Style) -> int:
    if isinstance(raw, datetime.date):
        raise CellRefused(ValueFault.DATE_NOT_EXPECTED, shown(raw), column)
    if isinstance(raw, Decimal) and raw == raw.to_integral_value() and abs(raw) < LARGEST_WHOLE:
        return int(raw)
    if isinstance(raw, str) and not style.texts_only:
        raise CellRefused(ValueFault.TEXT_NOT_NUMBER, shown(raw), column)
    if isinstance(raw, str) and _WHOLE.fullmatch(raw):
        return int(raw)
    raise CellRefused(ValueFault.NOT_WHOLE, shown(raw), column)


def _date(raw: Any, column: Column, style: Style) -> datetime.date:
    if isinstance(raw, datetime.datetime) and raw.time() == datetime.time():
        return raw.date()
    if isinstance(raw, datetime.date) and not isinstance(raw, datetime.datetime):
        return raw
    if isinstance(raw, str) and _ISO_DATE.fullmatch(raw):
        try:
            return datetime.date.fromisoformat(raw)
        except ValueError:
            pass
    raise CellRefused(ValueFault.NOT_A_DATE, shown(raw), column)


def _email(raw: Any, column: Column, style: Style) -> str:
    return _text(raw, column, style).lower()


def _period(raw: Any, column: Column, style: Style) -> tuple[int, int] | int:
    match = _PERIOD.fullmatch(shown(raw))
    if match is None or isinstance(raw, datetime.date):
        raise CellRefused(ValueFault.NOT_A_PERIOD, shown(raw), column)
    return (int(match[1]), int(match[2])) if match[2] else int(match[1])


_READERS = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.DATE: _date,
    Kind.EMAIL: _email,
    Kind.PERIOD: _period,
}
