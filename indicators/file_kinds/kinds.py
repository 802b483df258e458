"""The kinds of files that are taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """`endings`: how names of such files end, the usual one first; `icon`: of the icons of the site."""

    code: str
    content_type: str
    endings: tuple[str, ...]
    icon: str


OPEN_XML = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

PDF: Final = Kind("pdf", "application/pdf", (".pdf",), "file")
PNG: Final = Kind("png", "image/png", (".png",), "picture")
JPEG: Final = Kind("jpeg", "image/jpeg", (".jpg", ".jpeg"), "picture")
WEBP: Final = Kind("webp", "image/webp", (".webp",), "picture")
XLSX: Final = Kind("xlsx", f"{OPEN_XML}.spreadsheetml.sheet", (".xlsx",), "sheet")
DOCX: Final = Kind("docx", f"{OPEN_XML}.wordprocessingml.document", (".docx",), "file")
PPTX: Final = Kind("pptx", f"{OPEN_XML}.presentationml.presentation", (".pptx",), "file")
ODS: Final = Kind("ods", f"{OPEN_DOCUMENT}.spreadsheet", (".ods",), "sheet")
ODT: Final = Kind("odt", f"{OPEN_DOCUMENT}.text", (".odt",), "file")
CSV: Final = Kind("csv", "text/csv", (".csv",), "sheet")
TEXT: Final = Kind("text", "text/plain", (".txt",), "file")

KINDS: Final = (PDF, PNG, JPEG, WEBP, XLSX, DOCX, PPTX, ODS, ODT, CSV, TEXT)
ENDINGS: Final = tuple(ending for kind in KINDS for ending in kind.endings)
_BY_TYPE: Final = {kind.content_type: kind for kind in KINDS}


def kind_of_type(content_type: str) -> Kind | None:
    """The kind with the content type."""
    return _BY_TYPE.get(content_type)
