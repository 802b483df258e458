"""Whether a file is plain text, and nothing that a browser would run."""

from __future__ import annotations

import re
from typing import BinaryIO

from indicators.file_kinds.kinds import CSV, TEXT, Kind
from indicators.file_kinds.refusals import FileRefused, Foreign, Refusal

_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = re.compile(rb"[\0-\x08\x0e-\x1f\x7f]")
_MARKUP: tuple[tuple[re.Pattern[str], Foreign], ...] = (
    (re.compile(r"<\s*(?:[a-z]+:)?svg[\s>/]", re.IGNORECASE), Foreign.SVG),
    (
        re.compile(
            r"<\s*!doctype\s+html|<\s*(?:html|head|body|script|iframe|object|embed|meta)[\s>/]", re.IGNORECASE
        ),
        Foreign.HTML,
    ),
    (re.compile(r"\A\s*<\?php", re.IGNORECASE), Foreign.SCRIPT),
    (re.compile(r"\A\s*<(?:\?xml|!doctype|[a-z])", re.IGNORECASE), Foreign.XML),
)


def text_kind(stream: BinaryIO, ending: str) -> Kind:
    """CSV or plain text, which only the name's ending tells apart. Raises FileRefused."""
    stream.seek(0)
    content = stream.read()
    if content.startswith(_BYTE_ORDER_MARKS):
        raise FileRefused(Refusal.ENCODING)
    if _NO_TEXT.search(content):
        raise FileRefused(Refusal.NOT_TAKEN, Foreign.UNKNOWN)
    # Read as any encoding that has the letters of English: markup is markup in each of them.
    for mark, foreign in _MARKUP:
        if mark.search(content.removeprefix(b"\xef\xbb\xbf").decode("latin-1")):
            raise FileRefused(Refusal.NOT_TAKEN, foreign)
    try:
        content.decode()
    except UnicodeDecodeError:
        raise FileRefused(Refusal.ENCODING) from None
    return CSV if ending in CSV.endings else TEXT
