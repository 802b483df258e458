"""Why a file is refused, and how much of one is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from csv import Error as CsvError
from dataclasses import dataclass
from enum import StrEnum
from struct import error as StructError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile
from zlib import error as DeflateError

MEBIBYTE = 1024 * 1024
LONGEST_TEXT = 32_767
"""Characters in a cell, as in Excel."""
LAST_ROW = 1_048_576
"""Of any sheet."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: bytes of the file, bytes unpacked, filled rows over all sheets, columns."""

    bytes: int = 5 * MEBIBYTE
    unpacked: int = 100 * MEBIBYTE
    rows: int = 20_000
    columns: int = 60


class Refusal(StrEnum):
    """Why a whole file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_WORKBOOK = "not_a_workbook"
    OLD_XLS = "old_xls"
    PASSWORD_PROTECTED = "password_protected"  # noqa: S105 - a reason, not a password
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    ZIP_BOMB = "zip_bomb"
    LYING_SIZES = "lying_sizes"
    UNSAFE_NAMES = "unsafe_names"
    EXTERNAL_ENTITY = "external_entity"
    BROKEN = "broken"
    DUPLICATE_SHEETS = "duplicate_sheets"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    FAR_CELL = "far_cell"
    TEXT_TOO_LONG = "text_too_long"
    ENCODING = "encoding"
    CONTROL_CHARACTER = "control_character"
    UNPAIRED_QUOTE = "unpaired_quote"


class FileRefused(Exception):
    """A file that is not read, or not read further.

    ``read`` is what was found: a count for the TOO_MANY_… codes, bytes for the …TOO_LARGE codes, else a name
    (of the kind of file, or of the part of the workbook that is broken). ``limit`` is the exceeded limit in
    the same unit.
    ``sheet``, ``row`` and ``column`` (both from 1) tell the place where it is known.
    """

    def __init__(
        self,
        code: Refusal,
        *,
        read: str | int = "",
        limit: int | None = None,
        sheet: str = "",
        row: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(code, read, limit, sheet, row, column)
        self.code = code
        self.read = read
        self.limit = limit
        self.sheet = sheet
        self.row = row
        self.column = column


_DAMAGE = (
    BadZipFile,
    DeflateError,
    ExpatError,
    CsvError,
    StructError,
    ValueError,
    LookupError,
    ArithmeticError,
    EOFError,
    NotImplementedError,
)


@contextmanager
def broken_is_refused(part: str = "") -> Iterator[None]:
    """Turn whatever a damaged file makes the standard library say into FileRefused."""
    try:
        yield
    except _DAMAGE as error:
        raise FileRefused(Refusal.BROKEN, read=part) from error


class RowCount:
    """Counts the filled rows of all sheets against the limit; a sheet that is read again counts once."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._by_sheet: dict[str, int] = {}
        self._others = 0

    def begin(self, sheet: str) -> None:
        """Start (again) at the top of a sheet."""
        self._by_sheet[sheet] = 0
        self._others = sum(self._by_sheet.values())

    def expect(self, sheet: str, rows: int) -> None:
        """Refuse a sheet at its start that is known to have too many filled rows."""
        if rows + self._others > self.limit:
            raise FileRefused(Refusal.TOO_MANY_ROWS, read=rows + self._others, limit=self.limit, sheet=sheet)

    def add(self, sheet: str, row: int) -> None:
        """Count one filled row; refuse the first one over the limit."""
        self._by_sheet[sheet] = count = self._by_sheet[sheet] + 1
        if count + self._others > self.limit:
            raise FileRefused(Refusal.TOO_MANY_ROWS, read=count, limit=self.limit, sheet=sheet, row=row)
        if row > self.limit:
            raise FileRefused(Refusal.FAR_CELL, read=row, limit=self.limit, sheet=sheet, row=row)
