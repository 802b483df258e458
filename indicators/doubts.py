"""Numbers that parse but can hardly be meant: a short list of rules. Pure: codes and Decimals only.

A doubt is a question, never a refusal: what could not be stored anyhow is left to `row_rules.py`, and nothing
is asked where there is nothing to compare with. The words are in `doubt_words.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from indicators.row_rules import row_errors
from indicators.scoring import Inputs, Polarity

FAR_ABOVE = 50
"""So many times everything known is hardly meant: two places too many, where as little as half was meant."""
FAR_BELOW = 100
"""So many times below everything known is hardly meant. Small numbers come about honestly more often."""
OF_THE_SIZE = 10
"""Another reading is only suggested where it comes within so many times of something known."""
NEAR = 2
"""A share read as a percentage is suggested where it comes within so many times of something known."""
WELL_ABOVE = 10
"""What is known is at least so many times a value that is taken for a share."""
PERCENT = Decimal(100)

_PERCENTAGES = re.compile(r"%|\b(percent|per cent|percentage|persen|persentase|prosen|pct)\b")


class DoubtCode(StrEnum):
    """Why a number is hardly meant."""

    SHARE = "share"
    FAR_AWAY = "far_away"
    ABOVE_MAXIMUM = "above_maximum"


class Known(StrEnum):
    """What a number is compared with."""

    TARGET = "target"
    TARGET_UPPER = "target_upper"
    ACHIEVEMENT = "achievement"
    BASELINE = "baseline"
    MAXIMUM = "maximum"


class Reference(NamedTuple):
    """A number that stands already; `year` where it is another year's."""

    kind: Known
    value: Decimal
    year: int | None = None


class Typed(NamedTuple):
    """A number as it was read, the bounds of its KPI sheet, and what is known to compare it with."""

    field: str
    value: Decimal
    references: tuple[Reference, ...] = ()
    natural_min: Decimal | None = None
    natural_max: Decimal | None = None
    caps_at_maximum: bool = False
    unit_of_measure: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about a field: what was read there, what it may mean, and what says so.

    `suggestion` is None where no other reading comes near; `may_keep`: the number can be stored as it is.
    """

    field: str
    code: DoubtCode
    read: Decimal
    suggestion: Decimal | None
    compared_with: tuple[Reference, ...]
    may_keep: bool = True


def doubt_about(typed: Typed) -> Doubt | None:
    """The first doubt about a number, or none. Zero is never doubted: it has no digits to slip."""
    if not typed.value.is_finite() or not typed.value:
        return None
    doubt = next((doubt for rule in RULES if (doubt := rule(typed))), None)
    could_be_stored = doubt is None or _is_capped(typed) or _fits(typed, typed.value)
    return doubt if could_be_stored else None


def is_percentage(unit_of_measure: str) -> bool:
    """Whether a unit of measure is a percentage, in either language: “%”, “persen”, “% of sales”."""
    return bool(_PERCENTAGES.search(unit_of_measure.casefold()))


def _share(typed: Typed) -> Doubt | None:
    """A percentage typed as a share: 0.85 where everything known says 85."""
    value, known = typed.value, _nonzero(typed.references)
    if not (0 < value <= 1 and known and is_percentage(typed.unit_of_measure)):
        return None
    if typed.natural_max not in (None, PERCENT):
        return None
    meant = value * PERCENT
    is_well_below = all(each.value > 1 and each.value >= WELL_ABOVE * value for each in known)
    if not is_well_below or _times_away(meant, known) > NEAR or not _fits(typed, meant):
        return None
    return Doubt(typed.field, DoubtCode.SHARE, value, meant, known)


def _far_away(typed: Typed) -> Doubt | None:
    """A decimal mark, a thousand or a unit of measure that slipped.

    1235 for 12.35 is 98 times a target of 12.6, so what is too large is asked about from 50 times on. Between
    two references that are far apart themselves nothing is far. Something much smaller is only doubted on the
    same side of zero: what swings through zero comes as near to it as it likes.
    """
    value, known = typed.value, _nonzero(typed.references)
    if not known:
        return None
    is_above = all(abs(value) >= FAR_ABOVE * abs(each.value) for each in known)
    is_below = all(abs(value) * FAR_BELOW <= abs(each.value) and value * each.value > 0 for each in known)
    if not (is_above or is_below):
        return None
    meant = _shifted(typed, known)
    return Doubt(typed.field, DoubtCode.FAR_AWAY, value, meant, known, may_keep=not _is_capped(typed))


def _above_maximum(typed: Typed) -> Doubt | None:
    """More than there can be, where the KPI sheet says that this counts as the most there can be."""
    if typed.natural_max is None or not _is_capped(typed):
        return None
    most = Reference(Known.MAXIMUM, typed.natural_max)
    code = DoubtCode.ABOVE_MAXIMUM
    return Doubt(typed.field, code, typed.value, typed.natural_max, (most,), may_keep=False)


RULES: tuple[Callable[[Typed], Doubt | None], ...] = (_share, _far_away, _above_maximum)
"""In this order; the first that speaks is asked."""


def _is_capped(typed: Typed) -> bool:
    """Only an achievement is brought down to the maximum: a target above it is a mistake."""
    is_capping = typed.caps_at_maximum and typed.field == "achievement"
    return is_capping and typed.natural_max is not None and typed.value > typed.natural_max


def _nonzero(references: Iterable[Reference]) -> tuple[Reference, ...]:
    return tuple(each for each in references if each.value)


def _fits(typed: Typed, value: Decimal) -> bool:
    """Whether the number can be stored and lies within the natural bounds."""
    low, high = typed.natural_min, typed.natural_max
    probe = Inputs(polarity=Polarity.HIGHER, target=value, natural_min=low, natural_max=high)
    return not any(row_errors(probe, {"target"}))


def _times_away(value: Decimal, known: Iterable[Reference]) -> Decimal:
    """How many times the number is away from the nearest reference: 1 on it, 2 at its half or its double."""
    sizes = ((abs(value), abs(each.value)) for each in known)
    return min(max(mine / theirs, theirs / mine) for mine, theirs in sizes)


def _shifted(typed: Typed, known: tuple[Reference, ...]) -> Decimal | None:
    """The same digits with the decimal mark where they come nearest the references, if they fit there."""
    nearest = {each.value.adjusted() - typed.value.adjusted() for each in known}
    places = sorted({place + step for place in nearest for step in (-1, 0, 1)})
    readings = (typed.value.scaleb(place) for place in places)
    fitting = [each for each in readings if _fits(typed, each) and _times_away(each, known) < OF_THE_SIZE]
    return min(fitting, key=lambda value: _times_away(value, known), default=None)
