"""Where an indicator starts from: its baseline, computed from the achievements before the plan. Pure.

The paper's baselines are the mean of the three years before the plan. Codes and Decimals only; whoever
shows a fault words it.
"""

import hashlib
import json
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


class InputFate(StrEnum):
    """What became of an achievement that a baseline was computed from, or could be."""

    OTHER = "other"
    GONE = "gone"
    OF_PLAN = "of_plan"
    PASSED = "passed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class ChangedInput:
    """A year that does not count, or not with that achievement, as when the baseline was computed.

    other: it has another achievement; gone: it has none; of_plan: it no longer lies before the plan; passed:
    the rule takes later years now; added: it did not count (then is None). `now` is None for what is gone.
    """

    year: int
    fate: InputFate
    then: Decimal | None
    now: Decimal | None


@dataclass(frozen=True, slots=True)
class BaselineRule:
    """How a baseline comes about. value: the decreed one; years: of a mean, None for all that there are."""

    method: BaselineMethod
    value: Decimal | None = None
    years: int | None = None


def rule_of(method: str, value: Decimal | None, years: int | None) -> BaselineRule:
    """The rule without what belongs to another method. Raises ValueError for a method that does not exist."""
    chosen = BaselineMethod(method)
    return BaselineRule(
        chosen,
        value if chosen == BaselineMethod.DECREED else None,
        years if chosen == BaselineMethod.MEAN else None,
    )


def written(value: Decimal | None) -> str:
    """A value as pages send back what they have shown: the same text for the same number, in any language."""
    return "" if value is None else format(plain(value), "f")


def plain_note(note: str) -> str:
    """The note with line ends as they are stored, not as browsers send them, and no white space around it."""
    return "\n".join(note.strip().splitlines())


def mark_of(rule: BaselineRule, note: str) -> str:
    """A mark of how a baseline is set: whoever sends it back shows what they saw."""
    said = [rule.method.value, written(rule.value), rule.years, plain_note(note)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def compute_baseline(
    method: BaselineMethod, history: Mapping[int, Decimal], *, first_year: int, years: int | None = None
) -> Baseline:
    """The baseline of a plan that begins in first_year, from the achievements of the years before it.

    previous: the achievement of the year right before. mean: of the last so many years right before
    (None: of every year that has an achievement). A missing year is an error, never a zero.
    Raises BaselineError; ValueError for a decreed baseline, which is not computed.
    """
    wanted = _wanted(method, history, first_year, years)
    if not wanted:
        raise BaselineError(BaselineFault.NO_HISTORY)
    missing = tuple(year for year in wanted if year not in history)
    if missing:
        raise BaselineError(BaselineFault.YEARS_MISSING, missing)
    inputs = {year: history[year] for year in wanted}
    return Baseline(mean(inputs.values()), inputs)


def _wanted(
    method: BaselineMethod, history: Mapping[int, Decimal], first_year: int, years: int | None
) -> tuple[int, ...]:
    """The years whose achievements the rule takes, by year, whether they have one or not."""
    if method == BaselineMethod.DECREED:
        raise ValueError("a decreed baseline is not computed")
    if method == BaselineMethod.PREVIOUS:
        years = 1
    if years is None:
        return tuple(year for year in sorted(history) if year < first_year)
    if years < 1:
        raise BaselineError(BaselineFault.NOT_POSITIVE)
    return tuple(range(first_year - years, first_year))


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


def changed_inputs(
    rule: BaselineRule, inputs: Mapping[int, Decimal], history: Mapping[int, Decimal], *, first_year: int
) -> tuple[ChangedInput, ...]:
    """Why the rule would not take the same inputs from the history today, by year; nothing for a decree.

    A year that the rule takes and that has no achievement is not told here: compute_baseline does.
    """
    if rule.method == BaselineMethod.DECREED:
        return ()
    wanted = set(_wanted(rule.method, history, first_year, rule.years))
    found = []
    for year in sorted(inputs.keys() | (wanted & history.keys())):
        then, now = inputs.get(year), history.get(year)
        fate = _fate(then, now, of_plan=year >= first_year, counts=year in wanted)
        if fate:
            found.append(ChangedInput(year, fate, then, now))
    return tuple(found)


def _fate(then: Decimal | None, now: Decimal | None, *, of_plan: bool, counts: bool) -> InputFate | None:
    if of_plan:
        return InputFate.OF_PLAN
    if now is None:
        return InputFate.GONE
    if not counts:
        return InputFate.PASSED
    if then is None:
        return InputFate.ADDED
    return InputFate.OTHER if then != now else None


def agrees(value: Decimal | None, inputs: Mapping[int, Decimal]) -> bool:
    """Whether a stored baseline is what the rule gives for its stored inputs; decreed ones have none."""
    return not inputs or value == mean(inputs.values())


def _round(exact: Fraction, places: int) -> int:
    """The number in units of 10^-places, halves away from zero."""
    scaled = abs(exact) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return units if exact >= 0 else -units
