"""How cost grows with the data: exponents, 1 being in proportion and 0 not at all."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.database import Database, forget_pages, own_database
from bench.edit_one import Edit
from bench.filling import make_organization
from bench.import_file import LargeFile
from bench.pages import Visit
from bench.reader import Reader
from bench.timing import Timing, Work, timed
from bench.workloads import Row, Run, Workload
from organizations.models import Membership, User
from organizations.services import add_person

LEAST_UNITS, LEAST_INDICATORS, LEAST_ROWS = 50, 20, 1000
TIMES = 100
IN_PROPORTION, NOT_AT_ALL, EDIT_GOAL = 1.02, 0.05, 1.2
TURNS_BETWEEN = 5
TABLE = "performance:table"


@dataclass(frozen=True, slots=True)
class Sized:
    """Work on so much data, and what comes before it, untimed."""

    size: int
    work: Work
    before: Work


def rows(run: Run) -> Iterator[Row]:
    times = max(4, run.rows // LEAST_ROWS) if run.rows else TIMES
    yield from rows_of_units(run, times)
    yield rows_of_pages(run, times)
    yield rows_of_imports(run, times)


def sizes(least: int, times: int) -> tuple[int, int, int]:
    """The least, that many times as much, and about the middle between them, as a factor."""
    return least, least * round(times**0.5), least * times


def rows_of_units(run: Run, times: int) -> Iterator[Row]:
    """What concerns one unit, in organizations of growing size."""
    staffed, rooted, edits = [], [], []
    with ExitStack() as stack:
        for units in sizes(LEAST_UNITS, times):
            run.tell(f"making {units:,} units")
            database = stack.enter_context(own_database())
            made = make_organization(units)
            visit = Visit(made, LEAST_INDICATORS)
            visit.check(TABLE)
            edit = Edit(made)
            edit.check()
            staff = Reader(staff_of(made.scorecard.unit))
            show = visit.address(TABLE)
            fresh = partial(afresh, database)
            staffed.append(Sized(units, partial(staff.get, show), fresh))
            rooted.append(Sized(units, partial(visit.reader.get, show), fresh))
            edits.append(Sized(units, edit.write, fresh))
        yield grown(run, "a unit's page, read by its staff, by units", staffed, NOT_AT_ALL)
        yield grown(run, "a unit's page, read by who sees all, by units", rooted, NOT_AT_ALL)
        yield grown(run, "one edit, by units", edits, NOT_AT_ALL)
        timing = timing_of(edits)
        against = f"the same among {edits[0].size:,}"
        yield run.ratio(f"edit-one among {edits[-1].size:,} units", timing, against=against, goal=EDIT_GOAL)


def staff_of(unit: object) -> User:
    """Somebody whose role is in this unit alone."""
    role = Membership.Role.STAFF
    return add_person(unit=unit, email="staff@example.org", name="Staff", role=role, by=None).user  # type: ignore[arg-type]


def rows_of_pages(run: Run, times: int) -> Row:
    """The performance table with a growing number of indicators."""
    with ExitStack() as stack:
        pages = []
        for indicators in sizes(LEAST_INDICATORS, times):
            run.tell(f"making {indicators:,} indicators")
            database = stack.enter_context(own_database())
            visit = Visit(make_organization(indicators=indicators), indicators)
            visit.check(TABLE)
            show = partial(visit.reader.get, visit.address(TABLE))
            pages.append(Sized(indicators, show, partial(afresh, database)))
        return grown(run, "the performance table, by indicators", pages, IN_PROPORTION)


def rows_of_imports(run: Run, times: int) -> Row:
    """An import with a growing number of rows."""
    with ExitStack() as stack:
        imports = []
        for number in sizes(LEAST_ROWS, times):
            run.tell(f"making {number:,} rows")
            database = stack.enter_context(own_database())
            folder = Path(stack.enter_context(TemporaryDirectory()))
            large = LargeFile(number, folder, ".csv")
            large.check()
            imports.append(Sized(number, large.import_next, database.use))
        return grown(run, "import-csv, by rows", imports, IN_PROPORTION, heavy=True)


def afresh(database: Database) -> None:
    """Nothing is kept of an answer before."""
    database.use()
    forget_pages()


def grown(run: Run, name: str, by_size: Sequence[Sized], goal: float, *, heavy: bool = False) -> Row:
    """A row for how the cost grows from the least to the most data, with a point for each size."""
    least, middle, most = by_size
    between = Timing(middle.work, middle.work, before=middle.before)
    middle_ms = statistics.median(timed(between, middle.work)[0] for _turn in range(TURNS_BETWEEN))
    row = run.exponent(
        f"growth of {name}",
        timing_of(by_size, heavy=heavy),
        times=most.size / least.size,
        against=f"{least.size:,} to {most.size:,}",
        goal=goal,
    )
    points = [(least.size, row.facts["floor_ms"]), (middle.size, middle_ms), (most.size, row.facts["run_ms"])]
    row.facts["points"] = [(size, round(milliseconds, 3)) for size, milliseconds in points]
    return row


def timing_of(by_size: Sequence[Sized], *, heavy: bool = False) -> Timing:
    least, most = by_size[0], by_size[-1]
    return Timing(most.work, least.work, before=most.before, before_floor=least.before, heavy=heavy)


WORKLOAD = Workload("growth", "how the cost of pages, edits and imports grows with the data", rows)
