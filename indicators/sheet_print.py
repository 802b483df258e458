"""How closely a KPI sheet is set on paper, so that one A4 page holds what it says."""

from __future__ import annotations

from indicators.kpi_sheet import Sheet
from indicators.work_year import IndicatorWork

TEXT_WIDTH = 100
"""Letters of a long fact that fit one printed line."""
LINES_AT_EASE, LINES_DENSE, LINES_DENSER = 28, 36, 56
"""Up to how many printed lines a page holds in its usual size, and in the two smaller ones."""


def print_density(sheet: Sheet, work: IndicatorWork | None) -> str:
    """The class of the sheet on paper, from the number of its lines: "", "is-dense" or "is-denser".

    What no size brings onto one page keeps its usual size and flows to the next one.
    """
    lines = _lines(sheet, work)
    if lines <= LINES_AT_EASE or lines > LINES_DENSER:
        return ""
    return "is-dense" if lines <= LINES_DENSE else "is-denser"


def _lines(sheet: Sheet, work: IndicatorWork | None) -> int:
    """About how many lines of print the parts of the sheet take that differ from sheet to sheet."""
    texts = sum(-(-len(fact.text) // TEXT_WIDTH) for fact in sheet.facts if fact.is_long)
    programs = sum(1 + 2 * len(each.lines) for each in work.initiatives) if work else 0
    baseline = len(sheet.changed) + -(-len(sheet.indicator.baseline_note) // (TEXT_WIDTH // 2))
    proofs = sum(max(1, len(year.evidence)) for year in sheet.reported)
    return texts + max(programs, baseline) + len(sheet.trace.statements) + proofs + len(sheet.notes)
