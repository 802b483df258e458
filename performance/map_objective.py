"""What a card of the strategy map opens: an objective, its indicators of the year, and what it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.scorecard_year import ObjectiveGroup, Row, ScorecardYearTable
from organizations.shown_names import shown_name
from performance.tables import against_threshold, group_status, target_text, value_text
from scorecards.models import Objective, ObjectiveLink, Statement


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator as the panel prints it; key: of the indicator, measurement_key: of its year."""

    key: int
    measurement_key: int
    code: str
    name: str
    unit: str
    target: str
    achievement: str
    status: str


@dataclass(frozen=True, slots=True)
class CardDetails:
    """The objective, who answers for it (empty: nobody), its figures, and its place in the strategy."""

    objective: Objective
    owner: str
    status: str
    figure: str
    lines: tuple[IndicatorLine, ...]
    statements: tuple[Statement, ...]
    drives: tuple[Objective, ...]
    driven_by: tuple[Objective, ...]


def load_card(table: ScorecardYearTable, key: int) -> CardDetails | None:
    """The details of an objective in the table, in three queries; None when it is not there."""
    group = next((each for each in table.objectives if each.objective.pk == key), None)
    if group is None:
        return None
    drives, driven_by = _neighbours(key)
    return CardDetails(
        objective=group.objective,
        owner=_owner(table, key),
        status=group_status(group.subtotal),
        figure=against_threshold(group.subtotal) if group.rows else "",
        lines=_lines(group, table.scorecard_year.year),
        statements=_statements(key),
        drives=drives,
        driven_by=driven_by,
    )


def _lines(group: ObjectiveGroup, year: int) -> tuple[IndicatorLine, ...]:
    return tuple(_line(row, year) for row in group.rows)


def _line(row: Row, year: int) -> IndicatorLine:
    indicator = row.indicator
    return IndicatorLine(
        key=indicator.pk,
        measurement_key=row.measurement.pk,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit_of_measure,
        target=target_text(row.targets[year], row.upper_targets[year], indicator.decimals),
        achievement=value_text(row.measurement.achievement, indicator.decimals),
        status=row.result.status.value,
    )


def _statements(key: int) -> tuple[Statement, ...]:
    """What the objective comes from: visions before missions and goals."""
    kinds = Statement.Kind.values
    found = Statement.objects.filter(ticks__objective=key)
    return tuple(sorted(found, key=lambda each: kinds.index(each.kind)))


def _owner(table: ScorecardYearTable, key: int) -> str:
    organization = table.scorecard_year.scorecard.plan.organization_id
    found = Objective.objects.filter(pk=key).annotate(owner_name=shown_name(organization, "owner"))
    return found.values_list("owner_name", flat=True).first() or ""


def _neighbours(key: int) -> tuple[tuple[Objective, ...], tuple[Objective, ...]]:
    """What the objective drives and what drives it, directly."""
    links = ObjectiveLink.objects.filter(cause=key) | ObjectiveLink.objects.filter(effect=key)
    found = list(links.select_related("cause", "effect").order_by("cause__order", "effect__order", "pk"))
    return (
        tuple(link.effect for link in found if link.cause_id == key),
        tuple(link.cause for link in found if link.effect_id == key),
    )
