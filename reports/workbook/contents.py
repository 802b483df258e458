"""What a scorecard puts on each sheet of the workbook, as typed values: what the export writes and the
import compares with. Rows stand in the order in which pages show them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from indicators.models import Indicator, Initiative, Measurement, WorkProgram
from reports.workbook.plain import plain_number, plain_text
from reports.workbook.sheets import BY_NAME, OBJECTIVE, PERSPECTIVE, SHEETS
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    ObjectiveWeight,
    Perspective,
    PerspectiveWeight,
    Plan,
    Scorecard,
    ScorecardYear,
    Statement,
)

Values = dict[str, Any]
"""A row: the typed value (see columns.Kind) of each column."""

OBJECTIVE_ORDER = ("perspective__order", "perspective_id", "order", "pk")
INDICATOR_ORDER = (*(f"objective__{field}" for field in OBJECTIVE_ORDER), "order", "pk")
TONES = {tone.value: tone.name.lower() for tone in Perspective.Tone}


def load_contents(scorecard: Scorecard, *, without: Collection[str] = ()) -> dict[str, list[Values]]:
    """The rows of every sheet but those without, in a fixed number of queries.

    Expects the scorecard with its plan loaded.
    """
    return {sheet.name: load_sheet(sheet.name, scorecard) for sheet in SHEETS if sheet.name not in without}


def load_sheet(name: str, scorecard: Scorecard) -> list[Values]:
    """The rows of one sheet. Raises KeyError for a name that is not in sheets.SHEETS."""
    return LOADERS[name](scorecard)


def load_shared_sheet(name: str, plan: Plan) -> list[Values]:
    """The rows of a sheet that stand there for every unit, whether it has a scorecard yet or not.

    Of the sheets of what each unit has for itself there are none.
    """
    return SHARED_LOADERS[name](plan) if name in SHARED_LOADERS else []


def _number(value: Decimal | None) -> Decimal | None:
    return None if value is None else plain_number(value)


def load_plan(scorecard: Scorecard) -> list[Values]:
    """The plan itself, then each year that the scorecard has."""
    years = ScorecardYear.objects.filter(scorecard=scorecard).select_related("scheme").order_by("year")
    rows = [dict(zip(BY_NAME["Plan"].names, _plan_year(year), strict=True)) for year in years]
    return [*_plan_itself(scorecard.plan), *rows]


def load_statements(scorecard: Scorecard) -> list[Values]:
    """The plan's statements: visions, missions, goals."""
    return _statements(scorecard.plan)


def load_perspectives(scorecard: Scorecard) -> list[Values]:
    """The plan's perspectives."""
    return _perspectives(scorecard.plan)


def _plan_itself(plan: Plan) -> list[Values]:
    plan = Plan.objects.select_related("scheme").get(pk=plan.pk)
    first = (
        (plan.first_year, plan.last_year),
        plain_text(plan.name),
        plan.weighting_mode,
        plan.scheme.code,
        plan.scheme.version,
        None,
        "",
        False,
        plain_text(plan.note),
    )
    return [dict(zip(BY_NAME["Plan"].names, first, strict=True))]


def _statements(plan: Plan) -> list[Values]:
    kinds = list(Statement.Kind.values)
    found = Statement.objects.filter(plan=plan).order_by("order", "pk")
    rows = _rows("Statements", found, "code", "kind", "text", "note")
    return sorted(rows, key=lambda row: kinds.index(row["kind"]))


def _perspectives(plan: Plan) -> list[Values]:
    found = Perspective.objects.filter(plan=plan).order_by("order", "pk")
    rows = _rows("Perspectives", found, "code", "name_id", "name_en", "default_weight", "tone")
    return [row | {"colour": TONES[row["colour"]]} for row in rows]


def load_objectives(scorecard: Scorecard) -> list[Values]:
    """The unit's objectives, with the statements that they come from."""
    ticks: dict[str, list[str]] = {}
    for objective, statement in (
        ObjectiveStatement.objects.filter(objective__scorecard=scorecard)
        .order_by("statement__code")
        .values_list("objective__code", "statement__code")
    ):
        ticks.setdefault(objective, []).append(statement)
    found = Objective.objects.filter(scorecard=scorecard).order_by(*OBJECTIVE_ORDER)
    columns = found.values_list(
        "code",
        "perspective__code",
        "name",
        "default_weight",
        "owner__email",
        "parent__scorecard__unit__code",
        "parent__code",
    )
    return [
        {
            "code": code,
            "perspective": perspective,
            "name": plain_text(name),
            "weight": plain_number(weight),
            "owner": owner or "",
            "statements": tuple(ticks.get(code, ())),
            "supports": f"{unit}/{parent}" if parent else "",
        }
        for code, perspective, name, weight, owner, unit, parent in columns
    ]


def load_links(scorecard: Scorecard) -> list[Values]:
    """The arrows between objectives of the scorecard."""
    orders = [f"{end}__{field}" for end in ("cause", "effect") for field in OBJECTIVE_ORDER]
    found = ObjectiveLink.objects.filter(cause__scorecard=scorecard, effect__scorecard=scorecard)
    return _rows("Links", found.order_by(*orders), "cause__code", "effect__code", "note")


def load_indicators(scorecard: Scorecard) -> list[Values]:
    """The unit's indicators with their KPI sheets."""
    renamed = {"objective": "objective__code", "weight": "default_weight", "baseline_years": "baseline_span"}
    fields = [renamed.get(name, name) for name in BY_NAME["Indicators"].names]
    found = Indicator.objects.filter(objective__scorecard=scorecard).order_by(*INDICATOR_ORDER)
    return _rows("Indicators", found, *fields)


def load_years(scorecard: Scorecard) -> list[Values]:
    """Every measurement of a year of the plan, and those of other years that say something."""
    return list(iter_years(scorecard))


def count_years(scorecard: Scorecard) -> int:
    """How many rows load_years gives. Expects the scorecard with its plan loaded."""
    return _years_of(scorecard).count()


def iter_years(scorecard: Scorecard) -> Iterator[Values]:
    """Like load_years, row by row. No model instances: a workbook may have 100,000 of these rows."""
    found = _years_of(scorecard).order_by(
        *(f"indicator__{field}" for field in INDICATOR_ORDER), "scorecard_year__year"
    )
    columns = found.values_list(
        "indicator__code",
        "scorecard_year__year",
        "target",
        "target_upper",
        "weight",
        "achievement",
        "state",
        "note",
    )
    for indicator, year, target, upper, weight, achievement, state, note in columns.iterator():
        yield {
            "indicator": indicator,
            "year": year,
            "target": _number(target),
            "target_upper": _number(upper),
            "weight": plain_number(weight),
            "achievement": _number(achievement),
            "state": state,
            "note": plain_text(note),
        }


def _years_of(scorecard: Scorecard) -> QuerySet[Measurement]:
    plan = scorecard.plan
    is_planned = Q(scorecard_year__year__range=(plan.first_year, plan.last_year))
    has_number = Q(target__isnull=False) | Q(target_upper__isnull=False) | Q(achievement__isnull=False)
    return Measurement.objects.filter(
        is_planned | has_number | ~Q(note=""), scorecard_year__scorecard=scorecard
    )


def load_initiatives(scorecard: Scorecard) -> list[Values]:
    """What is done for each indicator."""
    orders = [f"indicator__{field}" for field in INDICATOR_ORDER]
    found = Initiative.objects.filter(indicator__objective__scorecard=scorecard)
    return _rows("Initiatives", found.order_by(*orders, "order", "pk"), "indicator__code", "name")


def load_work_programs(scorecard: Scorecard) -> list[Values]:
    """What the initiatives become in each year."""
    orders = [f"initiative__indicator__{field}" for field in INDICATOR_ORDER]
    found = WorkProgram.objects.filter(scorecard_year__scorecard=scorecard).order_by(
        *orders, "initiative__order", "initiative_id", "scorecard_year__year", "order", "pk"
    )
    renamed = {
        "indicator": "initiative__indicator__code",
        "initiative": "initiative__name",
        "year": "scorecard_year__year",
        "owner": "owner__email",
    }
    rows = _rows("WorkPrograms", found, *(renamed.get(name, name) for name in BY_NAME["WorkPrograms"].names))
    return [row | {"owner": row["owner"] or ""} for row in rows]


def load_weights(scorecard: Scorecard) -> list[Values]:
    """The weights of perspectives, then of objectives, in the years of the plan.

    A year without a weight of its own takes the default that it would be made with.
    """
    plan = scorecard.plan
    years = list(
        ScorecardYear.objects.filter(scorecard=scorecard, year__range=(plan.first_year, plan.last_year))
        .order_by("year")
        .values_list("pk", "year")
    )
    perspectives = Perspective.objects.filter(plan=plan).order_by("order", "pk")
    objectives = Objective.objects.filter(scorecard=scorecard).order_by(*OBJECTIVE_ORDER)
    of_year = {"scorecard_year__in": [pk for pk, _year in years]}
    own_weights = (
        PerspectiveWeight.objects.filter(**of_year).values_list("perspective", "scorecard_year", "weight"),
        ObjectiveWeight.objects.filter(**of_year).values_list("objective", "scorecard_year", "weight"),
    )
    return [
        *_weights(PERSPECTIVE, perspectives, own_weights[0], years),
        *_weights(OBJECTIVE, objectives, own_weights[1], years),
    ]


def _weights(
    of: str,
    weighed: QuerySet[Any],
    own_weights: Iterable[tuple[int, int, Decimal]],
    years: list[tuple[int, int]],
) -> list[Values]:
    own = {(key, year): weight for key, year, weight in own_weights}
    return [
        {"of": of, "code": code, "year": year, "weight": plain_number(own.get((key, year_key), default))}
        for key, code, default in weighed.values_list("pk", "code", "default_weight")
        for year_key, year in years
    ]


def _plan_year(year: ScorecardYear) -> tuple[Any, ...]:
    return (
        year.year,
        "",
        year.weighting_mode,
        year.scheme.code,
        year.scheme.version,
        _number(year.fixed_threshold),
        plain_text(year.fixed_threshold_reason),
        year.is_closed,
        "",
    )


def _rows(sheet: str, found: QuerySet[Any], *fields: str) -> list[Values]:
    """The fields of the rows under the names of the sheet's columns, in their order."""
    names = BY_NAME[sheet].names
    return [
        {name: _plain(value) for name, value in zip(names, row, strict=True)}
        for row in found.values_list(*fields)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_number(value)
    return plain_text(value) if isinstance(value, str) else value


LOADERS: dict[str, Callable[[Scorecard], list[Values]]] = {
    "Plan": load_plan,
    "Statements": load_statements,
    "Perspectives": load_perspectives,
    "Objectives": load_objectives,
    "Links": load_links,
    "Indicators": load_indicators,
    "Years": load_years,
    "Initiatives": load_initiatives,
    "WorkPrograms": load_work_programs,
    "Weights": load_weights,
}

SHARED_LOADERS: dict[str, Callable[[Plan], list[Values]]] = {
    "Plan": _plan_itself,
    "Statements": _statements,
    "Perspectives": _perspectives,
}
