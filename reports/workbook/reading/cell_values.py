"""The value of one cell of a sheet, from what is written for it."""

from dataclasses import dataclass
from datetime import datetime

from reports.workbook.reading.cells import CellFault, Value, bad_cell, iso_moment, moment, number
from reports.workbook.reading.styles import DateFormats
from reports.workbook.reading.texts import SharedTexts, unescaped


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of every sheet refer to."""

    texts: SharedTexts
    formats: DateFormats
    epoch: datetime


def cell_value(attributes: dict[str, str], text: str | None, formula: str | None, book: Book) -> Value:
    """Return the value of ``text``, whose type and format are in the attributes.

    A formula counts by the value that was stored with it. Raises ValueError or IndexError for what no
    spreadsheet program writes.
    """
    kind = attributes.get("t", "n")
    if formula is not None and not text and (text is None or kind != "str"):
        return bad_cell(CellFault.FORMULA_WITHOUT_VALUE, f"={formula}")
    if not text:
        return None
    if kind == "n":
        style = attributes.get("s")
        if style in book.formats.dates:
            return moment(text, epoch=book.epoch, elapsed=style in book.formats.elapsed)
        return number(text)
    return _other_value(kind, text, book)


def _other_value(kind: str, text: str, book: Book) -> Value:
    """The value of a cell that holds no number; white space alone is an empty cell."""
    if kind == "s":
        text = book.texts[int(text)]
    elif kind in ("str", "inlineStr"):
        text = unescaped(text)
    elif kind == "b" and text in ("0", "1", "false", "true"):
        return text in ("1", "true")
    elif kind == "e":
        return bad_cell(CellFault.ERROR_CELL, text)
    elif kind == "d":
        return iso_moment(text)
    else:
        raise ValueError(kind)
    return None if text.isspace() or not text else text
