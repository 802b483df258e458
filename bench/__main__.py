"""python -m bench [NAME ...] [--db DATABASE] [--rounds R] [--rows N] [--json]; without a name all workloads.

Exit status 1 when a result is not right or a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from django.db import connection

from bench import (
    edit_one,
    export,
    growth,
    import_file,
    import_write,
    map_layout,
    pages,
    peak,
    peer_import,
    score,
    spreadsheet,
)
from bench.report import as_json, as_table
from bench.timing import HEAVY_ROUNDS, ROUNDS
from bench.workloads import Row, Run, Verdict, WrongResult

WORKLOADS = {
    each.name: each
    for each in (
        *pages.WORKLOADS,
        edit_one.WORKLOAD,
        score.WORKLOAD,
        map_layout.WORKLOAD,
        import_write.WORKLOAD,
        *import_file.WORKLOADS,
        peer_import.WORKLOAD,
        export.WORKLOAD,
        peak.WORKLOAD,
        growth.WORKLOAD,
        spreadsheet.WORKLOAD,
    )
}
ADDRESSES = {
    "sqlite": "sqlite:////tmp/bench.sqlite3",
    "postgres": "postgres://postgres@127.0.0.1:5432/postgres",
}
VENDORS = {"sqlite": "sqlite", "postgres": "postgresql"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments name, prints a table or a JSON document, and answers the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    chosen = parser().parse_args(arguments)
    if chosen.db and VENDORS[chosen.db] != connection.vendor:
        return elsewhere(arguments, ADDRESSES[chosen.db])
    try:
        rows = measured(chosen)
    except WrongResult as error:
        sys.stderr.write(f"wrong result, not timed: {error}\n")
        return 1
    sys.stdout.write(as_json(rows) if chosen.json else as_table(rows))
    return int(any(row.verdict is Verdict.MISS for row in rows))


def elsewhere(arguments: Sequence[str], address: str) -> int:
    """The same in a process that has another kind of database: Django has one from its beginning."""
    environment = {**os.environ, "DATABASE_URL": address}
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 (ours)


def measured(chosen: argparse.Namespace) -> list[Row]:
    """The rows of all chosen workloads. Raises WrongResult."""
    names = chosen.names or list(WORKLOADS)
    rows: list[Row] = []
    for number, name in enumerate(names, start=1):
        progress = Progress(f"[{number}/{len(names)}]")
        progress.tell(f"{name}: making the data")
        rows += WORKLOADS[name].rows(Run(chosen.rounds, chosen.rows, progress.tell))
        progress.finish()
    return rows


class Progress:
    """A line on a terminal that says what is being done; nothing where nobody watches."""

    def __init__(self, place: str) -> None:
        self.place = place

    def tell(self, doing: str) -> None:
        self._write(f"{self.place} {doing} ...")

    def finish(self) -> None:
        self._write("")

    def _write(self, text: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()


def parser() -> argparse.ArgumentParser:
    described = "\n".join(f"  {each.name}: {each.purpose}" for each in WORKLOADS.values())
    found = argparse.ArgumentParser(
        prog="python -m bench",
        description=f"Workloads:\n{described}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument("names", nargs="*", type=known, metavar="NAME")
    found.add_argument("--db", choices=list(ADDRESSES), help="default: that of DATABASE_URL, else sqlite")
    usual = f"default {ROUNDS}, {HEAVY_ROUNDS} of what takes long"
    found.add_argument("--rounds", type=positive, metavar="R", help=usual)
    found.add_argument(
        "--rows", type=positive, metavar="N", help="of what imports or exports; default 100,000"
    )
    found.add_argument("--json", action="store_true", help="print a JSON document")
    return found


def known(name: str) -> str:
    """The name of a workload. Raises ArgumentTypeError."""
    if name not in WORKLOADS:
        raise argparse.ArgumentTypeError(f"read {name[:40]!r}, expected one of: {', '.join(WORKLOADS)}")
    return name


def positive(text: str) -> int:
    """A number of rounds or rows. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0):
        raise argparse.ArgumentTypeError(f"read {text[:20]!r}, expected a whole number from 1")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
