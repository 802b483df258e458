"""Objectives by perspective."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from organizations.directions import read_direction
from organizations.form_view import INVALID
from organizations.permissions import Action
from scorecards import services
from scorecards.forms import ObjectiveEditForm, ObjectiveForm
from scorecards.models import Objective, Perspective, Statement
from scorecards.tables import load_objectives, objectives_alone_words
from scorecards.views.pages import (
    EditPage,
    FormPage,
    ListMovePage,
    NamedListHistory,
    ObjectHistory,
    ObjectPage,
    Part,
    key_of,
)


class ObjectivePart(Part):
    reads = Action.VIEW_STRATEGY
    writes = Action.EDIT
    list_page = "scorecards:objectives"
    list_label = gettext_lazy("Objectives")


class ObjectiveObject(ObjectivePart, ObjectPage):
    def find(self) -> Objective:
        return get_object_or_404(
            Objective.objects.select_related("perspective", "scorecard__unit", "scorecard__plan"),
            pk=self.kwargs["pk"],
            scorecard=self.scorecard,
        )


class Objectives(ObjectivePart, TemplateView):
    """The objectives of the scorecard under their perspectives."""

    template_name = "scorecards/objectives.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        groups = load_objectives(self.scorecard)
        columns = [column for group in groups for column in group.columns]
        return super().get_context_data(
            groups=groups,
            objective_count=len(columns),
            alone=objectives_alone_words(sum(not column.statements for column in columns)),
            **context,
        )


class ObjectiveAdd(ObjectivePart, FormPage):
    """A new objective; `statement` in the address: one that it comes from, to which the page leads back.

    htmx gets the form alone, for the side panel of the matrix.
    """

    heading = gettext_lazy("New objective")
    form_class = ObjectiveForm
    template_name = "scorecards/objective_form.html"
    panel_name = "scorecards/objective_panel.html"
    success_message = gettext_lazy("The objective has been added.")

    @property
    def in_panel(self) -> bool:
        return "HX-Request" in self.request.headers

    @cached_property
    def statement(self) -> Statement | None:
        """Raises Http404 for a statement that is not in the plan."""
        key = self.request.GET.get("statement", "")
        return get_object_or_404(Statement, pk=key_of(key), plan=self.plan) if key else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_template_names(self) -> list[str]:
        return [self.panel_name if self.in_panel else self.template_name]

    def get_initial(self) -> dict[str, Any]:
        return {"perspective": self.request.GET.get("perspective"), "default_weight": 1}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scorecard": self.scorecard}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(statement=self.statement, **context)

    def get_success_url(self) -> str:
        if self.statement is None:
            return self.list_url()
        return f"{self.scope.url('scorecards:statements')}#statement-{self.statement.pk}"

    def perform(self, form: Any) -> None:
        services.create_objective(
            scorecard=self.scorecard, statement=self.statement, by=self.scope.user, **form.cleaned_data
        )

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if self.in_panel and response.status_code != INVALID:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return response


class ObjectiveEdit(ObjectiveObject, EditPage):
    """Its page is in indicators, which looks at the weights that then count."""

    form_class = ObjectiveEditForm
    success_message = gettext_lazy("The objective has been saved.")
    history_page = "scorecards:objective-history"
    delete_page = "indicators:objective-delete"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scorecard": self.scorecard, "objective": self.object}

    def perform(self, form: Any) -> None:
        services.change_objective(self.object, by=self.scope.user, **form.cleaned_data)


class ObjectiveMove(ObjectiveObject, ListMovePage):
    """POST `direction` up or down, or `perspective`: the key of the one to move to, with a `position` there.

    A position counts from 1; without one the objective goes to the end. Its page is in indicators, which
    looks at the weights that then count.
    """

    anchor = "objective"

    def perform(self) -> None:
        objective, by = self.object, self.scope.user
        key, position = self.request.POST.get("perspective", ""), self.request.POST.get("position", "")
        if not key:
            services.move_objective(objective, direction=read_direction(self.request), by=by)
            return
        perspective = get_object_or_404(Perspective, pk=key_of(key), plan=self.plan)
        if position:
            place = key_of(position)
            services.place_objective(objective, perspective=perspective, position=place, by=by)
        else:
            services.move_objective(objective, perspective=perspective, by=by)


class ObjectiveHistory(ObjectHistory, ObjectiveObject):
    """Who changed an objective."""


class ObjectivesHistory(NamedListHistory, ObjectivePart):
    def get_history(self) -> QuerySet[Any]:
        return Objective.history.filter(scorecard_id=self.scorecard.pk)
