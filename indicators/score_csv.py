"""The CSV layout of the auditor's calculator: rows in, the same rows with level and attainment out. Pure.

Columns: see REQUIRED_COLUMNS; others are kept as they are. Numbers are plain decimals with a point, in any
language: the layout is for machines. Faults leave as codes; the command words them.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from indicators.scoring import Inputs, Polarity, score_indicator
from scorecards.schemes import BUILT_IN, Scheme, SchemeError

REQUIRED_COLUMNS = (
    "polarity",
    "achievement",
    "target",
    "target_upper",
    "worst",
    "baseline",
    "scheme",
    "tolerance_percent",
)
RESULT_COLUMNS = ("level", "attainment")
MOST_DIGITS = 40
SCHEMES = {scheme.code: scheme for scheme in BUILT_IN}

_PLAIN_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")


class CsvFault(StrEnum):
    """What is wrong with a file or a row."""

    NOT_UTF8 = "not_utf8"
    NO_HEADER = "no_header"
    MISSING_COLUMN = "missing_column"
    REPEATED_COLUMN = "repeated_column"
    NOT_CSV = "not_csv"
    CELL_COUNT = "cell_count"
    POLARITY = "polarity"
    SCHEME = "scheme"
    NUMBER = "number"
    TOO_MANY_DIGITS = "too_many_digits"
    TOLERANCE = "tolerance"
    UPPER_MISSING = "upper_missing"
    UPPER_WITHOUT_TARGET = "upper_without_target"
    UPPER_BELOW_TARGET = "upper_below_target"
    UPPER_NOT_A_RANGE = "upper_not_a_range"


class CsvError(ValueError):
    """A file or row that can't be scored: physical line (from 1), column ("" for none) and what was read.

    `limit` is the number that belongs to the expectation: cells, digits or the target.
    """

    def __init__(
        self, code: CsvFault, line: int, read: str, *, column: str = "", limit: int | Decimal | None = None
    ) -> None:
        super().__init__(code, line, read, column, limit)
        self.code = code
        self.line = line
        self.read = read
        self.column = column
        self.limit = limit


@dataclass(frozen=True, slots=True)
class _Record:
    """A record of the file and the physical line that it starts on."""

    line: int
    cells: list[str]


def score_csv(content: bytes) -> str:
    """Score every row of a CSV file, UTF-8 with or without a byte order mark; blank lines are skipped.

    Returns CSV of the input's columns in their order and with its line ends; level and attainment are
    replaced or appended, both empty where the achievement or the target is. Raises CsvError for the first
    fault.
    """
    text = _text(content)
    records = _records(text)
    header = next(records, None)
    if header is None:
        raise CsvError(CsvFault.NO_HEADER, 1, "")
    columns = _columns(header)
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n" if "\r\n" in text else "\n")
    added = [name for name in RESULT_COLUMNS if name not in columns]
    writer.writerow([*columns, *added])
    for record in records:
        if len(record.cells) != len(columns):
            raise CsvError(CsvFault.CELL_COUNT, record.line, str(len(record.cells)), limit=len(columns))
        row = dict(zip(columns, record.cells, strict=True))
        row["level"], row["attainment"] = _scored(row, record.line)
        writer.writerow(row.values())
    return output.getvalue()


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CsvError(CsvFault.NOT_UTF8, line, repr(content[error.start : error.end])[2:-1]) from None


def _records(text: str) -> Iterator[_Record]:
    """The records that are not blank. A quoted cell may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CsvError(CsvFault.NOT_CSV, line, str(error)) from None
        if cells:
            yield _Record(line, cells)


def _columns(header: _Record) -> list[str]:
    names = [cell.strip() for cell in header.cells]
    for name in REQUIRED_COLUMNS:
        if name not in names:
            raise CsvError(CsvFault.MISSING_COLUMN, header.line, ",".join(names), column=name)
    for name in names:
        if names.count(name) > 1:
            raise CsvError(CsvFault.REPEATED_COLUMN, header.line, ",".join(names), column=name)
    return names


def _scored(row: dict[str, str], line: int) -> Sequence[str]:
    """Level and attainment as written; every cell is checked even where they are empty."""
    result = score_indicator(_inputs(row, line), _scheme(row, line))
    if result.level is None or result.attainment is None:
        return "", ""
    return str(result.level), format(result.attainment, "f")


def _inputs(row: dict[str, str], line: int) -> Inputs:
    polarity = row["polarity"].strip()
    if polarity not in list(Polarity):
        raise CsvError(CsvFault.POLARITY, line, row["polarity"], column="polarity")
    inputs = Inputs(
        polarity=Polarity(polarity),
        target=_number(row, "target", line),
        target_upper=_number(row, "target_upper", line),
        achievement=_number(row, "achievement", line),
        worst=_number(row, "worst", line),
        baseline=_number(row, "baseline", line),
    )
    fault = _range_fault(inputs)
    if fault is not None:
        raise CsvError(fault, line, row["target_upper"], column="target_upper", limit=inputs.target)
    return inputs


def _range_fault(inputs: Inputs) -> CsvFault | None:
    """How the upper target disagrees with the polarity or the target."""
    target, upper = inputs.target, inputs.target_upper
    if inputs.polarity != Polarity.RANGE:
        return None if upper is None else CsvFault.UPPER_NOT_A_RANGE
    if target is None:
        return None if upper is None else CsvFault.UPPER_WITHOUT_TARGET
    if upper is None:
        return CsvFault.UPPER_MISSING
    return CsvFault.UPPER_BELOW_TARGET if upper < target else None


def _scheme(row: dict[str, str], line: int) -> Scheme:
    scheme = SCHEMES.get(row["scheme"].strip())
    if scheme is None:
        raise CsvError(CsvFault.SCHEME, line, row["scheme"], column="scheme")
    tolerance = _number(row, "tolerance_percent", line)
    try:
        return replace(scheme, tolerance=tolerance or Decimal(0))
    except SchemeError:
        read = row["tolerance_percent"]
        raise CsvError(CsvFault.TOLERANCE, line, read, column="tolerance_percent") from None


def _number(row: dict[str, str], column: str, line: int) -> Decimal | None:
    """A plain decimal of at most MOST_DIGITS digits on either side of the point; None for an empty cell."""
    text = row[column].strip()
    if not text:
        return None
    if not _PLAIN_DECIMAL.fullmatch(text):
        raise CsvError(CsvFault.NUMBER, line, row[column], column=column)
    whole, _, fraction = text.lstrip("+-").partition(".")
    if len(whole) > MOST_DIGITS or len(fraction) > MOST_DIGITS:
        raise CsvError(CsvFault.TOO_MANY_DIGITS, line, row[column], column=column, limit=MOST_DIGITS)
    return Decimal(text)
