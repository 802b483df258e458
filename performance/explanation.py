"""How one score came about, as its page and the side panel print it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.explanations import explain_row
from indicators.scorecard_year import Row, ScorecardYearTable
from performance.figures import shown
from performance.tables import target_text, value_text


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sentences and the figures behind a score."""

    key: int
    indicator_key: int
    code: str
    name: str
    unit: str
    objective: str
    perspective: str
    tone: int
    status: str
    levels: tuple[int, ...]
    level: int | None
    sentences: tuple[str, ...]
    facts: tuple[tuple[str, str, str], ...]
    note: str
    state: str
    state_label: str
    state_reason: str


def explain_measurement(table: ScorecardYearTable, measurement_key: int) -> Explanation | None:
    """The explanation of a measurement of the table, in the active language; None if it is not in it."""
    row = next((row for row in table.rows if row.measurement.pk == measurement_key), None)
    if row is None:
        return None
    measurement, indicator = row.measurement, row.indicator
    return Explanation(
        key=measurement.pk,
        indicator_key=indicator.pk,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit_of_measure,
        objective=str(row.objective),
        perspective=row.perspective.name,
        tone=row.perspective.tone,
        status=row.result.status.value,
        levels=table.scheme.levels,
        level=row.result.level,
        sentences=tuple(explain_row(row.result, table.result, unit=indicator.unit_of_measure)),
        facts=tuple(_facts(row, table)),
        note=measurement.note,
        state=measurement.state,
        state_label=measurement.get_state_display(),
        state_reason=measurement.state_reason,
    )


def _facts(row: Row, table: ScorecardYearTable) -> list[tuple[str, str, str]]:
    """Label, value and the term of the glossary that the label is."""
    indicator, scored, year = row.indicator, row.result, table.scorecard_year.year
    decimals = indicator.decimals
    target = target_text(row.targets[year], row.upper_targets[year], decimals)
    achievement = value_text(row.measurement.achievement, decimals)
    attainment = value_text(scored.result.attainment, 2)
    facts = [
        (_("Polarity"), indicator.get_polarity_display(), "polarity"),
        (_("Baseline"), value_text(indicator.baseline, decimals), "baseline"),
        (_("Target %(year)s") % {"year": year}, target, "target"),
        (_("Achievement %(year)s") % {"year": year}, achievement, "achievement"),
        (_("Attainment"), f"{attainment} %" if attainment else "", "attainment"),
        (_("Level"), "" if scored.level is None else str(scored.level), "level"),
        (_("Weight"), shown(scored.weight), "weight"),
        (_("Score"), shown(scored.contribution), "score"),
    ]
    return [(label, value or "–", term) for label, value, term in facts]
