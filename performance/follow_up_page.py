"""The follow-ups of a unit and year as pages print them: what is unanswered, what is open, what came over."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.scoring import Status
from organizations.permissions import Access, Action
from performance.follow_up_rules import Show, Standing, is_answered
from performance.follow_ups import named
from performance.models import FollowUp
from performance.tables import target_text, value_text

PARAMETER = "show"
MOST_IN_SHORT = 6
"""So many of the most urgent stand on the overview; the page of follow-ups has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """A follow-up. days_overdue: since its day; 0 while it is not overdue."""

    key: int
    year: int
    code: str
    indicator: str
    cause: str
    action: str
    owner: str
    is_mine: bool
    due: datetime.date
    status: str
    status_label: str
    days_overdue: int
    progress_note: str
    outcome: str
    closed_at: datetime.datetime | None
    may_report: bool
    standing: Standing

    @property
    def is_settled(self) -> bool:
        """Whether it no longer comes back."""
        return self.standing.is_settled


@dataclass(frozen=True, slots=True)
class Block:
    """A result with its follow-ups. status and attainment are empty for those of earlier years."""

    key: int
    indicator_key: int
    code: str
    name: str
    unit: str
    tone: int | None
    year: int
    status: str
    achievement: str
    target: str
    attainment: str
    note: str
    lines: tuple[Line, ...]
    is_unanswered: bool = False

    @property
    def is_overdue(self) -> bool:
        """Whether one of its follow-ups is overdue."""
        return any(line.days_overdue for line in self.lines)


@dataclass(frozen=True, slots=True)
class FollowUpYear:
    """All follow-ups that a unit has in a year: of its own results, and those that came over from before."""

    blocks: tuple[Block, ...]
    carried: tuple[Block, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every follow-up."""
        return tuple(line for block in (*self.blocks, *self.carried) for line in block.lines)

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """What is still to be done, the earliest due date first."""
        found = (line for line in self.lines if not line.is_settled)
        return tuple(sorted(found, key=lambda line: (line.due, line.key)))

    @property
    def carried_lines(self) -> tuple[Line, ...]:
        """What is still to be done about earlier years, the earliest due date first."""
        found = (line for block in self.carried for line in block.lines)
        return tuple(sorted(found, key=lambda line: (line.due, line.key)))

    @property
    def unanswered(self) -> tuple[Block, ...]:
        """The results below target without an answer."""
        return tuple(block for block in self.blocks if block.is_unanswered)

    @property
    def answered(self) -> tuple[Block, ...]:
        """The other results of the year."""
        return tuple(block for block in self.blocks if not block.is_unanswered)


@dataclass(frozen=True, slots=True)
class Summary:
    """The follow-ups in short: the most urgent open ones, and what of them waits for the reader.

    to_report: those that the reader answers for; to_close: reported as done, for who closes them; to_answer:
    results without an answer, for who writes them. unanswered: the keys of the results without one.
    """

    lines: tuple[Line, ...]
    open_count: int
    to_report: int
    to_close: int
    to_answer: int
    unanswered: frozenset[int]

    @property
    def waits(self) -> bool:
        """Whether something waits for the reader."""
        return bool(self.to_report or self.to_close or self.to_answer)


@dataclass(frozen=True, slots=True)
class FilterLink:
    """A choice of what the page shows, with how many follow-ups that are."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page, and on which day."""

    access: Access
    today: datetime.date

    @property
    def key(self) -> int:
        """The person."""
        return self.access.user.pk


def load_follow_ups(table: ScorecardYearTable, reader: Reader) -> FollowUpYear:
    """The follow-ups of the table's unit and year, in one query.

    Results of the year that are below target or have follow-ups, what is unanswered first; of earlier years
    only what is still open.
    """
    scorecard_year = table.scorecard_year
    scorecard = scorecard_year.scorecard
    of_unit = FollowUp.objects.of_unit(scorecard.unit_id, upto_year=scorecard_year.year)
    of_year = Q(measurement__scorecard_year=scorecard_year)
    found = named(
        of_unit.filter(of_year | Q(pk__in=of_unit.open().order_by())), scorecard.plan.organization_id
    )
    by_result: dict[int, list[FollowUp]] = {}
    for each in found:
        by_result.setdefault(each.measurement_id, []).append(each)
    blocks = [
        _block(row, by_result.pop(row.measurement.pk, []), reader)
        for row in table.rows
        if row.result.status is Status.BELOW or row.measurement.pk in by_result
    ]
    carried = [_carried(each, reader) for each in by_result.values()]
    return FollowUpYear(
        blocks=tuple(sorted(blocks, key=lambda block: (not block.is_unanswered, not block.is_overdue))),
        carried=tuple(sorted(carried, key=lambda block: (not block.is_overdue, block.year, block.code))),
    )


def summarize(year: FollowUpYear, reader: Reader) -> Summary:
    """The follow-ups of a year in short."""
    lines, unanswered = year.open_lines, year.unanswered
    writes = bool(reader.access.may(Action.FOLLOW_UP))
    return Summary(
        lines=lines[:MOST_IN_SHORT],
        open_count=len(lines),
        to_report=sum(line.is_mine and line.standing.is_at_work for line in lines),
        to_close=sum(not line.standing.is_at_work for line in lines) if writes else 0,
        to_answer=len(unanswered) if writes else 0,
        unanswered=frozenset(block.key for block in unanswered),
    )


def chosen_show(query: QueryDict) -> Show:
    """What the URL asks for; a choice that does not exist shows what is open."""
    try:
        return Show(query.get(PARAMETER, Show.OPEN))
    except ValueError:
        return Show.OPEN


def filter_links(year: FollowUpYear, chosen: Show, reader: Reader) -> tuple[FilterLink, ...]:
    """What the page can show."""
    labels = {
        Show.OPEN: _("To do"),
        Show.OVERDUE: _("Overdue"),
        Show.MINE: _("Mine"),
        Show.ALL: _("All"),
    }
    return tuple(
        FilterLink(
            label=label,
            count=len(_shown(year.lines, show, reader)),
            url=f"?{PARAMETER}={show.value}",
            is_chosen=show is chosen,
        )
        for show, label in labels.items()
    )


def shown(year: FollowUpYear, show: Show, reader: Reader) -> FollowUpYear:
    """What was asked for; what is unanswered belongs to what is to do."""
    keeps_unanswered = show in (Show.OPEN, Show.ALL)

    def narrowed(blocks: Iterable[Block]) -> tuple[Block, ...]:
        kept = (replace(block, lines=_shown(block.lines, show, reader)) for block in blocks)
        return tuple(block for block in kept if block.lines or (keeps_unanswered and block.is_unanswered))

    return FollowUpYear(blocks=narrowed(year.blocks), carried=narrowed(year.carried))


def answer(year: FollowUpYear, below: int) -> str:
    """The page in a sentence: how much of what is below target is answered, and what is overdue."""
    parts = [_answered_words(below, len(year.unanswered))]
    open_count, overdue = len(year.open_lines), sum(bool(line.days_overdue) for line in year.lines)
    if open_count:
        words = ngettext("%(n)s follow-up is still open", "%(n)s follow-ups are still open", open_count)
        parts.append(words % {"n": open_count})
    if overdue:
        parts.append(ngettext("%(n)s of them overdue", "%(n)s of them overdue", overdue) % {"n": overdue})
    return ", ".join(parts) + "."


def _answered_words(below: int, missing: int) -> str:
    if not below:
        return _("Nothing that is reported is below target")
    if below == 1:
        is_missing = _("The only result below target has no answer yet")
        return is_missing if missing else _("The only result below target is answered")
    if not missing:
        return _("All %(below)s results below target are answered") % {"below": below}
    words = ngettext(
        "%(missing)s of %(below)s results below target has no answer yet",
        "%(missing)s of %(below)s results below target have no answer yet",
        missing,
    )
    return words % {"missing": missing, "below": below}


def _shown(lines: Iterable[Line], show: Show, reader: Reader) -> tuple[Line, ...]:
    return tuple(
        line for line in lines if line.standing.is_shown(show, reader=reader.key, today=reader.today)
    )


def _block(row: Row, follow_ups: Sequence[FollowUp], reader: Reader) -> Block:
    indicator, measurement = row.indicator, row.measurement
    lines = _lines(follow_ups, reader)
    is_below = row.result.status is Status.BELOW
    return Block(
        key=measurement.pk,
        indicator_key=indicator.pk,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit_of_measure,
        tone=row.perspective.tone,
        year=measurement.scorecard_year.year,
        status=row.result.status.value,
        achievement=value_text(measurement.achievement, indicator.decimals),
        target=target_text(measurement.target, measurement.target_upper, indicator.decimals),
        attainment=value_text(row.result.result.attainment, 2),
        note=measurement.note,
        lines=lines,
        is_unanswered=is_below and not is_answered(line.standing for line in lines),
    )


def _carried(follow_ups: Sequence[FollowUp], reader: Reader) -> Block:
    measurement = follow_ups[0].measurement
    indicator = measurement.indicator
    return Block(
        key=measurement.pk,
        indicator_key=indicator.pk,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit_of_measure,
        tone=None,
        year=measurement.scorecard_year.year,
        status="",
        achievement=value_text(measurement.achievement, indicator.decimals),
        target=target_text(measurement.target, measurement.target_upper, indicator.decimals),
        attainment="",
        note="",
        lines=_lines(follow_ups, reader),
    )


def _lines(follow_ups: Iterable[FollowUp], reader: Reader) -> tuple[Line, ...]:
    """The follow-ups of a result: what is open first, the earliest due date first."""
    lines = (_line(each, reader) for each in follow_ups)
    return tuple(sorted(lines, key=lambda line: (line.is_settled, line.due, line.key)))


def _line(follow_up: FollowUp, reader: Reader) -> Line:
    standing = Standing(follow_up.status, follow_up.due, follow_up.owner_id)
    left = standing.days_left(reader.today)
    indicator = follow_up.measurement.indicator
    return Line(
        key=follow_up.pk,
        year=follow_up.measurement.scorecard_year.year,
        code=indicator.code,
        indicator=indicator.name,
        cause=follow_up.cause,
        action=follow_up.action,
        owner=follow_up.owner_name,  # type: ignore[attr-defined]
        is_mine=follow_up.owner_id == reader.key,
        due=follow_up.due,
        status=follow_up.status,
        status_label=follow_up.get_status_display(),
        days_overdue=max(0, -left) if left is not None else 0,
        progress_note=follow_up.progress_note,
        outcome=follow_up.outcome,
        closed_at=follow_up.closed_at,
        may_report=bool(reader.access.may_report(follow_up.owner_id)),
        standing=standing,
    )
