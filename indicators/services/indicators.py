"""Making, changing, moving and deleting indicators."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from indicators.belongings import later_belongings
from indicators.evidence_files import remove_with
from indicators.measuring import check_weights, make_measurements, rescore
from indicators.models import Evidence, Indicator, Initiative, Measurement, WorkProgram
from indicators.services.locking import (
    lock_indicator,
    measurements_of,
    refuse_closed,
    refuse_closed_work,
)
from indicators.services.sheet_rules import (
    SCORED_BY,
    check_against_years,
    check_scores,
    check_sheet_numbers,
)
from indicators.shown_deletions import hanging_on_indicator, refuse_unseen
from organizations import history
from organizations.models import User
from scorecards.locks import YearClosed, lock_years, raise_version
from scorecards.models import Objective, ScorecardYear
from scorecards.services.rows import move_row, next_order, save_row

SHEET_FIELDS = (
    "default_weight",
    "kind",
    "definition",
    "formula",
    "information_produced",
    "data_source",
    "when_data_missing",
    "target_source",
    "person_responsible",
    "natural_min",
    "natural_max",
    "caps_at_maximum",
    "worst_value",
    "decimals",
)
"""The fields of the KPI sheet beside code, name, unit of measure, polarity and baseline."""
CHANGED_FIELDS = frozenset({"objective", "code", "name", "unit_of_measure", "polarity", *SHEET_FIELDS})
CREATED_WITH = frozenset({*SHEET_FIELDS, "baseline", "baseline_note"})


@transaction.atomic
def create_indicator(
    *,
    objective: Objective,
    code: str,
    name: str,
    unit_of_measure: str,
    by: User,
    polarity: str = Indicator.Polarity.HIGHER,
    **sheet: Any,
) -> Indicator:
    """Makes an indicator as its objective's last, with a measurement for each year that is not closed.

    sheet: SHEET_FIELDS, and a decreed baseline with baseline_note. Raises ValidationError by field.
    """
    _refuse_unknown(sheet, CREATED_WITH)
    scorecard = objective.scorecard
    lock_years(scorecard)
    indicator = Indicator(
        objective=objective,
        code=code,
        name=name,
        unit_of_measure=unit_of_measure,
        polarity=polarity,
        order=next_order(objective.indicators.all()),
        **sheet,
    )
    _check_code(indicator)
    check_sheet_numbers(indicator)
    save_row(indicator, by=by)
    make_measurements(indicator=indicator, by=by)
    raise_version(scorecard)
    return indicator


@transaction.atomic
def change_indicator(indicator: Indicator, *, by: User, **changes: Any) -> Indicator:
    """Changes fields of the KPI sheet and rescores the open years; answers the indicator as stored.

    The baseline is set by set_baseline. Raises ValidationError by field where targets or achievements don't
    fit a new polarity or bound, YearClosed where a closed year would read differently.
    """
    _refuse_unknown(changes, CHANGED_FIELDS)
    fresh, years = lock_indicator(indicator)
    rows = measurements_of(fresh, years)
    before = [row.inputs() for row in rows]
    changed = {field for field, value in changes.items() if getattr(fresh, field) != value}
    if not changed:
        return fresh
    if "objective" in changed:
        _check_new_objective(fresh, changes["objective"], rows)
    for field in changed:
        setattr(fresh, field, changes[field])
    _check_code(fresh)
    check_sheet_numbers(fresh, within=("worst_value",))
    if not changed.isdisjoint(SCORED_BY):
        check_against_years(fresh, rows)
    check_scores(before, rows)
    save_row(fresh, by=by)
    rescore_open(rows, by=by, reason=_("The indicator's KPI sheet changed."))
    if "objective" in changed:
        check_open_weights(years)
    raise_version(fresh.objective.scorecard)
    return fresh


@transaction.atomic
def move_indicator(indicator: Indicator, *, direction: str, by: User) -> bool:
    """Moves the indicator up or down within its objective; whether it moved."""
    fresh, _years = lock_indicator(indicator)
    siblings = Indicator.objects.filter(objective=fresh.objective)
    moved = move_row(fresh, siblings, direction, by=by)
    if moved:
        raise_version(fresh.objective.scorecard)
    return moved


@transaction.atomic
def delete_indicator(indicator: Indicator, *, by: User, reason: str = "", shown: str | None = None) -> None:
    """Deletes the indicator with its measurements, initiatives and their work programs.

    shown: hanging_on_indicator of when somebody was asked (None: nobody was). Raises ValidationError when
    something else hangs on it now, YearClosed when a closed year holds a measurement or a work program of it.
    """
    fresh, years = lock_indicator(indicator)
    refuse_unseen(shown, hanging_on_indicator(fresh))
    delete_indicators([fresh], years, by=by, reason=reason)
    raise_version(fresh.objective.scorecard)


def delete_indicators(
    indicators: list[Indicator], years: list[ScorecardYear], *, by: User, reason: str
) -> None:
    """Deletes indicators of one scorecard with all that hangs on them. Expects its years to be locked."""
    for indicator in indicators:
        refuse_closed(measurements_of(indicator, years))
    refuse_closed_work(WorkProgram.objects.filter(initiative__indicator__in=indicators))
    pks = [indicator.pk for indicator in indicators]
    drop_indicators(Indicator.objects.filter(pk__in=pks), by=by, reason=reason)
    check_open_weights(years)


def drop_indicators(indicators: models.QuerySet[Indicator], *, by: User, reason: str) -> None:
    """Deletes indicators with their measurements and initiatives and what hangs on them; asks nothing."""
    remove_with(Evidence.objects.filter(measurement__indicator__in=indicators))
    for model, path in later_belongings(Indicator):
        hanging = model._base_manager.filter(**{f"{path}__in": indicators})
        history.delete_many(hanging, by=by, reason=reason)
    for queryset in (
        Evidence.objects.filter(measurement__indicator__in=indicators),
        WorkProgram.objects.filter(initiative__indicator__in=indicators),
        Initiative.objects.filter(indicator__in=indicators),
        Measurement.objects.filter(indicator__in=indicators),
        indicators,
    ):
        history.delete_many(queryset, by=by, reason=reason)


def check_open_weights(years: list[ScorecardYear]) -> None:
    """Raises ValidationError when what still counts in an open year has weights that add up to 0."""
    for year in years:
        if not year.is_closed:
            check_weights(year)


def rescore_open(rows: list[Measurement], *, by: User | None, reason: Any) -> None:
    """Stores the new levels and attainments of the rows of open years; another level ends an approval."""
    open_rows = [row for row in rows if not row.scorecard_year.is_closed]
    if open_rows:
        rescore(open_rows, by=by, reason=str(reason), takes_back=True)


def _refuse_unknown(fields: dict[str, Any], known: frozenset[str]) -> None:
    unknown = set(fields) - known
    if unknown:
        raise TypeError(f"not fields of a KPI sheet here: {', '.join(sorted(unknown))}")


def _check_code(indicator: Indicator) -> None:
    scorecard = indicator.objective.scorecard
    others = Indicator.objects.filter(objective__scorecard=scorecard, code=indicator.code)
    if others.exclude(pk=indicator.pk).exists():
        raise ValidationError({"code": _("Another indicator of this scorecard uses this code.")})


def _check_new_objective(indicator: Indicator, objective: Objective, rows: list[Measurement]) -> None:
    """An indicator moves within its scorecard, and only while no closed year holds it."""
    if objective.scorecard_id != indicator.objective.scorecard_id:
        raise ValidationError({"objective": _("This objective belongs to another scorecard.")})
    for row in rows:
        if row.scorecard_year.is_closed:
            raise YearClosed(row.scorecard_year.year)
