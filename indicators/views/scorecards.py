"""Deleting the scorecard that a unit has in a plan."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import services
from indicators.deletions import scorecard_consequences, scorecard_deletion_refused
from indicators.views.place import DeletePage
from organizations.permissions import Action
from scorecards.models import Scorecard


class ScorecardDelete(DeletePage):
    """Deletes the unit's scorecard in the plan of the URL after saying what goes with it."""

    needs = ""
    reads = Action.VIEW_SETTINGS
    writes = Action.ADMINISTER
    success_message = gettext_lazy("The scorecard is deleted.")

    @cached_property
    def found(self) -> Scorecard:
        """The unit's scorecard in the plan. Raises Http404."""
        scorecards = Scorecard.objects.select_related("plan", "unit")
        return get_object_or_404(scorecards, plan=self.kwargs["pk"], unit=self.scope.unit)

    def title(self) -> str:
        names = {"unit": self.found.unit.name, "plan": self.found.plan.name}
        return _("Delete the scorecard of %(unit)s in “%(plan)s”?") % names

    def consequences(self) -> list[str]:
        return scorecard_consequences(self.found)

    def refused(self) -> str:
        return " ".join(scorecard_deletion_refused(self.found))

    def perform(self, form: Any) -> None:
        services.delete_scorecard(self.found, by=self.scope.user, reason=form.cleaned_data["reason"])

    def cancel_url(self) -> str:
        return self.scope.url("scorecards:plans")

    def get_success_url(self) -> str:
        return self.scope.url("scorecards:plans")
