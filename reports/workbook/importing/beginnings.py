"""What a row that is not there yet begins with: what it would have if its other cells were empty. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reports.workbook.importing.places import (
    INDICATORS,
    OBJECTIVES,
    PERSPECTIVES,
    PLAN_SHEET,
    WEIGHTS,
    YEARS,
    Present,
)
from reports.workbook.importing.rows import FileContents, Key, Values
from reports.workbook.importing.values import EMPTY
from reports.workbook.sheets import BY_NAME, PERSPECTIVE

RULES = ("weighting", "scheme", "scheme_version")
ONE = Decimal(1)


class Beginnings:
    """How new rows of one sheet begin, by the file and by what stands there."""

    def __init__(self, sheet: str, contents: FileContents, present: Present) -> None:
        self.sheet = sheet
        self._contents, self._present = contents, present
        self._empty = {column.name: EMPTY[column.kind] for column in BY_NAME[sheet].columns}
        self._weights: dict[str, dict[Key, Decimal]] = {}

    def of(self, key: Key) -> Values:
        """The values with which a row of that key begins."""
        if self.sheet == YEARS:
            return self._empty | {"weight": self._default_weight(INDICATORS, key[0])}
        if self.sheet == WEIGHTS:
            weighed = PERSPECTIVES if key[0] == PERSPECTIVE else OBJECTIVES
            return self._empty | {"weight": self._default_weight(weighed, key[1])}
        if self.sheet == PLAN_SHEET and isinstance(key[0], int):
            return self._empty | self._rules_of_plan()
        return self._empty

    def _rules_of_plan(self) -> dict[str, Any]:
        """The rules with which a year begins: those of the plan, as the file says, else as they stand."""
        stands = self._present.get(PLAN_SHEET, {})
        rows = [values for key, values in stands.items() if isinstance(key[0], tuple)]
        file = self._contents.sheets.get(PLAN_SHEET)
        rows += [row.values for row in file.rows if isinstance(row.key[0], tuple)] if file else []
        return {name: values[name] for values in rows for name in RULES if values.get(name)}

    def _default_weight(self, sheet: str, code: str) -> Decimal:
        """The weight with which a year begins: as the file says it, else as it stands, else 1."""
        if sheet not in self._weights:
            weights = {key: values["weight"] for key, values in self._present.get(sheet, {}).items()}
            file = self._contents.sheets.get(sheet)
            for row in file.rows if file else ():
                if row.values.get("weight") is not None:
                    weights[row.key] = row.values["weight"]
            self._weights[sheet] = weights
        return self._weights[sheet].get((code,), ONE)
