"""The page that says what it would take to make the year good."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from indicators.sealed_year import load_shown_year
from performance.insights import build_insights
from performance.links import link_to
from scorecards.models import ScoringScheme
from scorecards.scope import ScorecardView


class InsightsView(ScorecardView, TemplateView):
    """The fewest rises that reach the threshold, and the verdict under other rules."""

    template_name = "performance/insights.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        table = load_shown_year(self.scorecard_year)
        schemes = ScoringScheme.objects.filter(organization=self.scope.organization)
        insights = build_insights(table, schemes, link_to(self.scope, "indicators:indicator"))
        return super().get_context_data(insights=insights, fixed=table.result.fixed_differs, **context)
