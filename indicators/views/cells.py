"""What a changed cell of a grid answers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _

from indicators.accepted_findings import CheckedPlan
from indicators.asking import Doubtful, write_or_ask
from indicators.cell_answers import (
    conflict_answer,
    doubt_answer,
    refusal_answer,
    saved_entry,
    saved_target,
)
from indicators.cell_requests import CellRequest, MalformedRequest, read_cell_request, typed_values
from indicators.checked_plan import checked_plan
from indicators.entry_filters import reader_of
from indicators.measuring import StaleVersion
from indicators.models import Measurement
from indicators.plan_table import plan_measurements
from indicators.row_writes import ENTRY_FIELDS, TARGET_FIELDS, ends_approval
from indicators.scorecard_year import load_scorecard_year
from indicators.state_words import taken_back_words
from organizations.permissions import Action
from scorecards.models import Scorecard
from scorecards.scope import ScorecardView

UNCHECKED = "?check=no"
"""Added to the address of a target by pages that don't show what the plan check finds."""


def shown_check(request: HttpRequest, scorecard: Scorecard) -> CheckedPlan | None:
    """What the plan check finds, for a page that shows it. It reads most of the plan, so others skip it."""
    return None if request.GET.get("check") == "no" else checked_plan(scorecard)


class JsonView(ScorecardView):
    """Takes JSON from the grid's script and answers JSON, refusals too."""

    fields: ClassVar[frozenset[str]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except MalformedRequest as error:
            return JsonResponse({"message": str(error)}, status=400)
        except RequestDataTooBig:
            return JsonResponse(
                {"message": _("This is too much at once; expected a smaller block.")}, status=413
            )
        except PermissionDenied as error:
            return JsonResponse({"message": str(error)}, status=403)
        except Http404:
            return JsonResponse({"message": _("This is not here, or not here any more.")}, status=404)


class CellView(JsonView):
    """One changed row of cells. Takes PATCH (see cell_requests)."""

    http_method_names = ["patch", "options"]

    def patch(self, request: HttpRequest, pk: int) -> JsonResponse:
        cell = read_cell_request(request.body, self.fields)
        rows = Measurement.objects.select_related("indicator")
        measurement = get_object_or_404(rows, pk=pk, scorecard_year=self.scorecard_year)
        measurement.scorecard_year = self.scorecard_year
        with translation.override(cell.language):
            return self.write(measurement, cell)

    def write(self, measurement: Measurement, cell: CellRequest) -> JsonResponse:
        """Store what was typed, or say why not: 422 unreadable, refused or in doubt, 409 no longer new."""
        try:
            stored = write_or_ask(
                measurement=measurement,
                changes=typed_values(cell, measurement.indicator.unit_of_measure),
                by=self.scope.user,
                version=cell.version,
                confirmed=cell.confirmed,
            )
        except Doubtful as doubtful:
            return JsonResponse(doubt_answer(doubtful, measurement), status=422)
        except ValidationError as error:
            return JsonResponse(refusal_answer(error), status=422)
        except StaleVersion as error:
            return JsonResponse(conflict_answer(error, cell.texts, self.scope.organization.pk), status=409)
        except Measurement.DoesNotExist:
            raise Http404 from None
        notice = taken_back_words(ends_approval(measurement, stored))
        return JsonResponse(self.saved(stored) | {"notice": notice})

    def saved(self, measurement: Measurement) -> dict[str, Any]:
        """The new state of everything on the page that the write changed."""
        raise NotImplementedError


class EntryCellView(CellView):
    """An achievement or a note of the year."""

    writes = Action.ENTER
    fields = ENTRY_FIELDS

    def saved(self, measurement: Measurement) -> dict[str, Any]:
        table = load_scorecard_year(self.scorecard_year, other_years=False)
        return saved_entry(measurement, table, reader_of(self.scope.access))


class TargetCellView(CellView):
    """The target of the year; a range has both of its targets written together."""

    writes = Action.EDIT
    fields = TARGET_FIELDS

    def saved(self, measurement: Measurement) -> dict[str, Any]:
        years = self.scorecard.plan.years
        checked = shown_check(self.request, self.scorecard)
        return saved_target(measurement, years, plan_measurements(self.scorecard_year), checked)
