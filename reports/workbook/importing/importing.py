"""An import from the file to the database: read, compare, write through the services, all or nothing.

A preview is the same import, rolled back: what it says is what confirming it will do.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Measurement
from organizations.models import Unit, User
from organizations.permissions import Access, Allowed, Denied, access_to
from organizations.texts import DIRECTION_CONTROLS
from reports.workbook.columns import Right
from reports.workbook.contents import iter_years, load_shared_sheet, load_sheet
from reports.workbook.importing.applying import DoubtfulCell, Ground, Work
from reports.workbook.importing.changes import Comparison
from reports.workbook.importing.comparing import Stream, Surroundings, compare
from reports.workbook.importing.grounds import find_ground
from reports.workbook.importing.places import PLAN_SHEET, YEARS, Present, needed_sheets
from reports.workbook.importing.refusals import Fault, Notice, NoticeKind, Refusal
from reports.workbook.importing.rows import FileContents, Progress, by_key, keyed, read_file
from reports.workbook.importing.values import Style
from reports.workbook.importing.writing import write_all
from reports.workbook.reading import TableFile, TableKind
from reports.workbook.sheets import BY_NAME, SETTINGS
from scorecards.locks import lock_years
from scorecards.models import Plan
from scorecards.services import people_of

SHOWN_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Import:
    """Where a file goes and who brings it.

    year: of a simple sheet, and of the plan where the file does not say which. by: None is the system, which
    may everything. seen: the fingerprint of the preview that was confirmed (None: nobody saw one). asks:
    numbers that can hardly be meant are not written.
    """

    unit: Unit
    by: User | None
    year: int | None = None
    style: Style = field(default_factory=Style)
    seen: str | None = None
    asks: bool = False

    def may(self, right: Right) -> Allowed | Denied:
        """Whether the person may change what the right covers."""
        if self.by is None:
            return Allowed()
        access: Access = access_to(self.by, self.unit, today=timezone.localdate())
        return access.may(right.action, whole_organization=right.whole_organization)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did or would do.

    doubts: numbers that can hardly be meant. written: it is stored. overtaken: it is not as the preview said.
    texts_only: the file says nothing of how its numbers are written.
    """

    comparison: Comparison
    refusals: tuple[Refusal, ...]
    notices: tuple[Notice, ...]
    doubts: tuple[DoubtfulCell, ...]
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


@contextmanager
def _collecting_no_garbage() -> Iterator[None]:
    """Spares the collector from walking through all rows of a file again and again: a fifth of the time.

    Nothing of an import lives in circles, so all that it lets go of goes at once as well.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_collecting_no_garbage()
def import_file(
    order: Import, file: TableFile, *, name: str, write: bool, progress: Progress | None = None
) -> ImportReport:
    """Imports an opened file; writes nothing unless write is set, nothing is refused, and it is as was seen.

    name: of the file. progress: told how many rows were read, and written. Raises FileRefused, and nothing
    else for what the file holds.
    """
    texts_only = file.kind is TableKind.CSV
    style = replace(order.style, texts_only=texts_only)
    contents = read_file(file, name=name, style=style, year=order.year, progress=progress)
    with transaction.atomic():
        report = _import(order, contents, _reason(name), progress)
        overtaken = order.seen is not None and order.seen != report.fingerprint
        is_asked = order.asks and bool(report.doubts)
        written = write and report.can_be_written and not overtaken and not is_asked
        if not written:
            transaction.set_rollback(True)
    return replace(report, written=written, overtaken=overtaken, texts_only=texts_only)


def _reason(name: str) -> str:
    """What the history says of every row that the file changes."""
    plain = DIRECTION_CONTROLS.sub("", PurePath(name.replace("\\", "/")).name)
    return _("Imported from %(file)s") % {"file": plain[:SHOWN_LENGTH]}


def _import(order: Import, contents: FileContents, reason: str, progress: Progress | None) -> ImportReport:
    """Compares and writes within the transaction of the caller."""
    refusals = list(contents.refusals)
    ground, years, refused = find_ground(order.unit, order.by, order.year, contents)
    refusals += refused or _refuse_beginning(order, ground, contents)
    comparison = Comparison()
    doubts: tuple[DoubtfulCell, ...] = ()
    taken_back = 0
    if contents.sheets and len(refusals) == len(contents.refusals):
        around = _surroundings(order, ground, years)
        comparison = compare(contents, _present(ground, contents), around, _present_years(ground))
        refusals += comparison.refusals
        work = Work(ground, comparison, reason, progress)
        approved = _approved(ground)
        refusals += write_all(work)
        doubts = tuple(work.doubts)
        taken_back = approved - _approved(ground)
    notices = [*_elsewhere(order.unit, contents), *comparison.notices]
    if taken_back:
        notices.append(Notice(NoticeKind.TAKEN_BACK, "", rows=taken_back))
    notices += [Notice(NoticeKind.IGNORED_SHEET, title) for title in contents.ignored]
    place = {name: number for number, name in enumerate(BY_NAME)}
    refusals.sort(key=lambda each: (place.get(each.sheet, 0), each.row or 0, len(each.column), each.column))
    return ImportReport(comparison, tuple(refusals), tuple(notices), doubts, ground.plan)


def _elsewhere(unit: Unit, contents: FileContents) -> list[Notice]:
    """Whether the workbook was taken out of another unit, whose codes may well be the same."""
    if contents.origin in ("", unit.address):
        return []
    return [Notice(NoticeKind.OTHER_UNIT, "", read=contents.origin)]


def _approved(ground: Ground) -> int:
    """How many achievements of the scorecard are approved as things stand; an import approves nothing."""
    if ground.scorecard is None:
        return 0
    rows = Measurement.objects.filter(scorecard_year__scorecard=ground.scorecard)
    return rows.filter(state=Measurement.State.APPROVED).count()


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
    """What stands there of every sheet that the file brings or refers to, Years aside."""
    if ground.plan is None:
        return {}
    return {
        name: by_key(
            load_shared_sheet(name, ground.plan)
            if ground.scorecard is None
            else load_sheet(name, ground.scorecard),
            BY_NAME[name],
        )
        for name in needed_sheets(contents) - {YEARS}
    }


def _present_years(ground: Ground) -> Stream:
    """What stands there of the sheet Years, read as it is asked for."""
    return () if ground.scorecard is None else keyed(iter_years(ground.scorecard), BY_NAME[YEARS])


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
