"""The part of a plan that every copy of it has: statements, objectives, map and indicators."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.copying.rows import Changes, Copies, as_it_is
from indicators.models import Indicator, Initiative
from scorecards.locks import lock_plan
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    Perspective,
    Plan,
    Scorecard,
    Statement,
)


def lock_source(plan: Plan) -> Plan:
    """Locks the plan that is copied. Raises ValidationError when it is gone."""
    try:
        return lock_plan(plan)
    except Plan.DoesNotExist:
        raise ValidationError(_("Somebody else has deleted this plan."), code="gone") from None


def copy_strategy(copies: Copies, plan: Plan) -> list[Perspective]:
    """Copies the perspectives, which are answered, and the statements of a plan that has its copy already."""
    copies.copy(Statement.objects.filter(plan=plan).order_by("pk"))
    return copies.copy(Perspective.objects.filter(plan=plan).order_by("pk"))


def copy_scorecards(
    copies: Copies,
    scorecards: QuerySet[Scorecard],
    *,
    objective: Callable[[Objective], Changes] = as_it_is,
    indicator: Callable[[Indicator], Changes] = as_it_is,
) -> tuple[list[Objective], list[Indicator]]:
    """Copies scorecards of that plan without their years; answers the new objectives and indicators.

    objective, indicator: what is other in the copy of each.
    """
    copies.copy(scorecards.order_by("pk"), lambda row: {"version": 1})
    objectives = copies.copy(
        Objective.objects.filter(scorecard__in=scorecards.order_by()).order_by("pk"), objective
    )
    of_them = Objective.objects.filter(scorecard__in=scorecards.order_by()).order_by()
    copies.copy(ObjectiveStatement.objects.filter(objective__in=of_them).order_by("pk"))
    copies.copy(ObjectiveLink.objects.filter(cause__in=of_them).order_by("pk"))
    indicators = copies.copy(Indicator.objects.filter(objective__in=of_them).order_by("pk"), indicator)
    measured = Indicator.objects.filter(objective__in=of_them).order_by()
    copies.copy(Initiative.objects.filter(indicator__in=measured).order_by("pk"))
    return objectives, indicators
