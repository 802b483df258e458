"""A long file is read in little memory: rows come as they are read, and only texts that cells share stay."""

import io
import os
import tracemalloc

import pytest

from reports.workbook.reading import Limits, open_table_file
from tests.reports.workbook.makers import by_xlsxwriter

ROWS = 100_000 if os.environ.get("FULL_SIZES") else 10_000
MOST_BYTES = 20 * 1024 * 1024 * ROWS // 100_000 + 1024 * 1024
LIMITS = Limits(rows=ROWS, bytes=50 * 1024 * 1024)


def row(number: int) -> list[str | float]:
    return [f"IND-{number:06}", 2025, number / 4, number / 8, 5, number * 1.5, "draft", f"note {number}"]


def as_workbook() -> bytes:
    def fill(book) -> None:
        sheet = book.add_worksheet()
        for number in range(ROWS):
            sheet.write_row(number, 0, row(number))

    return by_xlsxwriter(fill)


def as_csv() -> bytes:
    return "".join(";".join(map(str, row(number))) + "\n" for number in range(ROWS)).encode()


@pytest.mark.parametrize("make", [as_workbook, as_csv])
def test_a_long_file_takes_little_memory(make):
    stream = io.BytesIO(make())
    tracemalloc.start()
    try:
        with open_table_file(stream, name="long", limits=LIMITS) as table:
            [sheet] = table.sheets
            count = sum(1 for _row in table.rows(sheet))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == ROWS
    assert peak < MOST_BYTES
