"""Wrapping text to a width without a font at hand.

Character widths are those of Inter at weight 500 to 600, rounded up; common sans-serif faces need less.
"""

import re
from functools import lru_cache
from unicodedata import combining, east_asian_width

ELLIPSIS = "…"
_THOUSANDTHS = {
    **dict.fromkeys("ijlI ", 280),
    **dict.fromkeys("tf()[]/|'`\"!.,:;·", 375),
    **dict.fromkeys("r{}-_", 430),
    **dict.fromkeys("skzxacvyeJF", 595),
    **dict.fromkeys("BELPRSTZ0123456789", 660),
    **dict.fromkeys("OQw", 840),
    **dict.fromkeys("mM…", 930),
    **dict.fromkeys("W@%—", 1045),
}
_SMALL, _CAPITAL = 630, 760
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with a replacement character for each one that XML 1.0 has no room for, such as U+000B."""
    return _NOT_IN_XML.sub("\ufffd", text)


@lru_cache(maxsize=4096)
def text_width(text: str, size: int) -> int:
    """Estimate the width in pixels of a text at a font size, rounded up, rather too wide than too narrow."""
    total = 0
    for character in text:
        if combining(character):
            continue
        default = _CAPITAL if character.isupper() else _SMALL
        wide = east_asian_width(character) in "WF" or ord(character) > 0xFFFF
        total += 1100 if wide else _THOUSANDTHS.get(character, default)
    return -(-total * size // 1000)


def wrap(text: str, width: int, size: int, max_lines: int) -> tuple[str, ...]:
    """Break a text into at most ``max_lines`` lines of ``width`` pixels; what does not fit ends in "…"."""
    lines: list[str] = []
    line = ""
    for word in _fitting_words(text, width, size):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) <= width:
            line = longer
        else:
            lines.append(line)
            line = word
    if line:
        lines.append(line)
    if len(lines) > max_lines:
        lines = [*lines[: max_lines - 1], _shorten(" ".join(lines[max_lines - 1 :]), width, size)]
    return tuple(lines)


def first_line(text: str, width: int, size: int) -> str:
    """Return a text on one line, shortened where it is wider than ``width`` pixels."""
    return next(iter(wrap(text, width, size, 1)), "")


def _fitting_words(text: str, width: int, size: int) -> list[str]:
    """Split into words, and words that are wider than a line into pieces that are not."""
    pieces: list[str] = []
    for word in text.split():
        piece = ""
        for character in word:
            if piece and text_width(piece + character, size) > width:
                pieces.append(piece)
                piece = ""
            piece += character
        pieces.append(piece)
    return pieces


def _shorten(text: str, width: int, size: int) -> str:
    while text and text_width(text + ELLIPSIS, size) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
