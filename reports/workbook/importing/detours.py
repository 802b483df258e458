"""An import by detour, for changes that are only valid together although services look at one after another.

Such are a polarity with its targets, a bound with what lies within it, weights with what they weigh. What
stands in the way is set aside first: years weigh equally, values that change anyway are cleared. All is put
in its place at the end, in the same transaction, and refused there if it still can't be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from indicators.bulk_measuring import write_years
from indicators.models import Indicator, Measurement
from indicators.services import set_baseline
from performance.services import change_year_rules
from reports.workbook.importing.applying import Work
from reports.workbook.importing.changes import RowChange
from reports.workbook.importing.places import INDICATORS, PLAN_SHEET, YEARS, year_of
from reports.workbook.importing.rows import FileRow
from scorecards.schemes import WeightingMode

HELD_TO = frozenset({"polarity", "natural_min", "natural_max"})
"""What targets, achievements and baseline of an indicator are held to."""
TARGETS = ("target", "target_upper")
Stood = dict[tuple[str, int], dict[str, Any]]
"""Values that stood in a row of the sheet Years, by indicator and year."""

DECREED = Indicator.BaselineMethod.DECREED


def could_help(work: Work) -> bool:
    """Whether an import that was refused could go through by detour."""
    return work.is_weightless or (bool(work.refusals) and any(_bent(work)))


def weigh_equally(work: Work) -> dict[int, str]:
    """Lets every open year weigh equally for now; answers how they weighed, by year."""
    modes = {}
    for year in work.scorecard.years.select_related("scheme", "scorecard__plan").order_by("year"):
        if not year.is_closed and year.weighting_mode != WeightingMode.EQUAL:
            modes[year.year] = year.weighting_mode
            change_year_rules(scorecard_year=year, by=work.by, weighting_mode=WeightingMode.EQUAL.value)
    return modes


def weigh_again(work: Work, modes: Mapping[int, str]) -> None:
    """Gives years their weighting; where what counts has no weight, that is refused."""
    years = {year.year: year for year in work.scorecard.years.select_related("scheme", "scorecard__plan")}
    for number, mode in sorted(modes.items()):
        try:
            change_year_rules(scorecard_year=years[number], by=work.by, weighting_mode=mode)
        except ValidationError as error:
            work.refuse(_first_of_year(work, number), ValidationError(error.messages))


def clear_what_changes(work: Work, indicators: Mapping[str, Indicator]) -> Stood:
    """Clears targets, achievements and baselines that the file changes along with what they are held to.

    Answers the targets that stood there, by indicator and year: a range has both or none.
    """
    bent = {change.key[0]: change for change in _bent(work)}
    changes = {change.key: change.changed for change in work.changes(YEARS) if change.key[0] in bent}
    stood: Stood = {}
    cleared: dict[int, dict[str, None]] = {}
    rows = Measurement.objects.filter(indicator__in=[indicators[code].pk for code in bent])
    for row in rows.select_related("indicator", "scorecard_year"):
        changed = changes.get(key := (row.indicator.code, row.scorecard_year.year), {})
        fields = [name for name in ("achievement",) if name in changed]
        if not changed.keys().isdisjoint(TARGETS):
            stood[key] = {name: getattr(row, name) for name in TARGETS}
            fields += TARGETS
        if fields:
            cleared[row.pk] = dict.fromkeys(fields)
    write_years(scorecard=work.scorecard, changes=cleared, by=work.by, reason=work.reason)
    for code, change in bent.items():
        if "baseline" in change.changed:
            note = indicators[code].baseline_note
            set_baseline(indicator=indicators[code], method=DECREED, value=None, note=note, by=work.by)
    return stood


def _bent(work: Work) -> list[RowChange]:
    """Indicators that are there and change what their values are held to."""
    return [
        change
        for change in work.changes(INDICATORS)
        if not change.is_new and not HELD_TO.isdisjoint(change.changed)
    ]


def _first_of_year(work: Work, number: int) -> RowChange:
    """The row to tell of what is wrong in a year: that of its rules, else the first that is about it."""
    changes = list(work.comparison.all_changes())
    about = [
        change
        for change in changes
        if year_of(change.sheet.sheet.name, FileRow(change.number, change.key, change.values)) == number
    ]
    rules = [change for change in about if change.sheet.sheet.name == PLAN_SHEET]
    return (rules or about or changes)[0]
