"""The figures of a year as the program has them and as a performance sheet shows them, side by side."""

from __future__ import annotations

from decimal import Decimal

from indicators.scorecard_year import load_scorecard_year
from indicators.scoring import as_decimal
from performance.words import VERDICT_WORDS
from reports.workbook.contents import load_sheet
from scorecards.models import ScorecardYear
from tests.reports.workbook.spreadsheets import table_of

D = Decimal


def program_figures(year: ScorecardYear) -> dict[str, object]:
    """What the program says of a year, by codes of indicators and names of sums."""
    table = load_scorecard_year(year)
    result = table.result
    rows = {
        row.indicator.code: (
            row.result.result.level,
            row.result.result.attainment,
            None if row.result.weight is None else as_decimal(row.result.weight),
            None if row.result.contribution is None else as_decimal(row.result.contribution),
        )
        for row in table.rows
    }
    objectives = {each.objective.code: each.subtotal for each in table.objectives}
    perspectives = {each.perspective.code: each.subtotal for each in table.perspectives}
    groups = {
        code: (as_decimal(subtotal.total),)
        for code, subtotal in (objectives | perspectives).items()
        if subtotal.reported
    }
    sums = (
        result.shown(result.total),
        result.shown(result.lowest),
        result.shown(result.highest),
        as_decimal(result.threshold),
        as_decimal(result.derived_threshold),
        as_decimal(result.threshold_so_far),
        result.index,
        str(VERDICT_WORDS[result.verdict]),
    )
    return {"rows": rows, "groups": groups, "sums": {"sums": sums}}


def sheet_figures(book, year: ScorecardYear) -> dict[str, object]:
    """The same as a performance sheet shows it."""
    card, levels = year.scorecard, year.scheme.rule().levels
    indicators = {row["code"] for row in load_sheet("Indicators", card)}
    above = {each.code for each in (*card.objectives.all(), *card.plan.perspectives.all())}
    table = table_of(book[f"Performance {year.year}"])
    end = next(place for place, cells in enumerate(table[5:], start=5) if cells[0] is None)
    rows, groups = {}, {}
    for cells in table[5:end]:
        marks, (weight, score) = cells[8 : 8 + len(levels)], cells[8 + len(levels) : 10 + len(levels)]
        if cells[0] in indicators:
            [level] = [level for level, mark in zip(levels, marks, strict=True) if mark] or [None]
            rows[cells[0]] = (level, cells[6], weight, score)
        elif cells[0] in above and score is not None:
            groups[cells[0]] = (score,)
    sums = tuple(cells[9 + len(levels)] for cells in table[end : end + 8])
    return {"rows": rows, "groups": groups, "sums": {"sums": sums}}


def same(shown: object, known: object) -> bool:
    """Whether a cell holds the figure; a binary fraction stands for the number that it prints as."""
    if isinstance(known, Decimal) and isinstance(shown, int | float):
        return abs(D(repr(shown)) - known) < D("1e-9") * max(1, abs(known))
    return shown == known


def differences(shown: dict, known: dict) -> list[tuple]:
    """Every figure that differs, with its name."""
    found = []
    for part in known:
        assert set(shown[part]) == set(known[part])
        for name, figures in known[part].items():
            pairs = zip(shown[part][name], figures, strict=True)
            found += [(name, *pair) for pair in pairs if not same(*pair)]
    return found
