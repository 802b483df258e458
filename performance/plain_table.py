"""The annual performance table as plain data, CSV and text, for commands and other programs.

Decimals are strings without exponent, as they are stored or as the pages show them; None where there is none.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from fractions import Fraction
from typing import Any

from indicators.explanations import explain_year
from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.scoring import Subtotal, as_decimal

TEXT_COLUMNS = ("code", "name", "baseline", "target", "achievement", "attainment", "level", "weight", "score")
LEFT_COLUMNS = ("code", "name")
NAME_WIDTH = 44


def as_data(table: ScorecardYearTable) -> dict[str, Any]:
    """The whole table; subtotals are keyed by the codes of objectives and perspectives."""
    result = table.result
    return {
        "rows": [_row(row) for row in table.rows],
        "subtotals": {
            "objectives": {
                group.objective.code: _subtotal(group.objective.name, group.subtotal)
                for group in table.objectives
            },
            "perspectives": {
                group.perspective.code: _subtotal(group.perspective.name, group.subtotal)
                for group in table.perspectives
            },
        },
        "total": plain(result.shown(result.total)),
        "threshold": _sum(result.threshold),
        "derived_threshold": _sum(result.derived_threshold),
        "threshold_so_far": _sum(result.threshold_so_far),
        "index": _percent(result.index),
        "verdict": result.verdict.value,
        "reported": result.reported,
        "counted_lowest": result.counted_lowest,
        "expected": result.expected,
        "interval": {
            "lowest": plain(result.shown(result.lowest)),
            "highest": plain(result.shown(result.highest)),
        },
        "reachable": {
            "lowest": _sum(result.reachable.lowest),
            "on_target": _sum(result.reachable.on_target),
            "highest": _sum(result.reachable.highest),
        },
    }


def as_csv(table: ScorecardYearTable) -> str:
    """The rows, with a column for each year's target; the upper bounds of ranges stand beside them."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    rows = [_flat(_row(row)) for row in table.rows]
    writer.writerow(rows[0] if rows else ())
    writer.writerows(row.values() for row in rows)
    return output.getvalue()


def as_text(table: ScorecardYearTable) -> str:
    """The rows as aligned columns, then the sums and the verdict in the active language."""
    year = str(table.scorecard_year.year)
    data = as_data(table)
    lines = [list(TEXT_COLUMNS)]
    for row in data["rows"]:
        shown = row | {"target": _range(row["targets"][year], row["upper_targets"][year])}
        shown["name"] = row["name"][:NAME_WIDTH]
        lines.append([_cell(shown[column]) for column in TEXT_COLUMNS])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    printed = [
        "  ".join(
            cell.ljust(width) if column in LEFT_COLUMNS else cell.rjust(width)
            for column, cell, width in zip(TEXT_COLUMNS, line, widths, strict=True)
        ).rstrip()
        for line in lines
    ]
    sums = [f"{name}: {_cell(data[name])}" for name in ("total", "threshold", "derived_threshold", "index")]
    return "\n".join([*printed, "", *sums, "", *explain_year(table.result)]) + "\n"


def plain(value: Decimal | None) -> str | None:
    """A decimal without exponent and without trailing zeros."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _row(row: Row) -> dict[str, Any]:
    scored = row.result
    return {
        "code": row.indicator.code,
        "objective": row.objective.code,
        "perspective": row.perspective.code,
        "name": row.indicator.name,
        "unit": row.indicator.unit_of_measure,
        "polarity": row.indicator.polarity,
        "baseline": plain(row.indicator.baseline),
        "targets": {str(year): plain(target) for year, target in row.targets.items()},
        "upper_targets": {str(year): plain(target) for year, target in row.upper_targets.items()},
        "achievement": plain(row.measurement.achievement),
        "attainment": _percent(scored.result.attainment),
        "level": scored.level,
        "weight": _sum(scored.weight),
        "score": _sum(scored.contribution),
        "state": row.measurement.state,
    }


def _subtotal(name: str, subtotal: Subtotal) -> dict[str, Any]:
    return {
        "name": name,
        "total": _sum(subtotal.total),
        "threshold": _sum(subtotal.threshold),
        "threshold_so_far": _sum(subtotal.threshold_so_far),
        "index": _percent(subtotal.index),
        "reported": subtotal.reported,
        "counted_lowest": subtotal.counted_lowest,
        "expected": subtotal.expected,
        "interval": {"lowest": _sum(subtotal.lowest), "highest": _sum(subtotal.highest)},
        "status": subtotal.status.value,
    }


def _sum(value: Fraction | None) -> str | None:
    return None if value is None else plain(as_decimal(value))


def _percent(value: Decimal | None) -> str | None:
    """Attainment and index keep their 2 decimals."""
    return None if value is None else format(value, "f")


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row with `targets` and `upper_targets` spread over columns such as target_2012."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{name[:-1]}_{year}": figure for year, figure in value.items()}
        else:
            flat[name] = value
    return flat


def _range(target: str | None, upper: str | None) -> str | None:
    return target if upper is None else f"{target}–{upper}"


def _cell(value: object) -> str:
    return "" if value is None else str(value)
