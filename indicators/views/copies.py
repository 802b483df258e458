"""Copying a plan to a new period."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import services
from indicators.copy_forms import CopyPlanForm
from indicators.copying import name_for_years, plan_contents, waiting_baselines
from indicators.copying.words import waiting_text
from scorecards.models import LAST_YEAR
from scorecards.views.pages import FormPage
from scorecards.views.plans import PlanObject


class PlanCopy(PlanObject, FormPage):
    """Asks for the name and the years of the new plan, and says what will be copied and what not."""

    template_name = "indicators/copy.html"
    form_class = CopyPlanForm
    success_message = gettext_lazy("The plan has been copied. Its years are empty: set their targets.")

    def title(self) -> str:
        return _("Copy “%(plan)s” to a new period") % {"plan": self.object.name}

    def get_initial(self) -> dict[str, Any]:
        """As many years as the plan has, right after it."""
        plan = self.object
        old = (plan.first_year, plan.last_year)
        first, last = (min(year + len(plan.years), LAST_YEAR) for year in old)
        return {"name": name_for_years(plan.name, old, (first, last)), "first_year": first, "last_year": last}

    def perform(self, form: Any) -> None:
        plan = services.copy_plan(self.object, by=self.scope.user, **form.cleaned_data)
        if words := waiting_text(waiting_baselines(plan)):
            messages.warning(self.request, words)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        contents = plan_contents(self.object)
        return super().get_context_data(
            plan=self.object,
            contents=contents,
            empty_years=[year for year in self.object.years if year not in contents.years],
            submit_label=_("Copy the plan"),
            **context,
        )
