"""Cause-effect links as a list: what the strategy map draws, in words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from organizations.permissions import Action
from scorecards import services
from scorecards.link_forms import LinkEditForm, LinkForm, stale_words
from scorecards.models import Objective, ObjectiveLink
from scorecards.views.pages import (
    DeletePage,
    EditPage,
    FormPage,
    ListHistory,
    ObjectHistory,
    ObjectPage,
    Part,
)


class LinkPart(Part):
    reads = Action.VIEW_STRATEGY
    writes = Action.EDIT
    list_page = "scorecards:links"
    list_label = gettext_lazy("Cause-effect links")


class LinkObject(LinkPart, ObjectPage):
    def find(self) -> ObjectiveLink:
        links = ObjectiveLink.objects.select_related("cause__scorecard", "effect")
        return get_object_or_404(links, pk=self.kwargs["pk"], cause__scorecard=self.scorecard)


class LinkFormPage(LinkPart, FormPage):
    form_class: type[LinkForm] = LinkForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scorecard": self.scorecard}


class Links(LinkPart, TemplateView):
    """Every link with its note, and the objectives that no link connects."""

    template_name = "scorecards/links.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        links = services.links_of(self.scorecard)
        linked = {key for link in links for key in (link.cause_id, link.effect_id)}
        objectives = list(Objective.objects.filter(scorecard=self.scorecard))
        return super().get_context_data(
            links=links,
            objective_count=len(objectives),
            unlinked=[each for each in objectives if each.pk not in linked],
            **context,
        )


class LinkAdd(LinkFormPage):
    heading = gettext_lazy("New cause-effect link")
    success_message = gettext_lazy("The link has been added.")

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET.get(name) for name in ("cause", "effect")}

    def perform(self, form: Any) -> None:
        services.create_link(by=self.scope.user, **form.cleaned_data)


class LinkEdit(LinkObject, EditPage, LinkFormPage):
    success_message = gettext_lazy("The link has been saved.")
    history_page = "scorecards:link-history"
    delete_page = "scorecards:link-delete"
    form_class = LinkEditForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "link": self.object}

    def perform(self, form: Any) -> None:
        try:
            services.change_link(self.object, by=self.scope.user, **form.cleaned_data)
        except services.StaleLink as stale:
            form.see(stale.newest)
            raise ValidationError(stale_words(stale, self.scope.organization.pk)) from stale


class LinkDelete(LinkObject, DeletePage):
    question = gettext_lazy("Delete the link “%(name)s”?")
    success_message = gettext_lazy("The link has been deleted.")

    def perform(self) -> None:
        services.delete_link(self.object, by=self.scope.user)


class LinkHistory(ObjectHistory, LinkObject):
    """Who changed a link."""


class LinksHistory(ListHistory, LinkPart):
    def get_history(self) -> QuerySet[Any]:
        objectives = Objective.history.filter(scorecard_id=self.scorecard.pk).values("id")
        return ObjectiveLink.history.filter(cause_id__in=objectives)
