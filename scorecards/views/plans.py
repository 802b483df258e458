"""Settings: the plans of the organization and the scorecards that units have in them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from organizations.permissions import Action
from scorecards import services
from scorecards.forms import PlanDefaultsForm, PlanForm
from scorecards.models import Plan, Scorecard
from scorecards.views.pages import (
    EditPage,
    FormPage,
    NamedListHistory,
    ObjectHistory,
    ObjectPage,
    Part,
)


class PlanPart(Part):
    reads = Action.VIEW_SETTINGS
    writes = Action.ADMINISTER
    whole_organization = True
    needs = ""
    list_page = "scorecards:plans"
    list_label = gettext_lazy("Plans")


class PlanObject(PlanPart, ObjectPage):
    def find(self) -> Plan:
        plans = Plan.objects.select_related("organization", "scheme")
        return get_object_or_404(plans, pk=self.kwargs["pk"], organization=self.scope.organization)


class PlanFormPage(PlanPart, FormPage):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organization": self.scope.organization}


class Plans(PlanPart, TemplateView):
    """The plans with their years and defaults, and whether this unit has a scorecard in each."""

    template_name = "scorecards/plans.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        plans = Plan.objects.filter(organization=self.scope.organization).select_related("scheme")
        own = Scorecard.objects.filter(unit=self.scope.unit).order_by("plan__first_year")
        carried = list(own.values_list("plan", flat=True))
        return super().get_context_data(
            plans=list(plans.annotate(scorecard_count=Count("scorecards"))),
            carried=set(carried),
            following=set(carried[1:]) if self.scope.may(Action.EDIT) else set(),
            may_add_scorecard=self.scope.may(Action.ADMINISTER),
            **context,
        )


class PlanAdd(PlanFormPage):
    heading = gettext_lazy("New plan")
    form_class = PlanForm
    success_message = gettext_lazy("The plan has been added. Now give the units their scorecards in it.")

    def get_initial(self) -> dict[str, Any]:
        scheme = self.scope.organization.schemes.filter(code="paper-3").first()
        return {"first_year": self.scope.year, "last_year": self.scope.year, "scheme": scheme}

    def perform(self, form: Any) -> None:
        fields = dict(form.cleaned_data)
        perspectives = fields.pop("perspectives")
        services.found_plan(
            organization=self.scope.organization,
            by=self.scope.user,
            public_sector={PlanForm.BUSINESS: False, PlanForm.PUBLIC_SECTOR: True}.get(perspectives),
            **fields,
        )


class PlanEdit(PlanObject, EditPage, PlanFormPage):
    form_class = PlanDefaultsForm
    success_message = gettext_lazy("The plan has been saved.")
    history_page = "scorecards:plan-history"
    delete_page = "indicators:plan-delete"

    def perform(self, form: Any) -> None:
        services.change_plan(self.object, by=self.scope.user, **form.cleaned_data)


class PlanHistory(ObjectHistory, PlanObject):
    """Readable for whoever sees the plan, auditors included."""


class PlansHistory(NamedListHistory, PlanPart):
    named_by = "name"

    def get_history(self) -> QuerySet[Any]:
        return Plan.history.filter(organization_id=self.scope.organization.pk)


class ScorecardAdd(PlanObject):
    """POST: gives this unit a scorecard in the plan. An administrator of the unit may."""

    whole_organization = False

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            services.create_scorecard(plan=self.object, unit=self.scope.unit, by=self.scope.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            words = _("%(unit)s has a scorecard now. Add its objectives.") % {"unit": self.scope.unit}
            messages.success(request, words)
        year = self.scope.year if self.scope.year in self.object.years else self.object.first_year
        return redirect(self.scope.url("scorecards:objectives", year=year))
