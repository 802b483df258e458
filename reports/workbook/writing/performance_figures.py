"""The program's own figures for cells of a performance sheet: what stands there until it is recalculated."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from indicators.scorecard_year import Row
from indicators.scoring import Inputs, Polarity, as_decimal, score_indicator
from performance.words import STATUS_WORDS
from reports.workbook.writing.formulas import PERCENT_PLACES
from reports.workbook.writing.performance_grid import REACHED, Value, level_column
from scorecards.schemes import Scheme

Figures: TypeAlias = dict[str, Value]
"""What is shown in a row, by column."""


def indicator_figures(row: Row, scheme: Scheme) -> Figures:
    """What the table shows of an indicator in the year."""
    indicator, result, inputs = row.indicator, row.result, row.measurement.inputs()
    return {
        "code": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit_of_measure,
        "baseline": or_empty(inputs.baseline),
        "target": target_figure(inputs),
        "achievement": or_empty(inputs.achievement),
        **{level_column(level): REACHED if result.level == level else "" for level in scheme.levels},
        "attainment": or_empty(result.result.attainment),
        "status": str(STATUS_WORDS[result.status]),
        "weight": shown_or_empty(result.weight),
        "score": shown_or_empty(result.contribution),
    }


def best_achievement(inputs: Inputs) -> Decimal | None:
    """The most favourable value within the natural bounds; None where nothing bounds it."""
    if inputs.polarity is Polarity.HIGHER:
        return inputs.natural_max
    if inputs.polarity is Polarity.LOWER:
        return inputs.natural_min
    most, least = inputs.natural_max, inputs.natural_min
    if most is not None and inputs.target is not None and most < inputs.target:
        return most
    if least is not None and inputs.target_upper is not None and least > inputs.target_upper:
        return least
    return inputs.target


def working(inputs: Inputs, scheme: Scheme) -> Iterator[Value]:
    """Reference, gap, yardstick and percent as the rule has them."""
    trace = score_indicator(inputs, scheme).trace
    yield from map(or_empty, (trace.reference, trace.gap, trace.yardstick))
    if trace.gap is None or trace.yardstick is None:
        yield ""
    else:
        yield round(float(100 * Fraction(trace.gap) / Fraction(trace.yardstick)), PERCENT_PLACES)


def own_weight(row: Row) -> Fraction:
    """The weight of the measurement, where it counts."""
    return Fraction(row.measurement.weight) if row.result.counted else Fraction(0)


def target_figure(inputs: Inputs) -> Value:
    """A target, or the two bounds of a range as a spreadsheet joins them."""
    if inputs.target is None or inputs.target_upper is None:
        return or_empty(inputs.target)
    return f"{_short(inputs.target)}–{_short(inputs.target_upper)}"


def _short(value: Decimal) -> str:
    return f"{float(value):.15g}"


def or_empty(value: Decimal | int | None) -> Value:
    """The number; an empty text where it is missing."""
    return "" if value is None else value


def shown_or_empty(value: Fraction | None) -> Value:
    """An exact sum as shown; an empty text where there is none."""
    return "" if value is None else as_decimal(value)
