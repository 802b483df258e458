"""The words for refused values of a measurement: what was read and what is expected."""

from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.row_rules import RowError, RowFault
from organizations.numbers import format_number

_SHOWN_LENGTH = 40

_FAULTS: dict[RowFault, Promise] = {
    RowFault.NOT_A_NUMBER: _("Read “%(read)s”; expected a number."),
    RowFault.TOO_MANY_DECIMALS: _("Read “%(read)s”; expected at most %(limit)s decimals."),
    RowFault.TOO_MANY_DIGITS: _("Read “%(read)s”; expected at most %(limit)s digits in all."),
    RowFault.TOO_LARGE: _("Read “%(read)s”; expected at most %(limit)s digits before the decimal mark."),
    RowFault.BELOW_MINIMUM: _("Read %(read)s; expected at least the natural minimum %(limit)s."),
    RowFault.ABOVE_MAXIMUM: _("Read %(read)s; expected at most the natural maximum %(limit)s."),
    RowFault.UPPER_NOT_A_RANGE: _(
        "Read an upper target of %(read)s; expected none, because only an indicator whose best is a range "
        "has one."
    ),
    RowFault.UPPER_WITHOUT_TARGET: _(
        "Read an upper target of %(read)s without a lower one; expected both or neither."
    ),
    RowFault.UPPER_MISSING: _(
        "Read a target range that starts at %(read)s and has no end; expected its upper target as well."
    ),
    RowFault.UPPER_BELOW_TARGET: _(
        "Read an upper target of %(read)s; expected at least the lower one, %(limit)s."
    ),
    RowFault.ATTAINMENT_TOO_LARGE: _(
        "Read %(read)s, which gives an attainment of %(limit)s %% or more; expected achievement and target "
        "in the same unit of measure."
    ),
    RowFault.NOT_APPLICABLE: _(
        "Read an achievement, but the indicator is marked as not applicable in this year; expected that a "
        "manager takes the mark away first."
    ),
    RowFault.WEIGHT_MISSING: _("Read nothing; expected a weight of at least 0."),
    RowFault.WEIGHT_NEGATIVE: _("Read %(read)s; expected at least 0."),
    RowFault.NOTE_TOO_LONG: _("Read a note of %(length)s characters; expected at most %(limit)s."),
    RowFault.NOTE_CHARACTERS: _("Read a note with characters that can't be stored; expected plain text."),
    RowFault.NOTE_DIRECTION: _(
        "Read a note with an invisible character that turns the direction of writing around (%(read)s); "
        "expected a note without it."
    ),
}


def row_error_message(error: RowError) -> str:
    """Word a RowError in the active language."""
    return str(_FAULTS[error.code]) % {
        "read": _shown(error.read),
        "limit": _shown(error.limit),
        "length": len(error.read) if isinstance(error.read, str) else "",
    }


def validation_error(errors: Iterable[RowError]) -> ValidationError:
    """The errors of one row by field, each with its machine code."""
    by_field: dict[str, list[ValidationError]] = {}
    for error in errors:
        worded = ValidationError(row_error_message(error), code=error.code.value)
        by_field.setdefault(error.field, []).append(worded)
    return ValidationError(by_field)


def _shown(value: Decimal | int | str | None) -> str:
    if value is None or isinstance(value, str):
        text = value or ""
        return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"
    return format_number(value)
