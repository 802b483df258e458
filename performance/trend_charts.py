"""What static/js/chart.js draws of the years, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from indicators.scoring import Verdict, YearResult, as_decimal
from indicators.year_results import PlanYear
from organizations.numbers import format_number
from performance.plain_table import plain
from performance.words import VERDICT_SHAPES, VERDICT_WORDS

ON_TARGET = Decimal(100)
FEWEST_FOR_A_LINE = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A year of a sparkline; None is missing. `status` gives the mark its shape and colour."""

    value: Decimal | None = None
    target: Decimal | None = None
    upper: Decimal | None = None
    status: str = ""


def has_line(years: Sequence[PlanYear]) -> bool:
    """Whether enough years have an index to draw a line through them."""
    return sum(each.result.index is not None for each in years) >= FEWEST_FOR_A_LINE


def known_total(result: YearResult) -> Decimal | None:
    """The total as shown; None while nothing counts yet: that is no total of 0."""
    return result.shown(result.total) if result.reported or result.counted_lowest else None


def index_chart(years: Sequence[PlanYear]) -> str:
    """The index of each year against 100, where everything is on target."""
    chart = _year_chart(
        years,
        values=[each.result.index for each in years],
        targets=[ON_TARGET] * len(years),
        names={"achievement": _("Index"), "target": _("On target")},
    )
    return json.dumps(chart, ensure_ascii=False)


def total_chart(years: Sequence[PlanYear]) -> str:
    """The total of each year against the threshold in force; nothing reported is no total."""
    chart = _year_chart(
        years,
        values=[known_total(each.result) for each in years],
        targets=[as_decimal(each.result.threshold) if each.result.expected else None for each in years],
        names={"achievement": _("Total"), "target": _("Threshold"), "possible": _("Still possible")},
    )
    return json.dumps({**chart, "possible": [_possible(each.result) for each in years]}, ensure_ascii=False)


def sparkline(points: Sequence[Point]) -> str:
    """The values of a row as marks and its targets as a line; empty without a value."""
    if all(point.value is None for point in points):
        return ""
    data: dict[str, Any] = {
        "type": "spark",
        "labels": list(range(len(points))),
        "achievement": [plain(point.value) for point in points],
        "target": [plain(point.target) for point in points],
        "status": [point.status for point in points],
    }
    if any(point.upper is not None for point in points):
        data["target_upper"] = [plain(point.upper) for point in points]
    return json.dumps(data)


def _year_chart(
    years: Sequence[PlanYear],
    *,
    values: Sequence[Decimal | None],
    targets: Sequence[Decimal | None],
    names: dict[str, str],
) -> dict[str, Any]:
    plans = [each.scorecard_year.scorecard.plan for each in years]
    return {
        "type": "history",
        "shape": "points",
        "labels": [str(each.scorecard_year.year) for each in years],
        "plans": [plan.name for plan in plans] if len(set(plans)) > 1 else [],
        "starts": [place for place, (a, b) in enumerate(pairwise(plans), 1) if a != b],
        "open": [not each.result.complete for each in years],
        "achievement": [plain(value) for value in values],
        "achievement_text": [format_number(value) for value in values],
        "target": [plain(target) for target in targets],
        "target_text": [format_number(target) for target in targets],
        "status": [VERDICT_SHAPES[each.result.verdict] for each in years],
        "names": {**names, "missing": _("Not reported"), "open": _("so far")},
        "status_names": {VERDICT_SHAPES[verdict]: str(VERDICT_WORDS[verdict]) for verdict in Verdict},
    }


def _possible(result: YearResult) -> dict[str, str] | None:
    """The totals still possible while something is missing, to draw and to read."""
    if result.complete:
        return None
    lowest, highest = result.shown(result.lowest), result.shown(result.highest)
    return {
        "lowest": plain(lowest) or "",
        "highest": plain(highest) or "",
        "text": f"{format_number(lowest)}–{format_number(highest)}",
    }
