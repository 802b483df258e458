"""Lengthening and shortening a plan."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from indicators import services
from indicators.sheet_forms import PlanYearsForm
from organizations.form_view import ServiceFormMixin
from organizations.permissions import Action
from scorecards.models import Plan
from scorecards.scope import ScorecardView


class PlanYears(ScorecardView, ServiceFormMixin, FormView):
    """Changes the first and the last year of a plan of the organization."""

    needs = ""
    reads = Action.VIEW_SETTINGS
    writes = Action.ADMINISTER
    is_form = True
    whole_organization = True
    template_name = "indicators/plan_years.html"
    form_class = PlanYearsForm
    success_message = gettext_lazy("The years of the plan are saved.")

    @cached_property
    def plan(self) -> Plan:
        found = Plan.objects.select_related("organization")
        return get_object_or_404(found, pk=self.kwargs["pk"], organization=self.scope.organization)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.plan}

    def perform(self, form: Any) -> None:
        services.set_plan_years(self.plan, **form.cleaned_data, by=self.scope.user)

    def get_success_url(self) -> str:
        return self.scope.url("scorecards:plans")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Years of %(plan)s") % {"plan": self.plan.name},
            cancel_url=self.scope.url("scorecards:plans"),
            **context,
        )
