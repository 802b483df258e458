"""Copying a plan to a new period: what is wanted and how it is measured, with the past as history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from indicators.copying import (
    Copies,
    Past,
    copy_scorecards,
    copy_strategy,
    load_past,
    lock_source,
    new_baseline,
)
from indicators.models import Indicator, Measurement
from organizations import history
from organizations.locks import lock_organization
from organizations.models import User
from scorecards.locks import lock_years_of_plan
from scorecards.models import (
    Objective,
    ObjectiveWeight,
    Perspective,
    PerspectiveWeight,
    Plan,
    Scorecard,
    ScorecardYear,
)
from scorecards.services import create_plan, people_of

YearKeys = Mapping[tuple[int, int], ScorecardYear]
"""The new years by scorecard and number."""


@transaction.atomic
def copy_plan(source: Plan, *, name: str, first_year: int, last_year: int, by: User) -> Plan:
    """A new plan with the statements, objectives, map and indicators of another, whose years are empty.

    Scorecards of units in use are copied with their default weights and initiatives. Achievements of years
    before the new plan become its history; computed baselines are computed from it anew, where it suffices,
    and others are left empty. The source is only read. Raises ValidationError, also when the years belong to
    another plan already.
    """
    lock_organization(source.organization_id)
    source = lock_source(source)
    lock_years_of_plan(source)
    plan = create_plan(
        organization=source.organization,
        name=name,
        first_year=first_year,
        last_year=last_year,
        scheme=source.scheme,
        weighting_mode=source.weighting_mode,
        note=source.note,
        by=by,
    )
    reason = _("Copied from an earlier plan.")
    copies = Copies(by=by, reason=reason)
    copies.stand_for(plan, source)
    perspectives = copy_strategy(copies, source)
    scorecards = Scorecard.objects.filter(plan=source, unit__active=True)
    past = load_past(scorecards, first_year)
    people = set(people_of(source.organization_id).values_list("pk", flat=True))
    objectives, indicators = copy_scorecards(
        copies,
        scorecards,
        objective=lambda row: {} if row.owner_id in people else {"owner_id": None},
        indicator=lambda row: new_baseline(row, past.of(row.pk), first_year),
    )
    years = _make_years(copies, plan, scorecards, past, by=by, reason=reason)
    _make_weights(years.values(), perspectives, objectives, by=by, reason=reason)
    rows = [
        *_empty_rows(plan, years, objectives, indicators),
        *_history_rows(copies, years, past, indicators),
    ]
    history.create_many(Measurement, rows, by=by, reason=reason)
    return plan


def _make_years(
    copies: Copies,
    plan: Plan,
    scorecards: QuerySet[Scorecard],
    past: Past,
    *,
    by: User,
    reason: str,
) -> YearKeys:
    """The plan's years of each scorecard, and those before it that hold history, by the plan's defaults."""
    wanted = {
        (copies.key(Scorecard, scorecard), year)
        for scorecard in scorecards.order_by().values_list("pk", flat=True)
        for year in plan.years
    }
    wanted |= {(copies.key(Scorecard, row.scorecard), row.year) for row in past.rows}
    rules = {"weighting_mode": plan.weighting_mode, "scheme_id": plan.scheme_id}
    rows = [ScorecardYear(scorecard_id=scorecard, year=year, **rules) for scorecard, year in sorted(wanted)]
    made = history.create_many(ScorecardYear, rows, by=by, reason=reason)
    return {(year.scorecard_id, year.year): year for year in made}


def _make_weights(
    years: Iterable[ScorecardYear],
    perspectives: list[Perspective],
    objectives: list[Objective],
    *,
    by: User,
    reason: str,
) -> None:
    """The weights of every year, from the defaults."""
    of_scorecard: dict[int, list[Objective]] = {}
    for objective in objectives:
        of_scorecard.setdefault(objective.scorecard_id, []).append(objective)
    of_perspectives = [
        PerspectiveWeight(scorecard_year_id=year.pk, perspective_id=each.pk, weight=each.default_weight)
        for year in years
        for each in perspectives
    ]
    of_objectives = [
        ObjectiveWeight(scorecard_year_id=year.pk, objective_id=each.pk, weight=each.default_weight)
        for year in years
        for each in of_scorecard.get(year.scorecard_id, [])
    ]
    history.create_many(PerspectiveWeight, of_perspectives, by=by, reason=reason)
    history.create_many(ObjectiveWeight, of_objectives, by=by, reason=reason)


def _empty_rows(
    plan: Plan, years: YearKeys, objectives: Iterable[Objective], indicators: Iterable[Indicator]
) -> Iterable[Measurement]:
    """Each indicator in each year of the plan, with nothing but its weight."""
    scorecard_of = {objective.pk: objective.scorecard_id for objective in objectives}
    for indicator in indicators:
        for year in plan.years:
            key = years[scorecard_of[indicator.objective_id], year].pk
            yield Measurement(
                indicator_id=indicator.pk, scorecard_year_id=key, weight=indicator.default_weight
            )


def _history_rows(
    copies: Copies, years: YearKeys, past: Past, indicators: Iterable[Indicator]
) -> Iterable[Measurement]:
    """The achievements before the plan, without the targets that they were held to."""
    weights = {indicator.pk: indicator.default_weight for indicator in indicators}
    for row in past.rows:
        indicator = copies.key(Indicator, row.indicator_id)
        yield Measurement(
            indicator_id=indicator,
            scorecard_year_id=years[copies.key(Scorecard, row.scorecard), row.year].pk,
            weight=weights[indicator],
            achievement=row.achievement,
            source=row.source,
            note=row.note,
            entered_by_id=row.entered_by_id,
            entered_at=row.entered_at,
        )
