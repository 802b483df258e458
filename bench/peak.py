"""What large imports and exports take of memory at most, each in a process of its own, above bare Django."""

from __future__ import annotations

from collections.abc import Iterator

from bench.import_file import large_file
from bench.import_write import ROWS
from bench.memory import peak_above_django
from bench.workloads import Row, Run, Workload, absent, counted

IMPORT = "import sys, pathlib, bench.import_file as this; this.import_once(pathlib.Path(sys.argv[1]))"
EXPORT = "import bench.export as this; this.export_all()"
IMPORT_GOAL, EXPORT_GOAL = 48.0, 24.0
FLOOR = "bare Django"


def rows(run: Run) -> Iterator[Row]:
    for suffix in (".csv", ".xlsx"):
        with large_file(run.rows or ROWS, suffix) as large:
            yield row(run, f"memory of import-{suffix[1:]}", IMPORT_GOAL, IMPORT, str(large.files[0]))
            if suffix == ".csv":
                yield row(run, "memory of export", EXPORT_GOAL, EXPORT)


def row(run: Run, name: str, goal: float, work: str, *arguments: str) -> Row:
    run.tell(name)
    peak = peak_above_django(work, *arguments)
    if peak is None:
        return absent(name, against=FLOOR, goal=goal)
    return counted(name, peak, unit="MiB", goal=goal, against=FLOOR)


WORKLOAD = Workload("memory", "what imports and exports of 100,000 rows take of memory", rows)
