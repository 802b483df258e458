"""How cells of the workbook look: formats, each made once, and number formats for so many decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

INK, MUTED, LINE, ACCENT, SUNK = "#16211F", "#52615F", "#CDD6D4", "#0F5C5C", "#F4F7F6"
BELOW, ON, ABOVE = ("#B3261E", "#FBE9E7"), ("#3A5A87", "#E9EEF6"), ("#1B7340", "#E4F3E9")
TONES = ("#F7F3E8", "#F6EFF7", "#EBF2F9", "#ECF5EF", "#FAF0EB", "#F0F1FA", "#FAEEF3", "#F4F5E8")
"""The soft tones of perspectives 1 to 8, as on the pages."""

DATE_FORMAT = "yyyy-mm-dd"
FONT = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
LINE_HEIGHT = 15
LETTERS_PER_WIDTH = 1.15
"""Letters of running text in a column of width 1: a width is counted in digits, which are wider."""

RICH_TEXT_MARKS = "<r>", "</r>"


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """A format with these XlsxWriter properties on top of the font of the workbook."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(FONT | properties)
        return self._made[key]

    def conditional(self, **properties: Any) -> Format:
        """A format for conditions, which changes nothing but these properties."""
        return self._book.add_format(properties)

    @property
    def head(self) -> Format:
        """The head of a column: bold on a fill, locked."""
        return self.of(
            bold=True, bg_color=ACCENT, font_color="#FFFFFF", text_wrap=True, valign="vcenter", locked=True
        )


def height_of(text: str, width: float) -> float:
    """The height of a row that shows the whole text in a column of that width, in points."""
    room = int(width * LETTERS_PER_WIDTH)
    lines = sum(-(-max(len(line), 1) // room) for line in text.split("\n"))
    return LINE_HEIGHT * lines + 2


def number_format(value: Decimal | None, decimals: int | None) -> str:
    """Shows every decimal that the value has, and at least so many."""
    exponent = 0 if value is None else value.as_tuple().exponent
    own = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    shown = max(own, decimals or 0)
    return "#,##0." + "0" * shown if shown else "#,##0"


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Writes a text as nothing but text, whatever it looks like.

    XlsxWriter takes a text between the marks of rich text for finished XML; in pieces it is only text.
    """
    first, last = RICH_TEXT_MARKS
    if text.startswith(first) and text.endswith(last):
        sheet.write_rich_string(row, column, text[:1], text[1:2], text[2:], look)
    else:
        sheet.write_string(row, column, text, look)
