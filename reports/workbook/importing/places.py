"""What stands where: names of sheets that the comparison treats apart, and who refers to whom. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reports.workbook.importing.rows import FileContents, FileRow, Key, Values

PLAN_SHEET, YEARS, WEIGHTS, INITIATIVES, WORK = "Plan", "Years", "Weights", "Initiatives", "WorkPrograms"
PERSPECTIVES, OBJECTIVES, INDICATORS = "Perspectives", "Objectives", "Indicators"

REFERENCES = {
    ("Objectives", "perspective"): PERSPECTIVES,
    ("Objectives", "statements"): "Statements",
    ("Links", "cause"): OBJECTIVES,
    ("Links", "effect"): OBJECTIVES,
    ("Indicators", "objective"): OBJECTIVES,
    ("Years", "indicator"): INDICATORS,
    ("Initiatives", "indicator"): INDICATORS,
    ("WorkPrograms", "indicator"): INDICATORS,
}
"""Columns whose codes must stand in another sheet, in the file or already there."""

HELD_AGAINST = {YEARS: (INDICATORS,), WEIGHTS: (PERSPECTIVES, OBJECTIVES), WORK: (INITIATIVES,)}
"""Sheets that rows are held against beside those that a column refers to."""

Present = Mapping[str, Mapping[Key, Values]]
"""What stands there already: rows by key, of each sheet that is needed."""


def needed_sheets(contents: FileContents) -> set[str]:
    """The sheets that a comparison reads of what stands there."""
    needed = set(contents.sheets)
    needed |= {there for (name, _column), there in REFERENCES.items() if name in contents.sheets}
    return needed.union(*(HELD_AGAINST.get(name, ()) for name in contents.sheets))


def keys_of(sheet: str, contents: FileContents, present: Present) -> frozenset[Key]:
    """The rows of a sheet that are there or come, refused ones too: what refers to those is not at fault."""
    keys = set(present.get(sheet, {}))
    if file := contents.sheets.get(sheet):
        keys |= {row.key for row in file.rows} | file.refused
    return frozenset(keys)


def year_of(sheet: str, row: FileRow) -> int | None:
    """The year that a row is about, if it is about one."""
    if sheet == PLAN_SHEET:
        return row.key[0] if isinstance(row.key[0], int) else None
    return int(row.values["year"]) if sheet in (YEARS, WEIGHTS, WORK) else None


def years_named(contents: FileContents) -> Iterable[int]:
    """Every year that a row of the file is about, years before the plan included."""
    for name, file in contents.sheets.items():
        yield from (year for row in file.rows if (year := year_of(name, row)) is not None)
