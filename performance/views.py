"""The annual performance table and the explanation of its scores."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView

from indicators.explanations import explain_year
from indicators.sealed_year import load_shown_year
from organizations.permissions import Action
from performance.explanation import explain_measurement
from performance.figures import kpi_items
from performance.links import link_to
from performance.tables import build_sheet
from scorecards.scope import ScorecardView


class TableView(ScorecardView, TemplateView):
    """The annual performance table of the scope's unit and year."""

    template_name = "performance/table.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        table = load_shown_year(self.scorecard_year)
        answer, *remarks = explain_year(table.result)
        sheet = build_sheet(
            table,
            explanation_url=link_to(self.scope, "performance:explanation"),
            sheet_url=link_to(self.scope, "indicators:indicator"),
        )
        return super().get_context_data(
            answer=answer,
            warnings=[*remarks, *sheet.warnings],
            figures=kpi_items(table),
            sheet=sheet,
            has_rows=bool(table.rows),
            may_enter=self.scope.may(Action.ENTER),
            **context,
        )


class ExplanationView(ScorecardView, TemplateView):
    """Why a measurement has its level: a page of its own, or what htmx puts into the side panel."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_template_names(self) -> list[str]:
        in_panel = "HX-Request" in self.request.headers
        return ["performance/explanation_body.html" if in_panel else "performance/explanation.html"]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        table = load_shown_year(self.scorecard_year)
        explanation = explain_measurement(table, self.kwargs["pk"])
        if explanation is None:
            raise Http404
        return super().get_context_data(
            explanation=explanation,
            in_panel="HX-Request" in self.request.headers,
            **context,
        )
