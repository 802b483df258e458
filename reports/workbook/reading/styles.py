"""Which cell formats of a workbook show a number as a date."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from reports.workbook.reading.xml_parts import PartReader

_LONGEST_FORMAT = 255
_MOST_FORMATS = 65_536
_EAST_ASIAN_DATES = {*range(27, 37), *range(50, 59)}


@dataclass(slots=True)
class DateFormats:
    """Numbers of cell formats (the ``s`` of a cell, as written) that show a date, or a span of time."""

    dates: set[str] = field(default_factory=set)
    elapsed: set[str] = field(default_factory=set)


def read_date_formats(pieces: Iterable[bytes], part: str) -> DateFormats:
    """Read the formats of ``styles.xml``; what openpyxl takes for a date format is one."""
    reader = _StylesReader(part)
    reader.read(pieces)
    return reader.formats


class _StylesReader(PartReader):
    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.formats = DateFormats()
        self._codes: dict[str, str] = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        self._kinds: dict[str, tuple[bool, bool]] = {}
        self._in_cell_formats = False
        self._count = 0

    def started(self, name: str, attributes: dict[str, str]) -> None:
        if name == "cellXfs":
            self._in_cell_formats = True
        elif name == "xf" and self._in_cell_formats:
            self._cell_format(attributes.get("numFmtId", "0"))
        elif name == "numFmt" and "numFmtId" in attributes:
            self._codes[attributes["numFmtId"]] = attributes.get("formatCode", "")[:_LONGEST_FORMAT]
            if len(self._codes) > _MOST_FORMATS:
                raise self.broken()

    def ended(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cell_formats = False

    def _cell_format(self, format_id: str) -> None:
        if format_id not in self._kinds:
            self._kinds[format_id] = self._kind(format_id)
        is_date, is_elapsed = self._kinds[format_id]
        if is_date:
            self.formats.dates.add(str(self._count))
        if is_elapsed:
            self.formats.elapsed.add(str(self._count))
        self._count += 1
        if self._count > _MOST_FORMATS:
            raise self.broken()

    def _kind(self, format_id: str) -> tuple[bool, bool]:
        if format_id.isdecimal() and int(format_id[:9]) in _EAST_ASIAN_DATES and format_id not in self._codes:
            return True, False
        code = self._codes.get(format_id, "")
        is_elapsed = bool(is_timedelta_format(code))
        return is_elapsed or bool(is_date_format(code)), is_elapsed
