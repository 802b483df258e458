"""Changing, moving and deleting an objective, with an eye to what measures it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import services
from indicators.deletions import objective_consequences, objective_deletion_refused
from indicators.services.objectives import rearrange_objective
from indicators.views.place import DeletePage
from organizations.permissions import Action
from scorecards.models import Objective
from scorecards.views import objectives


class WeightsLookedAt:
    """Put it in front of a page that may bring an objective into another perspective."""

    object: Objective

    def perform(self, *form: Any) -> None:
        rearrange = super().perform  # type: ignore[misc]
        rearrange_objective(self.object, lambda: rearrange(*form))


class ObjectiveEdit(WeightsLookedAt, objectives.ObjectiveEdit):
    """Changes an objective."""


class ObjectiveMove(WeightsLookedAt, objectives.ObjectiveMove):
    """Moves an objective within its perspective or to another."""


class ObjectiveDelete(DeletePage):
    """Deletes an objective after saying what goes with it."""

    reads = Action.VIEW_STRATEGY
    success_message = gettext_lazy("The objective is deleted.")

    @cached_property
    def objective(self) -> Objective:
        found = Objective.objects.select_related("scorecard__plan")
        return get_object_or_404(found, pk=self.kwargs["pk"], scorecard=self.scorecard)

    def title(self) -> str:
        return _("Delete %(objective)s?") % {"objective": self.objective}

    def consequences(self) -> list[str]:
        return objective_consequences(self.objective)

    def refused(self) -> str:
        return objective_deletion_refused(self.objective)

    def perform(self, form: Any) -> None:
        services.delete_objective(self.objective, by=self.scope.user, reason=form.cleaned_data["reason"])

    def cancel_url(self) -> str:
        return self.scope.url("scorecards:objectives")

    def get_success_url(self) -> str:
        return self.scope.url("scorecards:objectives")
