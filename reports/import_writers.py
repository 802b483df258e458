"""Who put there what an import would replace: measurements that stand in the way of a row of the file."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.models import Measurement
from indicators.who_wrote import traces_of, writer_words, writing_in
from organizations.models import Unit
from reports.workbook.importing.changes import RowChange
from reports.workbook.importing.rows import Key
from scorecards.models import Plan

Writers = dict[Key, dict[str, str]]
"""`who` and `when`, by indicator and year."""


def writers_of(changes: Sequence[RowChange], plan: Plan | None, unit: Unit) -> Writers:
    """Who last wrote what would be replaced in rows of the sheet Years. Two queries, and one a person."""
    replaced = {change.key: [cell.column for cell in change.cells if cell.replaces] for change in changes}
    replaced = {key: columns for key, columns in replaced.items() if columns}
    if not replaced or plan is None:
        return {}
    codes, years = zip(*replaced, strict=True)
    found = Measurement.objects.filter(
        scorecard_year__scorecard__plan=plan,
        scorecard_year__scorecard__unit=unit,
        scorecard_year__year__in=set(years),
        indicator__code__in=set(codes),
    ).select_related("indicator", "scorecard_year")
    by_key = {(row.indicator.code, row.scorecard_year.year): row for row in found}
    rows = {key: row for key, row in by_key.items() if key in replaced}
    traces, names = traces_of(list(rows.values())), dict[int, str]()
    writers = {}
    for key, row in rows.items():
        writing = writing_in(traces[row.pk], row, replaced[key])
        if writing.at:
            writers[key] = writer_words(writing.by, writing.at, unit.organization_id, names)
    return writers
