"""Saving where an indicator starts from: the years before the plan, and how the baseline is set.

What somebody else wrote since it was read is not overwritten unawares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from indicators.baseline_rules import stored_mark, stored_rule
from indicators.baselines import BaselineRule, mark_of, written
from indicators.models import Indicator, Measurement
from indicators.services.baseline import YearsRefused, set_baseline, write_history
from indicators.services.locking import lock_indicator, measurements_of
from indicators.who_wrote import Writing, last_writing
from organizations.models import User
from scorecards.locks import YearClosed, lock_plan, raise_version
from scorecards.services.rows import save_row

BASELINE_COLUMNS = ("baseline", "baseline_method", "baseline_span", "baseline_note")


@dataclass(frozen=True, slots=True)
class WantedYear:
    """An achievement to be stored (None clears it), and what was read there, as `written` writes it."""

    value: Decimal | None
    seen: str


@dataclass(frozen=True, slots=True)
class WantedBaseline:
    """How the baseline is to be set, and the mark of how it was when that was read.

    again: a computed one is computed from the history as it will be then, by an unchanged rule too.
    """

    rule: BaselineRule
    note: str
    seen: str
    again: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether somebody chose something other than what they had read."""
        return self.again or mark_of(self.rule, self.note) != self.seen


class StaleStart(Exception):
    """Somebody else changed the same since it was read: who, by year, and for the baseline (None: nobody).

    `theirs`: the achievements that stand in those years now; nothing has been written.
    """

    def __init__(
        self, years: Mapping[int, Writing], theirs: Mapping[int, Decimal | None], baseline: Writing | None
    ) -> None:
        super().__init__("where the indicator starts from has changed")
        self.years = years
        self.theirs = theirs
        self.baseline = baseline


@transaction.atomic
def save_start(
    indicator: Indicator, *, years: Mapping[int, WantedYear], baseline: WantedBaseline, by: User
) -> None:
    """Stores achievements before the plan and sets the baseline, all or nothing, where they were changed.

    Another history alone does not move the baseline. Raises StaleStart, YearsRefused, and what set_baseline
    raises.
    """
    lock_plan(indicator.objective.scorecard.plan)
    fresh, locked = lock_indicator(indicator)
    rows = {row.scorecard_year.year: row for row in measurements_of(fresh, locked)}
    _refuse_stale(fresh, rows, years, baseline)
    closed = {year.year for year in locked if year.is_closed} & years.keys()
    if closed:
        raise YearsRefused({year: YearClosed(year) for year in sorted(closed)})
    if years:
        write_history(indicator=fresh, values={year: want.value for year, want in years.items()}, by=by)
    if baseline.is_changed:
        _set(fresh, baseline, by=by)


def _set(indicator: Indicator, baseline: WantedBaseline, *, by: User) -> None:
    """A note alone is no reason to compute anything."""
    rule = baseline.rule
    if baseline.again or rule != stored_rule(indicator):
        set_baseline(
            indicator=indicator,
            method=rule.method,
            value=rule.value,
            years=rule.years,
            note=baseline.note,
            by=by,
        )
    elif baseline.note != indicator.baseline_note:
        indicator.baseline_note = baseline.note
        save_row(indicator, by=by)
        raise_version(indicator.objective.scorecard)


def _refuse_stale(
    indicator: Indicator,
    rows: Mapping[int, Measurement],
    years: Mapping[int, WantedYear],
    baseline: WantedBaseline,
) -> None:
    """What already stands there as it is wanted is no conflict."""
    theirs = {year: rows[year].achievement if year in rows else None for year in years}
    stale = [
        year for year, want in years.items() if written(theirs[year]) not in (want.seen, written(want.value))
    ]
    writings = {
        year: last_writing(rows[year], ["achievement"]) if year in rows else Writing() for year in stale
    }
    current = stored_mark(indicator)
    overtaken = baseline.is_changed and current not in (baseline.seen, mark_of(baseline.rule, baseline.note))
    if stale or overtaken:
        setting = last_writing(indicator, BASELINE_COLUMNS) if overtaken else None
        raise StaleStart(writings, {year: theirs[year] for year in stale}, setting)
