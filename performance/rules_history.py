"""Who changed the rules and weights of a year: one list over everything that they are stored in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from indicators.models import Indicator, Measurement
from organizations.history import CREATED
from organizations.history_rows import HistoryRow, read_history, with_predecessors
from organizations.history_view import ROWS_PER_PAGE
from organizations.permissions import Action
from scorecards.models import Objective, ObjectiveWeight, Perspective, PerspectiveWeight, ScorecardYear
from scorecards.scope import ScorecardView

HIDDEN = frozenset({"scorecard", "year", "scorecard_year", "perspective", "objective", "indicator"})


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of traces: which of them belong to the list, what their rows are called, what is hidden."""

    traces: QuerySet[Any]
    about: Callable[[Any], str]
    hidden: frozenset[str] = HIDDEN


class YearRulesHistoryView(ScorecardView):
    """The changes of a year's rules and weights, newest first, for whoever reads the settings."""

    reads = Action.VIEW_SETTINGS

    def get(self, request: HttpRequest) -> HttpResponse:
        sources = self.sources()
        page = Paginator(_together(sources), ROWS_PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "rows": _read(list(page), sources),
            "page_obj": page,
            "title": _("Weights & threshold %(year)s") % {"year": self.scope.year},
            "back_url": self.back_url(),
        }
        return render(request, "organizations/history.html", {**self.get_context_data(), **context})

    def back_url(self) -> str:
        return self.scope.url("performance:year-rules")

    def sources(self) -> list[Source]:
        """The year itself, and the weights of perspectives, objectives and indicators in it."""
        year = self.scorecard_year
        of_year = {"scorecard_year_id": year.pk}
        plan, card = year.scorecard.plan, year.scorecard
        return [
            Source(ScorecardYear.history.filter(id=year.pk), lambda row: str(row.year)),
            Source(
                PerspectiveWeight.history.filter(**of_year).exclude(history_type=CREATED),
                _named(Perspective.objects.filter(plan=plan), "perspective_id"),
            ),
            Source(
                ObjectiveWeight.history.filter(**of_year).exclude(history_type=CREATED),
                _named(Objective.objects.filter(scorecard=card), "objective_id"),
            ),
            Source(
                _changed_weights(Measurement.history.filter(**of_year)),
                _named(Indicator.objects.filter(objective__scorecard=card), "indicator_id"),
                frozenset(field.name for field in Measurement._meta.concrete_fields) - {"weight"},
            ),
        ]


def _changed_weights(traces: QuerySet[Any]) -> QuerySet[Any]:
    """The traces of measurements in which the weight changed: most tell of achievements."""
    before = traces.model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    old = Subquery(before.order_by("-history_id").values("weight")[:1])
    return traces.annotate(old_weight=old).filter(old_weight__isnull=False).exclude(old_weight=F("weight"))


def _named(rows: QuerySet[Any], key: str) -> Callable[[Any], str]:
    """Names the object of a trace; the names are read once, when the first one is asked for."""
    names: dict[int, str] = {}

    def name(trace: Any) -> str:
        if not names:
            names.update({row.pk: str(row) for row in rows})
        return names.get(getattr(trace, key)) or _("deleted")

    return name


def _together(sources: list[Source]) -> QuerySet[Any]:
    """(number of the source, key of the trace) of all of them, newest first."""
    first, *others = (
        source.traces.order_by().values_list(Value(number), "history_id", "history_date")
        for number, source in enumerate(sources)
    )
    return first.union(*others, all=True).order_by("-history_date", "-history_id")


def _read(page: list[tuple[int, int, Any]], sources: list[Source]) -> list[HistoryRow]:
    """The rows of a page in its order: a fixed number of queries for each source."""
    read: Mapping[tuple[int, int], HistoryRow] = {
        (number, key): row
        for number, source in enumerate(sources)
        for key, row in _read_source(source, [key for of, key, _when in page if of == number])
    }
    return [read[number, key] for number, key, _when in page]


def _read_source(source: Source, keys: list[int]) -> list[tuple[int, HistoryRow]]:
    if not keys:
        return []
    records = list(with_predecessors(source.traces.model.objects.filter(history_id__in=keys)))
    rows = read_history(records, hidden=source.hidden, about=source.about)
    return [(record.history_id, row) for record, row in zip(records, rows, strict=True)]
