"""Opens workbooks as other programs do: with openpyxl, and recalculated by LibreOffice."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbook.writing import write_workbook
from scorecards.models import Scorecard

DAY = datetime.date(2026, 11, 26)
SOFFICE = shutil.which("soffice")

needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed: apt-get install libreoffice-calc-nogui"
)


def exported(scorecard: Scorecard) -> bytes:
    """The workbook of a scorecard."""
    stream = io.BytesIO()
    write_workbook(scorecard, stream, today=DAY)
    return stream.getvalue()


def opened(content: bytes, *, figures: bool = False) -> Workbook:
    """The workbook; figures: with what formulas gave when it was written instead of the formulas."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=figures)


def without_figures(content: bytes) -> bytes:
    """The workbook with formulas but without what they gave, so that whoever opens it must compute."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(stream, "w") as left:
        for name in given.namelist():
            left.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", given.read(name)))
    return stream.getvalue()


def saved(book: Workbook) -> bytes:
    """The workbook as openpyxl saves it, which is without figures of formulas too."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def recalculated(contents: Mapping[str, bytes], folder: Path) -> dict[str, Workbook]:
    """The workbooks with what LibreOffice makes of their formulas."""
    given, answered = folder / "given", folder / "answered"
    given.mkdir()
    for name, content in contents.items():
        (given / f"{name}.xlsx").write_bytes(content)
    command = [
        str(SOFFICE),
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(answered),
        *map(str, sorted(given.iterdir())),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: openpyxl.load_workbook(answered / f"{name}.xlsx", data_only=True) for name in contents}


def cell_of(book, sheet: str, column: str, **key):
    """The cell of a column in the row with that key."""
    page = book[sheet]
    heads = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        if all(page.cell(row, heads[name]).value == value for name, value in key.items()):
            return page.cell(row, heads[column])
    raise LookupError(key)


def turned_around(book, sheet: str) -> None:
    """Sorts the rows of a sheet the other way round."""
    page = book[sheet]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    for place, values in enumerate(reversed(rows), start=2):
        for column, value in enumerate(values, start=1):
            page.cell(place, column).value = value


def table_of(page: Worksheet) -> list[list[object]]:
    """The cells of a sheet; an empty text counts as empty."""
    return [[None if value == "" else value for value in row] for row in page.iter_rows(values_only=True)]
