"""A scorecard-year into a seal, and a closed year out of its seal as the tree that pages print."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import replace

from indicators.models import Indicator, Measurement, Seal
from indicators.scorecard_year import (
    NO_MEASUREMENTS,
    ObjectiveGroup,
    PerspectiveGroup,
    Row,
    ScorecardYearTable,
    load_scorecard_year,
)
from indicators.scoring import Polarity, RowResult, YearResult
from indicators.sealing import (
    Missing,
    SealedIndicator,
    SealedObjective,
    SealedPerson,
    SealedPerspective,
    SealedPlan,
    SealedRow,
    SealedRules,
    SealedUnit,
    SealedYear,
    inputs_of,
    result_of,
    sealed_result,
    sealed_score,
)
from indicators.sealing.content import FORMAT
from organizations.models import Unit, User
from scorecards.models import Objective, Perspective, ScorecardYear, ScoringScheme
from scorecards.plan_years import LONGEST_PLAN
from scorecards.schemes import Scheme, WeightingMode, bands_to_json

UNREADABLE = (ArithmeticError, LookupError, TypeError, ValueError)
"""What reading a seal raises whose content was tampered with, even where its form still holds."""


def load_shown_year(scorecard_year: ScorecardYear) -> ScorecardYearTable:
    """The tree of a scorecard-year as it is shown: a closed year from its seal, an open one from its rows.

    One query for a sealed year, else those of load_scorecard_year, and one more where the seal is missing or
    was tampered with. Expects the year as load_scorecard_year does.
    """
    if not scorecard_year.is_closed:
        return load_scorecard_year(scorecard_year)
    seals = Seal.objects.standing().with_names(scorecard_year.scorecard.plan.organization_id)
    seal = seals.filter(scorecard_year=scorecard_year).first()
    sealed = read_table(scorecard_year, seal) if seal is not None and seal.is_intact else None
    if sealed is not None:
        return replace(sealed, seal=seal)
    return replace(load_scorecard_year(scorecard_year), seal_broken=True)


def read_table(scorecard_year: ScorecardYear, seal: Seal) -> ScorecardYearTable | None:
    """The tree of a seal; None where its content was tampered with so that none can be read from it.

    Expects the year as table_of does.
    """
    try:
        return table_of(scorecard_year, seal.sealed_year())
    except UNREADABLE:
        return None


def table_of(scorecard_year: ScorecardYear, sealed: SealedYear) -> ScorecardYearTable:
    """The tree of a sealed year. Its objects are not those of the database, but as they were; none is saved.

    Expects `scorecard_year` with its scorecard and plan loaded.
    """
    year = _sealed_year_row(scorecard_year, sealed)
    _check_keys(sealed)
    years = _plan_years(sealed)
    result = result_of(sealed)
    perspectives = {each.key: _perspective(each, year) for each in sealed.perspectives}
    objectives = {
        each.key: _objective(each, perspectives[each.perspective], year) for each in sealed.objectives
    }
    rows: dict[int, list[Row]] = {}
    for each, scored in zip(sealed.rows, result.rows, strict=True):
        row = _row(each, scored, objectives[each.indicator.objective], year)
        rows.setdefault(row.objective.pk, []).append(row)
    return ScorecardYearTable(
        scorecard_year=year,
        scheme=result.rules.scheme,
        years=years,
        result=result,
        inputs=inputs_of(sealed),
        perspectives=_groups(perspectives, objectives, rows, result),
    )


def _check_keys(sealed: SealedYear) -> None:
    """Raises ValueError where a key is none of a row of the database, so that no address leads to it."""
    keys = [each.key for each in sealed.perspectives]
    keys += [each.key for each in sealed.objectives]
    keys += [key for row in sealed.rows for key in (row.key, row.indicator.key)]
    if any(key < 1 for key in keys):
        raise ValueError("a key below 1")


def _plan_years(sealed: SealedYear) -> tuple[int, ...]:
    """The years of the plan. Raises ValueError where a row has no targets, or other ones, for them."""
    first, last = sealed.plan.first_year, sealed.plan.last_year
    if last - first >= LONGEST_PLAN:
        raise ValueError(f"a plan from {first} to {last}")
    years = tuple(range(first, last + 1))
    named = {str(year) for year in years}
    if any(row.targets.keys() != named or row.upper_targets.keys() != named for row in sealed.rows):
        raise ValueError("targets of other years than those of the plan")
    return years


def seal_of(
    table: ScorecardYearTable,
    *,
    path: Iterable[Unit],
    by: User,
    at: datetime.datetime,
    people: Mapping[int, User],
    previous: Seal | None = None,
    missing: Missing = Missing.NONE,
    missing_reason: str = "",
) -> SealedYear:
    """What is sealed of a tree loaded from its rows.

    path: the units from the organization's root to the scorecard's; people: those who entered something, by
    primary key; previous: the last seal of the same year; missing: what became of what was missing.
    """
    year, rules = table.scorecard_year, table.result.rules
    plan = year.scorecard.plan
    units = list(path)
    return SealedYear(
        format=FORMAT,
        number=previous.number + 1 if previous else 1,
        previous=previous.digest if previous else "",
        organization=units[0].organization.code,
        unit_path=tuple(SealedUnit(each.pk, each.code, each.name) for each in units),
        plan=SealedPlan(plan.pk, plan.name, plan.first_year, plan.last_year),
        year=year.year,
        sealed_at=_utc(at),
        sealed_by=_person(by),
        missing=missing,
        missing_reason=missing_reason,
        rules=SealedRules(
            scheme=table.scheme.to_json(),
            weighting_mode=WeightingMode(year.weighting_mode),
            fixed_threshold=year.fixed_threshold,
            fixed_threshold_reason=year.fixed_threshold_reason,
            missing_count_lowest=year.missing_count_lowest,
        ),
        perspectives=tuple(
            SealedPerspective(
                key=group.perspective.pk,
                code=group.perspective.code,
                name_id=group.perspective.name_id,
                name_en=group.perspective.name_en,
                tone=group.perspective.tone,
                weight=rules.perspective_weights[group.perspective.pk],
                subtotal=table.result.perspectives.get(group.perspective.pk),
            )
            for group in table.perspectives
        ),
        objectives=tuple(
            SealedObjective(
                key=group.objective.pk,
                perspective=group.objective.perspective_id,
                code=group.objective.code,
                name=group.objective.name,
                weight=rules.objective_weights[group.objective.pk],
                subtotal=table.result.objectives.get(group.objective.pk),
            )
            for group in table.objectives
        ),
        rows=tuple(_sealed_row(row, people) for row in table.rows),
        result=sealed_result(table.result),
    )


def _sealed_row(row: Row, people: Mapping[int, User]) -> SealedRow:
    measurement, indicator = row.measurement, row.indicator
    entered_by, entered_at = people.get(measurement.entered_by_id or 0), measurement.entered_at
    return SealedRow(
        key=measurement.pk,
        indicator=SealedIndicator(
            key=indicator.pk,
            objective=indicator.objective_id,
            code=indicator.code,
            name=indicator.name,
            unit_of_measure=indicator.unit_of_measure,
            polarity=Polarity(indicator.polarity),
            decimals=indicator.decimals,
            baseline=indicator.baseline,
            natural_min=indicator.natural_min,
            natural_max=indicator.natural_max,
            worst_value=indicator.worst_value,
        ),
        target=measurement.target,
        target_upper=measurement.target_upper,
        weight=measurement.weight,
        achievement=measurement.achievement,
        state=measurement.state,
        state_reason=measurement.state_reason,
        note=measurement.note,
        entered_by=_person(entered_by) if entered_by else None,
        entered_at=_utc(entered_at) if entered_at else None,
        targets={str(year): target for year, target in row.targets.items()},
        upper_targets={str(year): target for year, target in row.upper_targets.items()},
        score=sealed_score(row.result),
    )


def _person(user: User) -> SealedPerson:
    return SealedPerson(user.pk, user.email, user.name)


def _utc(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat()


def _sealed_year_row(scorecard_year: ScorecardYear, sealed: SealedYear) -> ScorecardYear:
    """The year with the rules that were sealed."""
    scheme = Scheme.from_json(sealed.rules.scheme)
    year = copy(scorecard_year)
    year.scheme = ScoringScheme(
        pk=scorecard_year.scheme_id,
        organization_id=scorecard_year.scorecard.plan.organization_id,
        code=scheme.code,
        version=scheme.version,
        name=scheme.name,
        bands=bands_to_json(scheme.bands),
        tolerance=scheme.tolerance,
        cap=scheme.cap,
        source=scheme.source,
    )
    year.weighting_mode = sealed.rules.weighting_mode.value
    year.fixed_threshold = sealed.rules.fixed_threshold
    year.fixed_threshold_reason = sealed.rules.fixed_threshold_reason
    year.missing_count_lowest = sealed.rules.missing_count_lowest
    return year


def _perspective(sealed: SealedPerspective, year: ScorecardYear) -> Perspective:
    return Perspective(
        pk=sealed.key,
        plan=year.scorecard.plan,
        code=sealed.code,
        name_id=sealed.name_id,
        name_en=sealed.name_en,
        tone=sealed.tone,
    )


def _objective(sealed: SealedObjective, perspective: Perspective, year: ScorecardYear) -> Objective:
    return Objective(
        pk=sealed.key,
        scorecard=year.scorecard,
        perspective=perspective,
        code=sealed.code,
        name=sealed.name,
    )


def _row(sealed: SealedRow, scored: RowResult, objective: Objective, year: ScorecardYear) -> Row:
    of = sealed.indicator
    indicator = Indicator(
        pk=of.key,
        objective=objective,
        code=of.code,
        name=of.name,
        unit_of_measure=of.unit_of_measure,
        polarity=of.polarity.value,
        decimals=of.decimals,
        baseline=of.baseline,
        natural_min=of.natural_min,
        natural_max=of.natural_max,
        worst_value=of.worst_value,
    )
    measurement = Measurement(
        pk=sealed.key,
        indicator=indicator,
        scorecard_year=year,
        target=sealed.target,
        target_upper=sealed.target_upper,
        weight=sealed.weight,
        achievement=sealed.achievement,
        attainment=scored.result.attainment,
        level=scored.result.level,
        state=sealed.state,
        state_reason=sealed.state_reason,
        note=sealed.note,
        entered_by_id=sealed.entered_by.key if sealed.entered_by else None,
        entered_at=datetime.datetime.fromisoformat(sealed.entered_at) if sealed.entered_at else None,
    )
    return Row(
        perspective=objective.perspective,
        objective=objective,
        indicator=indicator,
        measurement=measurement,
        targets={int(each): target for each, target in sealed.targets.items()},
        upper_targets={int(each): target for each, target in sealed.upper_targets.items()},
        result=scored,
    )


def _groups(
    perspectives: Mapping[int, Perspective],
    objectives: Mapping[int, Objective],
    rows: Mapping[int, list[Row]],
    result: YearResult,
) -> tuple[PerspectiveGroup, ...]:
    groups: dict[int, list[ObjectiveGroup]] = {}
    for key, objective in objectives.items():
        subtotal = result.objectives.get(key, NO_MEASUREMENTS)
        group = ObjectiveGroup(objective, subtotal, tuple(rows.get(key, ())))
        groups.setdefault(objective.perspective_id, []).append(group)
    return tuple(
        PerspectiveGroup(
            perspective, result.perspectives.get(key, NO_MEASUREMENTS), tuple(groups.get(key, ()))
        )
        for key, perspective in perspectives.items()
    )
