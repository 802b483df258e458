"""The pages with typed cells: the year's entry grid, the plan's targets; and what a changed cell answers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from indicators.cell_answers import conflict_answer, refusal_answer, saved_entry, saved_target
from indicators.cell_requests import CellRequest, MalformedRequest, read_cell_request, typed_values
from indicators.check_marks import check_line, indicator_marks
from indicators.checked_plan import checked_plan
from indicators.entry_grid import Addresses, entry_grid, last_years_achievements
from indicators.grid_figures import summary_items, year_answer, year_warnings
from indicators.grid_words import grid_words
from indicators.measuring import StaleVersion, write_measurement
from indicators.models import Measurement
from indicators.plan_table import RowMarks, plan_measurements, plan_table
from indicators.row_writes import ENTRY_FIELDS, TARGET_FIELDS
from indicators.scorecard_year import load_scorecard_year
from organizations.history_view import HistoryMixin
from organizations.permissions import Action
from scorecards.scope import ScorecardScope, ScorecardView


def addresses_of(scope: ScorecardScope, cell: str, year: int) -> Addresses:
    """The URLs of a year's cells, histories and KPI sheets, for the primary key 0."""
    return Addresses(
        cell=scope.url(cell, 0, year=year),
        history=scope.url("indicators:measurement-history", 0, year=year),
        sheet=scope.url("indicators:indicator", 0, year=year),
    )


class EntryView(ScorecardView, TemplateView):
    """The year's grid: achievements and notes are typed, levels and totals follow."""

    template_name = "indicators/entry.html"
    writes = Action.ENTER

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        year = self.scorecard_year
        table = load_scorecard_year(year)
        addresses = addresses_of(self.scope, "indicators:cell", year.year)
        return super().get_context_data(
            grid=entry_grid(table, addresses, last_years_achievements(year)),
            answer=year_answer(table),
            warnings=year_warnings(table),
            summary=summary_items(table.result),
            is_writable=bool(self.may_write()) and not year.is_closed,
            scorecard_year=year,
            last_year=year.year - 1,
            words=grid_words(),
            **context,
        )


class PlanView(ScorecardView, TemplateView):
    """Table 4: baseline, targets of every plan year and initiatives; targets are typed in place."""

    template_name = "indicators/plan.html"
    writes = Action.EDIT

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        year = self.scorecard_year
        table, checked = load_scorecard_year(year, initiatives=True), checked_plan(self.scorecard)
        marks = indicator_marks(checked, (row.indicator.pk for row in table.rows))
        plan = plan_table(
            table,
            plan_measurements(year),
            lambda number: addresses_of(self.scope, "indicators:target-cell", number),
            RowMarks(marks, self.scope.url("indicators:check-indicator", 0)),
        )
        words = {"words": grid_words(), "check_line": check_line(checked)}
        return super().get_context_data(table=plan, is_writable=bool(self.may_write()), **words, **context)


class CellView(ScorecardView):
    """One changed row of cells. Takes PATCH with JSON (see cell_requests), answers JSON, refusals too."""

    http_method_names = ["patch", "options"]
    fields: ClassVar[frozenset[str]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied as error:
            return JsonResponse({"message": str(error)}, status=403)
        except Http404:
            return JsonResponse({"message": _("This is not here, or not here any more.")}, status=404)

    def patch(self, request: HttpRequest, pk: int) -> JsonResponse:
        try:
            cell = read_cell_request(request.body, self.fields)
        except MalformedRequest as error:
            return JsonResponse({"message": str(error)}, status=400)
        measurement = get_object_or_404(Measurement, pk=pk, scorecard_year=self.scorecard_year)
        measurement.scorecard_year = self.scorecard_year
        with translation.override(cell.language):
            return self.write(measurement, cell)

    def write(self, measurement: Measurement, cell: CellRequest) -> JsonResponse:
        """Store what was typed, or say why not: 422 unreadable or refused, 409 changed by somebody else."""
        try:
            changes = typed_values(cell)
            stored = write_measurement(
                measurement=measurement, changes=changes, by=self.scope.user, version=cell.version
            )
        except ValidationError as error:
            return JsonResponse(refusal_answer(error), status=422)
        except StaleVersion as error:
            return JsonResponse(conflict_answer(error, cell.texts), status=409)
        except Measurement.DoesNotExist:
            raise Http404 from None
        return JsonResponse(self.saved(stored))

    def saved(self, measurement: Measurement) -> dict[str, Any]:
        """The new state of everything on the page that the write changed."""
        raise NotImplementedError


class EntryCellView(CellView):
    """An achievement or a note of the year."""

    writes = Action.ENTER
    fields = ENTRY_FIELDS

    def saved(self, measurement: Measurement) -> dict[str, Any]:
        return saved_entry(measurement, load_scorecard_year(self.scorecard_year))


class TargetCellView(CellView):
    """The target of the year; a range has both of its targets written together."""

    writes = Action.EDIT
    fields = TARGET_FIELDS

    def saved(self, measurement: Measurement) -> dict[str, Any]:
        years = self.scorecard.plan.years
        checked = checked_plan(self.scorecard)
        return saved_target(measurement, years, plan_measurements(self.scorecard_year), checked)


class MeasurementHistoryView(HistoryMixin, ScorecardView):
    """Who changed what in a measurement."""

    hidden_fields = frozenset({"version", "entered_at", "entered_by"})

    def get_object(self) -> Measurement:
        rows = Measurement.objects.select_related("indicator", "scorecard_year")
        return get_object_or_404(rows, pk=self.kwargs["pk"], scorecard_year=self.scorecard_year)

    def back_url(self) -> str:
        return self.scope.url("indicators:entry")
