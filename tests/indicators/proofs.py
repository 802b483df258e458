"""Files for tests of evidence: one of each kind that is taken, and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from indicators.file_kinds import LARGEST, Refusal

MEBIBYTE = 1024 * 1024
OPEN_XML = "application/vnd.openxmlformats-officedocument"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x06\0\0\0"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def open_xml(folder: str, main: str, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """A document of Excel, Word or PowerPoint, as far as anybody looks into it."""
    types = f'<Types><Override PartName="/{folder}/main.xml" ContentType="{OPEN_XML}.{main}+xml"/></Types>'
    return zipped({"[Content_Types].xml": types, f"{folder}/main.xml": "<main/>", **(extra or {})})


def open_document(kind: str, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """A document of LibreOffice."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mimetype, "content.xml": "<content/>", **(extra or {})})


def xlsx(extra: Mapping[str, str | bytes] | None = None) -> bytes:
    return open_xml("xl", "spreadsheetml.sheet.main", extra)


GOOD: dict[str, bytes] = {
    "report.pdf": PDF,
    "photo.png": PNG,
    "photo.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "PHOTO.JPEG": b"\xff\xd8\xff\xe1\0\x10Exif\0",
    "photo.webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "values.xlsx": xlsx(),
    "letter.docx": open_xml("word", "wordprocessingml.document.main"),
    "slides.pptx": open_xml("ppt", "presentationml.presentation.main"),
    "values.ods": open_document("spreadsheet"),
    "letter.odt": open_document("text"),
    "values.csv": b"code,achievement\nSS1-1,12\n",
    "marked.csv": "\ufeffkode;capaian\n".encode(),
    "note.txt": "Rapat 3 < 5, “baik” — Münster\f".encode(),
    "mz.txt": b"MZ is what this text begins with",
    "arrow.txt": b"<- see page 12",
}
"""Files that are taken, by name."""


def with_flag(archive: bytes, flag: int) -> bytes:
    """The archive with a flag set in each entry of its directory."""
    changed = bytearray(archive)
    place = -1
    while (place := changed.find(b"PK\1\2", place + 1)) >= 0:
        changed[place + 8] |= flag
    return bytes(changed)


def with_declared_size(archive: bytes, name: str, size: int) -> bytes:
    """The archive whose directory says another size of the part."""
    changed = bytearray(archive)
    place = -1
    while (place := changed.find(b"PK\1\2", place + 1)) >= 0:
        if changed[place + 46 :].startswith(name.encode()):
            changed[place + 24 : place + 28] = size.to_bytes(4, "little")
    return bytes(changed)


def with_one_start(archive: bytes) -> bytes:
    """The archive whose parts all begin where the first one does: the shared bytes unpack many times."""
    changed = bytearray(archive)
    place = -1
    while (place := changed.find(b"PK\1\2", place + 1)) >= 0:
        changed[place + 42 : place + 46] = bytes(4)
    return bytes(changed)


def bomb() -> bytes:
    return xlsx({"xl/sharedStrings.xml": b" " * (40 * MEBIBYTE)})


def many_parts() -> bytes:
    return xlsx({f"xl/media/{number}": b"" for number in range(6_000)})


def much_in_it() -> bytes:
    """No part is a bomb by itself, together they are too much."""
    return xlsx({f"xl/{number}.xml": b" " * (9 * MEBIBYTE) for number in range(24)})


HOSTILE: dict[str, tuple[Callable[[], bytes], Refusal, str]] = {
    "empty.pdf": (lambda: b"", Refusal.EMPTY, "is empty (0 bytes)"),
    "large.pdf": (lambda: PDF.ljust(11 * MEBIBYTE), Refusal.TOO_LARGE, "has 11 MB; expected at most 10 MB"),
    "one-byte.pdf": (lambda: PDF.ljust(LARGEST + 1), Refusal.TOO_LARGE, "has 10.01 MB; expected at most 10"),
    "drawing.svg": (lambda: SVG, Refusal.NOT_TAKEN, "“drawing.svg” is an SVG drawing"),
    "drawing.png": (lambda: SVG, Refusal.NOT_TAKEN, "ends in .png, but is an SVG drawing"),
    "xml.txt": (lambda: b'<?xml version="1.0"?><!-- x -->' + SVG, Refusal.NOT_TAKEN, "an SVG drawing"),
    "prefixed.txt": (lambda: b"<s:svg xmlns:s='x'/>", Refusal.NOT_TAKEN, "an SVG drawing"),
    "page.pdf": (lambda: HTML, Refusal.NOT_TAKEN, "ends in .pdf, but is a web page (HTML)"),
    "marked.csv": (lambda: b"\xef\xbb\xbf  \n" + HTML, Refusal.NOT_TAKEN, "a web page (HTML)"),
    "late.csv": (lambda: b"code\n" * 9999 + b"<ScRiPt>x</ScRiPt>", Refusal.NOT_TAKEN, "a web page (HTML)"),
    "latin.txt": (lambda: b"\xe9<iframe src=x>", Refusal.NOT_TAKEN, "a web page (HTML)"),
    "data.txt": (lambda: b"<?xml version='1.0'?><data/>", Refusal.NOT_TAKEN, "an XML file"),
    "shell.txt": (lambda: b"<?php system('id'); ?>", Refusal.NOT_TAKEN, "a script"),
    "run.csv": (lambda: b"#!/bin/sh\nid\n", Refusal.NOT_TAKEN, "a script"),
    "tool.pdf": (lambda: b"MZ\x90\0\3\0", Refusal.NOT_TAKEN, "a Windows program"),
    "tool.xlsx": (lambda: b"\x7fELF\2\1\1", Refusal.NOT_TAKEN, "a program"),
    "old.xlsx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Refusal.NOT_TAKEN, "or behind a password"),
    "photo.png": (lambda: b"GIF89a\1\0\1\0", Refusal.NOT_TAKEN, "a picture of another kind"),
    "photo.jpg": (lambda: b"\0\0\0\x18ftypheic", Refusal.NOT_TAKEN, "a picture of another kind"),
    "film.mp4": (lambda: b"\0\0\0\x18ftypisom", Refusal.NOT_TAKEN, "“film.mp4” is a sound or film"),
    "nothing.txt": (lambda: b"a\0b", Refusal.NOT_TAKEN, "a file of an unknown kind"),
    "letter.txt": (lambda: b"{\\rtf1 x}", Refusal.NOT_TAKEN, "a Rich Text document"),
    "wide.csv": (lambda: "kode;capaian".encode("utf-16"), Refusal.ENCODING, "expected text in UTF-8"),
    "latin.csv": (lambda: "Münster".encode("latin-1"), Refusal.ENCODING, "expected text in UTF-8"),
    "named.pdf": (lambda: PNG, Refusal.WRONG_ENDING, "ends in .pdf, but its content is of the kind PNG"),
    "named.docx": (xlsx, Refusal.WRONG_ENDING, "kind Excel workbook; expected a name that ends in .xlsx"),
    "noending": (lambda: PDF, Refusal.WRONG_ENDING, "has no ending that tells its kind"),
    "report.pdf.exe": (lambda: PDF, Refusal.WRONG_ENDING, "ends in .exe, but its content is of the kind PDF"),
    "photos.zip": (lambda: zipped({"1.jpg": b"\xff\xd8\xff"}), Refusal.NOT_TAKEN, "a zip archive"),
    "photos.xlsx": (lambda: zipped({"1.jpg": b"\xff\xd8\xff"}), Refusal.NOT_TAKEN, "a zip archive"),
    "none.xlsx": (lambda: b"PK\5\6" + bytes(18), Refusal.NOT_TAKEN, "a zip archive"),
    "other.odt": (lambda: open_document("graphics"), Refusal.NOT_TAKEN, "a zip archive"),
    "bomb.xlsx": (bomb, Refusal.ZIP_BOMB, "a zip bomb"),
    "parts.xlsx": (many_parts, Refusal.ZIP_BOMB, "a zip bomb"),
    "much.xlsx": (much_in_it, Refusal.ZIP_BOMB, "a zip bomb"),
    "shared.xlsx": (lambda: with_one_start(xlsx()), Refusal.ZIP_BOMB, "a zip bomb"),
    "lying.xlsx": (
        lambda: with_declared_size(xlsx({"xl/long.xml": b" " * MEBIBYTE}), "xl/long.xml", 1000),
        Refusal.BROKEN,
        "is damaged",
    ),
    "half.xlsx": (lambda: xlsx()[:-30], Refusal.BROKEN, "is damaged"),
    "locked.xlsx": (lambda: with_flag(xlsx(), 1), Refusal.PROTECTED, "is protected by a password"),
    "locked.ods": (
        lambda: open_document("spreadsheet", {"META-INF/manifest.xml": "<encryption-data/>"}),
        Refusal.PROTECTED,
        "is protected by a password",
    ),
    "macros.xlsx": (lambda: xlsx({"xl/vbaProject.bin": b"x"}), Refusal.MACROS, "has macros"),
    "macros.odt": (lambda: open_document("text", {"Basic/a.xml": "<x/>"}), Refusal.MACROS, "has macros"),
}
"""Files that are refused, by name: their content, why, and what the reader is told among other things."""
