"""What the strategy map's scripts ask and send: a link drawn, annotated, deleted.

Without scripts the same is done with the forms of scorecards.views.links.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from organizations.form_view import CONFLICT, INVALID
from organizations.permissions import Action
from performance.map_forms import DrawnLinkForm, LinkNoteForm
from performance.map_views import DRAWING, StrategyMapView
from scorecards import services
from scorecards.link_forms import stale_words
from scorecards.models import ObjectiveLink

GONE = 404
PANEL = "performance/map_link.html"


class MapChange(StrategyMapView):
    """A write that answers JSON: what is said, or the error, and in both cases the map as it is now."""

    writes = Action.EDIT

    def redrawn(
        self,
        *,
        said: str = "",
        error: str = "",
        status: int = 200,
        link: ObjectiveLink | None = None,
        panel: str = "",
    ) -> JsonResponse:
        """link: the one to bring out on the map; panel: what its panel shows from now on."""
        context = {"scope": self.scope, "may_write": self.may_write(), **self.parts(self.strategy_map())}
        return JsonResponse(
            {
                "said": said,
                "error": error,
                "link": link.pk if link else None,
                "panel": panel,
                "answer": context["answer"],
                "drawing": render_to_string(DRAWING, context, self.request),
                "words": render_to_string("performance/map_words.html", context, self.request),
            },
            status=status,
        )

    def refused(self, error: ValidationError) -> JsonResponse:
        """Nothing was changed, and why."""
        return self.redrawn(error=" ".join(dict.fromkeys(error.messages)), status=INVALID)


def checked(form: forms.BaseForm) -> dict[str, Any]:
    """What a form says. Raises ValidationError with all of its errors."""
    if not form.is_valid():
        raise ValidationError([each for errors in form.errors.as_data().values() for each in errors])
    return form.cleaned_data


class MapLinkAdd(MapChange):
    """POST `cause`, `effect` (keys of objectives) and perhaps `note`: draws a link."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            drawn = checked(DrawnLinkForm(request.POST, scorecard=self.scorecard))
            link = services.create_link(by=self.scope.user, **drawn)
        except ValidationError as error:
            return self.refused(error)
        words = _("%(cause)s now drives %(effect)s.")
        return self.redrawn(said=words % {"cause": link.cause.code, "effect": link.effect.code}, link=link)


class MapLink(MapChange):
    """One link: GET shows it with its tools, POST `note` annotates it, DELETE takes it off the map."""

    http_method_names = [*StrategyMapView.http_method_names, "delete"]

    @cached_property
    def link(self) -> ObjectiveLink | None:
        """The link within this scorecard; None when it is not there, or no longer."""
        links = ObjectiveLink.objects.select_related("cause__scorecard", "effect")
        return links.filter(pk=self.kwargs["pk"], cause__scorecard=self.scorecard).first()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = self.panel_context(LinkNoteForm(instance=self.link))
        return render(request, PANEL, context, status=200 if self.link else GONE)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.link is None:
            return self.gone()
        try:
            link = services.change_link(self.link, by=self.scope.user, **checked(LinkNoteForm(request.POST)))
        except services.StaleLink as stale:
            return self.overtaken(stale)
        except ValidationError as error:
            return self.refused(error)
        return self.redrawn(said=_("The note has been saved."), link=link)

    def delete(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.link is None:
            return self.gone()
        words = _("%(cause)s no longer drives %(effect)s.")
        said = words % {"cause": self.link.cause.code, "effect": self.link.effect.code}
        try:
            services.delete_link(self.link, by=self.scope.user)
        except ValidationError as error:
            return self.refused(error)
        return self.redrawn(said=said)

    def panel_context(self, form: LinkNoteForm, conflict: str = "") -> dict[str, Any]:
        return {
            "scope": self.scope,
            "may_write": self.may_write(),
            "link": self.link,
            "form": form,
            "conflict": conflict,
        }

    def overtaken(self, stale: services.StaleLink) -> JsonResponse:
        """Somebody else was faster: the panel says what stands there now, above what was typed."""
        words = stale_words(stale, self.scope.organization.pk)
        data = {"note": self.request.POST["note"], "seen": str(stale.newest)}
        context = self.panel_context(LinkNoteForm(data), words)
        panel = render_to_string(PANEL, context, self.request)
        return self.redrawn(error=words, status=CONFLICT, link=stale.current, panel=panel)

    def gone(self) -> JsonResponse:
        return self.redrawn(error=_("This link is not on the map (any more)."), status=GONE)
