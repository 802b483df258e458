"""Plans, the scorecards that units have in them, and the years of a scorecard with their weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.history import create_many, validate
from organizations.locks import lock_organization
from organizations.models import Organization, Unit, User
from scorecards.locks import check_scorecard, lock_plan, raise_version, raise_versions_of_plan
from scorecards.models import (
    Objective,
    ObjectiveWeight,
    PerspectiveWeight,
    Plan,
    Scorecard,
    ScorecardYear,
    ScoringScheme,
)
from scorecards.plan_years import check_years
from scorecards.services.perspectives import create_default_perspectives
from scorecards.services.rows import change_row, save_row


@transaction.atomic
def create_plan(
    *,
    organization: Organization,
    name: str,
    first_year: int,
    last_year: int,
    scheme: ScoringScheme,
    by: User | None,
    weighting_mode: str = "equal",
    note: str = "",
) -> Plan:
    """Makes a plan. Raises ValidationError, also when another plan of the organization shares a year."""
    check_scheme(organization, scheme)
    check_years(first_year, last_year)
    check_plan_years(organization, first_year, last_year)
    plan = Plan(
        organization=organization,
        name=name,
        first_year=first_year,
        last_year=last_year,
        scheme=scheme,
        weighting_mode=weighting_mode,
        note=note,
    )
    return save_row(plan, by=by)


@transaction.atomic
def found_plan(
    *, organization: Organization, by: User | None, public_sector: bool | None = None, **fields: Any
) -> Plan:
    """create_plan with its perspectives: those of a business, of a public body, or (None) none yet."""
    plan = create_plan(organization=organization, by=by, **fields)
    if public_sector is not None:
        create_default_perspectives(plan, by=by, public_sector=public_sector)
    return plan


@transaction.atomic
def change_plan(
    plan: Plan,
    *,
    by: User | None,
    name: str | None = None,
    note: str | None = None,
    weighting_mode: str | None = None,
    scheme: ScoringScheme | None = None,
) -> Plan:
    """Changes name, note and the defaults of years made later; years that exist keep their own rules.

    What is None stays as it is. Raises ValidationError.
    """
    if scheme is not None:
        check_scheme(plan.organization, scheme)
    given = {"name": name, "note": note, "weighting_mode": weighting_mode, "scheme": scheme}
    changes = {field: new for field, new in given.items() if new is not None}
    plan, changed = change_row(plan, changes, by=by)
    if changed:
        raise_versions_of_plan(plan)
    return plan


def check_plan_years(
    organization: Organization, first_year: int, last_year: int, *, besides: Plan | None = None
) -> None:
    """Raises ValidationError when another plan covers one of the years. Call it inside the transaction.

    Locks the organization, so that two plans made at the same moment can't slip past each other.
    """
    lock_organization(organization.pk)
    others = Plan.objects.filter(
        organization=organization, first_year__lte=last_year, last_year__gte=first_year
    )
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if other := others.first():
        raise ValidationError(
            {
                "first_year": ValidationError(
                    _("The plan “%(name)s” already covers %(first)s to %(last)s. Plans can't share a year."),
                    code="overlap",
                    params={"name": other.name, "first": str(other.first_year), "last": str(other.last_year)},
                )
            }
        )


def check_scheme(organization: Organization, scheme: ScoringScheme) -> None:
    """Raises ValidationError for a scheme of another organization."""
    if scheme.organization_id != organization.pk:
        raise ValidationError({"scheme": _("This scheme belongs to another organization.")})


@transaction.atomic
def create_scorecard(*, plan: Plan, unit: Unit, by: User | None) -> Scorecard:
    """Gives a unit a scorecard in the plan, with its years and their weights. Raises ValidationError."""
    if unit.organization_id != plan.organization_id:
        raise ValidationError(_("This unit belongs to another organization."), code="foreign")
    if not unit.active:
        raise ValidationError(_("This unit has retired; it gets no new scorecard."), code="retired")
    plan = lock_plan(plan)
    scorecard = save_row(Scorecard(plan=plan, unit=unit), by=by)
    make_scorecard_years(scorecard, plan.years, by=by)
    return scorecard


@transaction.atomic
def add_history_years(scorecard: Scorecard, years: Iterable[int], by: User | None) -> list[ScorecardYear]:
    """The scorecard's years before the plan, made where missing. Raises ValidationError for others."""
    wanted = sorted(set(years))
    if wanted and wanted[-1] >= scorecard.plan.first_year:
        raise ValidationError(
            _("%(year)s is not before the plan, which begins in %(first)s."),
            code="not_before_plan",
            params={"year": str(wanted[-1]), "first": str(scorecard.plan.first_year)},
        )
    return make_scorecard_years(scorecard, wanted, by=by)


@transaction.atomic
def make_scorecard_years(
    scorecard: Scorecard, years: Iterable[int], *, by: User | None
) -> list[ScorecardYear]:
    """The scorecard's rows for these years, in order; missing ones are made with the plan's defaults."""
    wanted = sorted(set(years))
    plan = lock_plan(scorecard.plan)
    check_scorecard(scorecard)
    found = set(scorecard.years.filter(year__in=wanted).values_list("year", flat=True))
    rows = [
        ScorecardYear(
            scorecard=scorecard, year=year, weighting_mode=plan.weighting_mode, scheme_id=plan.scheme_id
        )
        for year in wanted
        if year not in found
    ]
    for row in rows:
        validate(row)
    made = create_many(ScorecardYear, rows, by=by)
    if made:
        make_year_weights(made, by=by)
        raise_version(scorecard)
    return list(scorecard.years.filter(year__in=wanted).select_related("scheme").order_by("year"))


@transaction.atomic
def make_year_weights(years: Sequence[ScorecardYear], *, by: User | None) -> None:
    """Gives years of one scorecard the weights that they lack, copied from the defaults."""
    if not years:
        return
    scorecard = years[0].scorecard
    keys = [year.pk for year in years]
    of_perspectives = PerspectiveWeight.objects.filter(scorecard_year__in=keys)
    of_objectives = ObjectiveWeight.objects.filter(scorecard_year__in=keys)
    weighed = set(of_perspectives.values_list("scorecard_year", "perspective"))
    weighed_objectives = set(of_objectives.values_list("scorecard_year", "objective"))
    perspectives = list(scorecard.plan.perspectives.all())
    create_many(
        PerspectiveWeight,
        [
            PerspectiveWeight(scorecard_year=year, perspective=each, weight=each.default_weight)
            for year in years
            for each in perspectives
            if (year.pk, each.pk) not in weighed
        ],
        by=by,
    )
    objectives = list(Objective.objects.filter(scorecard=scorecard))
    create_many(
        ObjectiveWeight,
        [
            ObjectiveWeight(scorecard_year=year, objective=each, weight=each.default_weight)
            for year in years
            for each in objectives
            if (year.pk, each.pk) not in weighed_objectives
        ],
        by=by,
    )
