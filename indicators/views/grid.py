"""The pages with typed cells: the year's entry grid in its two modes, and the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from indicators.check_marks import check_line, indicator_marks
from indicators.checked_plan import checked_plan
from indicators.entry_filters import Narrowing, chosen_filter, filter_links, reader_of
from indicators.entry_grid import Addresses, EntryGrid, entry_grid
from indicators.entry_progress import units_below, year_progress
from indicators.entry_states import panel_html
from indicators.grid_figures import summary_items, year_answer, year_warnings
from indicators.grid_words import grid_words
from indicators.models import Measurement
from indicators.plan_table import PlanTable, RowMarks, plan_measurements, plan_table
from indicators.scorecard_year import load_scorecard_year
from indicators.states import mover_of
from indicators.views.cells import UNCHECKED
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


def target_addresses(scope: ScorecardScope, query: str = "") -> Callable[[int], Addresses]:
    """The URLs of a plan year's targets, by year. query: added to those that are written to."""

    def addresses(year: int) -> Addresses:
        urls = addresses_of(scope, "indicators:target-cell", year)
        return replace(urls, cell=urls.cell + query)

    return addresses


def weights_url(scope: ScorecardScope, grid: EntryGrid | PlanTable) -> str:
    """Where the weights that the grid shows are set; empty where it shows none, or for who can't go there."""
    may_go = grid.has_weights and scope.may(Action.VIEW_SETTINGS)
    return scope.url("performance:year-rules") if may_go else ""


class EntryView(ScorecardView, TemplateView):
    """The year's grid: achievements and notes are typed, levels and totals follow."""

    template_name = "indicators/entry.html"
    writes = Action.ENTER

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        year = self.scorecard_year
        table = load_scorecard_year(year)
        addresses = addresses_of(self.scope, "indicators:cell", year.year)
        narrowing = Narrowing(reader_of(self.scope.access), chosen_filter(self.request.GET))
        is_writable = bool(self.may_write()) and not year.is_closed
        mover = replace(mover_of(self.scope.access), may_enter=is_writable)
        grid = entry_grid(table, addresses, narrowing, mover)
        return super().get_context_data(
            grid=grid,
            filters=filter_links(table, narrowing, self.request.GET),
            progress=year_progress(table),
            below=units_below(self.scope.access, year),
            answer=year_answer(table),
            warnings=year_warnings(table),
            summary=summary_items(table.result),
            is_writable=is_writable,
            states_html=panel_html(table, mover) if is_writable else "",
            states_url=f"{self.scope.url('indicators:entry-states')}?{self.request.GET.urlencode()}",
            scorecard_year=year,
            last_year=year.year - 1,
            words=grid_words(),
            block_url=self.scope.url("indicators:entry-block"),
            weights_url=weights_url(self.scope, grid),
            **context,
        )


class EntryTargetsView(ScorecardView, TemplateView):
    """The other mode of the entry page: the targets of all plan years side by side, typed in place."""

    template_name = "indicators/entry_targets.html"
    writes = Action.EDIT

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        year = self.scorecard_year
        plan = plan_table(
            load_scorecard_year(year),
            plan_measurements(year),
            target_addresses(self.scope, UNCHECKED),
            weighted=True,
        )
        return super().get_context_data(
            table=plan,
            is_writable=bool(self.may_write()),
            words=grid_words(),
            block_url=self.scope.url("indicators:target-block") + UNCHECKED,
            weights_url=weights_url(self.scope, plan),
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
            target_addresses(self.scope),
            RowMarks(marks, self.scope.url("indicators:check-indicator", 0)),
        )
        return super().get_context_data(
            table=plan,
            is_writable=bool(self.may_write()),
            words=grid_words(),
            check_line=check_line(checked),
            block_url=self.scope.url("indicators:target-block"),
            **context,
        )


class MeasurementHistoryView(HistoryMixin, ScorecardView):
    """Who changed what in a measurement."""

    hidden_fields = frozenset({"version", "entered_at", "entered_by"})

    def get_object(self) -> Measurement:
        rows = Measurement.objects.select_related("indicator", "scorecard_year")
        return get_object_or_404(rows, pk=self.kwargs["pk"], scorecard_year=self.scorecard_year)

    def back_url(self) -> str:
        return self.scope.url("indicators:entry")
