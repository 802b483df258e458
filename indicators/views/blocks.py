"""What a block of cells answers: first what it would change, then, all or nothing, that it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import translation

from indicators.block_answers import preview_answer, saved_entries, saved_targets
from indicators.block_preview import WRONG, CellKind, Preview, preview_block
from indicators.block_requests import BlockRequest, read_block_request
from indicators.bulk_measuring import RowsRefused, write_many
from indicators.entry_filters import reader_of
from indicators.models import Measurement
from indicators.plan_table import plan_measurements
from indicators.row_writes import ENTRY_FIELDS, TARGET_FIELDS
from indicators.scorecard_year import load_scorecard_year
from indicators.views.cells import JsonView, shown_check
from organizations.permissions import Action
from scorecards.locks import YearClosed


class BlockView(JsonView):
    """A block of cells. Takes POST (see block_requests): says what would change, or stores all of it."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> JsonResponse:
        block = read_block_request(request.body, self.fields)
        with translation.override(block.language):
            preview = self.preview(block)
            if not block.is_save:
                return self.show(preview, block, status=200)
            return self.save(preview, block)

    def save(self, preview: Preview, block: BlockRequest) -> JsonResponse:
        """Store the block, or show again what is wrong with it: 422 can't be stored, 409 is contradicted."""
        if preview.count(*WRONG) or (preview.has_doubts and not block.is_confirmed):
            return self.show(preview, block, status=422)
        if preview.count(CellKind.CONFLICT):
            return self.show(preview, block, status=409)
        try:
            write_many(
                scorecard=self.scorecard,
                rows=preview.changes,
                by=self.scope.user,
                versions={key: cell.version for key, cell in block.cells.items()},
            )
        except (RowsRefused, YearClosed):
            return self.show(self.preview(block), block, status=409)
        except ValidationError as error:
            return self.show(preview, block, status=422, message=" ".join(error.messages))
        return JsonResponse(self.saved([*block.cells], preview))

    def preview(self, block: BlockRequest) -> Preview:
        """The block beside what stands there now. Raises Http404 for a row that does not belong here."""
        found = self.rows().filter(pk__in=[*block.cells])
        rows = {row.pk: row for row in found.select_related("indicator", "scorecard_year__scheme")}
        if len(rows) < len(block.cells):
            raise Http404
        return preview_block(block, rows, self.scope.user)

    def show(self, preview: Preview, block: BlockRequest, *, status: int, **more: str) -> JsonResponse:
        """What the block would change, cell by cell."""
        answer = preview_answer(preview, block, self.scope.organization.pk)
        return JsonResponse(answer | more, status=status)

    def rows(self) -> QuerySet[Measurement]:
        """The measurements that the page shows."""
        raise NotImplementedError

    def saved(self, keys: Sequence[int], preview: Preview) -> dict[str, Any]:
        """The new state of everything on the page that the write changed."""
        raise NotImplementedError


class EntryBlockView(BlockView):
    """Achievements and notes of the year."""

    writes = Action.ENTER
    fields = ENTRY_FIELDS

    def rows(self) -> QuerySet[Measurement]:
        return Measurement.objects.filter(scorecard_year=self.scorecard_year)

    def saved(self, keys: Sequence[int], preview: Preview) -> dict[str, Any]:
        table = load_scorecard_year(self.scorecard_year, other_years=False)
        return saved_entries(keys, preview, table, reader_of(self.scope.access))


class TargetBlockView(BlockView):
    """Targets of all plan years."""

    writes = Action.EDIT
    fields = TARGET_FIELDS

    def rows(self) -> QuerySet[Measurement]:
        years = self.scorecard.plan.years
        return Measurement.objects.filter(
            scorecard_year__scorecard=self.scorecard, scorecard_year__year__range=(years[0], years[-1])
        )

    def saved(self, keys: Sequence[int], preview: Preview) -> dict[str, Any]:
        rows = self.rows().filter(pk__in=keys).select_related("indicator")
        measurements = plan_measurements(self.scorecard_year)
        years, checked = self.scorecard.plan.years, shown_check(self.request, self.scorecard)
        return saved_targets(rows, preview, years, measurements, checked)
