"""Questions whose SQL is worked out once: of a small answer, that takes most of the time."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
Compiled = tuple[QuerySet[Any, Any], SQLCompiler, str, tuple[Any, ...]]
"""A queryset, the compiler that knows how its rows are read, its SQL and its parameters."""

NUMBERS = count()
PLANNED: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""The names of what the server has planned, by the driver's connection."""


@dataclass(frozen=True, slots=True)
class Given:
    """Stands in the parameters of a prepared question for a value that is given when it is asked."""

    name: str


def given(name: str) -> Value:
    """The same in a condition of a queryset: `filter(year=given("year"))`."""
    return Value(Given(name))


class Prepared(Generic[Row]):
    """A queryset with values left open, compiled when it is first asked.

    make: the queryset, with `given` where a value goes, or `Given` among the parameters of raw SQL. Values
    go to the database as they are given, so they are integers or texts. A PostgreSQL server is asked to keep
    its plan too, as long as the connection lasts.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Row]]) -> None:
        self._make = make
        self._name = f"question_{next(NUMBERS)}"
        self._compiled: dict[str, Compiled] = {}

    def ask(self, **values: int | str) -> list[Row]:
        """The rows for these values, in one query.

        Raises KeyError for a value that is missing, and TransactionManagementError where rows are to be
        locked and there is no transaction.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._compiled:
            self._compiled[connection.vendor] = self._compile(connection)
        queryset, compiled, sql, parameters = self._compiled[connection.vendor]
        if queryset.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("locking rows needs a transaction")
        compiler: Any = copy(compiled)
        compiler.connection = connection
        filled = tuple(values[each.name] if isinstance(each, Given) else each for each in parameters)
        if connection.vendor == "postgresql" and settings.PREPARE_STATEMENTS:
            sql = self._planned(connection, sql, len(parameters))
        compiler.as_sql = lambda *_args, **_kwargs: (sql, filled)
        asked = queryset.all()
        asked.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        return list(asked)

    def first(self, **values: int | str) -> Row | None:
        """The first of the rows, None where there is none."""
        return next(iter(self.ask(**values)), None)

    def _compile(self, connection: BaseDatabaseWrapper) -> Compiled:
        queryset = self._make()
        compiler: Any = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        compiler.connection = None  # each question has that of its own thread
        return queryset, compiler, sql, tuple(parameters)

    def _planned(self, connection: BaseDatabaseWrapper, sql: str, places: int) -> str:
        """The statement that asks a PostgreSQL server what it has planned for this connection before."""
        connection.close_if_health_check_failed()  # a new connection knows no plans
        connection.ensure_connection()
        planned = PLANNED.setdefault(connection.connection, set())
        if self._name not in planned:
            numbered = tuple(f"${place}" for place in range(1, places + 1))
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self._name} AS {sql % numbered}")
            planned.add(self._name)
        return f"EXECUTE {self._name} ({', '.join(['%s'] * places)})"
