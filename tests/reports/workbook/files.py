"""Workbooks and CSV files for tests of the import, and imports of them in one line."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from organizations.models import Organization, Unit, User
from reports.workbook.contents import load_contents
from reports.workbook.importing import Import, ImportReport, Style, import_file
from reports.workbook.reading import Limits, open_table_file
from reports.workbook.sheets import BY_NAME, SHEETS
from scorecards.models import Scorecard, ScoringScheme
from tests.factories import OrganizationFactory, RootUnitFactory

Table = list[list[Any]]
Tables = dict[str, Table]
"""The sheets of a workbook by name: rows of raw cells, the head first."""

NOT_TAKEN = ("state", "owner", "closed")
"""Columns that another organization does not take over."""


def cell(value: Any) -> Any:
    """A typed value as the raw cell that a workbook has of it."""
    if isinstance(value, tuple):
        return ("-" if value and isinstance(value[0], int) else ", ").join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value == "" else value


def tables_of(scorecard: Scorecard) -> Tables:
    """The workbook of a scorecard, as cells that a test can change."""
    contents = load_contents(scorecard)
    return {
        sheet.name: [
            list(sheet.names),
            *([cell(row[name]) for name in sheet.names] for row in contents[sheet.name]),
        ]
        for sheet in SHEETS
    }


def table(name: str, *rows: Mapping[str, Any], names: Sequence[str] = ()) -> Tables:
    """One sheet with the rows; names: its columns, where those are not all that the sheet has."""
    head = list(names) or list(BY_NAME[name].names)
    return {name: [head, *([row.get(column) for column in head] for row in rows)]}


def put(tables: Tables, sheet: str, key: Sequence[Any], **cells: Any) -> None:
    """Changes cells of the row with the key."""
    row = row_of(tables, sheet, key)
    for name, value in cells.items():
        row[tables[sheet][0].index(name)] = value


def row_of(tables: Tables, sheet: str, key: Sequence[Any]) -> list[Any]:
    """The row of a sheet with the key."""
    head, *rows = tables[sheet]
    places = [head.index(name) for name in BY_NAME[sheet].key]
    [found] = [row for row in rows if [row[place] for place in places] == list(key)]
    return found


def add(tables: Tables, sheet: str, **cells: Any) -> None:
    """Adds a row at the bottom of a sheet."""
    tables[sheet].append([cells.get(name) for name in tables[sheet][0]])


def workbook(tables: Mapping[str, Iterable[Sequence[Any]]]) -> io.BytesIO:
    """The cells as an .xlsx file."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    for title, rows in tables.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                _write(sheet, number, place, value, date)
    book.close()
    out.seek(0)
    return out


def _write(sheet: Any, number: int, place: int, value: Any, date: Any) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(number, place, value)
        case str():
            sheet.write_string(number, place, value)
        case datetime.date():
            sheet.write_datetime(number, place, datetime.datetime(value.year, value.month, value.day), date)  # noqa: DTZ001
        case int() | float() | Decimal():
            sheet.write_number(number, place, float(value))


def bring(
    unit: Unit,
    file: Tables | io.BytesIO | str | bytes,
    *,
    by: User | None = None,
    write: bool = True,
    name: str = "",
    year: int | None = None,
    language: str = "en",
    seen: str | None = None,
) -> ImportReport:
    """Imports sheets, an .xlsx file or the text of a CSV file into the unit."""
    if isinstance(file, dict):
        file = workbook(file)
    if isinstance(file, str):
        file = file.encode()
    name = name or ("values.csv" if isinstance(file, bytes) else "plan.xlsx")
    stream = io.BytesIO(file) if isinstance(file, bytes) else file
    order = Import(unit=unit, by=by, year=year, style=Style(language=language), seen=seen)
    with open_table_file(stream, name=name, limits=Limits(rows=200_000)) as opened:
        return import_file(order, opened, name=name, write=write)


def empty_organization(like: Organization) -> Unit:
    """The root of an organization that has nothing but the scoring schemes of the other one."""
    unit = RootUnitFactory(organization=OrganizationFactory())
    for scheme in ScoringScheme.objects.filter(organization=like):
        scheme.pk, scheme.organization, scheme._state.adding = None, unit.organization, True
        scheme.save()
    return unit


def taken_over(scorecard: Scorecard) -> dict[str, list[dict[str, Any]]]:
    """What a scorecard puts on the sheets, apart from what another organization does not take over."""
    return {
        name: [{column: value for column, value in row.items() if column not in NOT_TAKEN} for row in rows]
        for name, rows in load_contents(scorecard).items()
    }
