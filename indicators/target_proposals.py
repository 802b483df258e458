"""What next year's target could be, from history and this year's result, with the reason. Pure.

A proposal is a starting point for people: it never asks for less than was agreed and reached, never for more
than is possible, and says why it is what it is. Codes and Decimals only; `proposal_words.py` words them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from indicators.scoring import Polarity
from organizations.numbers import MAX_DECIMALS

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
YEARS_OF_TREND = 4
ZERO = Decimal(0)


class ProposalReason(StrEnum):
    """Why a target is proposed."""

    KEEP_PACE = "keep_pace"
    HOLD_REACHED = "hold_reached"
    NOT_REACHED = "not_reached"
    AT_BOUND = "at_bound"
    KEEP_RANGE = "keep_range"
    NOT_REPORTED = "not_reported"


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of an indicator when the next target is thought about.

    achievements: by year, this year included where it is reported; year: this year. decimals: of the target
    as proposed (None: as many as target and achievement have).
    """

    polarity: Polarity
    year: int
    target: Decimal
    target_upper: Decimal | None
    achievements: Mapping[int, Decimal]
    natural_min: Decimal | None = None
    natural_max: Decimal | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed target (and upper target, of a range). pace: the yearly improvement behind it, if one is."""

    target: Decimal
    target_upper: Decimal | None
    reason: ProposalReason
    pace: Decimal | None = None


def propose(past: Past) -> Proposal:
    """The proposal for the year after."""
    if past.polarity == Polarity.RANGE:
        return Proposal(past.target, past.target_upper, ProposalReason.KEEP_RANGE)
    reached = past.achievements.get(past.year)
    if reached is None:
        return Proposal(past.target, None, ProposalReason.NOT_REPORTED)
    if _gain(past, past.target, reached) < 0:
        return Proposal(past.target, None, ProposalReason.NOT_REACHED)
    pace = _pace(past)
    if pace is None or pace <= 0:
        return _bounded(past, reached, ProposalReason.HOLD_REACHED, None)
    further = EXACT.add(reached, pace if past.polarity == Polarity.HIGHER else -pace)
    return _bounded(past, further, ProposalReason.KEEP_PACE, pace)


def _gain(past: Past, before: Decimal, after: Decimal) -> Decimal:
    """How much better the later value is, in the unit of measure."""
    change = EXACT.subtract(after, before)
    return change if past.polarity == Polarity.HIGHER else -change


def _pace(past: Past) -> Decimal | None:
    """The median of the improvements from year to year, over the last years that follow each other."""
    years = range(past.year - YEARS_OF_TREND + 1, past.year + 1)
    known = past.achievements
    gains = sorted(
        _gain(past, known[year - 1], known[year]) for year in years if year in known and year - 1 in known
    )
    if not gains:
        return None
    middle = len(gains) // 2
    if len(gains) % 2:
        return gains[middle]
    return EXACT.divide(EXACT.add(gains[middle - 1], gains[middle]), Decimal(2))


def _bounded(past: Past, value: Decimal, reason: ProposalReason, pace: Decimal | None) -> Proposal:
    """The value as a target: rounded, and never beyond what is possible."""
    best = past.natural_max if past.polarity == Polarity.HIGHER else past.natural_min
    rounded = _rounded(past, value)
    if _gain(past, past.target, rounded) < 0:
        rounded = past.target
    if best is not None and _gain(past, best, rounded) >= 0:
        return Proposal(best, None, ProposalReason.AT_BOUND)
    return Proposal(rounded, None, reason, pace)


def _rounded(past: Past, value: Decimal) -> Decimal:
    """To the decimals in which the indicator is written, half up."""
    known = [past.target, *past.achievements.values()]
    own = max(_decimals(each) for each in known)
    places = min(own if past.decimals is None else max(past.decimals, _decimals(past.target)), MAX_DECIMALS)
    rounded = value.quantize(Decimal(1).scaleb(-places), context=EXACT)
    return rounded if rounded else ZERO


def _decimals(value: Decimal) -> int:
    exponent = value.normalize(EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
