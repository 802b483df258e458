"""Setting many baselines of a scorecard at once: what an import brings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.baselines import BaselineRule
from indicators.measuring import set_score
from indicators.models import Indicator, Measurement
from indicators.row_writes import RESCORED_FIELDS, take_back_level
from indicators.services.baseline import BASELINE_FIELDS, apply_baseline
from indicators.services.many_indicators import ManyRefused
from organizations import history
from organizations.bulk import one_of
from organizations.models import User
from scorecards.locks import lock_years, raise_version
from scorecards.models import Scorecard, ScorecardYear


@transaction.atomic
def set_baselines(
    *,
    scorecard: Scorecard,
    rows: Sequence[tuple[Indicator, BaselineRule, str]],
    by: User | None,
    reason: str = "",
) -> list[Indicator]:
    """Sets baselines of indicators of the scorecard and rescores the open years; answers them as stored.

    rows: indicators, each once, with how the baseline comes about and its note. The rules are those of
    set_baseline. Raises ManyRefused.
    """
    years = lock_years(scorecard)
    keys = one_of([indicator.pk for indicator, _rule, _note in rows])
    found = Indicator.objects.filter(pk__in=keys, objective__scorecard=scorecard)
    fresh = {each.pk: each for each in found.select_related("objective__scorecard__plan")}
    measured = _measurements(fresh, years)
    refused: dict[int, ValidationError] = {}
    changed = []
    for place, (indicator, rule, note) in enumerate(rows):
        try:
            if _apply(fresh.get(indicator.pk), measured.get(indicator.pk, []), rule, note):
                changed.append(fresh[indicator.pk])
        except ValidationError as error:
            refused[place] = error
    if refused:
        raise ManyRefused(refused)
    history.update_many(changed, BASELINE_FIELDS, by=by, reason=reason)
    _rescore([row for each in changed for row in measured.get(each.pk, [])], by=by)
    if changed:
        raise_version(scorecard)
    return [fresh[indicator.pk] for indicator, _rule, _note in rows]


def _apply(indicator: Indicator | None, rows: list[Measurement], rule: BaselineRule, note: str) -> bool:
    """Sets the baseline on the object; whether that changed it. Raises ValidationError, YearClosed."""
    if indicator is None:
        raise ValidationError(_("Somebody else has deleted this indicator."), code="gone")
    changed = apply_baseline(
        indicator, rows, method=rule.method, value=rule.value, years=rule.years, note=note
    )
    if changed:
        history.validate_values(indicator)
    return changed


def _measurements(
    indicators: dict[int, Indicator], years: Iterable[ScorecardYear]
) -> dict[int, list[Measurement]]:
    """The measurements of the indicators by year, with the objects of indicators and locked years."""
    by_pk = {year.pk: year for year in years}
    found: dict[int, list[Measurement]] = {}
    rows = Measurement.objects.filter(indicator__in=one_of(list(indicators)), scorecard_year__in=list(by_pk))
    for row in rows:
        row.indicator, row.scorecard_year = indicators[row.indicator_id], by_pk[row.scorecard_year_id]
        found.setdefault(row.indicator_id, []).append(row)
    for each in found.values():
        each.sort(key=lambda row: row.scorecard_year.year)
    return found


def _rescore(rows: Iterable[Measurement], *, by: User | None) -> None:
    """Stores the levels and attainments of open years that follow from the new baselines."""
    rules = {row.scorecard_year_id: row.scorecard_year.scheme.rule() for row in rows}
    changed = []
    for row in rows:
        level, rule = row.level, rules[row.scorecard_year_id]
        if not row.scorecard_year.is_closed and set_score(row, rule):
            take_back_level(row, level, rule)
            changed.append(row)
    history.update_many(changed, RESCORED_FIELDS, by=by, reason=_("The baseline changed."))
