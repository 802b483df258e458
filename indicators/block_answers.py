"""What the server answers to a block of cells, as data for the grid's script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import ngettext

from indicators.accepted_findings import CheckedPlan
from indicators.block_preview import CellKind, Preview, PreviewCell
from indicators.block_requests import BlockRequest
from indicators.cell_answers import Answer, conflict_words, entry_outputs, row_state, target_outputs
from indicators.entry_filters import Reader
from indicators.models import Measurement
from indicators.scorecard_year import ScorecardYearTable
from indicators.state_words import taken_back_words
from indicators.who_wrote import traces_of, writer_words, writing_in


def preview_answer(preview: Preview, block: BlockRequest, organization_id: int) -> Answer:
    """Every cell with what stands there, what would, and why it may not; conflicts name who was quicker."""
    stale = {cell.row.pk: cell.row for cell in preview.cells if cell.kind is CellKind.CONFLICT}
    traces = traces_of(list(stale.values()))
    names: dict[int, str] = {}

    def why(cell: PreviewCell) -> str:
        if cell.kind is not CellKind.CONFLICT:
            return cell.why
        theirs = writing_in(traces[cell.row.pk], cell.row, [cell.field])
        writer = writer_words(theirs.by, theirs.at, organization_id, names)
        return conflict_words(writer, cell.old, block.cells[cell.row.pk].texts[cell.field])

    return {
        "notice": taken_back_words(preview.taken_back),
        "cells": [
            {
                "key": str(cell.row.pk),
                "field": cell.field,
                "version": cell.row.version,
                "kind": cell.kind.value,
                "old": cell.old,
                "new": cell.new,
                "why": why(cell),
                "doubt": cell.doubt,
                "suggestion": cell.suggestion,
            }
            for cell in preview.cells
        ],
    }


def saved_entries(keys: Iterable[int], preview: Preview, table: ScorecardYearTable, reader: Reader) -> Answer:
    """The rows of a saved block as stored, and every figure of the year that follows from them."""
    wanted = set(keys)
    rows = [row for row in table.rows if row.measurement.pk in wanted]
    return _saved((row.measurement for row in rows), preview) | {
        "outputs": entry_outputs(rows, table, reader)
    }


def saved_targets(
    rows: Iterable[Measurement],
    preview: Preview,
    years: Iterable[int],
    measurements: Mapping[tuple[int, int], Measurement],
    checked: CheckedPlan | None,
) -> Answer:
    """The targets of a saved block as stored, and what follows from them for the plan."""
    stored = list(rows)
    indicators = {row.indicator_id for row in stored}
    return _saved(stored, preview) | {"outputs": target_outputs(indicators, years, measurements, checked)}


def _saved(rows: Iterable[Measurement], preview: Preview) -> Answer:
    changed = preview.count(CellKind.CHANGED)
    said = ngettext("%(count)s cell saved.", "%(count)s cells saved.", changed) % {"count": changed}
    return {
        "rows": [{"key": str(row.pk), **row_state(row)} for row in rows],
        "said": said,
        "notice": taken_back_words(preview.taken_back),
    }
