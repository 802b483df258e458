"""What a plan holds, counted for the page that asks whether to copy it."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.models import Indicator, Initiative, Measurement
from scorecards.models import Objective, ObjectiveLink, Perspective, Plan, Scorecard, Statement


@dataclass(frozen=True, slots=True)
class PlanContents:
    """What would be copied. years: those with achievements; retired: units whose scorecards stay behind."""

    perspectives: int
    statements: int
    scorecards: int
    objectives: int
    links: int
    indicators: int
    initiatives: int
    years: tuple[int, ...]
    retired: tuple[str, ...]


def plan_contents(plan: Plan) -> PlanContents:
    """The contents of a plan, in 9 queries."""
    scorecards = Scorecard.objects.filter(plan=plan, unit__active=True).order_by()
    objectives = Objective.objects.filter(scorecard__in=scorecards).order_by()
    indicators = Indicator.objects.filter(objective__in=objectives).order_by()
    achieved = Measurement.objects.filter(indicator__in=indicators, achievement__isnull=False)
    years = achieved.order_by("scorecard_year__year").values_list("scorecard_year__year", flat=True)
    retired = Scorecard.objects.filter(plan=plan, unit__active=False).order_by("unit__name", "pk")
    return PlanContents(
        perspectives=Perspective.objects.filter(plan=plan).count(),
        statements=Statement.objects.filter(plan=plan).count(),
        scorecards=scorecards.count(),
        objectives=objectives.count(),
        links=ObjectiveLink.objects.filter(cause__in=objectives).count(),
        indicators=indicators.count(),
        initiatives=Initiative.objects.filter(indicator__in=indicators).count(),
        years=tuple(years.distinct()),
        retired=tuple(retired.values_list("unit__name", flat=True)),
    )
