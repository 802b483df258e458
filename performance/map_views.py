"""The strategy map as a page and as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from indicators.sealed_year import load_shown_year
from organizations.permissions import Action
from performance.map_words import script_words
from performance.strategy_maps import (
    StrategyMap,
    answer,
    drawing_of,
    link_groups,
    load_strategy_map,
    surround_of,
)
from scorecards.models import Objective, Perspective, Statement
from scorecards.scope import ScorecardView
from scorecards.strategy_map import xml_text

DRAWING = "scorecards/strategy_map.svg"
VISIONS = 2


class StrategyMapView(ScorecardView):
    """What all forms of the map share. Who reads only the strategy sees the map without statuses."""

    reads = Action.VIEW_STRATEGY

    def strategy_map(self) -> StrategyMap:
        """The map with statuses if the person may see the year's figures."""
        table = load_shown_year(self.scorecard_year) if self.scope.may(Action.VIEW) else None
        return load_strategy_map(self.scorecard, table)

    def parts(self, strategy_map: StrategyMap) -> dict[str, Any]:
        """Context of what a change on the map shows anew: the drawing, the first line, the words."""
        first_line = answer(strategy_map)
        return {
            "answer": first_line,
            "drawing": drawing_of(strategy_map, url=self.objective_url(), add_url=self.add_url()),
            "title": self.title(),
            "description": first_line,
            "groups": link_groups(strategy_map),
            "unlinked": strategy_map.unlinked,
            "statuses": [status.value for status in strategy_map.statuses_in_use],
            "has_drivers_below": strategy_map.has_drivers_below,
        }

    def title(self) -> str:
        """The accessible name of the drawing."""
        return _("Strategy map of %(unit)s in %(year)s") % {"unit": self.scope.unit, "year": self.scope.year}

    def objective_url(self) -> Callable[[Objective], str]:
        """Where a card leads: to the objective's rows in the performance table, else in the list."""
        page = "performance:table" if self.scope.may(Action.VIEW) else "scorecards:objectives"
        url = self.scope.url(page)
        return lambda objective: f"{url}#objective-{objective.pk}"

    def add_url(self) -> Callable[[Perspective], str] | None:
        """Where a lane leads who may add an objective to it."""
        if not self.may_write():
            return None
        url = self.scope.url("scorecards:objective-add")
        return lambda perspective: f"{url}?perspective={perspective.pk}"


class MapView(StrategyMapView, TemplateView):
    """The map, drawn, with its links in words."""

    template_name = "performance/map.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        strategy_map = self.strategy_map()
        may_draw = bool(self.may_write()) and len(strategy_map.objectives) > 1
        return super().get_context_data(
            **self.parts(strategy_map),
            has_objectives=bool(strategy_map.objectives),
            may_see_figures=self.scope.may(Action.VIEW),
            vision=list(Statement.objects.filter(plan=self.plan, kind=Statement.Kind.VISION)[:VISIONS]),
            may_draw=may_draw,
            script_words=script_words(may_draw=may_draw),
            **context,
        )


class MapFileView(StrategyMapView):
    """The map as an SVG file that stands for itself: with a name and a legend, and well-formed XML."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        strategy_map = self.strategy_map()
        drawing, title = drawing_of(strategy_map), self.title()
        context = {
            "drawing": drawing,
            "title": title,
            "description": answer(strategy_map),
            "surround": surround_of(strategy_map, drawing, title=title),
        }
        svg = xml_text(render_to_string(DRAWING, context, request).strip())
        response = HttpResponse(svg, content_type="image/svg+xml")
        name = f"{self.scope.organization.code}-{self.scope.unit.code}-{self.scope.year}"
        response["Content-Disposition"] = f'attachment; filename="strategy-map-{name}.svg"'
        return response
