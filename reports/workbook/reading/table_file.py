"""Opens an uploaded file: looks it over, and gives its sheets and their rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from reports.workbook.reading.cell_values import Book
from reports.workbook.reading.contents import check_is_workbook, read_contents
from reports.workbook.reading.csv_rows import csv_form, csv_rows
from reports.workbook.reading.kinds import TableKind, kind_of
from reports.workbook.reading.package import Package
from reports.workbook.reading.refusals import FileRefused, Limits, Refusal, RowCount, broken_is_refused
from reports.workbook.reading.sheet_reader import Row
from reports.workbook.reading.sheet_rows import sheet_rows
from reports.workbook.reading.styles import DateFormats, read_date_formats
from reports.workbook.reading.texts import SharedTexts, read_shared_texts


@dataclass(frozen=True, slots=True)
class TableFile:
    """An uploaded table. ``sheets`` are in their visible order, hidden ones too; a CSV file has one, ``""``.

    ``name`` is the file's own, for messages only; ``subject`` what a workbook says it is about.
    """

    name: str
    kind: TableKind
    sheets: tuple[str, ...]
    _open_rows: Callable[[str], Iterator[Row]]
    subject: str = ""

    def rows(self, sheet: str) -> Iterator[Row]:
        """Stream the rows that aren't empty: number as in the spreadsheet, and values from column A.

        A sheet may be read again, but only one at a time. Raises FileRefused where the sheet turns out to
        be broken or too large, and KeyError for a sheet that isn't there.
        """
        if sheet not in self.sheets:
            raise KeyError(sheet)
        return self._open_rows(sheet)


@contextmanager
def open_table_file(stream: BinaryIO, *, name: str, limits: Limits) -> Iterator[TableFile]:
    """Open a seekable stream of an .xlsx or CSV file; it stays open, and is the caller's to close.

    Raises FileRefused. Whatever the content says of itself, no more than the limits is unpacked.
    """
    size = stream.seek(0, 2)
    if not size:
        raise FileRefused(Refusal.EMPTY)
    if size > limits.bytes:
        raise FileRefused(Refusal.TOO_LARGE, read=size, limit=limits.bytes)
    with broken_is_refused():
        if kind_of(stream) is TableKind.XLSX:
            table = _workbook(stream, name, limits)
        else:
            table = _csv(stream, name, limits)
    yield table


def _workbook(stream: BinaryIO, name: str, limits: Limits) -> TableFile:
    package = Package(stream, limits)
    check_is_workbook(package)
    package.check_parts()
    contents = read_contents(package)
    texts, formats = SharedTexts(), DateFormats()
    if contents.shared_texts:
        texts = read_shared_texts(package.pieces(contents.shared_texts), contents.shared_texts)
    if contents.styles:
        formats = read_date_formats(package.pieces(contents.styles), contents.styles)
    book = Book(texts, formats, contents.epoch)
    count = RowCount(limits.rows)

    def rows(sheet: str) -> Iterator[Row]:
        part = contents.sheets[sheet]
        return sheet_rows(package, part=part, sheet=sheet, book=book, limits=limits, count=count)

    return TableFile(name, TableKind.XLSX, tuple(contents.sheets), rows, contents.subject)


def _csv(stream: BinaryIO, name: str, limits: Limits) -> TableFile:
    form = csv_form(stream)
    count = RowCount(limits.rows)

    def rows(_sheet: str) -> Iterator[Row]:
        with broken_is_refused():
            yield from csv_rows(stream, form=form, limits=limits, count=count)

    return TableFile(name, TableKind.CSV, ("",), rows)
