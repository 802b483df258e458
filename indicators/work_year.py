"""The work programs of a scorecard-year under their initiatives, indicators, objectives and perspectives.

Loaded in a fixed number of queries, added up purely, answered as a frozen tree that pages only print.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet

from indicators.models import Indicator, Initiative, WorkProgram
from indicators.scorecard_year import SHEET_TEXTS
from indicators.work_programs import Timing, Totals, Work, add_up, days_left, timing, totals_of
from indicators.work_timeline import Bar, bar
from organizations.shown_names import shown_name
from scorecards.models import Objective, Perspective, ScorecardYear

CENTS = 2


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A work program as pages show it.

    owner: the name, empty for nobody. days: until its end, or since its end when it is overdue; None when
    neither is near. is_first and is_last: its place among those of its initiative.
    """

    program: WorkProgram
    owner: str
    work: Work
    timing: Timing
    days: int | None
    totals: Totals
    bar: Bar | None
    is_first: bool = True
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class InitiativeWork:
    """An initiative with its work programs of the year; it may have none yet."""

    initiative: Initiative
    lines: tuple[WorkLine, ...]
    totals: Totals

    @property
    def is_one_of_the_same_name(self) -> bool:
        """Whether its only work program is called as itself, so that one row says it all."""
        return [line.program.name for line in self.lines] == [self.initiative.name]


@dataclass(frozen=True, slots=True)
class IndicatorWork:
    """An indicator with its initiatives."""

    indicator: Indicator
    initiatives: tuple[InitiativeWork, ...]
    totals: Totals

    @property
    def lines(self) -> tuple[WorkLine, ...]:
        """The work programs of all its initiatives, in their order."""
        return tuple(line for each in self.initiatives for line in each.lines)

    @property
    def decimals(self) -> int:
        """How many decimals its amounts need."""
        return amount_decimals(self.lines)


@dataclass(frozen=True, slots=True)
class ObjectiveWork:
    """An objective with its indicators."""

    objective: Objective
    indicators: tuple[IndicatorWork, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class PerspectiveWork:
    """A perspective with its objectives that are measured."""

    perspective: Perspective
    objectives: tuple[ObjectiveWork, ...]
    totals: Totals

    @property
    def lines(self) -> tuple[WorkLine, ...]:
        """Its work programs in their order."""
        return tuple(
            line
            for objective in self.objectives
            for indicator in objective.indicators
            for line in indicator.lines
        )


@dataclass(frozen=True, slots=True)
class WorkYear:
    """All work programs of a scorecard-year.

    left_over: how many of last year's are neither done nor stopped and have none of their name this year.
    """

    year: int
    today: datetime.date
    perspectives: tuple[PerspectiveWork, ...]
    totals: Totals
    left_over: int = 0

    @property
    def lines(self) -> tuple[WorkLine, ...]:
        """All work programs in their order."""
        return tuple(line for group in self.perspectives for line in group.lines)

    @property
    def initiatives(self) -> tuple[InitiativeWork, ...]:
        """All initiatives in their order."""
        return tuple(
            initiative
            for group in self.perspectives
            for objective in group.objectives
            for indicator in objective.indicators
            for initiative in indicator.initiatives
        )

    @property
    def unplanned(self) -> int:
        """How many initiatives have no work program in the year."""
        return sum(not each.lines for each in self.initiatives)

    @property
    def decimals(self) -> int:
        """How many decimals the amounts need: 0, or 2 when one of them has cents."""
        return amount_decimals(self.lines)


def amount_decimals(lines: Iterable[WorkLine]) -> int:
    """2 when one of the amounts has cents, else 0, so that all of them end in one line."""
    amounts = [amount for line in lines for amount in (line.work.budget, line.work.spent)]
    return CENTS if any(amount is not None and amount % 1 for amount in amounts) else 0


def work_of(program: WorkProgram) -> Work:
    """The work program as the rules see it."""
    return Work(
        status=program.status,
        progress=program.progress,
        budget=program.budget,
        spent=program.spent,
        start=program.start,
        end=program.end,
    )


def load_work_year(scorecard_year: ScorecardYear, *, today: datetime.date) -> WorkYear:
    """The tree of a scorecard-year in 4 queries. Expects its scorecard and plan to be loaded."""
    scorecard = scorecard_year.scorecard
    programs = _load_programs(scorecard_year, scorecard.plan.organization_id)
    initiatives = _by_indicator(Initiative.objects.filter(indicator__objective__scorecard=scorecard))
    indicators = (
        Indicator.objects.filter(objective__scorecard=scorecard)
        .select_related("objective__perspective")
        .defer(*SHEET_TEXTS)
        .order_by(
            "objective__perspective__order",
            "objective__perspective",
            "objective__order",
            "objective",
            "order",
            "pk",
        )
    )
    groups = _perspectives(
        [
            _indicator_work(indicator, initiatives.get(indicator.pk, ()), programs, scorecard_year, today)
            for indicator in indicators
        ]
    )
    return WorkYear(
        year=scorecard_year.year,
        today=today,
        perspectives=groups,
        totals=add_up(group.totals for group in groups),
        left_over=left_over(scorecard_year).count(),
    )


def load_indicator_work(
    indicator: Indicator, scorecard_year: ScorecardYear, *, today: datetime.date
) -> IndicatorWork:
    """One indicator's initiatives with their work programs of the year, in 2 queries.

    Expects the scorecard-year with its scorecard and plan loaded.
    """
    organization = scorecard_year.scorecard.plan.organization_id
    programs = _load_programs(scorecard_year, organization, initiative__indicator=indicator)
    initiatives = list(indicator.initiatives.order_by("order", "pk"))
    return _indicator_work(indicator, initiatives, programs, scorecard_year, today)


def left_over(scorecard_year: ScorecardYear) -> QuerySet[WorkProgram]:
    """Last year's planned and running work programs that have none of their name in this year."""
    open_statuses = (WorkProgram.Status.PLANNED, WorkProgram.Status.RUNNING)
    here = WorkProgram.objects.filter(
        scorecard_year=scorecard_year, initiative=OuterRef("initiative"), name=OuterRef("name")
    )
    return WorkProgram.objects.filter(
        ~Exists(here),
        scorecard_year__scorecard=scorecard_year.scorecard_id,
        scorecard_year__year=scorecard_year.year - 1,
        status__in=open_statuses,
    ).order_by("initiative", "order", "pk")


def narrow(year: WorkYear, accept: Callable[[WorkLine], bool], *, perspective: str = "") -> WorkYear:
    """The tree of the accepted work programs alone, added up anew; what is left without any is left out.

    perspective: the code of the only one to keep; empty for all.
    """
    indicators = [
        _narrow_indicator(indicator, accept)
        for group in year.perspectives
        if perspective in ("", group.perspective.code)
        for objective in group.objectives
        for indicator in objective.indicators
    ]
    groups = _perspectives([each for each in indicators if each.lines])
    return replace(year, perspectives=groups, totals=add_up(group.totals for group in groups))


def _narrow_indicator(work: IndicatorWork, accept: Callable[[WorkLine], bool]) -> IndicatorWork:
    kept = []
    for each in work.initiatives:
        lines = tuple(line for line in each.lines if accept(line))
        if lines:
            kept.append(InitiativeWork(each.initiative, lines, add_up(line.totals for line in lines)))
    return IndicatorWork(work.indicator, tuple(kept), add_up(each.totals for each in kept))


def _load_programs(
    scorecard_year: ScorecardYear, organization: int, **only: Indicator
) -> dict[int, list[WorkProgram]]:
    """One query: the year's work programs by initiative, each with `owner_name`."""
    rows = (
        WorkProgram.objects.filter(scorecard_year=scorecard_year, **only)
        .annotate(owner_name=shown_name(organization, "owner"))
        .order_by("order", "pk")
    )
    found: dict[int, list[WorkProgram]] = {}
    for row in rows:
        found.setdefault(row.initiative_id, []).append(row)
    return found


def _by_indicator(initiatives: QuerySet[Initiative]) -> dict[int, list[Initiative]]:
    found: dict[int, list[Initiative]] = {}
    for initiative in initiatives.order_by("order", "pk"):
        found.setdefault(initiative.indicator_id, []).append(initiative)
    return found


def _indicator_work(
    indicator: Indicator,
    initiatives: Sequence[Initiative],
    programs: Mapping[int, Sequence[WorkProgram]],
    scorecard_year: ScorecardYear,
    today: datetime.date,
) -> IndicatorWork:
    made = []
    for initiative in initiatives:
        lines = _lines(programs.get(initiative.pk, ()), scorecard_year.year, today)
        made.append(InitiativeWork(initiative, lines, add_up(line.totals for line in lines)))
    return IndicatorWork(indicator, tuple(made), add_up(each.totals for each in made))


def _lines(programs: Sequence[WorkProgram], year: int, today: datetime.date) -> tuple[WorkLine, ...]:
    last = len(programs) - 1
    return tuple(
        WorkLine(
            program=program,
            owner=getattr(program, "owner_name", None) or "",
            work=(work := work_of(program)),
            timing=(how := timing(work, year, today)),
            days=abs(days_left(work, year, today) or 0) if how else None,
            totals=totals_of(work, year, today),
            bar=bar(work.start, work.end, year),
            is_first=place == 0,
            is_last=place == last,
        )
        for place, program in enumerate(programs)
    )


def _perspectives(indicators: Sequence[IndicatorWork]) -> tuple[PerspectiveWork, ...]:
    """The indicators, which come in their order, under their objectives and perspectives."""
    by_objective: dict[Objective, list[IndicatorWork]] = {}
    for each in indicators:
        by_objective.setdefault(each.indicator.objective, []).append(each)
    by_perspective: dict[Perspective, list[ObjectiveWork]] = {}
    for objective, works in by_objective.items():
        group = ObjectiveWork(objective, tuple(works), add_up(each.totals for each in works))
        by_perspective.setdefault(objective.perspective, []).append(group)
    return tuple(
        PerspectiveWork(perspective, tuple(groups), add_up(group.totals for group in groups))
        for perspective, groups in by_perspective.items()
    )
