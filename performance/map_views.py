"""The strategy map as a page and as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from indicators.scorecard_year import load_scorecard_year
from organizations.permissions import Action
from performance.strategy_maps import StrategyMap, answer, drawing_of, link_lines, load_strategy_map
from scorecards.models import Objective
from scorecards.scope import ScorecardView


class StrategyMapView(ScorecardView):
    """What both forms of the map share. Who reads only the strategy sees the map without statuses."""

    reads = Action.VIEW_STRATEGY

    def strategy_map(self) -> StrategyMap:
        """The map with statuses if the person may see the year's figures."""
        table = load_scorecard_year(self.scorecard_year) if self.scope.may(Action.VIEW) else None
        return load_strategy_map(self.scorecard, table)

    def title(self) -> str:
        """The accessible name of the drawing."""
        return _("Strategy map of %(unit)s in %(year)s") % {"unit": self.scope.unit, "year": self.scope.year}


class MapView(StrategyMapView, TemplateView):
    """The map, drawn, with its links in words."""

    template_name = "performance/map.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        strategy_map = self.strategy_map()
        return super().get_context_data(
            answer=answer(strategy_map),
            drawing=drawing_of(strategy_map, url=self.objective_url()),
            links=link_lines(strategy_map),
            has_objectives=bool(strategy_map.objectives),
            title=self.title(),
            description=answer(strategy_map),
            **context,
        )

    def objective_url(self) -> Callable[[Objective], str] | None:
        """Where a card leads: to the objective's rows in the performance table, if they may be seen."""
        if not self.scope.may(Action.VIEW):
            return None
        table_url = self.scope.url("performance:table")
        return lambda objective: f"{table_url}#objective-{objective.pk}"


class MapFileView(StrategyMapView):
    """The map as an SVG file that stands for itself."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        strategy_map = self.strategy_map()
        context = {
            "drawing": drawing_of(strategy_map),
            "title": self.title(),
            "description": answer(strategy_map),
        }
        response = render(request, "scorecards/strategy_map.svg", context, content_type="image/svg+xml")
        name = f"{self.scope.organization.code}-{self.scope.unit.code}-{self.scope.year}"
        response["Content-Disposition"] = f'attachment; filename="strategy-map-{name}.svg"'
        return response
