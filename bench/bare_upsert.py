"""The quickest way that a database offers to write many measurements, without checks, scores or history.

executemany with ON CONFLICT on SQLite; COPY into a temporary table and then ON CONFLICT on PostgreSQL.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

TABLE = "indicators_measurement"
KEY = ("indicator_id", "scorecard_year_id")


def upsert(names: Sequence[str], rows: Sequence[Sequence[Any]], changing: Sequence[str]) -> None:
    """Writes rows with a value for each name; of one that is there only the changing ones."""
    columns = ", ".join(names)
    changes = ", ".join(f"{name} = excluded.{name}" for name in changing)
    on_conflict = f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {changes}"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TEMPORARY TABLE given (LIKE {TABLE}) ON COMMIT DROP")
            cursor.execute("ALTER TABLE given ALTER id DROP NOT NULL")
            lines = "".join("\t".join(map(str, row)) + "\n" for row in rows)
            cursor.copy_expert(f"COPY given ({columns}) FROM STDIN", io.StringIO(lines))
            cursor.execute(f"INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM given {on_conflict}")
        else:
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {TABLE} ({columns}) VALUES ({places}) {on_conflict}", rows)
