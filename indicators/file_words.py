"""The words for kinds of files, their sizes, and why one is refused."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.file_kinds import ENDINGS, LARGEST, FileRefused, Foreign, Kind, Refusal, ending_of
from organizations.numbers import format_number

_KILO = 1024
_MEGA = 1024 * 1024
_SHOWN_LENGTH = 60

_KINDS: dict[str, str | Promise] = {
    "pdf": "PDF",
    "png": _("PNG picture"),
    "jpeg": _("JPEG picture"),
    "webp": _("WebP picture"),
    "xlsx": _("Excel workbook"),
    "docx": _("Word document"),
    "pptx": _("PowerPoint presentation"),
    "ods": _("OpenDocument spreadsheet"),
    "odt": _("OpenDocument text"),
    "csv": "CSV",
    "text": _("plain text"),
}
_FOREIGN: dict[Foreign, Promise] = {
    Foreign.SVG: _("an SVG drawing, which can carry scripts"),
    Foreign.HTML: _("a web page (HTML)"),
    Foreign.XML: _("an XML file"),
    Foreign.WINDOWS_PROGRAM: _("a Windows program"),
    Foreign.PROGRAM: _("a program"),
    Foreign.SCRIPT: _("a script"),
    Foreign.ZIP: _("a zip archive"),
    Foreign.ARCHIVE: _("a packed archive"),
    Foreign.OLD_OFFICE: _("an Office document of an old kind (.xls, .doc, .ppt) or behind a password"),
    Foreign.RTF: _("a Rich Text document (RTF)"),
    Foreign.OTHER_PICTURE: _("a picture of another kind (GIF, TIFF, BMP or HEIC)"),
    Foreign.FILM: _("a sound or film"),
    Foreign.UNKNOWN: _("a file of an unknown kind"),
}
EXPECTED = _("PDF, picture (PNG, JPEG, WebP), Excel, Word, PowerPoint, OpenDocument, CSV or plain text")
_REFUSALS: dict[Refusal, Promise] = {
    Refusal.EMPTY: _("“%(name)s” is empty (0 bytes); expected a file with something in it."),
    Refusal.TOO_LARGE: _("“%(name)s” has %(read)s MB; expected at most %(limit)s MB."),
    Refusal.NOT_TAKEN: _("“%(name)s” is %(read)s; expected: %(expected)s."),
    Refusal.WRONG_ENDING: _(
        "“%(name)s” ends in %(ending)s, but its content is of the kind %(read)s; expected a name that ends "
        "in %(right_ending)s."
    ),
    Refusal.ENCODING: _(
        "The characters of “%(name)s” can't be told with certainty; expected text in UTF-8. In Excel, save "
        "it as “CSV UTF-8”."
    ),
    Refusal.PROTECTED: _("“%(name)s” is protected by a password; expected a file that opens without one."),
    Refusal.MACROS: _(
        "“%(name)s” has macros; expected a document without them. Save it without macros, or as PDF."
    ),
    Refusal.ZIP_BOMB: _(
        "“%(name)s” is packed in a way that no office program packs a document (a zip bomb); expected a "
        "document as Excel, Word, PowerPoint or LibreOffice saves it."
    ),
    Refusal.BROKEN: _("“%(name)s” is damaged; expected a complete file. Open it and save it again."),
}
_DISGUISED = _("“%(name)s” ends in %(ending)s, but is %(read)s; expected: %(expected)s.")
_NO_ENDING = _(
    "“%(name)s” has no ending that tells its kind, and its content is of the kind %(read)s; expected a name "
    "that ends in %(right_ending)s."
)


def kind_name(kind: Kind) -> str:
    """What people call such a file."""
    return str(_KINDS[kind.code])


def size_text(size: int) -> str:
    """A size as people read it: whole kilobytes, from a megabyte on megabytes with one decimal."""
    if size < _MEGA:
        return f"{format_number(max(1, round(Decimal(size) / _KILO)))} KB"
    return f"{format_number((Decimal(size) / _MEGA).quantize(Decimal('0.1')), decimals=1)} MB"


def file_refused_message(error: FileRefused, name: str) -> str:
    """Words a refusal in the active language: what was read, and what is expected."""
    return str(_template(error, name)) % {
        "name": name if len(name) <= _SHOWN_LENGTH else f"{name[:_SHOWN_LENGTH]}…",
        "ending": ending_of(name),
        "read": _read(error),
        "right_ending": error.read.endings[0] if isinstance(error.read, Kind) else "",
        "limit": format_number(LARGEST // _MEGA),
        "expected": EXPECTED,
    }


def _template(error: FileRefused, name: str) -> Promise:
    if error.code is Refusal.NOT_TAKEN and ending_of(name) in ENDINGS:
        return _DISGUISED
    if error.code is Refusal.WRONG_ENDING and not ending_of(name):
        return _NO_ENDING
    return _REFUSALS[error.code]


def _read(error: FileRefused) -> str:
    """Megabytes rounded up, so that one byte too many shows, or what the file is."""
    if isinstance(error.read, int):
        return format_number((Decimal(error.read) / _MEGA).quantize(Decimal("0.01"), ROUND_CEILING))
    if isinstance(error.read, Kind):
        return kind_name(error.read)
    return str(_FOREIGN[error.read]) if isinstance(error.read, Foreign) else error.read
