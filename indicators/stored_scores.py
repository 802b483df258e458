"""Compares what is stored with what the rules give: levels, attainments and computed baselines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.baselines import agrees, inputs_from_json, mean
from indicators.models import Indicator, Measurement
from indicators.scoring import score_indicator
from scorecards.schemes import Scheme

ROWS_AT_A_TIME = 2000


class Subject(StrEnum):
    """What differs."""

    SCORE = "score"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored value that is not what the rule gives; figures with a decimal point, as they are stored."""

    subject: Subject
    unit: str
    indicator: Indicator
    stored: str
    recomputed: str
    year: int | None = None
    is_closed: bool = False
    measurement: Measurement | None = None


def score_differences() -> Iterator[Difference]:
    """Levels and attainments that are not what the rule gives, of closed years too, row by row."""
    rules: dict[int, Scheme] = {}
    rows = Measurement.objects.select_related(
        "indicator", "scorecard_year__scheme", "scorecard_year__scorecard__unit__organization"
    ).order_by("scorecard_year", "indicator__order", "pk")
    for row in rows.iterator(chunk_size=ROWS_AT_A_TIME):
        year = row.scorecard_year
        if year.scheme_id not in rules:
            rules[year.scheme_id] = year.scheme.rule()
        result = score_indicator(row.inputs(), rules[year.scheme_id])
        if (result.level, result.attainment) == (row.level, row.attainment):
            continue
        yield Difference(
            subject=Subject.SCORE,
            unit=year.scorecard.unit.address,
            indicator=row.indicator,
            year=year.year,
            stored=_score(row.level, row.attainment),
            recomputed=_score(result.level, result.attainment),
            is_closed=year.is_closed,
            measurement=row,
        )


def baseline_differences() -> Iterator[Difference]:
    """Computed baselines that are not the mean of their inputs."""
    computed = Indicator.objects.exclude(baseline_method=Indicator.BaselineMethod.DECREED)
    rows = computed.select_related("objective__scorecard__unit__organization").order_by("objective", "pk")
    for indicator in rows.iterator(chunk_size=ROWS_AT_A_TIME):
        inputs = inputs_from_json(indicator.baseline_inputs)
        if agrees(indicator.baseline, inputs):
            continue
        yield Difference(
            subject=Subject.BASELINE,
            unit=indicator.objective.scorecard.unit.address,
            indicator=indicator,
            stored=_figure(indicator.baseline),
            recomputed=_figure(mean(inputs.values())),
        )


def _score(level: int | None, attainment: Decimal | None) -> str:
    return "-" if level is None and attainment is None else f"{level} ({_figure(attainment)} %)"


def _figure(value: Decimal | None) -> str:
    return "-" if value is None else format(value, "f")
