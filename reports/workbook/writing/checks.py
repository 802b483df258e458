"""What a spreadsheet checks while somebody types: lists of words and codes, numbers, dates, lengths."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from organizations.numbers import MAX_INTEGER_DIGITS
from reports.workbook.columns import Column, Kind, Sheet
from reports.workbook.sheets import MONEY_INTEGER_DIGITS
from reports.workbook.writing.places import Place
from scorecards.models import FIRST_YEAR, LAST_YEAR

LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
LIST_OF_CODES = {
    ("Objectives", "perspective"): "Perspectives",
    ("Links", "cause"): "Objectives",
    ("Links", "effect"): "Objectives",
    ("Indicators", "objective"): "Objectives",
    ("Years", "indicator"): "Indicators",
    ("Initiatives", "indicator"): "Indicators",
    ("WorkPrograms", "indicator"): "Indicators",
}
"""Columns that take the codes of another sheet."""

FLAGS = ("yes", "no")
LARGEST = 10**MAX_INTEGER_DIGITS
LEAST = {"weight": 0, "threshold": 0, "budget": 0, "spent": 0}
WHOLE_BETWEEN = {
    "year": (FIRST_YEAR, LAST_YEAR),
    "progress": (0, 100),
    "decimals": (0, 6),
    "baseline_years": (1, 100),
    "scheme_version": (1, 9999),
}
FIRST_DAY, LAST_DAY = datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31)


def check_of(sheet: Sheet, column: Column, places: Mapping[str, Place]) -> dict[str, Any]:
    """The options of XlsxWriter's data_validation for a column, in the active language."""
    rule, expected = _rule(sheet, column, places)
    check = {
        "validate": "any",
        "input_title": column.name[:LONGEST_TITLE],
        "input_message": Truncator(str(column.explained)).chars(LONGEST_MESSAGE),
    }
    if not rule:
        return check
    error = {"error_title": column.name[:LONGEST_TITLE], "error_message": expected[:LONGEST_MESSAGE]}
    return check | rule | error


def _rule(sheet: Sheet, column: Column, places: Mapping[str, Place]) -> tuple[dict[str, Any], str]:
    """What the cell must hold, and the sentence for what it does not."""
    if column.kind in (Kind.CHOICE, Kind.FLAG):
        words = column.choices or FLAGS
        message = _("Expected one of these words: %(words)s.") % {"words": ", ".join(words)}
        return {"validate": "list", "source": list(words)}, message
    if (sheet.name, column.name) in LIST_OF_CODES:
        other = LIST_OF_CODES[sheet.name, column.name]
        message = _("Expected a code of the sheet %(sheet)s.") % {"sheet": other}
        return {"validate": "list", "source": places[other].entries("code")}, message
    if column.kind is Kind.NUMBER:
        digits = MONEY_INTEGER_DIGITS if column.name in ("budget", "spent") else MAX_INTEGER_DIGITS
        least = LEAST.get(column.name, -LARGEST)
        message = _("Expected a number.") if least else _("Expected a number that is not negative.")
        return _between("decimal", least, 10**digits), message
    if column.kind is Kind.WHOLE:
        first, last = WHOLE_BETWEEN[column.name]
        message = _("Expected a whole number from %(first)s to %(last)s.") % {"first": first, "last": last}
        return _between("integer", first, last), message
    if column.kind is Kind.DATE:
        return _between("date", FIRST_DAY, LAST_DAY), _("Expected a date.")
    if column.kind is Kind.TEXT:
        message = _("Expected a text of at most %(longest)s characters.") % {"longest": column.longest}
        return {"validate": "length", "criteria": "<=", "value": column.longest}, message
    return {}, ""


def _between(kind: str, least: Any, most: Any) -> dict[str, Any]:
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
