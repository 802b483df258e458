"""An import from the file to the database: read, compare, write through the services, all or nothing.

A preview is the same import, rolled back: what it says is what confirming it will do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone

from organizations.models import Unit, User
from organizations.permissions import Access, Allowed, Denied, access_to
from reports.workbook.columns import Right
from reports.workbook.contents import load_sheet
from reports.workbook.importing.applying import Ground, Work
from reports.workbook.importing.comparing import (
    PLAN_SHEET,
    REFERENCES,
    Comparison,
    Present,
    Surroundings,
    compare,
    years_named,
)
from reports.workbook.importing.measures import (
    write_baselines,
    write_indicators,
    write_initiatives,
    write_measurements,
    write_work_programs,
)
from reports.workbook.importing.refusals import Fault, Notice, NoticeKind, Refusal
from reports.workbook.importing.rows import FileContents, Progress, by_key, read_file
from reports.workbook.importing.strategy import (
    write_links,
    write_objectives,
    write_perspectives,
    write_plan,
    write_rules,
    write_statements,
)
from reports.workbook.importing.values import Style
from reports.workbook.reading import TableFile, TableKind
from reports.workbook.sheets import BY_NAME, SETTINGS
from scorecards.locks import lock_plan, lock_years
from scorecards.models import Plan, Scorecard
from scorecards.services import people_of


@dataclass(frozen=True, slots=True)
class Import:
    """Where a file goes and who brings it.

    year: of a simple sheet, and of the plan where the file does not say which. by: None is the system, which
    may everything. seen: the fingerprint of the preview that was confirmed (None: nobody saw one).
    """

    unit: Unit
    by: User | None
    year: int | None = None
    style: Style = field(default_factory=Style)
    seen: str | None = None

    def may(self, right: Right) -> Allowed | Denied:
        """Whether the person may change what the right covers."""
        if self.by is None:
            return Allowed()
        access: Access = access_to(self.by, self.unit, today=timezone.localdate())
        return access.may(right.action, whole_organization=right.whole_organization)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did or would do.

    written: it is stored. overtaken: it is not as the preview said. texts_only: the file says nothing of how
    its numbers are written.
    """

    comparison: Comparison
    refusals: tuple[Refusal, ...]
    notices: tuple[Notice, ...]
    plan: Plan | None
    written: bool = False
    overtaken: bool = False
    texts_only: bool = False

    @property
    def fingerprint(self) -> str:
        """The mark that a confirmation sends back."""
        return self.comparison.fingerprint()

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to write."""
        return any(self.comparison.changes.values())

    @property
    def can_be_written(self) -> bool:
        """Whether confirming it would write something."""
        return self.changes_something and not self.refusals


def import_file(
    order: Import, file: TableFile, *, name: str, write: bool, progress: Progress | None = None
) -> ImportReport:
    """Imports an opened file; writes nothing unless write is set, nothing is refused, and it is as was seen.

    name: of the file. progress: told how many rows were read, and written. Raises FileRefused.
    """
    texts_only = file.kind is TableKind.CSV
    style = replace(order.style, texts_only=texts_only)
    contents = read_file(file, name=name, style=style, year=order.year, progress=progress)
    with transaction.atomic():
        report = _import(order, contents, progress)
        overtaken = order.seen is not None and order.seen != report.fingerprint
        written = write and report.can_be_written and not overtaken
        if not written:
            transaction.set_rollback(True)
    return replace(report, written=written, overtaken=overtaken, texts_only=texts_only)


def _import(order: Import, contents: FileContents, progress: Progress | None) -> ImportReport:
    """Compares and writes within the transaction of the caller."""
    refusals = list(contents.refusals)
    ground, years, refused = _find_ground(order, contents)
    refusals += refused
    comparison = Comparison()
    if not refused and contents.sheets:
        present = _present(ground, contents)
        comparison = compare(contents, present, _surroundings(order, ground, years))
        work = Work(ground, comparison, progress)
        _write(work)
        refusals += comparison.refusals + work.refusals
    ignored = [Notice(NoticeKind.IGNORED_SHEET, title) for title in contents.ignored]
    place = {name: number for number, name in enumerate(BY_NAME)}
    refusals.sort(key=lambda each: (place.get(each.sheet, 0), each.row or 0, len(each.column), each.column))
    return ImportReport(comparison, tuple(refusals), (*comparison.notices, *ignored), ground.plan)


def _write(work: Work) -> None:
    """Every sheet, what others refer to first."""
    write_plan(work)
    if work.ground.scorecard is None:
        return
    write_statements(work)
    write_perspectives(work)
    objectives = write_objectives(work)
    write_links(work, objectives)
    write_rules(work)
    indicators = write_indicators(work, objectives)
    write_measurements(work, indicators)
    write_baselines(work, indicators)
    write_initiatives(work, indicators)
    write_work_programs(work)


def _find_ground(order: Import, contents: FileContents) -> tuple[Ground, range, list[Refusal]]:
    """The plan and the scorecard that the file is about, locked, and the years of the plan."""
    ground = Ground(unit=order.unit, plan=None, scorecard=None, by=order.by)
    plans = Plan.objects.filter(organization=order.unit.organization).select_related("organization")
    refusals: list[Refusal] = []
    span = _span_of_file(contents, refusals)
    if span is not None:
        years = range(span[0], span[1] + 1)
        same = [plan for plan in plans if (plan.first_year, plan.last_year) == span]
        others = [plan for plan in plans if plan.first_year <= span[1] and plan.last_year >= span[0]]
        ground.plan = same[0] if same else None
        if not same and others:
            refusals.append(_overlap(contents, span, others[0]))
    else:
        ground.plan = _plan_of_years(plans, order, contents)
        years = ground.plan.years if ground.plan else range(0)
        if ground.plan is None and contents.sheets and not refusals:
            refusals.append(Refusal(Fault.PLAN_ROW_MISSING, PLAN_SHEET))
    if ground.plan is not None:
        ground.plan = lock_plan(ground.plan)
        ground.scorecard = (
            Scorecard.objects.filter(plan=ground.plan, unit=order.unit)
            .select_related("plan__organization", "unit__organization")
            .first()
        )
    refusals += _refuse_beginning(order, ground, contents)
    return ground, years, refusals


def _span_of_file(contents: FileContents, refusals: list[Refusal]) -> tuple[int, int] | None:
    """The first and last year that the Plan sheet names; more than one such row is refused."""
    if PLAN_SHEET not in contents.sheets:
        return None
    file = contents.sheets[PLAN_SHEET]
    spans = [row for row in file.rows if isinstance(row.key[0], tuple)]
    for row in spans[1:]:
        read = "-".join(map(str, row.key[0]))
        refusals.append(
            Refusal(Fault.ROW_TWICE, file.title, row.number, read=read, expected=str(spans[0].number))
        )
    if not spans:
        return None
    first, last = spans[0].key[0]
    return int(first), int(last)


def _overlap(contents: FileContents, span: tuple[int, int], other: Plan) -> Refusal:
    file = contents.sheets[PLAN_SHEET]
    row = next(row.number for row in file.rows if row.key[0] == span)
    read, expected = f"{span[0]}-{span[1]}", f"{other.first_year}-{other.last_year}"
    return Refusal(Fault.PLAN_OVERLAPS, file.title, row, "A", "period", read, expected, other.name)


def _plan_of_years(plans: Iterable[Plan], order: Import, contents: FileContents) -> Plan | None:
    """The plan that the year chosen belongs to, else the latest that has one of the years of the file."""
    named = {order.year} if order.year is not None else set(years_named(contents))
    fitting = [plan for plan in plans if not named or any(year in plan.years for year in named)]
    return max(fitting, key=lambda plan: plan.first_year, default=None)


def _refuse_beginning(order: Import, ground: Ground, contents: FileContents) -> list[Refusal]:
    """Refuses a new plan or scorecard to those who may not make one."""
    if ground.scorecard is not None or not contents.sheets:
        return []
    right = SETTINGS if ground.plan is None else BY_NAME[PLAN_SHEET].right
    answer = order.may(right)
    if isinstance(answer, Denied):
        return [Refusal(Fault.NOT_ALLOWED, PLAN_SHEET, detail=answer.reason)]
    return []


def _present(ground: Ground, contents: FileContents) -> Present:
    """What stands there of every sheet that the file brings or refers to."""
    if ground.scorecard is None:
        return {}
    needed = set(contents.sheets)
    needed |= {there for (name, _column), there in REFERENCES.items() if name in contents.sheets}
    if "Weights" in needed:
        needed |= {"Perspectives", "Objectives"}
    return {name: by_key(load_sheet(name, ground.scorecard), BY_NAME[name]) for name in needed}


def _surroundings(order: Import, ground: Ground, years: range) -> Surroundings:
    """What the rows are held against; the years of the scorecard are locked from here on."""
    locked = lock_years(ground.scorecard) if ground.scorecard is not None else []
    answers: dict[Right, Allowed | Denied] = {}
    return Surroundings(
        may=_remembering(order.may, answers),
        people=frozenset(people_of(order.unit.organization).values_list("email", flat=True)),
        closed=frozenset(year.year for year in locked if year.is_closed),
        years=years,
    )


def _remembering(
    ask: Callable[[Right], Allowed | Denied], answers: dict[Right, Allowed | Denied]
) -> Callable[[Right], Allowed | Denied]:
    def may(right: Right) -> Allowed | Denied:
        if right not in answers:
            answers[right] = ask(right)
        return answers[right]

    return may
