"""A scorecard in one year: totals, thresholds, index, honest interval, verdict and subtotals. Pure and exact.

Sums are kept as integers over one common denominator and leave as fractions; `as_decimal` shows them.
Rule: scoring.md of the design, after Helianty, balanced-scorecard design for PT Berdikari, section 3.3.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from indicators.scoring.indicator import (
    EXACT,
    IndicatorResult,
    Inputs,
    highest_reachable_level,
    score_indicator,
)
from indicators.scoring.weights import ZeroWeightGroup, effective_weights
from scorecards.schemes import Scheme, WeightingMode


class Verdict(StrEnum):
    """Whether the year is good."""

    GOOD = "good"
    NOT_GOOD = "not_good"
    UNDECIDED = "undecided"


class Status(StrEnum):
    """Where a measurement or a group stands against its target."""

    BELOW = "below"
    ON = "on"
    ABOVE = "above"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    NO_TARGET = "no_target"


class MeasurementInput(NamedTuple):
    """One row of a scorecard-year. The keys are the caller's: codes or primary keys."""

    key: Hashable
    perspective_key: Hashable
    objective_key: Hashable
    inputs: Inputs
    weight: Decimal = Decimal(1)
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class YearRules:
    """What a scorecard-year decides about its scoring. The weights matter to the hierarchical mode only.

    `missing_count_lowest`: the year was closed so that what is missing counts as the lowest level.
    """

    scheme: Scheme
    weighting_mode: WeightingMode = WeightingMode.EQUAL
    fixed_threshold: Decimal | None = None
    perspective_weights: Mapping[Hashable, Decimal] = field(default_factory=dict)
    objective_weights: Mapping[Hashable, Decimal] = field(default_factory=dict)
    missing_count_lowest: bool = False


class RowResult(NamedTuple):
    """A measurement's part in the year.

    `counted`: it has a target and applies ("expected"); `reported`: counted and with an achievement.
    `level` is the one that it counts with: its own, or the lowest where missing ones count so; None while it
    has none. `weight` and `threshold_share` (weight x on-target level) are None unless counted,
    `contribution` (weight x level) is None unless it counts with a level, `highest_level` (within the natural
    bounds) None without target.
    """

    key: Hashable
    perspective_key: Hashable
    objective_key: Hashable
    result: IndicatorResult
    status: Status
    counted: bool
    reported: bool
    level: int | None
    weight: Fraction | None
    contribution: Fraction | None
    threshold_share: Fraction | None
    highest_level: int | None

    @property
    def counted_lowest(self) -> bool:
        """Whether it is missing and counts as the lowest level all the same."""
        return self.level is not None and self.counted and not self.reported


@dataclass(frozen=True, slots=True)
class Subtotal:
    """The sums of one perspective or objective; `threshold` is derived, over all expected.

    `counted_lowest` tells how many are missing and count as the lowest level. `status` compares the total
    with the threshold so far; MISSING when nothing counts yet.
    """

    total: Fraction
    threshold: Fraction
    threshold_so_far: Fraction
    index: Decimal | None
    lowest: Fraction
    highest: Fraction
    reported: int
    counted_lowest: int
    expected: int
    status: Status

    @property
    def complete(self) -> bool:
        """Whether nothing that is expected is open any more."""
        return self.reported + self.counted_lowest == self.expected


@dataclass(frozen=True, slots=True)
class Reachable:
    """Totals over all expected, whatever is reported: all lowest, all on target, all as high as can be."""

    lowest: Fraction
    on_target: Fraction
    highest: Fraction


@dataclass(frozen=True, slots=True)
class YearResult:
    """The computed scorecard-year. `threshold` is the one in force; `index` is percent with 2 decimals."""

    rules: YearRules
    rows: tuple[RowResult, ...]
    total: Fraction
    derived_threshold: Fraction
    threshold: Fraction
    threshold_so_far: Fraction
    index: Decimal | None
    lowest: Fraction
    highest: Fraction
    verdict: Verdict
    reported: int
    counted_lowest: int
    expected: int
    reachable: Reachable
    perspectives: Mapping[Hashable, Subtotal]
    objectives: Mapping[Hashable, Subtotal]
    fixed_differs: bool
    zero_weight_groups: tuple[ZeroWeightGroup, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing that is expected is open any more: reported, or counted as the lowest level."""
        return self.reported + self.counted_lowest == self.expected

    def shown(self, value: Fraction) -> Decimal:
        """A total of this year as shown: 6 decimals at most, never on the threshold unless equal to it."""
        return as_decimal(value, apart_from=self.threshold)


def score_year(rules: YearRules, measurements: Sequence[MeasurementInput]) -> YearResult:
    """Score all measurements of a scorecard-year and sum them up.

    Raises KeyError where the hierarchical mode misses the weight of a perspective or an objective.
    """
    counted = [each for each in measurements if each.inputs.has_target and not each.not_applicable]
    weights, zero_weight_groups = effective_weights(
        rules.weighting_mode, counted, rules.perspective_weights, rules.objective_weights
    )
    weight_of = {id(each): weight for each, weight in zip(counted, weights, strict=True)}
    rows = tuple(_row(each, rules, weight_of.get(id(each))) for each in measurements)
    unit = lcm(*(weight.denominator for weight in weights))
    year, perspectives, objectives = _sum_up(rows, rules.scheme, unit)
    fixed = None if rules.fixed_threshold is None else Fraction(rules.fixed_threshold)
    derived = Fraction(year.on_target, unit)
    threshold = derived if fixed is None else fixed
    lowest, highest = Fraction(year.lowest, unit), Fraction(year.highest, unit)
    return YearResult(
        rules=rules,
        rows=rows,
        total=Fraction(year.total, unit),
        derived_threshold=derived,
        threshold=threshold,
        threshold_so_far=Fraction(year.so_far, unit),
        index=year.index,
        lowest=lowest,
        highest=highest,
        verdict=_verdict(lowest, highest, threshold) if year.on_target else Verdict.UNDECIDED,
        reported=year.reported,
        counted_lowest=year.counted_lowest,
        expected=year.expected,
        reachable=Reachable(Fraction(year.all_lowest, unit), derived, Fraction(year.all_highest, unit)),
        perspectives={key: sums.subtotal(unit) for key, sums in perspectives.items()},
        objectives={key: sums.subtotal(unit) for key, sums in objectives.items()},
        fixed_differs=threshold != derived,
        zero_weight_groups=zero_weight_groups,
    )


def _row(measurement: MeasurementInput, rules: YearRules, weight: Fraction | None) -> RowResult:
    scheme = rules.scheme
    result = score_indicator(measurement.inputs, scheme)
    is_assumed = result.level is None and weight is not None and rules.missing_count_lowest
    level = scheme.lowest_level if is_assumed else result.level
    return RowResult(
        key=measurement.key,
        perspective_key=measurement.perspective_key,
        objective_key=measurement.objective_key,
        result=result,
        status=_row_status(measurement, result.level, scheme),
        counted=weight is not None,
        reported=weight is not None and result.level is not None,
        level=level,
        weight=weight,
        contribution=None if weight is None or level is None else weight * level,
        threshold_share=None if weight is None else weight * scheme.on_target_level,
        highest_level=highest_reachable_level(measurement.inputs, scheme),
    )


def _row_status(measurement: MeasurementInput, level: int | None, scheme: Scheme) -> Status:
    if measurement.not_applicable:
        return Status.NOT_APPLICABLE
    if not measurement.inputs.has_target:
        return Status.NO_TARGET
    if level is None:
        return Status.MISSING
    return _compare(level, scheme.on_target_level)


def _compare(reached: int, on_target: int) -> Status:
    if reached == on_target:
        return Status.ON
    return Status.ABOVE if reached > on_target else Status.BELOW


def _verdict(lowest: Fraction, highest: Fraction, threshold: Fraction) -> Verdict:
    if lowest >= threshold:
        return Verdict.GOOD
    return Verdict.NOT_GOOD if highest < threshold else Verdict.UNDECIDED


@dataclass(slots=True)
class _Sums:
    """Running sums of a group, in integer units of one common denominator."""

    total: int = 0
    so_far: int = 0
    on_target: int = 0
    lowest: int = 0
    highest: int = 0
    all_lowest: int = 0
    all_highest: int = 0
    reported: int = 0
    counted_lowest: int = 0
    expected: int = 0

    def add(self, units: int, row: RowResult, scheme: Scheme, highest_level: int) -> None:
        """Add a counted measurement of so many units of weight."""
        level = row.level
        self.expected += 1
        self.on_target += units * scheme.on_target_level
        self.all_lowest += units * scheme.lowest_level
        self.all_highest += units * highest_level
        if level is None:
            self.lowest += units * scheme.lowest_level
            self.highest += units * highest_level
            return
        self.reported += row.reported
        self.counted_lowest += row.counted_lowest
        self.total += units * level
        self.so_far += units * scheme.on_target_level
        self.lowest += units * level
        self.highest += units * level

    @property
    def index(self) -> Decimal | None:
        """100 x total / threshold so far, 2 decimals half up; None when nothing that weighs is reported."""
        if not self.so_far:
            return None
        hundredths = (2 * 10000 * self.total + self.so_far) // (2 * self.so_far)
        return EXACT.scaleb(Decimal(hundredths), -2)

    def subtotal(self, unit: int) -> Subtotal:
        """The sums as exact fractions."""
        return Subtotal(
            total=Fraction(self.total, unit),
            threshold=Fraction(self.on_target, unit),
            threshold_so_far=Fraction(self.so_far, unit),
            index=self.index,
            lowest=Fraction(self.lowest, unit),
            highest=Fraction(self.highest, unit),
            reported=self.reported,
            counted_lowest=self.counted_lowest,
            expected=self.expected,
            status=_compare(self.total, self.so_far)
            if self.reported or self.counted_lowest
            else Status.MISSING,
        )


def _sum_up(
    rows: Iterable[RowResult], scheme: Scheme, unit: int
) -> tuple[_Sums, dict[Hashable, _Sums], dict[Hashable, _Sums]]:
    """The sums of the year, of each perspective and of each objective that has a measurement."""
    year = _Sums()
    perspectives: dict[Hashable, _Sums] = {}
    objectives: dict[Hashable, _Sums] = {}
    for row in rows:
        perspective = perspectives.setdefault(row.perspective_key, _Sums())
        objective = objectives.setdefault(row.objective_key, _Sums())
        if row.weight is None or row.highest_level is None:
            continue
        units = row.weight.numerator * (unit // row.weight.denominator)
        for sums in (year, perspective, objective):
            sums.add(units, row, scheme, row.highest_level)
    return year, perspectives, objectives


def as_decimal(value: Fraction, places: int = 6, *, apart_from: Fraction | None = None) -> Decimal:
    """An exact sum as shown: rounded half up to so many decimals, trailing zeros trimmed.

    It never falls on `apart_from` (the threshold) unless it is equal to it: it stops one unit short, on its
    own side.
    """
    if apart_from is None and value.denominator == 1:
        return Decimal(value.numerator)
    units = _round_half_up(value, places)
    if apart_from is not None and value != apart_from and units == _round_half_up(apart_from, places):
        units += 1 if value > apart_from else -1
    digits = places
    while digits and units % 10 == 0:
        units //= 10
        digits -= 1
    sign = 1 if units < 0 else 0
    return Decimal((sign, tuple(int(digit) for digit in str(abs(units))), -digits))


def _round_half_up(value: Fraction, places: int) -> int:
    """The value in units of 10^-places, halves away from zero."""
    scaled = abs(value) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return units if value >= 0 else -units
