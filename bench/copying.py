"""Copies the units of an organization with all that hangs on them, traces included: one statement a table.

The copies differ from what they are copied from in their keys, and in the number that a unit's code, name
and order have; so they are what the services would have made (a test compares them).
"""

from __future__ import annotations

from typing import Any, TypeAlias

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

from indicators.models import Indicator, Measurement
from organizations.models import Unit
from scorecards.models import Objective, ObjectiveWeight, PerspectiveWeight, Scorecard, ScorecardYear

Model: TypeAlias = type[models.Model]

COPIED: tuple[Any, ...] = (
    Unit,
    Scorecard,
    ScorecardYear,
    PerspectiveWeight,
    Objective,
    ObjectiveWeight,
    Indicator,
    Measurement,
)
NUMBER = "(CAST(substr(source.code, 2) AS integer) + copies.copy * {block})"


def copy_units(root: Unit, times: int, block: int) -> None:
    """Copies everything but the root so many times, in a database that holds nothing else.

    block: how many units there are; the numbers of the copies go on behind them.
    """
    tables: list[tuple[Any, Model]] = [
        (table, model) for model in COPIED for table in (model, model.history.model)
    ]
    shift = 1 + max(table.objects.aggregate(last=Max("pk"))["last"] or 0 for table, _model in tables)
    with connection.cursor() as cursor:
        for table, model in tables:
            columns = {
                field.column: expression(field, table, model, root, shift, block)
                for field in table._meta.concrete_fields
            }
            cursor.execute(
                "WITH RECURSIVE copies(copy) AS "
                f"(SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy < {times}) "
                f"INSERT INTO {table._meta.db_table} ({', '.join(map(quoted, columns))}) "
                f"SELECT {', '.join(columns.values())} FROM copies, {table._meta.db_table} source "
                f"{f'WHERE source.id <> {root.pk}' if model is Unit else ''} ORDER BY copies.copy, source.id"
            )
        for statement in connection.ops.sequence_reset_sql(no_style(), [table for table, _model in tables]):
            cursor.execute(statement)


def expression(field: Any, table: Any, model: Model, root: Unit, shift: int, block: int) -> str:
    """What a column of a copy holds."""
    column = f"source.{quoted(field.column)}"
    moved = f"{column} + copies.copy * {shift}"
    if field.primary_key or field.column == model._meta.pk.column:
        return moved
    if model is Unit and field.column == "parent_id":
        return f"CASE WHEN {column} = {root.pk} THEN {column} ELSE {moved} END"
    if isinstance(field, models.ForeignKey) and field.related_model in COPIED:
        return moved
    if model is not Unit:
        return column
    number = NUMBER.format(block=block)
    return {
        "code": f"'U' || {number}",
        "name": f"'Unit ' || {number}",
        "order": f"{column} + CASE WHEN source.parent_id = {root.pk} THEN copies.copy ELSE 0 END",
    }.get(field.column, column)


def quoted(column: Any) -> str:
    return connection.ops.quote_name(str(column))
