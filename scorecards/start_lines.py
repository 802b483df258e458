"""What people type or paste in the guided start, read line by line. Pure: answers lines and faults."""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

MOST_LINES = 200
SHOWN_FAULTS = 10

NEW_LINE = re.compile(r"\r\n|\r|\n")
# What Word and mail put in front of the lines of a list.
BULLET = re.compile(r"^(?:[-–—*•·▪◦]|\(?\d{1,3}[.)])\s+")
# A first cell that is the line's code: letters and digits, such as V1, SS12 or M-3.
GIVEN_CODE = re.compile(r"[A-Za-z]{1,6}[.-]?\d{1,4}")
SOURCES = re.compile(r"\s*\[([^\[\]]{1,200})\]$")


class LineFault(enum.StrEnum):
    """Why a text can't be taken."""

    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    UNKNOWN_SOURCE = "unknown_source"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something. number: its place in the text, from 1; code: only if one was typed.

    sources: codes of the statements that it comes from; place: the field in which it was typed.
    """

    number: int
    text: str
    code: str = ""
    sources: tuple[str, ...] = ()
    place: str = ""

    @property
    def key(self) -> str:
        return name_key(self.text)


@dataclass(frozen=True, slots=True)
class FaultyLine:
    """number: the line (0: the text as a whole); read: what stands there; limit: what is allowed."""

    fault: LineFault
    number: int
    read: str
    limit: int = 0
    known: tuple[str, ...] = ()


def name_key(text: str) -> str:
    """Two texts with the same key say the same: capitals and spaces make no difference."""
    return " ".join(text.split()).casefold()


def read_lines(
    text: str, *, longest: int, statements: Collection[str] = (), place: str = ""
) -> tuple[list[Line], list[FaultyLine]]:
    """The lines of a text, and what is wrong with it.

    Empty lines are left out, bullets and numbering taken away. Cells of a spreadsheet's row are joined; a
    first cell that looks like a code is the line's code. Where statements (codes) are given, a line may end
    with those that it comes from, in brackets: "Raise the profit [V1, M2]".
    """
    rows = [(number, row) for number, row in enumerate(NEW_LINE.split(text), start=1) if row.strip()]
    if len(rows) > MOST_LINES:
        return [], [FaultyLine(LineFault.TOO_MANY, 0, str(len(rows)), MOST_LINES)]
    known = {code.casefold(): code for code in statements}
    lines, faults = [], []
    for number, row in rows:
        code, words = _code_and_words(row)
        words, sources = _words_and_sources(words, known)
        unknown = [source for source in sources if source.casefold() not in known]
        if len(words) > longest:
            faults.append(FaultyLine(LineFault.TOO_LONG, number, str(len(words)), longest))
        elif unknown:
            faults.append(
                FaultyLine(LineFault.UNKNOWN_SOURCE, number, unknown[0], known=tuple(known.values()))
            )
        elif words:
            named = tuple(dict.fromkeys(known[source.casefold()] for source in sources))
            lines.append(Line(number, words, code, named, place))
    return lines, faults


def _code_and_words(row: str) -> tuple[str, str]:
    cells = [" ".join(cell.split()) for cell in row.split("\t") if cell.strip()]
    if len(cells) > 1 and GIVEN_CODE.fullmatch(cells[0]):
        return cells[0], " ".join(cells[1:])
    return "", BULLET.sub("", " ".join(cells))


def _words_and_sources(words: str, known: dict[str, str]) -> tuple[str, list[str]]:
    """Brackets at the end name statements if one of them is known or all look like codes."""
    match = SOURCES.search(words) if known else None
    if match is None:
        return words, []
    sources = [each for each in re.split(r"[\s,;]+", match[1]) if each]
    meant = any(each.casefold() in known for each in sources)
    if not meant and not all(GIVEN_CODE.fullmatch(each) for each in sources):
        return words, []
    return words[: match.start()], sources


def free_codes(prefix: str, used: Iterable[str]) -> Iterator[str]:
    """Codes that nobody uses, in order: after V1 and V2 come V3, V4, ... Capitals make no difference."""
    taken = {code.casefold() for code in used}
    numbered = re.compile(rf"{re.escape(prefix.casefold())}[0-9]+")
    number = sum(numbered.fullmatch(code) is not None for code in taken)
    while True:
        number += 1
        code = f"{prefix}{number}"
        if code.casefold() not in taken:
            yield code


def initial_code(name: str, used: Iterable[str]) -> str:
    """A code for a perspective: the first letter of its name, numbered where another has it."""
    taken = {code.casefold() for code in used}
    letter = next((char for char in name.upper() if char.isascii() and char.isalpha()), "P")
    if letter.casefold() not in taken:
        return letter
    number = 2
    while f"{letter}{number}".casefold() in taken:
        number += 1
    return f"{letter}{number}"
