"""Objectives by perspective."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from organizations.directions import read_direction
from organizations.permissions import Action
from scorecards import services
from scorecards.forms import ObjectiveEditForm, ObjectiveForm
from scorecards.models import Objective, Perspective
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
    heading = gettext_lazy("New objective")
    form_class = ObjectiveForm
    success_message = gettext_lazy("The objective has been added.")

    def get_initial(self) -> dict[str, Any]:
        return {"perspective": self.request.GET.get("perspective"), "default_weight": 1}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scorecard": self.scorecard}

    def perform(self, form: Any) -> None:
        services.create_objective(scorecard=self.scorecard, by=self.scope.user, **form.cleaned_data)


class ObjectiveEdit(ObjectiveObject, EditPage):
    form_class = ObjectiveEditForm
    success_message = gettext_lazy("The objective has been saved.")
    history_page = "scorecards:objective-history"
    delete_page = "indicators:objective-delete"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scorecard": self.scorecard, "objective": self.object}

    def perform(self, form: Any) -> None:
        services.change_objective(self.object, by=self.scope.user, **form.cleaned_data)


class ObjectiveMove(ObjectiveObject, ListMovePage):
    """POST `direction` up or down, or `perspective`: the key of the one to move to."""

    anchor = "objective"

    def perform(self) -> None:
        objective, by = self.object, self.scope.user
        if key := self.request.POST.get("perspective", ""):
            perspective = get_object_or_404(Perspective, pk=key_of(key), plan=self.plan)
            services.move_objective(objective, perspective=perspective, by=by)
        else:
            services.move_objective(objective, direction=read_direction(self.request), by=by)


class ObjectiveHistory(ObjectHistory, ObjectiveObject):
    """Who changed an objective."""


class ObjectivesHistory(NamedListHistory, ObjectivePart):
    def get_history(self) -> QuerySet[Any]:
        return Objective.history.filter(scorecard_id=self.scorecard.pk)
