"""Which sheet of the workbook a table is: by its title, its head, or the name of its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.workbook.columns import Column, Sheet
from reports.workbook.importing.refusals import Fault, Refusal, letters
from reports.workbook.importing.values import shown
from reports.workbook.sheets import BY_NAME, SHEETS

CODE_HEADS = frozenset({"code", "kode", "indicator", "indikator"})
ACHIEVEMENT_HEADS = frozenset({"achievement", "capaian", "realisasi"})
NOTE_HEADS = frozenset({"note", "catatan"})
YEARS = "Years"


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The first row of a sheet: its number, and its texts as they stand and folded, without empty ends."""

    title: str
    number: int
    texts: tuple[str, ...]

    @property
    def folded(self) -> list[str]:
        """The texts, no matter how they are written."""
        return [text.casefold() for text in self.texts]

    def refusal(self, fault: Fault, expected: str = "", place: int | None = None) -> Refusal:
        """Refuses the head, or one of its cells."""
        column = "" if place is None else letters(place)
        read = ", ".join(self.texts)[:200] if place is None else self.texts[place]
        return Refusal(fault, self.title, self.number, column, read=read, expected=expected)


@dataclass(frozen=True, slots=True)
class Head:
    """A recognised sheet with the column at each position; year: what a simple sheet is about."""

    sheet: Sheet
    title: str
    places: tuple[Column, ...]
    year: int | None = None


def head_line(title: str, number: int, cells: Sequence[Any]) -> HeadLine:
    """The first row of a sheet, without empty cells at its end."""
    texts = ["" if cell is None else shown(cell).strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return HeadLine(title, number, tuple(texts))


def recognised(line: HeadLine, stem: str, year: int | None) -> Head | Refusal:
    """Which sheet it is, by its head, or by the name of the file without its ending.

    year: that of a table of achievements.
    """
    simple = _simple(line, year)
    if simple is not None:
        return simple
    fitting = [sheet for sheet in SHEETS if set(sheet.key) <= set(line.folded) <= set(sheet.names)]
    named = [sheet for sheet in SHEETS if sheet.name.casefold() == stem.casefold()]
    chosen = named or fitting
    if len(chosen) == 1:
        return head_of(chosen[0], line)
    fault = Fault.AMBIGUOUS_HEAD if chosen else Fault.UNKNOWN_HEAD
    return line.refusal(fault, ", ".join(sheet.name for sheet in chosen))


def _simple(line: HeadLine, year: int | None) -> Head | Refusal | None:
    """A column of codes and one of achievements, and perhaps one of notes, about one year."""
    sheet = BY_NAME[YEARS]
    names = [
        name
        for head in line.folded
        for aliases, name in (
            (CODE_HEADS, "indicator"),
            (ACHIEVEMENT_HEADS, "achievement"),
            (NOTE_HEADS, "note"),
        )
        if head in aliases
    ]
    is_simple = len(names) == len(line.texts) and len(set(names)) == len(names)
    if not is_simple or not {"indicator", "achievement"} <= set(names):
        return None
    if year is None:
        return line.refusal(Fault.YEAR_NEEDED)
    return Head(sheet, line.title, tuple(sheet.column(name) for name in names), year)


def head_of(sheet: Sheet, line: HeadLine) -> Head | Refusal:
    """The columns of a sheet that is known, or what is wrong with its head."""
    by_name = {column.name: column for column in sheet.columns}
    folded = line.folded
    for place, head in enumerate(folded):
        if head not in by_name:
            return line.refusal(Fault.UNKNOWN_COLUMN, ", ".join(sheet.names), place)
        if head in folded[:place]:
            return line.refusal(Fault.COLUMN_TWICE, place=place)
    missing = [name for name in sheet.key if name not in folded]
    if missing:
        return line.refusal(Fault.COLUMN_MISSING, ", ".join(missing))
    return Head(sheet, line.title, tuple(by_name[head] for head in folded))
