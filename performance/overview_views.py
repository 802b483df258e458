"""The overview of a unit and year."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from indicators.explanations import explain_year
from indicators.sealed_year import load_shown_year
from indicators.states import mover_of
from indicators.year_results import load_plan_years
from organizations.permissions import Action
from performance.figures import count_below, kpi_items
from performance.links import link_to
from performance.overview import below_target, count_missing, tiles, trend
from performance.review import waiting_for
from scorecards.scope import ScorecardView


class OverviewView(ScorecardView, TemplateView):
    """The verdict in one sentence, and what it rests on."""

    template_name = "performance/overview.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        table = load_shown_year(self.scorecard_year)
        answer, *warnings = explain_year(table.result)
        years = load_plan_years(self.scorecard)
        to_submit, to_approve = (
            (0, 0) if self.scorecard_year.is_closed else waiting_for(table, mover_of(self.scope.access))
        )
        return super().get_context_data(
            answer=answer,
            warnings=warnings,
            figures=kpi_items(table),
            tiles=tiles(table),
            trend=trend(years, self.scope.year, self.overview_url),
            below=below_target(table, link_to(self.scope, "performance:explanation")),
            below_count=count_below(table),
            missing=count_missing(table),
            may_enter=self.scope.may(Action.ENTER),
            to_submit=to_submit,
            to_approve=to_approve,
            has_rows=bool(table.rows),
            **context,
        )

    def overview_url(self, year: int) -> str:
        """The overview of the same unit in another year."""
        return self.scope.url("performance:overview", year=year)
