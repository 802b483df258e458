"""Reads the sheets of a file into rows of typed values, and refuses what can't be read, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, NamedTuple

from reports.workbook.columns import Column, Sheet
from reports.workbook.importing.heads import Head, head_line, head_of, recognised
from reports.workbook.importing.refusals import Fault, Refusal, cell_refusal, letters
from reports.workbook.importing.values import CellRefused, Style, read_value, shown
from reports.workbook.reading import TableFile
from reports.workbook.sheets import BY_NAME, ORIGIN, PERFORMANCE, READ_ME

Values = Mapping[str, Any]
Key = tuple[Any, ...]
Progress = Callable[[int], object]

HEAD_ROW = 1
REMEMBERED = 8192
"""Of each column so many cells are remembered with their values: codes, years and many numbers recur."""


class RowValues(Mapping[str, Any]):
    """The values of a row by column. All rows of a sheet share the places of its columns, to be small."""

    __slots__ = ("cells", "places")

    def __init__(self, places: Mapping[str, int], cells: tuple[Any, ...]) -> None:
        self.places, self.cells = places, cells

    def __getitem__(self, name: str) -> Any:
        return self.cells[self.places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class FileRow(NamedTuple):
    """A row of a file: its number there, what tells it from others, and its values by column."""

    number: int
    key: Key
    values: Values


@dataclass(slots=True)
class FileSheet:
    """A sheet as a file has it. title: what the file calls it; columns: those that it says something of.

    implied: the columns among them that it does not have, because all of it is about the same.
    blank_keeps: empty cells leave what stands there (a column of achievements says nothing of the others).
    refused: keys of rows that are left out because something in them can't be read.
    """

    sheet: Sheet
    title: str
    columns: tuple[Column, ...]
    rows: list[FileRow] = field(default_factory=list)
    blank_keeps: bool = False
    implied: frozenset[str] = frozenset()
    refused: set[Key] = field(default_factory=set)

    @property
    def names(self) -> frozenset[str]:
        """The names of the columns that the file says something of."""
        return frozenset(column.name for column in self.columns)

    def letter(self, name: str) -> str:
        """The letters of the column of that name; empty where the file does not have it."""
        places = [place for place, column in enumerate(self.columns) if column.name == name]
        return letters(places[0]) if places and name not in self.implied else ""

    def refusal(
        self, fault: Fault, row: FileRow, name: str, read: str, expected: str = "", detail: Any = None
    ) -> Refusal:
        """The refusal of a cell of the row (name empty: of the whole row)."""
        return Refusal(fault, self.title, row.number, self.letter(name), name, read, expected, detail)


@dataclass(slots=True)
class FileContents:
    """All that was read: sheets by name, what can't be read, and the names of sheets that were left alone.

    origin: the address of the unit that the workbook was taken out of, where it says so.
    """

    sheets: dict[str, FileSheet]
    refusals: list[Refusal]
    ignored: tuple[str, ...] = ()
    origin: str = ""


def read_file(
    file: TableFile, *, name: str, style: Style, year: int | None, progress: Progress | None = None
) -> FileContents:
    """Reads every sheet that is one of the workbook's, or the one simple sheet (code, achievement).

    name: of the file; year: that of a simple sheet. Raises FileRefused from the reader while rows are read.
    """
    known = [title for title in file.sheets if title in BY_NAME]
    titles = known or list(file.sheets[:1])
    ignored = (title for title in file.sheets if title not in titles and not _is_ours(title))
    origin = file.subject.removeprefix(ORIGIN) if file.subject.startswith(ORIGIN) else ""
    contents = FileContents({}, [], tuple(ignored), origin)
    for title in titles:
        rows = file.rows(title)
        line = head_line(title, *next(rows, (HEAD_ROW, ())))
        head = head_of(BY_NAME[title], line) if known else recognised(line, _stem(name), year)
        if isinstance(head, Refusal):
            contents.refusals.append(head)
        else:
            contents.sheets[head.sheet.name] = _read_sheet(head, rows, style, contents.refusals, progress)
    return contents


def _is_ours(title: str) -> bool:
    return title == READ_ME or title.startswith(PERFORMANCE)


def _stem(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].partition(".")[0]


def _read_sheet(
    head: Head,
    rows: Iterable[tuple[int, Sequence[Any]]],
    style: Style,
    refusals: list[Refusal],
    progress: Progress | None,
) -> FileSheet:
    """Reads the rows below the head; what can't be read becomes refusals, and its row is left out."""
    implied = {} if head.year is None else {"year": head.year}
    found = FileSheet(
        head.sheet,
        head.title,
        (*head.places, *map(head.sheet.column, implied)),
        blank_keeps=bool(implied),
        implied=frozenset(implied),
    )
    reader = _RowReader(head, implied, style, refusals)
    first_row_of: dict[Key, int] = {}
    for number, cells in rows:
        if progress:
            progress(1)
        if all(cell is None or cell == "" for cell in cells):
            continue
        row, is_sound = reader.read(number, cells)
        if not is_sound:
            found.refused.add(row.key)
        elif first_row_of.setdefault(row.key, number) != number:
            expected = str(first_row_of[row.key])
            refusals.append(
                Refusal(Fault.ROW_TWICE, head.title, number, read=key_text(row.key), expected=expected)
            )
        else:
            found.rows.append(row)
    return found


class _RowReader:
    """Reads the rows of one sheet, cell by cell, and adds to the refusals what can't be read."""

    def __init__(self, head: Head, implied: Values, style: Style, refusals: list[Refusal]) -> None:
        self.head, self.refusals = head, refusals
        self.readers = [
            (place, lru_cache(REMEMBERED, typed=True)(partial(read_value, column=column, style=style)))
            for place, column in enumerate(head.places)
            if column.is_read
        ]
        self.implied = tuple(implied.values())
        names = [*(head.places[place].name for place, _read in self.readers), *implied]
        self.places = {name: place for place, name in enumerate(names)}
        self.key_of = _at([self.places[name] for name in head.sheet.key])

    def read(self, number: int, raw: Sequence[Any]) -> tuple[FileRow, bool]:
        """The row, and whether all of it can be read; what can't is None."""
        before, width = len(self.refusals), len(raw)
        cells = []
        for place, read in self.readers:
            try:
                cells.append(read(raw[place] if place < width else None))
            except CellRefused as error:
                cells.append(None)
                self.refusals.append(cell_refusal(error, self.head.title, number, letters(place)))
        if width > len(self.head.places):
            self._refuse_beside(number, raw)
        values = RowValues(self.places, (*cells, *self.implied))
        return FileRow(number, self.key_of(values.cells), values), len(self.refusals) == before

    def _refuse_beside(self, number: int, raw: Sequence[Any]) -> None:
        for place in range(len(self.head.places), len(raw)):
            if raw[place] not in (None, ""):
                read = shown(raw[place])
                self.refusals.append(
                    Refusal(Fault.BESIDE_TABLE, self.head.title, number, letters(place), read=read)
                )


def _at(places: Sequence[int]) -> Callable[[tuple[Any, ...]], Key]:
    """What gives the cells at the places, as a tuple even of one."""
    if len(places) == 1:
        return lambda cells: (cells[places[0]],)
    return itemgetter(*places)


def key_text(key: Key) -> str:
    """What tells a row from others, for people."""
    return " · ".join(_part(part) for part in key)


def _part(part: Any) -> str:
    return "-".join(map(str, part)) if isinstance(part, tuple) else str(part)


def by_key(rows: Iterable[Values], sheet: Sheet) -> dict[Key, Values]:
    """Rows of a sheet by what tells them apart."""
    return dict(keyed(rows, sheet))


def keyed(rows: Iterable[Values], sheet: Sheet) -> Iterator[tuple[Key, Values]]:
    """Rows of a sheet, with all of its columns, each with what tells it from others."""
    places = {name: place for place, name in enumerate(sheet.names)}
    cells_of, key_of = itemgetter(*sheet.names), _at([places[name] for name in sheet.key])
    return ((key_of(cells), RowValues(places, cells)) for cells in map(cells_of, rows))
