"""The decomposition matrix: statements against objectives, loaded in a fixed number of queries."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scorecards.models import Objective, ObjectiveStatement, Plan, Scorecard, Statement
from scorecards.tables import Column, ColumnGroup, load_objectives, objectives_alone_words

Ticks = set[tuple[int, int]]


class Alone(enum.StrEnum):
    """Orphans to which the matrix can be narrowed down."""

    STATEMENTS = "statements"
    OBJECTIVES = "objectives"


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the matrix is shown; kind: of the statements; None shows all."""

    kind: str = ""
    alone: Alone | None = None

    @classmethod
    def read(cls, kind: str, alone: str) -> Filters:
        """The filters of an address; values that there are not filter nothing."""
        return cls(
            kind=kind if kind in Statement.Kind.values else "",
            alone=Alone(alone) if alone in list(Alone) else None,
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether the objective comes from the row's statement; tone: the colour of its perspective."""

    objective: Objective
    tone: int
    ticked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A statement before every objective shown; objectives: how many come from it, those not shown too."""

    statement: Statement
    cells: tuple[Cell, ...]
    objectives: int


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A kind of statement with its rows in order."""

    kind: str
    label: str | Promise
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Statements by kind, objectives by perspective, ticks; counts are of the whole, where filtered too."""

    groups: tuple[RowGroup, ...]
    column_groups: tuple[ColumnGroup, ...]
    statement_count: int
    statements_alone: int
    objective_count: int
    objectives_alone: int

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for group in self.column_groups for column in group.columns)

    @property
    def answer(self) -> str:
        """The page's first line."""
        count = self.objective_count
        parts = [
            ngettext("%(n)s statement", "%(n)s statements", self.statement_count)
            % {"n": self.statement_count},
            ngettext("%(n)s objective", "%(n)s objectives", count) % {"n": count},
        ]
        if count:
            parts.append(objectives_alone_words(self.objectives_alone))
        if self.statements_alone:
            words = ngettext(
                "%(n)s statement leads to no objective",
                "%(n)s statements lead to no objective",
                self.statements_alone,
            )
            parts.append(words % {"n": self.statements_alone})
        return _("%(parts)s.") % {"parts": ", ".join(parts)}


def load_matrix(plan: Plan, scorecard: Scorecard | None, filters: Filters | None = None) -> Matrix:
    """The matrix of a scorecard in four queries, narrowed down by the filters."""
    filters = filters or Filters()
    groups = load_objectives(scorecard) if scorecard else ()
    statements = list(Statement.objects.filter(plan=plan))
    ticks = _ticks(scorecard) if scorecard else set()
    led_from = Counter(statement for statement, _objective in ticks)
    shown = tuple(_narrowed(group, filters) for group in groups)
    columns = [column for group in groups for column in group.columns]
    return Matrix(
        groups=tuple(_row_groups(statements, led_from, shown, ticks, filters)),
        column_groups=shown,
        statement_count=len(statements),
        statements_alone=sum(not led_from[each.pk] for each in statements),
        objective_count=len(columns),
        objectives_alone=sum(not column.statements for column in columns),
    )


def _ticks(scorecard: Scorecard) -> Ticks:
    ticks = ObjectiveStatement.objects.filter(objective__scorecard=scorecard)
    return set(ticks.values_list("statement", "objective"))


def _narrowed(group: ColumnGroup, filters: Filters) -> ColumnGroup:
    if filters.alone is not Alone.OBJECTIVES:
        return group
    return ColumnGroup(group.perspective, tuple(each for each in group.columns if not each.statements))


def _row_groups(
    statements: list[Statement],
    led_from: Counter[int],
    groups: tuple[ColumnGroup, ...],
    ticks: Ticks,
    filters: Filters,
) -> Iterable[RowGroup]:
    """The kinds that have a row to show."""
    for kind, label in Statement.Kind.choices:
        rows = tuple(
            Row(each, tuple(_cells(each, groups, ticks)), led_from[each.pk])
            for each in statements
            if each.kind == kind and not (filters.alone is Alone.STATEMENTS and led_from[each.pk])
        )
        if rows and filters.kind in ("", kind):
            yield RowGroup(kind, label, rows)


def _cells(statement: Statement, groups: Iterable[ColumnGroup], ticks: Ticks) -> Iterable[Cell]:
    for group in groups:
        for column in group.columns:
            ticked = (statement.pk, column.objective.pk) in ticks
            yield Cell(column.objective, group.perspective.tone, ticked)
