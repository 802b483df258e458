"""The page of the years: how the scorecard, its perspectives, objectives and indicators went."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from indicators.sheet_forms import SearchForm
from indicators.year_results import load_history, load_unit_years
from performance.links import link_to
from performance.trends import Source, build_trends
from scorecards.scope import ScorecardView


class TrendsView(ScorecardView, TemplateView):
    """Index, total and verdict over the years, and each indicator's achievement against its target."""

    template_name = "performance/trends.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        unit_years, history = load_unit_years(self.scope.unit), load_history(self.scorecard)
        source = Source(self.scorecard, self.scope.year, unit_years, history)
        form = SearchForm(self.request.GET, perspectives=source.perspectives)
        filters = form.filters()
        sheet_url = link_to(self.scope, "indicators:indicator")
        trends = build_trends(source, filters, page_url=self.trends_url, sheet_url=sheet_url)
        return super().get_context_data(trends=trends, form=form, filters=filters, **context)

    def trends_url(self, year: int) -> str:
        """The trends of the same unit with another year marked."""
        return self.scope.url("performance:trends", year=year)
