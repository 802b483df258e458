"""What was measured, as a table for people and as JSON for machines."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import django
from django.db import connection

from bench.workloads import Row

HEADS = (
    "Workload",
    "Beside",
    "Goal",
    "Figure",
    "95 % interval",
    "Processor",
    "Rounds",
    "Floor against itself",
    "",
)
UNITS = {"x": "x", "exponent": "", "MiB": " MiB", "queries": "", "ms": " ms"}


def as_json(rows: Sequence[Row]) -> str:
    """Where it was measured, and every row with all its facts."""
    return json.dumps({"place": place(), "rows": [asdict(row) for row in rows]}, indent=2) + "\n"


def place() -> dict[str, str]:
    """The machine and the versions; only ratios that were taken together can be compared."""
    return {
        "database": connection.vendor,
        "python": platform.python_version(),
        "django": django.get_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def as_table(rows: Sequence[Row]) -> str:
    """The rows in columns."""
    lines = [HEADS, *(cells(asdict(row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in lines
    )


def as_markdown(rows: Iterable[dict[str, Any]]) -> str:
    """The same for a document, from the rows of the JSON."""
    lines = [HEADS, ("---",) * len(HEADS), *map(cells, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cells(row: dict[str, Any]) -> tuple[str, ...]:
    """A row in words."""
    unit, facts = UNITS[row["unit"]], row["facts"]
    interval = "" if row["low"] is None else f"{number(row['low'])} to {number(row['high'])}"
    return (
        row["name"],
        row["against"],
        "" if row["goal"] is None else f"{number(row['goal'])}{unit}",
        "" if row["figure"] is None else f"{number(row['figure'])}{unit}",
        interval,
        f"{number(facts['cpu_ratio'])}x" if "cpu_ratio" in facts else "",
        str(facts.get("rounds", "")),
        number(facts["steadiness"]) if "steadiness" in facts else "",
        str(row["verdict"]),
    )


def number(value: float) -> str:
    """Three digits, which is more than a median knows; whole numbers stay whole."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"
