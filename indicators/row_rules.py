"""What the values of a measurement must satisfy before they are stored. Pure: codes and Decimals only.

One validator serves the single and the bulk way of writing. The words are in `row_words.py`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from enum import StrEnum
from functools import lru_cache

from indicators.scoring import IndicatorResult, Inputs, Polarity
from organizations.numbers import MAX_DECIMALS, MAX_INTEGER_DIGITS, MAX_SIGNIFICANT_DIGITS
from organizations.texts import DIRECTION_CONTROLS

ATTAINMENT_LIMIT = Decimal(10) ** 13
"""An attainment from here on does not fit its column (15 digits, 2 of them decimals)."""

LONGEST_NOTE = 2000

ANY_LENGTH = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Arithmetic in it neither rounds nor overflows, whatever was read."""

WEIGHT_INTEGER_DIGITS, WEIGHT_DECIMALS = 6, 4

VALUE_FIELDS = ("target", "target_upper", "achievement")


class RowFault(StrEnum):
    """Why a value of a measurement is refused."""

    NOT_A_NUMBER = "not_a_number"
    TOO_MANY_DECIMALS = "too_many_decimals"
    TOO_MANY_DIGITS = "too_many_digits"
    TOO_LARGE = "too_large"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    UPPER_NOT_A_RANGE = "upper_not_a_range"
    UPPER_WITHOUT_TARGET = "upper_without_target"
    UPPER_MISSING = "upper_missing"
    UPPER_BELOW_TARGET = "upper_below_target"
    ATTAINMENT_TOO_LARGE = "attainment_too_large"
    NOT_APPLICABLE = "not_applicable"
    WEIGHT_MISSING = "weight_missing"
    WEIGHT_NEGATIVE = "weight_negative"
    NOTE_TOO_LONG = "note_too_long"
    NOTE_CHARACTERS = "note_characters"
    NOTE_DIRECTION = "note_direction"


@dataclass(frozen=True, slots=True)
class RowError:
    """A fault of one field: what was read there and the limit that it breaks, where there is one."""

    field: str
    code: RowFault
    read: Decimal | str | None = None
    limit: Decimal | int | None = None


def row_errors(inputs: Inputs, changed: Collection[str]) -> Iterator[RowError]:
    """The faults of a row's values as far as the changed fields bring them about.

    Each changed number must fit its column and lie within the natural bounds; the two targets are judged
    together as soon as one of them changed.
    """
    sound = True
    for field in VALUE_FIELDS:
        value: Decimal | None = getattr(inputs, field)
        if field not in changed or value is None:
            continue
        error = _number_error(field, value) or _bounds_error(field, value, inputs)
        if error:
            sound = False
            yield error
    if sound and not {"target", "target_upper"}.isdisjoint(changed):
        pair_error = _pair_error(inputs)
        if pair_error:
            yield pair_error


def score_error(result: IndicatorResult, changed: Collection[str]) -> RowError | None:
    """The fault of a row whose attainment can't be stored, at the field that was changed."""
    if result.attainment is None or result.attainment < ATTAINMENT_LIMIT:
        return None
    field = "achievement" if "achievement" in changed or "target" not in changed else "target"
    read: Decimal | None = getattr(result.trace.inputs, field)
    return RowError(field, RowFault.ATTAINMENT_TOO_LARGE, read, ATTAINMENT_LIMIT)


def note_error(note: str) -> RowError | None:
    """The fault of a note: too long, or with characters that no database of ours keeps or no page shows."""
    if len(note) > LONGEST_NOTE:
        return RowError("note", RowFault.NOTE_TOO_LONG, note, LONGEST_NOTE)
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in note):
        return RowError("note", RowFault.NOTE_CHARACTERS, note)
    if found := DIRECTION_CONTROLS.search(note):
        return RowError("note", RowFault.NOTE_DIRECTION, f"U+{ord(found[0]):04X}")
    return None


def weight_error(weight: Decimal | None) -> RowError | None:
    """The fault of a weight: missing, below 0, or not fit for its column."""
    if weight is None:
        return RowError("weight", RowFault.WEIGHT_MISSING)
    error = _number_error("weight", weight, WEIGHT_INTEGER_DIGITS, WEIGHT_DECIMALS)
    if error is None and weight < 0:
        return RowError("weight", RowFault.WEIGHT_NEGATIVE, weight)
    return error


def _number_error(
    field: str, value: Decimal, integer_digits: int = MAX_INTEGER_DIGITS, most_decimals: int = MAX_DECIMALS
) -> RowError | None:
    """Whether the number fits its DecimalField and the digits that every database keeps."""
    if not value.is_finite():
        return RowError(field, RowFault.NOT_A_NUMBER, str(value))
    broken = _broken_limit(value, integer_digits, most_decimals)
    return None if broken is None else RowError(field, broken[0], str(value), broken[1])


@lru_cache(8192)
def _broken_limit(value: Decimal, integer_digits: int, most_decimals: int) -> tuple[RowFault, int] | None:
    """The limit of digits that a finite number breaks. The last are remembered: numbers recur in plans."""
    whole, decimals, significant = _count_digits(value)
    for code, count, limit in (
        (RowFault.TOO_LARGE, whole, integer_digits),
        (RowFault.TOO_MANY_DECIMALS, decimals, most_decimals),
        (RowFault.TOO_MANY_DIGITS, significant, MAX_SIGNIFICANT_DIGITS),
    ):
        if count > limit:
            return code, limit
    return None


def _count_digits(value: Decimal) -> tuple[int, int, int]:
    """Digits before the point, after it, and in all; outer zeros do not count."""
    _sign, digits, exponent = ANY_LENGTH.normalize(value).as_tuple()
    if not value or not isinstance(exponent, int):
        return 0, 0, 0
    return max(0, len(digits) + exponent), max(0, -exponent), len(digits)


def _bounds_error(field: str, value: Decimal, inputs: Inputs) -> RowError | None:
    if inputs.natural_min is not None and value < inputs.natural_min:
        return RowError(field, RowFault.BELOW_MINIMUM, value, inputs.natural_min)
    if inputs.natural_max is not None and value > inputs.natural_max:
        return RowError(field, RowFault.ABOVE_MAXIMUM, value, inputs.natural_max)
    return None


def _pair_error(inputs: Inputs) -> RowError | None:
    """A range has both of its targets, in order, or none; anything else has no upper target."""
    target, upper = inputs.target, inputs.target_upper
    if inputs.polarity != Polarity.RANGE:
        return None if upper is None else RowError("target_upper", RowFault.UPPER_NOT_A_RANGE, upper)
    if target is None and upper is not None:
        return RowError("target", RowFault.UPPER_WITHOUT_TARGET, upper)
    if target is not None and upper is None:
        return RowError("target_upper", RowFault.UPPER_MISSING, target)
    if target is not None and upper is not None and upper < target:
        return RowError("target_upper", RowFault.UPPER_BELOW_TARGET, upper, target)
    return None
