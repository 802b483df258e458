"""What people type or paste in the guided start, read line by line. Pure: answers lines and faults."""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_LINES = 200
SHOWN_FAULTS = 10

NEW_LINE = re.compile(r"\r\n|\r|\n")
# What Word and mail put in front of the lines of a list.
BULLET = re.compile(r"^(?:[-–—*•·▪◦]|\(?\d{1,3}[.)])\s+")
# A first cell that is the line's code: letters and digits, such as V1, SS12 or M-3.
GIVEN_CODE = re.compile(r"[A-Za-z]{1,6}[.-]?\d{1,4}")
BARE_BULLET = re.compile(r"[-–—*•·▪◦]|\(?\d{1,3}[.)]")
SOURCES = re.compile(r"\s*\[([^\[\]]{1,200})\]$")
# A spreadsheet puts quotes around a cell with line breaks, and doubles the quotes within.
QUOTED_CELL = re.compile(r'(?:^|(?<=[\t\r\n]))"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)')
BREAK_IN_CELL = "\v"


class LineFault(enum.StrEnum):
    """Why a text can't be taken."""

    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    NO_WORDS = "no_words"
    UNKNOWN_SOURCE = "unknown_source"
    UNCLEAR_SOURCE = "unclear_source"


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
    """number: the line (0: the text as a whole); read: what stands there; limit: what is allowed.

    known: the codes that could have been meant.
    """

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

    Empty lines are left out, bullets and numbering taken away. Cells of a spreadsheet's row are joined, line
    breaks within a cell become spaces; a first cell that looks like a code is the line's code. Where
    statements (codes) are given, a line may end with those that it comes from, in brackets: "Raise the
    profit [V1, M2]".
    """
    rows = [(number, row) for number, row in _rows(text) if row.strip()]
    if len(rows) > MOST_LINES:
        return [], [FaultyLine(LineFault.TOO_MANY, 0, str(len(rows)), MOST_LINES)]
    lines, faults = [], []
    for number, row in rows:
        code, words = _code_and_words(row)
        words, sources = _words_and_sources(words, statements)
        named = [_meant(source, statements) for source in sources]
        fault = _fault(number, row, words, longest) or _source_fault(number, sources, named, statements)
        if fault:
            faults.append(fault)
        else:
            told = tuple(dict.fromkeys(codes[0] for codes in named))
            lines.append(Line(number, words, code, told, place))
    return lines, faults


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """The rows with their numbers in the text, in which a cell with line breaks takes several lines."""
    number = 1
    for row in NEW_LINE.split(QUOTED_CELL.sub(_unquoted, text.replace(BREAK_IN_CELL, " "))):
        yield number, row
        number += 1 + row.count(BREAK_IN_CELL)


def _unquoted(cell: re.Match[str]) -> str:
    """Quotes around a whole line were typed, unless a line breaks between them."""
    if not NEW_LINE.search(cell[1]):
        return cell[0]
    return NEW_LINE.sub(BREAK_IN_CELL, cell[1].replace("\t", " ")).replace('""', '"')


def _code_and_words(row: str) -> tuple[str, str]:
    """Words are empty where the row has but a code, a bullet or a number."""
    cells = [" ".join(cell.split()) for cell in row.split("\t") if cell.strip()]
    if GIVEN_CODE.fullmatch(cells[0]) and (len(cells) > 1 or row.lstrip(" ").startswith(f"{cells[0]}\t")):
        return cells[0], " ".join(cells[1:])
    words = " ".join(cells)
    return "", "" if BARE_BULLET.fullmatch(words) else BULLET.sub("", words)


def _words_and_sources(words: str, known: Collection[str]) -> tuple[str, list[str]]:
    """Brackets at the end name statements if one of them is known or all look like codes."""
    sources: list[str] = []
    while match := SOURCES.search(words) if known else None:
        named = [each for each in re.split(r"[\s,;]+", match[1]) if each]
        meant = any(_meant(each, known) for each in named)
        if not named or not (meant or all(GIVEN_CODE.fullmatch(each) for each in named)):
            break
        words, sources = words[: match.start()], [*named, *sources]
    return words, sources


def _meant(source: str, known: Collection[str]) -> list[str]:
    """The statements that a typed code may mean: the one spelt so, or those that differ in capitals only."""
    if source in known:
        return [source]
    return [code for code in known if code.casefold() == source.casefold()]


def _fault(number: int, row: str, words: str, longest: int) -> FaultyLine | None:
    if not words:
        return FaultyLine(LineFault.NO_WORDS, number, " ".join(row.split()))
    if len(words) > longest:
        return FaultyLine(LineFault.TOO_LONG, number, str(len(words)), longest)
    return None


def _source_fault(
    number: int, sources: Sequence[str], named: Sequence[Sequence[str]], known: Collection[str]
) -> FaultyLine | None:
    """What is wrong with the first source that does not mean exactly one statement."""
    for source, codes in zip(sources, named, strict=True):
        if not codes:
            return FaultyLine(LineFault.UNKNOWN_SOURCE, number, source, known=tuple(known))
        if len(codes) > 1:
            return FaultyLine(LineFault.UNCLEAR_SOURCE, number, source, known=tuple(codes))
    return None


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
