"""Lengthening and shortening a plan: its scorecards gain or lose years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.belongings import later_belongings
from indicators.models import Evidence, Indicator, Measurement, WorkProgram
from organizations import history
from organizations.models import User
from scorecards.locks import YearClosed, lock_plan, lock_years, raise_version
from scorecards.models import (
    ObjectiveWeight,
    PerspectiveWeight,
    Plan,
    Scorecard,
    ScorecardYear,
)
from scorecards.plan_years import check_years
from scorecards.services import check_plan_years, make_scorecard_years, make_year_weights
from scorecards.services.rows import save_row

SHOWN_CODES = 10


@transaction.atomic
def set_plan_years(plan: Plan, *, first_year: int, last_year: int, by: User) -> Plan:
    """Gives the plan another first and last year; answers it as stored.

    New years get the plan's defaults, their weights and a measurement of every indicator. A year leaves
    only while it is open and holds no target, achievement, note, evidence or work program, nor what a later
    app hangs on it. Raises ValidationError naming what stands in the way, also where another plan of the
    organization covers a year; YearClosed.
    """
    check_years(first_year, last_year)
    check_plan_years(plan.organization, first_year, last_year, besides=plan)
    plan = lock_plan(plan)
    before = set(plan.years)
    plan.first_year, plan.last_year = first_year, last_year
    added, removed = set(plan.years) - before, before - set(plan.years)
    if not added and not removed:
        return plan
    scorecards = list(Scorecard.objects.filter(plan=plan).select_related("unit").order_by("pk"))
    for scorecard in scorecards:
        scorecard.plan = plan
        _remove_years(scorecard, removed, by=by)
    save_row(plan, by=by)
    for scorecard in scorecards:
        _add_years(scorecard, added, by=by)
        raise_version(scorecard)
    return plan


def what_holds(scorecard: Scorecard, years: set[int]) -> dict[int, list[str]]:
    """Codes of the indicators with a target, an achievement or a note, by year that would leave the plan."""
    filled = Q(target__isnull=False) | Q(achievement__isnull=False) | ~Q(note="")
    rows = Measurement.objects.filter(
        filled, scorecard_year__scorecard=scorecard, scorecard_year__year__in=years
    ).order_by("scorecard_year__year", "indicator__objective__order", "indicator__order", "pk")
    return _by_year(rows.values_list("scorecard_year__year", "indicator__code"))


def what_is_worked(scorecard: Scorecard, years: set[int]) -> dict[int, list[str]]:
    """Names of the work programs, by year that would leave the plan."""
    rows = WorkProgram.objects.filter(scorecard_year__scorecard=scorecard, scorecard_year__year__in=years)
    ordered = rows.order_by("scorecard_year__year", "order", "pk")
    return _by_year(ordered.values_list("scorecard_year__year", "name"))


def what_is_proved(scorecard: Scorecard, years: set[int]) -> dict[int, list[str]]:
    """Codes of the indicators with evidence, by year that would leave the plan."""
    rows = Evidence.objects.filter(
        measurement__scorecard_year__scorecard=scorecard, measurement__scorecard_year__year__in=years
    )
    ordered = rows.order_by("measurement__scorecard_year__year", "measurement__indicator__code", "pk")
    pairs = ordered.values_list("measurement__scorecard_year__year", "measurement__indicator__code")
    return {year: list(dict.fromkeys(codes)) for year, codes in _by_year(pairs).items()}


def what_hangs_later(scorecard: Scorecard, years: set[int]) -> dict[str, dict[int, list[str]]]:
    """Codes of the indicators with more than this app knows of, by its kind and by year that would leave."""
    held = {}
    for model, path in later_belongings(Measurement):
        of_years = {
            f"{path}__scorecard_year__{name}": value
            for name, value in (("scorecard", scorecard), ("year__in", years))
        }
        rows = model._base_manager.filter(**of_years).order_by(f"{path}__indicator__code", "pk")
        pairs = rows.values_list(f"{path}__scorecard_year__year", f"{path}__indicator__code")
        codes = {year: list(dict.fromkeys(codes)) for year, codes in _by_year(pairs).items()}
        held[str(model._meta.verbose_name_plural)] = codes
    return held


def _by_year(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    held: dict[int, list[str]] = {}
    for year, name in pairs:
        held.setdefault(year, []).append(name)
    return held


def _remove_years(scorecard: Scorecard, years: set[int], *, by: User) -> None:
    locked = lock_years(scorecard, years)
    for year in locked:
        if year.is_closed:
            raise YearClosed(year.year)
    if refusals := _refusals(scorecard, years):
        raise ValidationError(refusals)
    _delete_years(locked, by=by)


def _refusals(scorecard: Scorecard, years: set[int]) -> list[str]:
    """What each year still holds, in sentences."""
    of_kinds = (
        (
            what_holds(scorecard, years),
            _(
                "%(unit)s: the year %(year)s still has targets, achievements or notes (%(names)s). "
                "Clear them first."
            ),
        ),
        (
            what_is_proved(scorecard, years),
            _("%(unit)s: the year %(year)s still has evidence (%(names)s). Remove it first."),
        ),
        (
            what_is_worked(scorecard, years),
            _("%(unit)s: the year %(year)s still has work programs (%(names)s). Delete them first."),
        ),
    )
    unit = scorecard.unit.name
    stays = _(
        "%(unit)s: the year %(year)s was closed and opened again: its seal is kept, and the year with it."
    )
    sealed = scorecard.years.filter(year__in=years, seals__isnull=False).order_by("year").distinct()
    refusals = [stays % {"unit": unit, "year": each.year} for each in sealed] + [
        words % {"unit": unit, "year": year, "names": _shown(names)}
        for held, words in of_kinds
        for year, names in held.items()
    ]
    words = _("%(unit)s: the year %(year)s still has %(kind)s (%(names)s): it stays.")
    return refusals + [
        words % {"unit": unit, "year": year, "names": _shown(names), "kind": kind}
        for kind, held in what_hangs_later(scorecard, years).items()
        for year, names in held.items()
    ]


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN_CODES]) + (", …" if len(names) > SHOWN_CODES else "")


def _delete_years(years: Sequence[ScorecardYear], *, by: User) -> None:
    pks = [year.pk for year in years]
    for model in (Measurement, PerspectiveWeight, ObjectiveWeight):
        history.delete_many(model._default_manager.filter(scorecard_year__in=pks), by=by)
    history.delete_many(ScorecardYear.objects.filter(pk__in=pks), by=by)


def _add_years(scorecard: Scorecard, years: set[int], *, by: User) -> None:
    """Makes the years, or completes those that held history until now."""
    made = make_scorecard_years(scorecard, years, by=by)
    for year in made:
        if year.is_closed:
            raise YearClosed(year.year)
        year.scorecard = scorecard
    make_year_weights(made, by=by)
    present = set(
        Measurement.objects.filter(scorecard_year__in=made).values_list("indicator", "scorecard_year")
    )
    rows = [
        Measurement(indicator=indicator, scorecard_year=year, weight=indicator.default_weight)
        for indicator in Indicator.objects.filter(objective__scorecard=scorecard)
        for year in made
        if (indicator.pk, year.pk) not in present
    ]
    history.create_many(Measurement, rows, by=by)
