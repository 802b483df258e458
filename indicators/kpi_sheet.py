"""One KPI sheet (figure 3 of the paper): an indicator with its years, baseline, initiatives and origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indicators.baselines import ChangedInput, changed_inputs, inputs_from_json
from indicators.indicator_list import target_text
from indicators.models import Indicator, Initiative, Measurement
from indicators.scorecard_year import measurement_input
from indicators.scoring import IndicatorResult, Status, YearRules, score_year
from organizations.numbers import format_number
from scorecards.models import Statement


@dataclass(frozen=True, slots=True)
class SheetYear:
    """A year of the sheet. `of_plan`: it is one of the plan's years, not history before it."""

    year: int
    measurement: Measurement
    of_plan: bool
    target: str
    result: IndicatorResult
    status: Status
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SheetNote:
    """A note and the years beside whose figures it stands."""

    text: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page prints. `changed` are the baseline's inputs that history no longer holds as they were."""

    indicator: Indicator
    statements: tuple[Statement, ...]
    initiatives: tuple[Initiative, ...]
    years: tuple[SheetYear, ...]
    baseline_inputs: tuple[tuple[int, Decimal], ...]
    changed: tuple[ChangedInput, ...]

    @property
    def plan_years(self) -> tuple[SheetYear, ...]:
        """The years of the plan."""
        return tuple(year for year in self.years if year.of_plan)

    @property
    def history(self) -> tuple[SheetYear, ...]:
        """The years before the plan that hold an achievement."""
        return tuple(year for year in self.years if not year.of_plan)

    @property
    def notes(self) -> tuple[SheetNote, ...]:
        """The notes beside the figures, each once, in the order of their years."""
        years: dict[str, list[int]] = {}
        for year in self.years:
            if year.measurement.note:
                years.setdefault(year.measurement.note, []).append(year.year)
        return tuple(SheetNote(text, tuple(noted)) for text, noted in years.items())


def load_sheet(indicator: Indicator) -> Sheet:
    """The sheet in 3 queries. Expects the indicator with its objective, perspective, scorecard and plan."""
    years = load_years(indicator)
    inputs = inputs_from_json(indicator.baseline_inputs)
    return Sheet(
        indicator=indicator,
        statements=tuple(Statement.objects.filter(ticks__objective=indicator.objective)),
        initiatives=tuple(indicator.initiatives.all()),
        years=years,
        baseline_inputs=tuple(inputs.items()),
        changed=changed_inputs(inputs, achievements(years)),
    )


def load_years(indicator: Indicator) -> tuple[SheetYear, ...]:
    """The plan's years, and those before them that hold an achievement, in order; one query."""
    plan = indicator.objective.scorecard.plan
    rows = (
        Measurement.objects.filter(indicator=indicator)
        .select_related("scorecard_year__scheme")
        .order_by("scorecard_year__year")
    )
    years = []
    for row in rows:
        row.indicator = indicator
        of_plan = row.scorecard_year.year in plan.years
        if of_plan or row.achievement is not None:
            years.append(_sheet_year(row, of_plan))
    return tuple(years)


def achievements(years: Sequence[SheetYear]) -> dict[int, Decimal]:
    """The achievements of the years before the plan, by year."""
    return {
        each.year: each.measurement.achievement
        for each in years
        if not each.of_plan and each.measurement.achievement is not None
    }


def chart_data(sheet: Sheet) -> dict[str, Any]:
    """What static/js/chart.js draws: achievements as points, targets as a line, over the years."""
    decimals = sheet.indicator.decimals
    rows = [year.measurement for year in sheet.years]
    data = {
        "type": "history",
        "shape": "points",
        "labels": [str(year.year) for year in sheet.years],
        "achievement": [_plain(row.achievement) for row in rows],
        "achievement_text": [format_number(row.achievement, decimals=decimals) for row in rows],
        "target": [_plain(row.target) for row in rows],
        "target_text": [year.target for year in sheet.years],
        "status": [year.status.value if year.result.level is not None else "" for year in sheet.years],
        "names": {"achievement": _("Achievement"), "target": _("Target"), "missing": _("Not reported")},
        "status_names": {
            Status.BELOW.value: _("Below target"),
            Status.ON.value: _("On target"),
            Status.ABOVE.value: _("Above target"),
        },
    }
    if any(row.target_upper is not None for row in rows):
        data["target_upper"] = [_plain(row.target_upper) for row in rows]
    return data


def _sheet_year(row: Measurement, of_plan: bool) -> SheetYear:
    scheme = row.scorecard_year.scheme.rule()
    scored = score_year(YearRules(scheme), [measurement_input(row)]).rows[0]
    return SheetYear(
        year=row.scorecard_year.year,
        measurement=row,
        of_plan=of_plan,
        target=target_text(row, row.indicator.decimals),
        result=scored.result,
        status=scored.status,
        levels=scheme.levels,
    )


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
