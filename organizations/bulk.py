"""The statements that write many rows of one model at once. They keep no rule and leave no trace.

`history.py` alone writes with them and adds the traces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Any, TypeAlias

from django.db import connection, connections, models
from django.db.models.expressions import RawSQL

ROWS_PER_STATEMENT = 5000
SIZE_OF_TYPE = re.compile(r"\(.*\)")

Field: TypeAlias = "models.Field[Any, Any]"


def update_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Sets fields of rows to values, each stored as saving an object would store it.

    rows: for each its primary key and then a value for each name, in their order; of a related row its key.
    """
    fields = fields_of(model, names)
    write = _update_by_arrays if connection.vendor == "postgresql" else _update_by_key
    for batch in batches(rows):
        keys, *columns = zip(*batch, strict=True)
        write(model, fields, [list(keys), *map(_prepared, fields[1:], columns)])


def fields_of(model: type[models.Model], names: Sequence[str]) -> list[Field]:
    """The primary key and the named fields."""
    by_name = {field.name: field for field in model._meta.concrete_fields}
    return [model._meta.pk, *(by_name[name] for name in names)]


def copy_rows(
    source: type[models.Model], into: type[models.Model], keys: Iterable[int], extra: Mapping[str, Any]
) -> None:
    """Copies rows, as they stand in the database now, into the columns of the same name of another table.

    extra: the values of further columns, the same for each row.
    """
    quote = connection.ops.quote_name
    there = {field.column for field in into._meta.concrete_fields}
    columns = [_column(field) for field in source._meta.concrete_fields if field.column in there]
    key = _column(source._meta.pk)
    with connection.cursor() as cursor:
        for batch in batches(keys):
            wanted, parameter = _key_list(batch)
            cursor.execute(
                f"INSERT INTO {_table(into)} ({', '.join([*columns, *map(quote, extra)])}) "  # noqa: S608
                f"SELECT {', '.join([*columns, *['%s'] * len(extra)])} "
                f"FROM {_table(source)} WHERE {key} IN ({wanted}) ORDER BY {key}",
                [*extra.values(), parameter],
            )


def one_of(keys: Sequence[int]) -> RawSQL:
    """For `filter(pk__in=one_of(keys))`: one parameter, however many keys."""
    wanted, parameter = _key_list(keys)
    return RawSQL(wanted, [parameter])  # noqa: S611 (the text is ours, the keys are its parameter)


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows in parts, each for one statement."""
    iterator = iter(rows)
    while batch := list(islice(iterator, ROWS_PER_STATEMENT)):
        yield batch


def _key_list(keys: Sequence[int]) -> tuple[str, Any]:
    """A subquery that gives the keys, and its parameter."""
    if connection.vendor == "postgresql":
        return "SELECT unnest(%s::bigint[])", list(keys)
    return "SELECT value FROM json_each(%s)", json.dumps(list(keys))


def _prepared(field: Field, values: Iterable[Any]) -> list[Any]:
    """The values as the database takes them. One that recurs is prepared once, where it can be looked up."""
    prepare = partial(field.get_db_prep_save, connection=connections[connection.alias])
    if not isinstance(field, models.JSONField):
        prepare = lru_cache(maxsize=None, typed=True)(prepare)  # type: ignore[assignment]
    return list(map(prepare, values))


def _update_by_key(model: type[models.Model], fields: Sequence[Field], columns: Sequence[list[Any]]) -> None:
    """A short statement for each row: what SQLite, which runs in this process, is quickest at."""
    key, *changed = map(_column, fields)
    values = ", ".join(f"{column} = %s" for column in changed)
    keys, *rest = columns
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {_table(model)} SET {values} WHERE {key} = %s",  # noqa: S608
            list(zip(*rest, keys, strict=True)),
        )


def _update_by_arrays(
    model: type[models.Model], fields: Sequence[Field], columns: Sequence[list[Any]]
) -> None:
    """One statement for all rows with an array for each column: what PostgreSQL is quickest at.

    The types of the arrays have no size: a cast to one would cut what is too long instead of refusing it.
    """
    key, *changed = map(_column, fields)
    arrays = (f"%s::{SIZE_OF_TYPE.sub('', str(field.cast_db_type(connection)))}[]" for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(model)} SET {', '.join(f'{each} = given.{each}' for each in changed)} "  # noqa: S608
            f"FROM unnest({', '.join(arrays)}) AS given ({', '.join([key, *changed])}) "
            f"WHERE {_table(model)}.{key} = given.{key}",
            columns,
        )


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: Field) -> str:
    return connection.ops.quote_name(str(field.column))
