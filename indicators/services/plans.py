"""Deleting a plan that was made by mistake, with everything in it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.belongings import belongings
from indicators.copying import lock_source
from indicators.plan_deletion import plan_deletion_refused
from organizations import history
from organizations.locks import lock_organization
from organizations.models import User
from scorecards.locks import lock_years_of_plan
from scorecards.models import Plan


@transaction.atomic
def delete_plan_with_scorecards(plan: Plan, *, by: User, reason: str = "") -> None:
    """Deletes the plan with its perspectives and statements, and the scorecards that units have in it.

    Achievements of years before the plan go along: another plan that has them keeps its own. Raises
    ValidationError while a year of the plan holds an achievement or is closed, also when the plan is gone.
    """
    lock_organization(plan.organization_id)
    plan = lock_source(plan)
    lock_years_of_plan(plan)
    if refusals := plan_deletion_refused(plan):
        raise ValidationError(refusals, code="in_use")
    for model, path in belongings(Plan):
        history.delete_many(model._base_manager.filter(**{path: plan.pk}), by=by, reason=reason)
