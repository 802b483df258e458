"""The overview of a unit and year."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from indicators.explanations import explain_year
from indicators.sealed_year import load_shown_year
from indicators.states import mover_of
from indicators.year_results import load_plan_years
from organizations.permissions import Action
from performance.figures import count_below, kpi_items
from performance.follow_up_page import Reader, load_follow_ups, summarize
from performance.links import link_to
from performance.overview import below_target, count_missing, tiles
from performance.review import waiting_for
from performance.trend_charts import has_line, index_chart
from performance.trend_years import plan_lines
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
        reader = Reader(self.scope.access, timezone.localdate())
        follow_ups = summarize(load_follow_ups(table, reader), reader)
        explanation_url = link_to(self.scope, "performance:explanation")
        return super().get_context_data(
            answer=answer,
            warnings=warnings,
            seal=table.seal,
            figures=kpi_items(table),
            tiles=tiles(table),
            plans=plan_lines(years, self.scope.year, self.overview_url),
            index_chart=index_chart(years) if has_line(years) else "",
            below=below_target(table, explanation_url, follow_ups.unanswered),
            follow_ups=follow_ups,
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
