"""python -m bench [NAME ...] [--rounds R] [--rows N] [--json]: runs workloads; without a name all of them.

Exit status 1 when a result is not right or a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from bench import import_file, import_write, map_layout
from bench.timing import Ratios, measure, measure_pairs
from bench.workloads import ROUNDS, Prepared, Workload, WrongResult

WORKLOADS = {
    each.name: each
    for each in (map_layout.WORKLOAD, import_write.WORKLOAD, import_file.CSV_FILE, import_file.WORKBOOK)
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments name, prints a line or a JSON document, and answers the exit status."""
    chosen = parser().parse_args(arguments)
    try:
        reports = [report(WORKLOADS[name], chosen.rounds, chosen.rows) for name in chosen.names or WORKLOADS]
    except WrongResult as error:
        sys.stderr.write(f"wrong result, not timed: {error}\n")
        return 1
    if chosen.json:
        sys.stdout.write(json.dumps(reports, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line(each)}\n" for each in reports)
    return int(any(each["met"] is False for each in reports))


def parser() -> argparse.ArgumentParser:
    described = "\n".join(f"  {each.name}: {each.purpose_with(None)}" for each in WORKLOADS.values())
    found = argparse.ArgumentParser(
        prog="python -m bench",
        description=f"Workloads:\n{described}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument("names", nargs="*", type=known, metavar="NAME")
    found.add_argument("--rounds", type=positive, metavar="R", help=f"default {ROUNDS}, fewer for slow ones")
    found.add_argument("--rows", type=positive, metavar="N", help="of those that write rows; default 100,000")
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


def report(workload: Workload, rounds: int | None, rows: int | None) -> dict[str, Any]:
    """What one workload measured; met: whether its goal is (None where it has none, or can't be judged)."""
    prepared = workload.prepared(rows)
    try:
        return {
            "name": workload.name,
            "purpose": workload.purpose_with(rows),
            **prepared.facts,
            **figures(prepared, rounds or workload.rounds),
        }
    finally:
        prepared.finish()


def figures(prepared: Prepared, rounds: int) -> dict[str, Any]:
    """Milliseconds of a run, or where there is a divisor how many times as long as it a run takes."""
    if prepared.divisor:
        return ratio_figures(measure_pairs(prepared.run, prepared.divisor, rounds), prepared)
    times = measure(prepared.run, rounds)
    return {
        "median_ms": round(times.median, 3),
        "interval_ms": [round(times.low, 3), round(times.high, 3)],
        "cpu_ms": round(times.cpu, 3),
        "rounds": times.rounds,
        "goal_ms": prepared.goal_ms,
        "met": None if prepared.goal_ms is None else times.high < prepared.goal_ms,
    }


def ratio_figures(ratios: Ratios, prepared: Prepared) -> dict[str, Any]:
    return {
        "median_ratio": round(ratios.median, 3),
        "interval_ratio": [round(ratios.low, 3), round(ratios.high, 3)],
        "cpu_ratio": round(ratios.cpu, 3),
        "steadiness": round(ratios.steadiness, 3),
        "median_ms": round(ratios.run_ms, 3),
        "divisor_ms": round(ratios.divisor_ms, 3),
        "rounds": ratios.rounds,
        "goal_ratio": prepared.goal_ratio,
        "peak_mib": prepared.peak_mib,
        "goal_mib": prepared.goal_mib,
        "met": is_met(ratios, prepared),
    }


def is_met(ratios: Ratios, prepared: Prepared) -> bool | None:
    """Whether the goals are met; memory is judged on the busiest machine, time only on a steady one."""
    if prepared.peak_mib and prepared.goal_mib and prepared.peak_mib >= prepared.goal_mib:
        return False
    if prepared.goal_ratio is None or not ratios.is_steady:
        return None
    return ratios.high < prepared.goal_ratio


def line(measured: dict[str, Any]) -> str:
    """The same for people."""
    said = ratio_line(measured) if "median_ratio" in measured else time_line(measured)
    return said if measured["met"] is None else f"{said}: {'met' if measured['met'] else 'missed'}"


def time_line(measured: dict[str, Any]) -> str:
    low, high = measured["interval_ms"]
    said = (
        f"{measured['name']}: {measured['median_ms']:.2f} ms (95 %: {low:.2f} to {high:.2f}; "
        f"{measured['cpu_ms']:.2f} ms of processor) "
        f"to {measured['purpose']}, {measured['rounds']} rounds"
    )
    return said if measured["goal_ms"] is None else f"{said}; goal under {measured['goal_ms']:g} ms"


def ratio_line(measured: dict[str, Any]) -> str:
    low, high = measured["interval_ratio"]
    said = (
        f"{measured['name']}: {measured['median_ratio']:.2f} times (95 %: {low:.2f} to {high:.2f}) its floor "
        f"of {measured['divisor_ms']:.0f} ms to {measured['purpose']}, {measured['rounds']} rounds"
    )
    if measured["peak_mib"]:
        said = f"{said}; {measured['peak_mib']:.0f} MiB, goal under {measured['goal_mib']:g}"
    if measured["met"] is None:
        return f"{said}; not judged, the floor against itself was {measured['steadiness']:.2f}"
    return f"{said}; goal under {measured['goal_ratio']:g}"


if __name__ == "__main__":
    sys.exit(main())
