"""The list of indicators and their order in it."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from indicators import services
from indicators.indicator_list import filter_indicators
from indicators.scorecard_year import load_scorecard_year
from indicators.sheet_forms import FilterForm
from indicators.views.place import IndicatorView
from organizations.directions import read_direction
from organizations.permissions import Action
from scorecards.scope import ScorecardView
from scorecards.views.pages import MovePage


class IndicatorList(ScorecardView, TemplateView):
    """Every indicator of the scorecard with its target and status in the year (table 3)."""

    template_name = "indicators/list.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        table = load_scorecard_year(self.scorecard_year)
        perspectives = [group.perspective for group in table.perspectives]
        form = FilterForm(self.request.GET, perspectives=perspectives)
        filters = form.filters()
        return super().get_context_data(
            table=filter_indicators(table, filters),
            filters=filters,
            form=form,
            has_objectives=bool(table.objectives),
            **context,
        )


class IndicatorMove(IndicatorView, MovePage):
    """Moves an indicator up or down within its objective."""

    writes = Action.EDIT

    def perform(self) -> None:
        services.move_indicator(self.indicator, direction=read_direction(self.request), by=self.scope.user)

    def get_success_url(self) -> str:
        return f"{self.scope.url('indicators:list')}#indicator-{self.indicator.pk}"
