"""python -m bench [NAME ...] [--rounds R] [--json]: runs workloads; without a name all of them.

Exit status 1 when a result is not right or a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bench import map_layout
from bench.timing import measure
from bench.workloads import Workload, WrongResult

WORKLOADS = {each.name: each for each in (map_layout.WORKLOAD,)}
ROUNDS = 31


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments name, prints a line or a JSON document, and answers the exit status."""
    chosen = parser().parse_args(arguments)
    try:
        reports = [report(WORKLOADS[name], chosen.rounds) for name in chosen.names or WORKLOADS]
    except WrongResult as error:
        sys.stderr.write(f"wrong result, not timed: {error}\n")
        return 1
    if chosen.json:
        sys.stdout.write(json.dumps(reports, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line(each)}\n" for each in reports)
    return int(any(each["met"] is False for each in reports))


def parser() -> argparse.ArgumentParser:
    described = "\n".join(f"  {each.name}: {each.purpose}" for each in WORKLOADS.values())
    found = argparse.ArgumentParser(
        prog="python -m bench",
        description=f"Workloads:\n{described}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument("names", nargs="*", type=known, metavar="NAME")
    found.add_argument("--rounds", type=positive, default=ROUNDS, metavar="R", help=f"default {ROUNDS}")
    found.add_argument("--json", action="store_true", help="print a JSON document")
    return found


def known(name: str) -> str:
    """The name of a workload. Raises ArgumentTypeError."""
    if name not in WORKLOADS:
        raise argparse.ArgumentTypeError(f"read {name[:40]!r}, expected one of: {', '.join(WORKLOADS)}")
    return name


def positive(text: str) -> int:
    """A number of rounds. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0):
        raise argparse.ArgumentTypeError(f"read {text[:20]!r}, expected a whole number from 1")
    return int(text)


def report(workload: Workload, rounds: int) -> dict[str, Any]:
    """What one workload measured, in milliseconds; met: whether its goal is (None where it has none)."""
    prepared = workload.prepare()
    times = measure(prepared.run, rounds)
    met = None if prepared.goal_ms is None else times.high < prepared.goal_ms
    figures = {name: round(value, 3) for name, value in asdict(times).items()}
    return {
        "name": workload.name,
        "purpose": workload.purpose,
        **prepared.facts,
        "median_ms": figures["median"],
        "interval_ms": [figures["low"], figures["high"]],
        "cpu_ms": figures["cpu"],
        "rounds": times.rounds,
        "goal_ms": prepared.goal_ms,
        "met": met,
    }


def line(measured: dict[str, Any]) -> str:
    """The same for people."""
    low, high = measured["interval_ms"]
    said = (
        f"{measured['name']}: {measured['median_ms']:.2f} ms (95 %: {low:.2f} to {high:.2f}; "
        f"{measured['cpu_ms']:.2f} ms of processor) "
        f"to {measured['purpose']}, {measured['rounds']} rounds"
    )
    if measured["met"] is None:
        return said
    return f"{said}; goal under {measured['goal_ms']:g} ms: {'met' if measured['met'] else 'missed'}"


if __name__ == "__main__":
    sys.exit(main())
