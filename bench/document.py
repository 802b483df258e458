"""python -m bench.document FOLDER RUN.json ...: writes performance.md and growth.svg from them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.chart import draw
from bench.report import as_markdown

TEXT = Path(__file__).with_name("performance.md")
TABLES = "<!-- tables -->\n"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def write(folder: Path, files: Sequence[dict[str, Any]]) -> None:
    """Both files; runs of one place are one table; the chart is of the first that measured growth."""
    runs = together(files)
    tables = "\n".join(map(table, runs))
    folder.joinpath("performance.md").write_text(TEXT.read_text().replace(TABLES, tables))
    charted = [run["rows"] for run in runs if any("points" in row["facts"] for row in run["rows"])]
    folder.joinpath("growth.svg").write_text(draw(charted[0] if charted else []))


def together(files: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One run for each place, with the rows of all files from there in their order."""
    rows: dict[tuple[tuple[str, str], ...], list[dict[str, Any]]] = {}
    for each in files:
        rows.setdefault(tuple(each["place"].items()), []).extend(each["rows"])
    return [{"place": dict(place), "rows": of_place} for place, of_place in rows.items()]


def table(run: dict[str, Any]) -> str:
    """A run's figures under its database, and where they were measured."""
    place = run["place"]
    where = f"Python {place['python']}, Django {place['django']}, {place['system']}."
    return f"### {NAMES[place['database']]}\n\n{where}\n\n{as_markdown(run['rows'])}"


if __name__ == "__main__":
    write(Path(sys.argv[1]), [json.loads(Path(each).read_text()) for each in sys.argv[2:]])
