"""Reads the sheets of a file into rows of typed values, and refuses what can't be read, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.workbook.columns import Column, Sheet
from reports.workbook.importing.refusals import Fault, Refusal, cell_refusal
from reports.workbook.importing.values import CellRefused, Style, read_value, shown
from reports.workbook.reading import TableFile
from reports.workbook.sheets import BY_NAME, PERFORMANCE, READ_ME, SHEETS

Values = dict[str, Any]
Key = tuple[Any, ...]
Progress = Callable[[int], object]

HEAD_ROW = 1
CODE_HEADS = frozenset({"code", "kode", "indicator", "indikator"})
ACHIEVEMENT_HEADS = frozenset({"achievement", "capaian", "realisasi"})
NOTE_HEADS = frozenset({"note", "catatan"})
YEARS = "Years"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file: its number there, what tells it from others, and its values by column."""

    number: int
    key: Key
    values: Values


@dataclass(slots=True)
class FileSheet:
    """A sheet as a file has it. columns: those that it brings; title: what the file calls it.

    blank_keeps: empty cells leave what stands there (a column of achievements says nothing of the others).
    """

    sheet: Sheet
    title: str
    columns: tuple[Column, ...]
    rows: list[FileRow] = field(default_factory=list)
    blank_keeps: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names of the columns that the file brings."""
        return frozenset(column.name for column in self.columns)


@dataclass(slots=True)
class FileContents:
    """All that was read: sheets by name, what can't be read, and the names of sheets that were left alone."""

    sheets: dict[str, FileSheet]
    refusals: list[Refusal]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """A recognised sheet with the column at each position; year: what a simple sheet is about."""

    sheet: Sheet
    title: str
    places: tuple[Column, ...]
    year: int | None = None


def read_file(
    file: TableFile, *, name: str, style: Style, year: int | None, progress: Progress | None = None
) -> FileContents:
    """Reads every sheet that is one of the workbook's, or the one simple sheet (code, achievement).

    name: of the file; year: that of a simple sheet. Raises FileRefused from the reader while rows are read.
    """
    contents = FileContents({}, [])
    known = [title for title in file.sheets if title in BY_NAME]
    if known:
        contents.ignored = tuple(
            title for title in file.sheets if title not in BY_NAME and not _is_ours(title)
        )
    for title in known or file.sheets[:1]:
        rows = file.rows(title)
        _number, cells = next(rows, (HEAD_ROW, ()))
        head = _head(title, known=bool(known), cells=cells, stem=_stem(name), year=year)
        if isinstance(head, Refusal):
            contents.refusals.append(head)
        else:
            contents.sheets[head.sheet.name] = _read_sheet(head, rows, style, contents.refusals, progress)
    return contents


def _is_ours(title: str) -> bool:
    return title == READ_ME or title.startswith(PERFORMANCE)


def _stem(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].partition(".")[0]


def _head(title: str, *, known: bool, cells: Sequence[Any], stem: str, year: int | None) -> _Head | Refusal:
    """Which sheet it is, by its title or by its head."""
    texts = [shown(cell).strip() if cell is not None else "" for cell in cells]
    folded = [text.casefold() for text in texts]
    if known:
        return _of_sheet(BY_NAME[title], title, texts)
    simple = _simple(title, folded, year)
    if simple is not None:
        return simple
    fitting = [sheet for sheet in SHEETS if set(sheet.key) <= set(folded) <= set(sheet.names)]
    named = [sheet for sheet in SHEETS if sheet.name.casefold() == stem.casefold()]
    chosen = named or fitting
    if len(chosen) == 1:
        return _of_sheet(chosen[0], title, texts)
    fault = Fault.AMBIGUOUS_HEAD if chosen else Fault.UNKNOWN_HEAD
    names = ", ".join(sheet.name for sheet in chosen)
    return Refusal(fault, title, HEAD_ROW, read=", ".join(texts)[:200], expected=names)


def _simple(title: str, heads: Sequence[str], year: int | None) -> _Head | Refusal | None:
    """A column of codes and one of achievements, and perhaps one of notes, about one year."""
    sheet = BY_NAME[YEARS]
    found: list[Column] = []
    for head in heads:
        for aliases, column in (
            (CODE_HEADS, "indicator"),
            (ACHIEVEMENT_HEADS, "achievement"),
            (NOTE_HEADS, "note"),
        ):
            if head in aliases:
                found.append(sheet.column(column))
    names = [column.name for column in found]
    is_simple = len(found) == len(heads) and len(set(names)) == len(names)
    if not is_simple or not {"indicator", "achievement"} <= set(names):
        return None
    if year is None:
        return Refusal(Fault.YEAR_NEEDED, title, HEAD_ROW, read=", ".join(heads))
    return _Head(sheet, title, tuple(found), year)


def _of_sheet(sheet: Sheet, title: str, heads: Sequence[str]) -> _Head | Refusal:
    by_name = {column.name: column for column in sheet.columns}
    folded = [head.casefold() for head in heads]
    for place, head in enumerate(folded):
        if head not in by_name:
            expected = ", ".join(sheet.names)
            return Refusal(
                Fault.UNKNOWN_COLUMN, title, HEAD_ROW, letters(place), read=heads[place], expected=expected
            )
        if head in folded[:place]:
            return Refusal(Fault.COLUMN_TWICE, title, HEAD_ROW, letters(place), read=heads[place])
    missing = [name for name in sheet.key if name not in folded]
    if missing:
        return Refusal(
            Fault.COLUMN_MISSING, title, HEAD_ROW, read=", ".join(heads)[:200], expected=", ".join(missing)
        )
    return _Head(sheet, title, tuple(by_name[head] for head in folded))


def letters(place: int) -> str:
    """The letters of a column, from its place counted from 0."""
    text, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def _read_sheet(
    head: _Head,
    rows: Iterable[tuple[int, Sequence[Any]]],
    style: Style,
    refusals: list[Refusal],
    progress: Progress | None,
) -> FileSheet:
    """Reads the rows below the head; what can't be read becomes refusals, and its row is left out."""
    extra = () if head.year is None else (head.sheet.column("year"),)
    found = FileSheet(head.sheet, head.title, (*head.places, *extra), blank_keeps=head.year is not None)
    first_row_of: dict[Key, int] = {}
    for number, cells in rows:
        if progress:
            progress(1)
        values = _read_row(head, number, cells, style, refusals)
        if values is None:
            continue
        key = tuple(values[name] for name in head.sheet.key)
        earlier = first_row_of.setdefault(key, number)
        if earlier != number:
            read = key_text(key)
            refusals.append(Refusal(Fault.ROW_TWICE, head.title, number, read=read, expected=str(earlier)))
        else:
            found.rows.append(FileRow(number, key, values))
    return found


def _read_row(
    head: _Head, number: int, cells: Sequence[Any], style: Style, refusals: list[Refusal]
) -> Values | None:
    """The values of a row; None when one of its cells is refused or when it is empty."""
    if all(cell is None or cell == "" for cell in cells):
        return None
    values: Values = {} if head.year is None else {"year": head.year}
    is_sound = True
    for place, column in enumerate(head.places):
        if not column.is_read:
            continue
        raw = cells[place] if place < len(cells) else None
        try:
            values[column.name] = read_value(raw, column, style)
        except CellRefused as error:
            refusals.append(cell_refusal(error, head.title, number, letters(place)))
            is_sound = False
    for place in range(len(head.places), len(cells)):
        if cells[place] not in (None, ""):
            read = shown(cells[place])
            refusals.append(Refusal(Fault.BESIDE_TABLE, head.title, number, letters(place), read=read))
            is_sound = False
    return values if is_sound else None


def key_text(key: Key) -> str:
    """What tells a row from others, for people."""
    return " · ".join(_part(part) for part in key)


def _part(part: Any) -> str:
    return "-".join(map(str, part)) if isinstance(part, tuple) else str(part)


def by_key(rows: Iterable[Values], sheet: Sheet) -> dict[Key, Values]:
    """Rows of a sheet by what tells them apart."""
    return {tuple(row[name] for name in sheet.key): row for row in rows}
