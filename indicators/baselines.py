"""Where an indicator starts from: its baseline, computed from the achievements before the plan. Pure.

The paper's baselines are the mean of the three years before the plan. Codes and Decimals only; whoever
shows a fault words it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from fractions import Fraction

from organizations.numbers import MAX_DECIMALS, MAX_SIGNIFICANT_DIGITS

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


class BaselineMethod(StrEnum):
    """How a baseline comes about."""

    DECREED = "decreed"
    PREVIOUS = "previous"
    MEAN = "mean"


class BaselineFault(StrEnum):
    """Why a baseline can't be computed."""

    NO_HISTORY = "no_history"
    YEARS_MISSING = "years_missing"
    NOT_POSITIVE = "not_positive"


class BaselineError(ValueError):
    """A baseline that the history can't give: `code` says how, `years` which years are missing."""

    def __init__(self, code: BaselineFault, years: tuple[int, ...] = ()) -> None:
        super().__init__(code, years)
        self.code = code
        self.years = years


@dataclass(frozen=True, slots=True)
class Baseline:
    """A computed baseline and the achievements that made it, by year."""

    value: Decimal
    inputs: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class ChangedInput:
    """An achievement that is no longer what the baseline was computed from; None: it is gone."""

    year: int
    then: Decimal
    now: Decimal | None


def compute_baseline(
    method: BaselineMethod, history: Mapping[int, Decimal], *, first_year: int, years: int | None = None
) -> Baseline:
    """The baseline of a plan that begins in first_year, from the achievements of the years before it.

    previous: the achievement of the year right before. mean: of the last so many years right before
    (None: of every year that has an achievement). A missing year is an error, never a zero.
    Raises BaselineError; ValueError for a decreed baseline, which is not computed.
    """
    before = {year: value for year, value in sorted(history.items()) if year < first_year}
    if method == BaselineMethod.DECREED:
        raise ValueError("a decreed baseline is not computed")
    if method == BaselineMethod.PREVIOUS:
        years = 1
    if years is None:
        wanted = tuple(before)
    elif years < 1:
        raise BaselineError(BaselineFault.NOT_POSITIVE)
    else:
        wanted = tuple(range(first_year - years, first_year))
    if not wanted:
        raise BaselineError(BaselineFault.NO_HISTORY)
    missing = tuple(year for year in wanted if year not in before)
    if missing:
        raise BaselineError(BaselineFault.YEARS_MISSING, missing)
    inputs = {year: before[year] for year in wanted}
    return Baseline(mean(inputs.values()), inputs)


def years_again(inputs: Mapping[int, Decimal], first_year: int) -> int | None:
    """Over how many years before first_year a baseline with these inputs is computed again.

    As many as the last time; None, which is all that there are, where they did not follow one another.
    """
    in_a_row = set(inputs) == set(range(first_year - len(inputs), first_year))
    return len(inputs) if inputs and in_a_row else None


def mean(values: Iterable[Decimal]) -> Decimal:
    """The mean, rounded half away from zero to 6 decimals and to 15 significant digits at most."""
    numbers = [Fraction(value) for value in values]
    exact = sum(numbers, Fraction(0)) / len(numbers)
    places = MAX_DECIMALS
    rounded = _round(exact, places)
    while places and len(str(abs(rounded)).rstrip("0")) > MAX_SIGNIFICANT_DIGITS:
        places -= 1
        rounded = _round(exact, places)
    return plain(EXACT.scaleb(Decimal(rounded), -places))


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zero decimals and without an exponent."""
    shorter = EXACT.normalize(value)
    exponent = shorter.as_tuple().exponent
    return EXACT.quantize(shorter, Decimal(1)) if isinstance(exponent, int) and exponent > 0 else shorter


def inputs_to_json(inputs: Mapping[int, Decimal]) -> dict[str, str]:
    """Inputs for a JSONField: years and decimals as strings."""
    return {str(year): format(value, "f") for year, value in sorted(inputs.items())}


def inputs_from_json(data: Mapping[str, str]) -> dict[int, Decimal]:
    """The inputs that `inputs_to_json` wrote."""
    return {int(year): Decimal(value) for year, value in sorted(data.items())}


def changed_inputs(inputs: Mapping[int, Decimal], history: Mapping[int, Decimal]) -> tuple[ChangedInput, ...]:
    """The inputs of a baseline that the history no longer holds as they were, by year."""
    return tuple(
        ChangedInput(year, then, history.get(year))
        for year, then in sorted(inputs.items())
        if history.get(year) != then
    )


def agrees(value: Decimal | None, inputs: Mapping[int, Decimal]) -> bool:
    """Whether a stored baseline is what the rule gives for its stored inputs; decreed ones have none."""
    return not inputs or value == mean(inputs.values())


def _round(exact: Fraction, places: int) -> int:
    """The number in units of 10^-places, halves away from zero."""
    scaled = abs(exact) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return units if exact >= 0 else -units
