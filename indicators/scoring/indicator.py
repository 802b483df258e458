"""The score of one indicator in one year: gap, yardstick, attainment and level. Pure and exact.

Arithmetic runs in a context of our own that raises Inexact rather than round: the thread's context keeps
28 digits, and products of stored values need more. Only the shown attainment is rounded, by hand.
Base rule: Helianty, balanced-scorecard design for PT Berdikari, section 3.3.
"""

from decimal import Clamped, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from enum import StrEnum
from typing import NamedTuple

from scorecards.schemes import Band, Scheme

EXACT = Context(prec=200, traps=[Clamped, DivisionByZero, Inexact, InvalidOperation, Overflow])
"""Inputs of up to 40 digits on each side of the point stay exact in it; more raises decimal.Inexact."""

ZERO = Decimal(0)
HUNDRED = Decimal(100)
HUNDREDTHS_OF_A_PERCENT = Decimal(10000)
UNCAPPED_WITHOUT_YARDSTICK = Decimal(200)
SHOWN_ZERO = Decimal("0.00")
SHOWN_ON_TARGET = Decimal("100.00")


class Polarity(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"


class YardstickKind(StrEnum):
    """What the gap was measured by."""

    TARGET = "target"
    WORST = "worst"
    BASELINE = "baseline"
    NONE = "none"


class Reason(StrEnum):
    """Why the level is what it is."""

    NO_TARGET = "no_target"
    NO_ACHIEVEMENT = "no_achievement"
    ON_TARGET = "on_target"
    INSIDE_RANGE = "inside_range"
    WITHIN_TOLERANCE = "within_tolerance"
    BETTER = "better"
    WORSE = "worse"


class Inputs(NamedTuple):
    """Everything that the level of one measurement depends on. None is missing, never zero.

    `target_upper` is the upper bound of a range indicator; `worst` is declared, never inferred from the
    natural bounds, which only limit the highest reachable level.
    """

    polarity: Polarity
    target: Decimal | None
    target_upper: Decimal | None = None
    achievement: Decimal | None = None
    worst: Decimal | None = None
    baseline: Decimal | None = None
    natural_min: Decimal | None = None
    natural_max: Decimal | None = None

    @property
    def has_target(self) -> bool:
        """Whether the year has a target; a range needs both of its bounds."""
        if self.target is None:
            return False
        return self.polarity != Polarity.RANGE or self.target_upper is not None


class Trace(NamedTuple):
    """How a level came about, as exact figures and codes; `explanations.py` words it.

    `reference` is the target that the gap is measured from (range: the nearer bound), `gap` the favourable
    gap, `yardstick` what it is divided by (None where `kind` is NONE), `band` the one reached.
    `capped` and `floored` say that the shown attainment stopped at the cap or at 0.
    """

    inputs: Inputs
    scheme: Scheme
    reason: Reason
    reference: Decimal | None = None
    gap: Decimal | None = None
    yardstick: Decimal | None = None
    kind: YardstickKind = YardstickKind.NONE
    band: Band | None = None
    capped: bool = False
    floored: bool = False

    @property
    def comparison(self) -> tuple[Decimal, Decimal] | None:
        """The two exact sides that decided the band: 100 x gap and (bound - 100) x yardstick.

        The bound is that of the band reached, for the lowest band that of the next one. None without a
        yardstick or without a score.
        """
        if self.band is None or self.gap is None or self.yardstick is None:
            return None
        decisive = self.band if self.band.from_percent is not None else self.scheme.band_after(self.band)
        if decisive is None or decisive.from_percent is None:
            return None
        away = EXACT.subtract(decisive.from_percent, HUNDRED)
        return EXACT.multiply(self.gap, HUNDRED), EXACT.multiply(away, self.yardstick)


class IndicatorResult(NamedTuple):
    """The level and the attainment in percent (2 decimals, as stored and shown); both None when missing."""

    level: int | None
    attainment: Decimal | None
    trace: Trace


def score_indicator(inputs: Inputs, scheme: Scheme) -> IndicatorResult:
    """Score one measurement; level and attainment are None without a target or an achievement."""
    if not inputs.has_target:
        return IndicatorResult(None, None, Trace(inputs, scheme, Reason.NO_TARGET))
    if inputs.achievement is None:
        return IndicatorResult(None, None, Trace(inputs, scheme, Reason.NO_ACHIEVEMENT))
    reference, gap = favourable_gap(inputs, inputs.achievement)
    yardstick, kind = yardstick_of(inputs, reference)
    band, tolerated = _band_reached(gap, yardstick, scheme)
    attainment, capped, floored = _attainment(gap, yardstick, scheme)
    reason = _reason(inputs.polarity, gap, tolerated)
    trace = Trace(inputs, scheme, reason, reference, gap, yardstick, kind, band, capped, floored)
    return IndicatorResult(band.level, attainment, trace)


def highest_reachable_level(inputs: Inputs, scheme: Scheme) -> int | None:
    """The best level that the natural bounds leave for the target (a range: at most on target).

    The achievement in `inputs` plays no part. None without a target.
    """
    if not inputs.has_target:
        return None
    best = _best_achievement(inputs)
    if best is None:
        return scheme.highest_level
    reference, gap = favourable_gap(inputs, best)
    yardstick, _ = yardstick_of(inputs, reference)
    return _band_reached(gap, yardstick, scheme)[0].level


def _best_achievement(inputs: Inputs) -> Decimal | None:
    """The most favourable value within the natural bounds; None where nothing bounds it."""
    if inputs.polarity == Polarity.HIGHER:
        return inputs.natural_max
    if inputs.polarity == Polarity.LOWER:
        return inputs.natural_min
    lower, upper = inputs.target, inputs.target_upper
    if lower is not None and inputs.natural_max is not None and inputs.natural_max < lower:
        return inputs.natural_max
    if upper is not None and inputs.natural_min is not None and inputs.natural_min > upper:
        return inputs.natural_min
    return lower


def favourable_gap(inputs: Inputs, achievement: Decimal) -> tuple[Decimal, Decimal]:
    """The target that counts (range: the nearer bound) and the gap to it, positive when better."""
    target, upper = inputs.target, inputs.target_upper
    if target is None:
        raise ValueError("a gap needs a target")
    if inputs.polarity == Polarity.HIGHER:
        return target, EXACT.subtract(achievement, target)
    if inputs.polarity == Polarity.LOWER:
        return target, EXACT.subtract(target, achievement)
    if upper is None or upper < target:
        raise ValueError("a range needs an upper target that is not below its target")
    above_lower, below_upper = EXACT.subtract(achievement, target), EXACT.subtract(upper, achievement)
    reference, nearest = (target, above_lower) if above_lower <= below_upper else (upper, below_upper)
    return reference, nearest if nearest < 0 else ZERO


def yardstick_of(inputs: Inputs, reference: Decimal) -> tuple[Decimal | None, YardstickKind]:
    """What the gap is divided by, always positive: |target|, else the distance of worst, else of baseline."""
    if reference:
        return reference.copy_abs(), YardstickKind.TARGET
    if inputs.worst is not None and inputs.worst != reference:
        return EXACT.subtract(inputs.worst, reference).copy_abs(), YardstickKind.WORST
    if inputs.baseline is not None and inputs.baseline != reference:
        return EXACT.subtract(inputs.baseline, reference).copy_abs(), YardstickKind.BASELINE
    return None, YardstickKind.NONE


def _band_reached(gap: Decimal, yardstick: Decimal | None, scheme: Scheme) -> tuple[Band, bool]:
    """The highest band reached, by exact multiplication, and whether only the tolerance made it on target."""
    if not gap:
        return scheme.on_target_band, False
    if yardstick is None:
        return (scheme.highest_band if gap > 0 else scheme.lowest_band), False
    hundred_gaps = EXACT.multiply(gap, HUNDRED)
    if scheme.tolerance and hundred_gaps.copy_abs() <= EXACT.multiply(scheme.tolerance, yardstick):
        return scheme.on_target_band, True
    for away_from_target, inclusive, band in scheme.steps:
        needed = EXACT.multiply(away_from_target, yardstick)
        if hundred_gaps > needed or (inclusive and hundred_gaps == needed):
            return band, False
    return scheme.lowest_band, False


def _attainment(gap: Decimal, yardstick: Decimal | None, scheme: Scheme) -> tuple[Decimal, bool, bool]:
    """The attainment as shown, and whether the cap or zero stopped it."""
    if not gap:
        return SHOWN_ON_TARGET, False, False
    if yardstick is None:
        return _attainment_without_yardstick(gap, scheme), False, False
    hundredths = EXACT.multiply(EXACT.add(yardstick, gap), HUNDREDTHS_OF_A_PERCENT)
    if hundredths <= 0:
        return SHOWN_ZERO, False, hundredths < 0
    if scheme.cap is not None:
        most = EXACT.multiply(EXACT.multiply(scheme.cap, HUNDRED), yardstick)
        if hundredths >= most:
            return EXACT.quantize(scheme.cap, SHOWN_ZERO), hundredths > most, False
    return _shown_percent(hundredths, yardstick, scheme), False, False


def _attainment_without_yardstick(gap: Decimal, scheme: Scheme) -> Decimal:
    """Nothing to measure a gap by: 0 when worse than the target, the cap (or 200) when better."""
    if gap < 0:
        return SHOWN_ZERO
    best = UNCAPPED_WITHOUT_YARDSTICK if scheme.cap is None else scheme.cap
    return EXACT.quantize(best, SHOWN_ZERO)


def _shown_percent(hundredths: Decimal, yardstick: Decimal, scheme: Scheme) -> Decimal:
    """hundredths / yardstick in units of 0.01 %, half up, but never onto a bound that it is not exactly on.

    Bounds lie on that grid at least two units apart, so stopping one unit short stays on the own side.
    """
    shown, rest = EXACT.divmod(hundredths, yardstick)
    if rest:
        rounded_up = EXACT.multiply(rest, Decimal(2)) >= yardstick
        if rounded_up:
            shown = EXACT.add(shown, Decimal(1))
        if shown in scheme.bounds_in_hundredths:
            shown = EXACT.add(shown, Decimal(-1 if rounded_up else 1))
    return EXACT.scaleb(shown, -2)


def _reason(polarity: Polarity, gap: Decimal, tolerated: bool) -> Reason:
    if not gap:
        return Reason.INSIDE_RANGE if polarity == Polarity.RANGE else Reason.ON_TARGET
    if tolerated:
        return Reason.WITHIN_TOLERANCE
    return Reason.BETTER if gap > 0 else Reason.WORSE
