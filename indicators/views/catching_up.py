"""Bringing the history of a copied plan up to date."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from indicators import services
from indicators.copying import history_changes, scorecard_before
from organizations.form_view import INVALID
from organizations.permissions import Action
from scorecards.scope import ScorecardView


class HistoryRefresh(ScorecardView, TemplateView):
    """Shows which achievements the plan before has got meanwhile; POST brings them along."""

    writes = Action.EDIT
    is_form = True
    template_name = "indicators/history_refresh.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        before = scorecard_before(self.scorecard)
        words = {
            "plan": self.plan,
            "before": before.plan if before else None,
            "changes": history_changes(self.scorecard, before) if before else [],
            "refused": "",
        }
        return super().get_context_data(**{**words, **context})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            done = services.refresh_history(self.scorecard, by=self.scope.user)
        except ValidationError as error:
            context = self.get_context_data(refused=" ".join(error.messages))
            return self.render_to_response(context, status=INVALID)
        messages.success(request, _said(done.achievements, done.baselines))
        return redirect(self.scope.url("scorecards:plans"))


def _said(achievements: int, baselines: int) -> str:
    if not achievements:
        return _("The history was up to date already.")
    words = ngettext(
        "%(count)s achievement has been brought along.",
        "%(count)s achievements have been brought along.",
        achievements,
    ) % {"count": achievements}
    if not baselines:
        return words
    computed = ngettext(
        "%(count)s baseline has been computed.", "%(count)s baselines have been computed.", baselines
    ) % {"count": baselines}
    return f"{words} {computed}"
