"""Streams the filled rows of a CSV file: comma, semicolon or tab, UTF-8, UTF-16 or Western European."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO

from reports.workbook.reading.refusals import LONGEST_TEXT, FileRefused, Limits, Refusal, RowCount

CsvRow = tuple[int, tuple[str | None, ...]]

DELIMITERS = ",;\t"
_PIECE = 64 * 1024
_HEAD_LENGTH = 64 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_FOREIGN_NEIGHBOURS = re.compile("[^\x00-\x7f]{2}")
_NAMED_DELIMITER = re.compile("sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written; ``skipped`` lines come before its first row (Excel's ``sep=;``)."""

    encoding: str
    delimiter: str
    skipped: int = 0


def csv_form(stream: BinaryIO) -> CsvForm:
    """Find encoding and delimiter, and refuse bytes that are no text in the encoding."""
    stream.seek(0)
    encoding = _encoding(stream)
    stream.seek(0)
    head = codecs.getincrementaldecoder(encoding)().decode(stream.read(_HEAD_LENGTH))
    named = _NAMED_DELIMITER.match(head)
    if named and named[1] in DELIMITERS:
        return CsvForm(encoding, named[1], skipped=1)
    return CsvForm(encoding, _delimiter(head))


def csv_rows(stream: BinaryIO, *, form: CsvForm, limits: Limits, count: RowCount) -> Iterator[CsvRow]:
    """Yield number and cells of each row that isn't empty; a quoted line end stays inside its row."""
    stream.seek(0)
    text = TextIOWrapper(stream, encoding=form.encoding, newline="")
    count.begin("")
    row = 0
    try:
        reader = csv.reader(islice(text, form.skipped, None), delimiter=form.delimiter, strict=True)
        for row, cells in enumerate(reader, start=1):
            values = _values(cells)
            if values:
                _check(values, row, limits)
                count.add("", row)
                yield row, values
    except csv.Error as error:
        raise _quote_refusal(error, row + 1) from error
    finally:
        text.detach()


def _values(cells: list[str]) -> tuple[str | None, ...]:
    values = [cell if cell and not cell.isspace() else None for cell in cells]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _check(values: tuple[str | None, ...], row: int, limits: Limits) -> None:
    if len(values) > limits.columns:
        filled = sum(value is not None for value in values)
        code = Refusal.TOO_MANY_COLUMNS if filled * 2 > limits.columns else Refusal.FAR_CELL
        raise FileRefused(code, read=len(values), limit=limits.columns, row=row, column=len(values))
    for column, value in enumerate(values, start=1):
        if value is not None and len(value) > LONGEST_TEXT:
            raise FileRefused(
                Refusal.TEXT_TOO_LONG, read=f"{value[:40]}…", limit=LONGEST_TEXT, row=row, column=column
            )


def _quote_refusal(error: csv.Error, row: int) -> FileRefused:
    """The csv module tells in words only whether a cell grew too long or a quotation mark stands alone."""
    if "field limit" in str(error):
        return FileRefused(Refusal.TEXT_TOO_LONG, limit=LONGEST_TEXT, row=row)
    return FileRefused(Refusal.UNPAIRED_QUOTE, row=row)


def _encoding(stream: BinaryIO) -> str:
    start = stream.read(4)
    marked = next((encoding for bom, encoding in _BOMS if start.startswith(bom)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        stream.seek(0)
        try:
            _check_text(stream, encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise FileRefused(Refusal.ENCODING)


def _check_text(stream: BinaryIO, encoding: str) -> None:
    """Decode to the end, and refuse control characters.

    Nearly any bytes are text in Windows-1252. It is believed only where each foreign character stands
    alone among ASCII, as in Western European words: two in a row are another script, or damaged UTF-8.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    last = ""
    while True:
        piece = stream.read(_PIECE)
        text = decoder.decode(piece, final=not piece)
        control = _CONTROL.search(text)
        if control:
            row = line + text.count("\n", 0, control.start())
            raise FileRefused(Refusal.CONTROL_CHARACTER, read=f"U+{ord(control[0]):04X}", row=row)
        if encoding == "cp1252" and _FOREIGN_NEIGHBOURS.search(last + text):
            raise FileRefused(Refusal.ENCODING)
        if not piece:
            return
        line += text.count("\n")
        last = text[-1:]


def _delimiter(head: str) -> str:
    """The delimiter that stands most often in the head row outside of quotation marks."""
    counts = dict.fromkeys(DELIMITERS, 0)
    quoted = False
    started = False
    for character in head:
        if character == '"':
            quoted = not quoted
        elif not quoted and character in counts:
            counts[character] += 1
        elif not quoted and started and character in "\r\n":
            break
        started = started or not character.isspace()
    return max(counts, key=lambda delimiter: counts[delimiter])
