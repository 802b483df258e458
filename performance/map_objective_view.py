"""What a card of the strategy map opens: in the side panel, or as a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView

from indicators.sealed_year import load_shown_year
from organizations.permissions import Action
from performance.map_objective import load_card
from scorecards.scope import ScorecardView


class MapObjective(ScorecardView, TemplateView):
    """An objective with its indicators of the year, for those who may see figures."""

    @property
    def in_panel(self) -> bool:
        return "HX-Request" in self.request.headers

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_template_names(self) -> list[str]:
        name = "map_objective_body" if self.in_panel else "map_objective"
        return [f"performance/{name}.html"]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        card = load_card(load_shown_year(self.scorecard_year), self.kwargs["pk"])
        if card is None:
            raise Http404
        may_edit = self.scope.may(Action.EDIT)
        return super().get_context_data(card=card, in_panel=self.in_panel, may_edit=may_edit, **context)
