"""What a cell of a workbook holds: the value that its spreadsheet shows, or what is wrong with it.

A workbook stores numbers as binary floats and shows 15 significant digits of them. So do we: floating
noise behind those digits goes, but a number that really has more digits is not silently shortened.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from openpyxl.utils.datetime import from_excel, from_ISO8601

SIGNIFICANT_DIGITS = 15
_SHOWN_LENGTH = 100
_NOISE_ULPS = 4
_SURELY_NOISE_DIGITS = 12
_NO_FRACTION_FROM = 10**SIGNIFICANT_DIGITS

_SHORT_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*[1-9])?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LONGEST_NUMBER = 400
_NOT_FINITE = re.compile(r"[+-]?(?:s?nan|inf|infinity)|-?1\.#.*", re.IGNORECASE)
_ZERO = Decimal(0)


class CellFault(StrEnum):
    """Why a cell has no value that could be used."""

    ERROR_CELL = "error_cell"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    NOT_FINITE = "not_finite"
    TOO_MANY_DIGITS = "too_many_digits"
    UNREADABLE_NUMBER = "unreadable_number"
    UNREADABLE_DATE = "unreadable_date"
    TIME_OF_DAY = "time_of_day"


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that can't be used; ``read`` is what stands in it, shortened."""

    code: CellFault
    read: str


Value = str | Decimal | date | datetime | bool | BadCell | None


def bad_cell(code: CellFault, read: str) -> BadCell:
    """Return a BadCell that keeps no more of the text than is worth showing."""
    return BadCell(code, read[:_SHOWN_LENGTH])


def number(text: str) -> Decimal | BadCell:
    """Read a number as a workbook stores it, without trailing zeros."""
    if len(text) <= SIGNIFICANT_DIGITS and _SHORT_NUMBER.fullmatch(text):
        return Decimal(text) or _ZERO
    return _long_number(text.strip())


def _long_number(text: str) -> Decimal | BadCell:
    if _NOT_FINITE.fullmatch(text):
        return bad_cell(CellFault.NOT_FINITE, text)
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return bad_cell(CellFault.UNREADABLE_NUMBER, text)
    stored = float(text)
    if math.isinf(stored):
        return bad_cell(CellFault.NOT_FINITE, text)
    if not stored:
        vanished = re.search("[1-9]", re.split("[eE]", text)[0])
        return bad_cell(CellFault.UNREADABLE_NUMBER, text) if vanished else _ZERO
    shown = _as_shown(Decimal(text), stored)
    return bad_cell(CellFault.TOO_MANY_DIGITS, text) if shown is None else _plain(shown)


def _as_shown(written: Decimal, stored: float) -> Decimal | None:
    """Return the number of at most 15 significant digits that the spreadsheet shows, None if it has more."""
    shortest = Decimal(repr(stored))
    if abs(shortest) >= _NO_FRACTION_FROM and written != shortest:
        return None
    if _digits(shortest) <= SIGNIFICANT_DIGITS:
        return shortest
    rounded = Decimal(f"{stored:.{SIGNIFICANT_DIGITS}g}")
    if abs(shortest) >= _NO_FRACTION_FROM or not _is_noise(abs(shortest - rounded), rounded, stored):
        return None
    return rounded


def _is_noise(difference: Decimal, rounded: Decimal, stored: float) -> bool:
    """Whether what rounding took away is an error of floating arithmetic, not digits that were meant.

    So it is when zeros (or nines) fill the gap before it, or when it is a few units in the last place;
    the latter alone proves nothing where a 16th digit is itself only a few such units.
    """
    if _digits(rounded) <= _SURELY_NOISE_DIGITS:
        return True
    few_units = _NOISE_ULPS * Decimal(math.ulp(stored))
    return _digits(rounded) < SIGNIFICANT_DIGITS and difference <= few_units


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _plain(value: Decimal) -> Decimal:
    """Drop trailing zeros behind the point, and write whole numbers without an exponent."""
    normal = value.normalize()
    return Decimal(int(normal)) if int(normal.as_tuple().exponent) > 0 else normal


def moment(text: str, *, epoch: datetime, elapsed: bool) -> date | datetime | BadCell:
    """Read a serial day number that is formatted as a date (``elapsed``: as a span of time)."""
    days = number(text)
    if isinstance(days, BadCell) and days.code is not CellFault.TOO_MANY_DIGITS:
        return days
    if text.lstrip().startswith("-"):
        return bad_cell(CellFault.UNREADABLE_DATE, text)
    try:
        return _date_value(from_excel(float(text), epoch, timedelta=elapsed), text)
    except (ValueError, OverflowError):
        return bad_cell(CellFault.UNREADABLE_DATE, text)


def iso_moment(text: str) -> date | datetime | BadCell:
    """Read a date that is stored as text in ISO 8601."""
    try:
        return _date_value(from_ISO8601(text), text)
    except (ValueError, OverflowError, TypeError):
        return bad_cell(CellFault.UNREADABLE_DATE, text)


def _date_value(value: date | datetime | time | timedelta | None, text: str) -> date | datetime | BadCell:
    """A date without time of day is a date; a time of day or a span without date is of no use here."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, date):
        return value
    if value is None:
        return bad_cell(CellFault.UNREADABLE_DATE, text)
    return bad_cell(CellFault.TIME_OF_DAY, str(value))
