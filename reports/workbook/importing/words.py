"""The sentences of an import: what was read, and what is expected instead."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.state_words import taken_back_words
from organizations.number_forms import number_error_message
from organizations.numbers import NumberError, format_number
from reports.workbook.columns import Column, Kind
from reports.workbook.importing.refusals import Fault, Notice, NoticeKind, Refusal
from reports.workbook.importing.values import CellRefused, ValueFault
from reports.workbook.reading import BadCell
from reports.workbook.reading_words import bad_cell_message

SHOWN_LENGTH = 60

CELL_FAULTS: dict[ValueFault, Promise] = {
    ValueFault.REQUIRED: gettext_lazy("Read an empty cell; expected %(expected)s."),
    ValueFault.TEXT_NOT_NUMBER: gettext_lazy(
        "Read the text “%(read)s”; expected a number. Type it again in a cell that is not formatted as text."
    ),
    ValueFault.NOT_WHOLE: gettext_lazy("Read “%(read)s”; expected a whole number."),
    ValueFault.DATE_NOT_EXPECTED: gettext_lazy("Read the date %(read)s; expected %(expected)s."),
    ValueFault.NOT_A_DATE: gettext_lazy("Read “%(read)s”; expected a date, as a date or like 2013-12-31."),
    ValueFault.NOT_A_CODE: gettext_lazy(
        "Read “%(read)s”; expected a code of 1 to 30 letters, digits, dots, dashes or underscores."
    ),
    ValueFault.NOT_A_CHOICE: gettext_lazy("Read “%(read)s”; expected one of: %(expected)s."),
    ValueFault.NOT_A_PERIOD: gettext_lazy(
        "Read “%(read)s”; expected a year, or the first and last year of the plan like 2012-2013."
    ),
    ValueFault.NOT_TEXT: gettext_lazy("Read “%(read)s”; expected a text."),
    ValueFault.TOO_LONG: gettext_lazy(
        "Read “%(read)s” with %(length)s characters; expected at most %(limit)s."
    ),
    ValueFault.CHARACTERS: gettext_lazy(
        "Read “%(read)s” with characters that can't be stored; expected plain text."
    ),
}

FAULTS: dict[Fault, Promise] = {
    Fault.UNKNOWN_HEAD: gettext_lazy(
        "Read the head “%(read)s”; expected “code, achievement”, or the head of a sheet of the workbook."
    ),
    Fault.AMBIGUOUS_HEAD: gettext_lazy(
        "Read the head “%(read)s”, which fits several sheets (%(expected)s); expected a file named like one "
        "of them, or more of its columns."
    ),
    Fault.UNKNOWN_COLUMN: gettext_lazy("Read the column “%(read)s”; expected one of: %(expected)s."),
    Fault.COLUMN_TWICE: gettext_lazy("Read the column “%(read)s” a second time; expected it once."),
    Fault.COLUMN_MISSING: gettext_lazy("Read the head “%(read)s”; expected the column %(expected)s as well."),
    Fault.BESIDE_TABLE: gettext_lazy(
        "Read “%(read)s” beside the table; expected nothing in a column without a head."
    ),
    Fault.YEAR_NEEDED: gettext_lazy(
        "Read a column of codes and one of achievements; expected the year that they are of."
    ),
    Fault.ROW_TWICE: gettext_lazy("Read “%(read)s” a second time; it stands in row %(expected)s already."),
    Fault.UNKNOWN_CODE: gettext_lazy(
        "Read the code “%(read)s”; expected one that stands in the sheet %(expected)s or is there already."
    ),
    Fault.OUTSIDE_PLAN: gettext_lazy("Read the year %(read)s; expected one of the plan's, %(expected)s."),
    Fault.UNKNOWN_INITIATIVE: gettext_lazy("Read “%(read)s”; expected an initiative of %(expected)s."),
    Fault.BEFORE_PLAN: gettext_lazy(
        "Read “%(read)s” in a year before the plan; expected an empty cell, because only the years "
        "%(expected)s have it."
    ),
    Fault.NOT_IN_THIS_ROW: gettext_lazy("Read “%(read)s”; expected an empty cell in this row."),
    Fault.YEAR_CLOSED: gettext_lazy(
        "Read “%(read)s”, which would change the year %(expected)s; that year is closed: nothing in it "
        "changes any more."
    ),
    Fault.NEW_ROW_INCOMPLETE: gettext_lazy(
        "Read “%(read)s”, which is new; expected the columns %(expected)s as well."
    ),
    Fault.PLAN_ROW_MISSING: gettext_lazy(
        "There is no plan for these years yet; expected the sheet Plan with the plan in its first row."
    ),
    Fault.PLAN_OVERLAPS: gettext_lazy(
        "Read the plan's years %(read)s; the plan “%(detail)s” covers %(expected)s, and plans can't share a "
        "year."
    ),
}


def refusal_message(refusal: Refusal) -> str:
    """The sentence of a refusal in the active language, without its place."""
    if refusal.fault is Fault.CELL:
        return _cell_message(refusal.detail)
    if refusal.fault is Fault.NOT_ALLOWED and (refusal.read or refusal.expected):
        words = {"read": _quoted(refusal.read), "stands": _quoted(refusal.expected)}
        return _("Read %(read)s; %(stands)s stands here.") % words + f" {refusal.detail}"
    if refusal.fault in (Fault.NOT_ALLOWED, Fault.SAID_BY_SERVICE):
        return str(refusal.detail)
    words = {
        "read": _short(refusal.read) or _("nothing"),
        "expected": refusal.expected,
        "detail": refusal.detail,
    }
    return str(FAULTS[refusal.fault]) % words


def notice_message(notice: Notice) -> str:
    """The sentence of a notice in the active language."""
    words = {"sheet": notice.sheet, "row": notice.row, "read": _short(notice.read), "rows": notice.rows}
    if notice.kind is NoticeKind.IGNORED_SHEET:
        return _("The sheet “%(sheet)s” is none of the workbook's and was not read.") % words
    if notice.kind is NoticeKind.TAKEN_BACK:
        return taken_back_words(notice.rows)
    if notice.kind is NoticeKind.OTHER_UNIT:
        return _("This workbook was taken out of %(read)s, not of this unit. Is it the right one?") % words
    if notice.rows > 1:
        sentence = _(
            "%(sheet)s, %(rows)s rows from row %(row)s on: nobody here has the address %(read)s; their "
            "owners stay as they are."
        )
    else:
        sentence = _(
            "%(sheet)s, row %(row)s: nobody here has the address %(read)s; the owner stays as it is."
        )
    return sentence % words


def place_text(refusal: Refusal) -> str:
    """Where something was: the row and the column, as far as they are known."""
    if refusal.row is None:
        return ""
    cell = f"{refusal.column}{refusal.row}"
    return f"{cell} · {refusal.name}" if refusal.name else cell


def value_text(value: Any) -> str:
    """A value as the active language writes it; empty for none."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _cell_message(error: CellRefused) -> str:
    if isinstance(error.cause, BadCell):
        return bad_cell_message(error.cause)
    if isinstance(error.cause, NumberError):
        return number_error_message(error.cause)
    words = {
        "read": _short(error.read),
        "expected": _expected(error.column),
        "length": len(error.read),
        "limit": error.column.longest,
    }
    return str(CELL_FAULTS[error.fault]) % words


def _expected(column: Column) -> str:
    match column.kind:
        case Kind.CHOICE:
            return ", ".join(column.choices)
        case Kind.FLAG:
            return "yes, no"
        case Kind.NUMBER | Kind.WHOLE:
            return _("a number")
        case Kind.CODE:
            return _("a code")
        case Kind.DATE:
            return _("a date")
        case _:
            return _("a text")


def _quoted(text: str) -> str:
    return f"“{_short(text)}”" if text else _("nothing")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…"
