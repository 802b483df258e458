"""What it would take: the next level of one indicator, and the fewest whose rise makes a year good.

Pure and exact, from the same inputs and results as the score itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indicators.scoring.indicator import EXACT, HUNDRED, ZERO, Inputs, Polarity, favourable_gap, yardstick_of
from indicators.scoring.scorecard import RowResult, YearResult
from scorecards.schemes import Scheme


@dataclass(frozen=True, slots=True)
class NextLevel:
    """The next better level and the achievement that it begins at.

    inclusive: the bound itself suffices; otherwise it has to be passed. distance: from the achievement as it
    is to the bound, in the unit of measure and never negative; None where there is no achievement yet.
    """

    level: int
    bound: Decimal
    inclusive: bool
    distance: Decimal | None


@dataclass(frozen=True, slots=True)
class Rise:
    """A row that would rise from one level to another. A missing one starts at the lowest level."""

    row: RowResult
    from_level: int
    to_level: int

    @property
    def gain(self) -> Fraction:
        """The points that the rise brings."""
        return (self.row.weight or Fraction(0)) * (self.to_level - self.from_level)


def next_level(inputs: Inputs, scheme: Scheme, *, level: int | None, highest: int | None) -> NextLevel | None:
    """What the next better level asks for; None when there is no target or nothing better can be reached.

    level: the present one (None: missing, which counts as the lowest); highest: the best within the natural
    bounds, see highest_reachable_level.
    """
    present = scheme.lowest_level if level is None else level
    return needed_for(inputs, scheme, level=present + 1, highest=highest)


def needed_for(inputs: Inputs, scheme: Scheme, *, level: int, highest: int | None) -> NextLevel | None:
    """The least that gives at least that level; None without a target or where nothing reaches it."""
    if not inputs.has_target or highest is None:
        return None
    reference = _reference(inputs)
    yardstick, _kind = yardstick_of(inputs, reference)
    for reached, percent, inclusive in _steps(scheme, has_yardstick=yardstick is not None):
        if level <= reached <= highest:
            gap = ZERO if yardstick is None else EXACT.scaleb(EXACT.multiply(percent, yardstick), -2)
            bound = _achievement(inputs, reference, gap)
            return NextLevel(reached, bound, inclusive, _distance(bound, inputs.achievement))
    return None


def fewest_rises(result: YearResult) -> tuple[Rise, ...] | None:
    """The fewest rows whose rise reaches the threshold, missing ones counted at the lowest level.

    Empty when nothing has to rise; None when not even all rises together suffice. Where several sets are as
    small, those with the largest gains are taken; each rises only as far as it has to.
    """
    scheme = result.rules.scheme
    needed = result.threshold - result.lowest
    chosen: list[Rise] = []
    for rise in sorted(_possible(result.rows, scheme.lowest_level), key=lambda each: -each.gain):
        if needed <= 0:
            break
        chosen.append(rise)
        needed -= rise.gain
    if needed > 0:
        return None
    return _no_further_than_needed(chosen, spare=-needed, levels=scheme.levels)


def _possible(rows: Iterable[RowResult], lowest: int) -> Iterator[Rise]:
    """The rise of each counted row to its highest reachable level, where that is worth something."""
    for row in rows:
        present = lowest if row.result.level is None else row.result.level
        if row.weight and row.highest_level is not None and row.highest_level > present:
            yield Rise(row, present, row.highest_level)


def _no_further_than_needed(
    rises: list[Rise], *, spare: Fraction, levels: tuple[int, ...]
) -> tuple[Rise, ...]:
    """The same rises, each to the lowest level that still suffices; the heaviest are spared first."""
    spared: dict[int, Rise] = {}
    for place, rise in sorted(enumerate(rises), key=lambda each: -(each[1].row.weight or 0)):
        enough = rise
        for level in (each for each in levels if rise.from_level < each < rise.to_level):
            lower = Rise(rise.row, rise.from_level, level)
            if rise.gain - lower.gain <= spare:
                enough = lower
                break
        spare -= rise.gain - enough.gain
        spared[place] = enough
    return tuple(spared[place] for place in range(len(rises)))


def _steps(scheme: Scheme, *, has_yardstick: bool) -> Iterator[tuple[int, Decimal, bool]]:
    """The levels above the lowest that can be reached, from below, with the gap that each begins at.

    The gap is in percent of the yardstick. Without one, the target is on target and anything better the
    highest level. Levels that the tolerance swallows are left out.
    """
    on_target, tolerance = scheme.on_target_level, scheme.tolerance
    if not has_yardstick:
        yield on_target, ZERO, True
        if scheme.highest_level > on_target:
            yield scheme.highest_level, ZERO, False
        return
    begins = {
        band.level: (EXACT.subtract(band.from_percent, HUNDRED), band.inclusive)
        for band in scheme.bands
        if band.from_percent is not None
    }
    for level, (away, inclusive) in begins.items():
        if level < on_target and away < -tolerance:
            yield level, away, inclusive
    away, inclusive = begins[on_target]
    yield (on_target, -tolerance, True) if tolerance and -tolerance <= away else (on_target, away, inclusive)
    above = [(level, away, inclusive) for level, (away, inclusive) in begins.items() if level > on_target]
    swallowed = [level for level, away, _inclusive in above if away <= tolerance] if tolerance else []
    if swallowed:
        yield swallowed[-1], tolerance, False
    yield from (step for step in above if step[0] not in swallowed)


def _reference(inputs: Inputs) -> Decimal:
    """The target that counts; of a range the nearer bound, and the lower one while nothing is reported."""
    target = inputs.target or ZERO
    if inputs.polarity != Polarity.RANGE or inputs.achievement is None:
        return target
    return favourable_gap(inputs, inputs.achievement)[0]


def _distance(bound: Decimal, achievement: Decimal | None) -> Decimal | None:
    return None if achievement is None else EXACT.subtract(bound, achievement).copy_abs()


def _achievement(inputs: Inputs, reference: Decimal, gap: Decimal) -> Decimal:
    """The achievement with that favourable gap to the reference."""
    is_down = inputs.polarity == Polarity.LOWER or (
        inputs.polarity == Polarity.RANGE and reference == inputs.target_upper != inputs.target
    )
    return EXACT.subtract(reference, gap) if is_down else EXACT.add(reference, gap)
