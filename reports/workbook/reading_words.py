"""The words for refused files and unusable cells: what was read and what is expected."""

from decimal import ROUND_CEILING, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from organizations.numbers import format_number
from reports.workbook.reading import BadCell, CellFault, FileRefused, Refusal

_BYTES_IN_MB = 1024 * 1024
_SHOWN_LENGTH = 60

_REFUSALS: dict[Refusal, Promise] = {
    Refusal.EMPTY: _("The file is empty; expected a workbook (.xlsx) or a CSV file with at least one row."),
    Refusal.TOO_LARGE: _("The file has %(read)s MB; expected at most %(limit)s MB."),
    Refusal.NOT_A_WORKBOOK: _(
        "The file is not a workbook; expected an Excel workbook (.xlsx) or a CSV file."
    ),
    Refusal.OLD_XLS: _(
        "The file is a workbook of Excel 97–2003 (.xls); expected an .xlsx file. Open it and save it as "
        "“Excel Workbook (.xlsx)”."
    ),
    Refusal.PASSWORD_PROTECTED: _(
        "The file is protected by a password; expected a workbook that opens without one. Remove the "
        "password in Excel and save it again."
    ),
    Refusal.UNPACKS_TOO_LARGE: _("The workbook unpacks to %(read)s MB; expected at most %(limit)s MB."),
    Refusal.ZIP_BOMB: _(
        "The file is packed in a way that no spreadsheet program packs a workbook (%(read)s); expected a "
        "workbook saved by Excel or LibreOffice."
    ),
    Refusal.LYING_SIZES: _(
        "The part %(read)s of the workbook is not as long as the file says; expected a workbook saved by "
        "Excel or LibreOffice."
    ),
    Refusal.UNSAFE_NAMES: _(
        "The workbook has a part named “%(read)s”, outside of the workbook; expected a workbook saved by "
        "Excel or LibreOffice."
    ),
    Refusal.EXTERNAL_ENTITY: _(
        "The part %(read)s of the workbook declares a document type (DTD); expected none, because it could "
        "refer to other files."
    ),
    Refusal.BROKEN: _(
        "The file is damaged; expected a complete one. Open it in Excel or LibreOffice and save it again."
    ),
    Refusal.DUPLICATE_SHEETS: _("Two sheets are named “%(read)s”; expected each name once."),
    Refusal.TOO_MANY_ROWS: _("The file has more than %(limit)s filled rows; expected at most that many."),
    Refusal.TOO_MANY_COLUMNS: _("The file has more than %(limit)s columns; expected at most that many."),
    Refusal.TOO_MANY_CELLS: _(
        "The sheet has more than %(limit)s empty cells that are stored all the same; expected at most that "
        "many. Delete the empty rows and columns and save again."
    ),
    Refusal.FAR_CELL: _(
        "A cell far from the others is filled; expected filled cells only in the first %(limit)s rows. Clear "
        "it and save again."
    ),
    Refusal.TEXT_TOO_LONG: _("A cell holds more than %(limit)s characters; expected at most that many."),
    Refusal.ENCODING: _(
        "The characters of the CSV file can't be told with certainty; expected UTF-8. In Excel, save it as "
        "“CSV UTF-8”."
    ),
    Refusal.CONTROL_CHARACTER: _("Read the character %(read)s, which no text has; expected plain text."),
    Refusal.UNPAIRED_QUOTE: _(
        "A quotation mark is not closed, or text follows a closed one; expected quotation marks around a "
        "whole cell, and doubled inside of it."
    ),
}
_NAMED: dict[Refusal, Promise] = {
    Refusal.NOT_A_WORKBOOK: _(
        "The file is of the kind %(read)s, not a workbook; expected an Excel workbook (.xlsx) or a CSV file."
    ),
    Refusal.BROKEN: _(
        "The file is damaged (%(read)s); expected a complete one. Open it in Excel or LibreOffice and save "
        "it again."
    ),
}
"""Where what was read has a name."""

_FAR_COLUMN = _(
    "A cell far from the others is filled; expected filled cells only in the first %(limit)s columns. Clear "
    "it and save again."
)
_IN_BYTES = (Refusal.TOO_LARGE, Refusal.UNPACKS_TOO_LARGE)

_FAULTS: dict[CellFault, Promise] = {
    CellFault.ERROR_CELL: _("Read the error “%(read)s”; expected a value."),
    CellFault.FORMULA_WITHOUT_VALUE: _(
        "Read the formula “%(read)s” without a value; expected its result. Open the file in Excel or "
        "LibreOffice and save it again, or write the value."
    ),
    CellFault.NOT_FINITE: _("Read “%(read)s”; expected a finite number."),
    CellFault.TOO_MANY_DIGITS: _(
        "Read “%(read)s”; expected at most 15 significant digits. Round the number."
    ),
    CellFault.UNREADABLE_NUMBER: _("Read “%(read)s”; expected a number."),
    CellFault.UNREADABLE_DATE: _("Read “%(read)s” formatted as a date; expected a date that exists."),
    CellFault.TIME_OF_DAY: _("Read the time “%(read)s”; expected a number, a text or a date."),
}


def file_refused_message(error: FileRefused) -> str:
    """Word a refused file in the active language, with the place in front where it is known."""
    message = str(_template(error)) % {
        "read": _shown(error.read, error.code),
        "limit": _shown(error.limit, error.code),
    }
    place = _place(error)
    return gettext("%(place)s: %(message)s") % {"place": place, "message": message} if place else message


def bad_cell_message(cell: BadCell) -> str:
    """Word an unusable cell in the active language."""
    return str(_FAULTS[cell.code]) % {"read": _shortened(cell.read)}


def _template(error: FileRefused) -> Promise:
    if error.code is Refusal.FAR_CELL and error.column:
        return _FAR_COLUMN
    return _NAMED[error.code] if error.read and error.code in _NAMED else _REFUSALS[error.code]


def _place(error: FileRefused) -> str:
    """Where a person finds it: a sheet's name, the row's number and the column's letter."""
    parts = []
    if error.sheet:
        parts.append(gettext("sheet “%(sheet)s”") % {"sheet": _shortened(error.sheet)})
    if error.row:
        parts.append(gettext("row %(row)s") % {"row": error.row})
    if error.column:
        parts.append(gettext("column %(column)s") % {"column": get_column_letter(error.column)})
    place = ", ".join(parts)
    return place[:1].upper() + place[1:]


def _shown(read: str | int | None, code: Refusal) -> str:
    """A count as the language writes it (bytes as MB, rounded up to two decimals), a text shortened."""
    if isinstance(read, str):
        return _shortened(read)
    if read is not None and code in _IN_BYTES:
        return format_number((Decimal(read) / _BYTES_IN_MB).quantize(Decimal("0.01"), ROUND_CEILING))
    return format_number(read)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"
