"""The index of each perspective and objective over the years of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.scoring import RowResult, Status, Subtotal
from indicators.year_results import PlanYear
from organizations.numbers import format_number
from performance.trend_cells import NOTHING, REACHED, Cell, Column, columns, measured_indicators, status_cell
from performance.trend_charts import ON_TARGET, Point, sparkline
from scorecards.models import Objective, Perspective


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A perspective or an objective. `chart`: its sparkline as JSON, may be empty; `picture`: its name."""

    picture: str
    code: str
    name: str
    cells: tuple[Cell, ...]
    chart: str


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """A perspective and its objectives."""

    tone: int
    line: ResultLine
    objectives: tuple[ResultLine, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """What a year says of a perspective or an objective; `is_left_out`: nothing of it applies."""

    column: Column
    subtotal: Subtotal | None
    is_left_out: bool

    @property
    def status(self) -> Status | None:
        """Where it stands; None if the year knows nothing of it."""
        if self.subtotal is None:
            return None
        if self.subtotal.expected:
            return self.subtotal.status
        return Status.NOT_APPLICABLE if self.is_left_out else Status.NO_TARGET

    @property
    def cell(self) -> Cell:
        if self.status is None:
            return Cell(self.column, NOTHING)
        if self.subtotal is None or self.status not in REACHED:
            return status_cell(self.column, self.status)
        index = self.subtotal.index
        text = NOTHING if index is None else format_number(index, decimals=2)
        return status_cell(self.column, self.status, text, _so_far(self.subtotal))

    @property
    def point(self) -> Point:
        index = self.subtotal.index if self.subtotal else None
        return Point(index, ON_TARGET, status=self.status.value if self.status else "")


def result_groups(years: Sequence[PlanYear], current: int) -> tuple[ResultGroup, ...]:
    """Every perspective and objective that has an indicator in some of the years, in their order."""
    pairs = tuple(zip(columns(years, current), years, strict=True))
    groups: dict[Perspective, dict[Objective, None]] = {}
    for indicator in measured_indicators(years):
        groups.setdefault(indicator.objective.perspective, {})[indicator.objective] = None
    return tuple(
        ResultGroup(
            tone=perspective.tone,
            line=_line(perspective, [_perspective_part(*each, perspective) for each in pairs]),
            objectives=tuple(
                _line(objective, [_objective_part(*each, objective) for each in pairs])
                for objective in objectives
            ),
        )
        for perspective, objectives in groups.items()
    )


def _perspective_part(column: Column, year: PlanYear, perspective: Perspective) -> _Part:
    subtotal = year.result.perspectives.get(perspective.pk)
    rows = (row for row in year.result.rows if row.perspective_key == perspective.pk)
    return _Part(column, subtotal, _is_left_out(subtotal, rows))


def _objective_part(column: Column, year: PlanYear, objective: Objective) -> _Part:
    subtotal = year.result.objectives.get(objective.pk)
    rows = (row for row in year.result.rows if row.objective_key == objective.pk)
    return _Part(column, subtotal, _is_left_out(subtotal, rows))


def _is_left_out(subtotal: Subtotal | None, rows: Iterable[RowResult]) -> bool:
    """Looks through the rows only where nothing is expected."""
    if subtotal is None or subtotal.expected:
        return False
    return all(row.status is Status.NOT_APPLICABLE for row in rows)


def _line(of: Perspective | Objective, parts: Sequence[_Part]) -> ResultLine:
    return ResultLine(
        picture=f"spark-{of._meta.model_name}-{of.pk}",
        code=of.code,
        name=of.name,
        cells=tuple(part.cell for part in parts),
        chart=sparkline([part.point for part in parts]),
    )


def _so_far(subtotal: Subtotal) -> str:
    if subtotal.complete:
        return ""
    numbers = {"reported": subtotal.reported, "expected": subtotal.expected}
    return _("%(reported)s of %(expected)s") % numbers
