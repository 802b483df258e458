"""Reads a file whole, for tests."""

import io
from decimal import Decimal

from reports.workbook.reading import Limits, Row, open_table_file

LIMITS = Limits()


def sheets_of(content: bytes, limits: Limits = LIMITS) -> dict[str, list[Row]]:
    """Every sheet's rows by its name."""
    with open_table_file(io.BytesIO(content), name="upload", limits=limits) as table:
        return {sheet: list(table.rows(sheet)) for sheet in table.sheets}


def rows_of(content: bytes, limits: Limits = LIMITS) -> list[Row]:
    """The rows of the only sheet."""
    [rows] = sheets_of(content, limits).values()
    return rows


def numbers(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)
