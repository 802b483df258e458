"""Deleting a plan that was made by mistake."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import services
from indicators.plan_deletion import plan_consequences, plan_deletion_refused, years_with_achievements
from indicators.views.place import DeletePage
from organizations.permissions import Action
from scorecards.views.plans import PlanObject

YEARS_LINKED = 50


class PlanDelete(PlanObject, DeletePage):
    """Asks before a plan goes with the scorecards that units have in it, and says what goes."""

    writes = Action.ADMINISTER
    success_message = gettext_lazy("The plan has been deleted.")

    def title(self) -> str:
        return _("Delete the plan “%(name)s”?") % {"name": self.object.name}

    def consequences(self) -> list[str]:
        return plan_consequences(self.object)

    def refused(self) -> str:
        return " ".join(plan_deletion_refused(self.object))

    def ways(self) -> list[dict[str, str]]:
        """Links to the achievements that keep the plan, as many as a page can list."""
        words = _("Achievements of %(unit)s in %(year)s")
        return [
            {
                "url": self.scope.url("indicators:entry", year=row.year, unit=row.scorecard.unit),
                "label": words % {"unit": row.scorecard.unit.name, "year": row.year},
            }
            for row in years_with_achievements(self.object)[:YEARS_LINKED]
        ]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(ways=self.ways(), **context)

    def perform(self, form: Any) -> None:
        services.delete_plan_with_scorecards(
            self.object, by=self.scope.user, reason=form.cleaned_data["reason"]
        )

    def cancel_url(self) -> str:
        return self.list_url()

    def get_success_url(self) -> str:
        return self.list_url()
