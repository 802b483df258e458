"""Doubts about values that are about to be stored: loads what they are compared with, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Q

from indicators.doubts import Doubt, DoubtCode, Known, Reference, Typed, doubt_about
from indicators.measuring import Changes
from indicators.models import Measurement
from indicators.row_rules import VALUE_FIELDS

INDICATORS_PER_QUERY = 500
"""For more indicators than these, all of their scorecards are read."""


class Beside(NamedTuple):
    """What an indicator has in a year beside the one that is written."""

    target: Decimal | None
    target_upper: Decimal | None
    achievement: Decimal | None


NOTHING = Beside(None, None, None)
Neighbours = Mapping[tuple[int, int], Beside]
"""By indicator and year."""


def doubts_about(rows: Sequence[tuple[Measurement, Changes]]) -> dict[int, list[Doubt]]:
    """The doubts about changed values by the key of the measurement; one query, however many rows.

    Expects the measurements with their indicator and scorecard-year loaded, as they stand now. A value that
    already stands there is not asked about again. Rows without doubts are left out.
    """
    asked = [(row, numbers) for row, changes in rows if (numbers := _new_numbers(row, changes))]
    beside = _load_neighbours([row for row, _numbers in asked])
    found: dict[int, list[Doubt]] = {}
    for row, numbers in asked:
        for field, value in numbers.items():
            doubt = doubt_about(_typed(row, field, value, numbers, beside))
            if doubt:
                found.setdefault(row.pk, []).append(doubt)
    return found


def as_confirmed(changes: Changes, doubts: Iterable[Doubt]) -> Changes:
    """The changes as they are stored once the doubts are confirmed: what is above a maximum that is capped
    at becomes the maximum, everything else stays as it was typed."""
    capped = {each.field: each.suggestion for each in doubts if each.code == DoubtCode.ABOVE_MAXIMUM}
    return {**changes, **capped}


def _new_numbers(row: Measurement, changes: Changes) -> dict[str, Decimal]:
    """The numbers that would replace something else."""
    return {
        field: value
        for field in VALUE_FIELDS
        if isinstance(value := changes.get(field), Decimal) and value != getattr(row, field)
    }


def _typed(
    row: Measurement, field: str, value: Decimal, numbers: Mapping[str, Decimal], beside: Neighbours
) -> Typed:
    is_achievement = field == "achievement"
    known = _of_achievement(row, numbers, beside) if is_achievement else _of_target(row, field, beside)
    indicator = row.indicator
    return Typed(
        field=field,
        value=value,
        references=tuple(Reference(kind, value, year) for kind, value, year in known if value is not None),
        natural_min=indicator.natural_min,
        natural_max=indicator.natural_max,
        caps_at_maximum=indicator.caps_at_maximum,
        unit_of_measure=indicator.unit_of_measure,
    )


_Known = Iterator[tuple[Known, Decimal | None, int | None]]


def _of_achievement(row: Measurement, numbers: Mapping[str, Decimal], beside: Neighbours) -> _Known:
    """Its targets (those that are written along with it, if they are), last year, and the baseline."""
    last_year = row.scorecard_year.year - 1
    yield Known.TARGET, numbers.get("target", row.target), None
    yield Known.TARGET_UPPER, numbers.get("target_upper", row.target_upper), None
    yield Known.ACHIEVEMENT, beside.get((row.indicator_id, last_year), NOTHING).achievement, last_year
    yield Known.BASELINE, row.indicator.baseline, None


def _of_target(row: Measurement, field: str, beside: Neighbours) -> _Known:
    """The same target in the years before and after, and the baseline."""
    year = row.scorecard_year.year
    for near in (year - 1, year + 1):
        yield Known(field), getattr(beside.get((row.indicator_id, near), NOTHING), field), near
    yield Known.BASELINE, row.indicator.baseline, None


def _load_neighbours(rows: Sequence[Measurement]) -> Neighbours:
    """The years before and after those of the rows."""
    if not rows:
        return {}
    indicators = {row.indicator_id for row in rows}
    years = {row.scorecard_year.year + step for row in rows for step in (-1, 1)}
    wanted = Q(
        scorecard_year__scorecard__in={row.scorecard_year.scorecard_id for row in rows},
        scorecard_year__year__in=years,
    )
    if len(indicators) <= INDICATORS_PER_QUERY:
        wanted &= Q(indicator__in=indicators)
    records = Measurement.objects.filter(wanted).order_by()
    columns = records.values_list(
        "indicator", F("scorecard_year__year"), "target", "target_upper", "achievement"
    )
    return {(indicator, year): Beside(*values) for indicator, year, *values in columns}
