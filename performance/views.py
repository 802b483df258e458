"""The annual performance table and the explanation of its scores."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.generic import TemplateView

from indicators.sealed_year import load_shown_year
from organizations.permissions import Action
from performance.explanation import explain_measurement
from performance.fragments import page_etag, table_fragment, table_stamp
from scorecards.scope import ScorecardView


class TableView(ScorecardView, TemplateView):
    """The annual performance table of the scope's unit and year.

    Its content is kept until the scorecard shows something else, and a browser that has the page as it would
    be answered is told so (304). Both come after the check of who may read it.
    """

    template_name = "performance/table.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.stamp = table_stamp(self.scope, self.scorecard_year)
        etag = page_etag(request, self.stamp, bool(self.scope.may(Action.ENTER)))
        if etag is None:
            return super().get(request, *args, **kwargs)
        known: HttpResponse | None = get_conditional_response(request, etag=etag)
        response = super().get(request, *args, **kwargs) if known is None else known
        response.headers["ETag"] = etag
        return response

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            fragment=table_fragment(self.scope, self.scorecard_year, self.stamp),
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
