"""Settings: the perspectives of the plan."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from organizations.directions import read_direction
from organizations.permissions import Action
from scorecards import services
from scorecards.forms import PerspectiveForm
from scorecards.models import Perspective
from scorecards.views.pages import (
    DeletePage,
    EditPage,
    FormPage,
    ListMovePage,
    NamedListHistory,
    ObjectHistory,
    ObjectPage,
    Part,
)


class PerspectivePart(Part):
    reads = Action.VIEW_SETTINGS
    writes = Action.ADMINISTER
    whole_organization = True
    needs = "plan"
    list_page = "scorecards:perspectives"
    list_label = gettext_lazy("Perspectives")


class PerspectiveObject(PerspectivePart, ObjectPage):
    def find(self) -> Perspective:
        return get_object_or_404(
            Perspective.objects.select_related("plan"), pk=self.kwargs["pk"], plan=self.plan
        )


class Perspectives(PerspectivePart, TemplateView):
    """The perspectives in order, with how many objectives each holds."""

    template_name = "scorecards/perspectives.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        perspectives = Perspective.objects.filter(plan=self.plan)
        perspectives = perspectives.annotate(objective_count=Count("objectives"))
        return super().get_context_data(perspectives=list(perspectives), **context)


class PerspectiveAdd(PerspectivePart, FormPage):
    heading = gettext_lazy("New perspective")
    form_class = PerspectiveForm
    success_message = gettext_lazy("The perspective has been added.")

    def get_initial(self) -> dict[str, Any]:
        return {"default_weight": 1}

    def perform(self, form: Any) -> None:
        services.create_perspective(plan=self.plan, by=self.scope.user, **form.cleaned_data)


class PerspectiveEdit(PerspectiveObject, EditPage):
    form_class = PerspectiveForm
    success_message = gettext_lazy("The perspective has been saved.")
    history_page = "scorecards:perspective-history"
    delete_page = "scorecards:perspective-delete"

    def perform(self, form: Any) -> None:
        services.change_perspective(self.object, by=self.scope.user, **form.cleaned_data)


class PerspectiveMove(PerspectiveObject, ListMovePage):
    anchor = "perspective"

    def perform(self) -> None:
        services.move_perspective(self.object, direction=read_direction(self.request), by=self.scope.user)


class PerspectiveDelete(PerspectiveObject, DeletePage):
    question = gettext_lazy("Delete the perspective “%(name)s”?")
    success_message = gettext_lazy("The perspective has been deleted.")

    def refused(self) -> str:
        return services.perspective_deletion_refused(self.object)

    def perform(self) -> None:
        services.delete_perspective(self.object, by=self.scope.user)


class PerspectiveHistory(ObjectHistory, PerspectiveObject):
    """Readable for whoever sees the perspectives, auditors included."""


class PerspectivesHistory(NamedListHistory, PerspectivePart):
    def get_history(self) -> QuerySet[Any]:
        return Perspective.history.filter(plan_id=self.plan.pk)
