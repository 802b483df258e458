"""The annual performance table as its page prints it: everything worded and formatted, nothing computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.grid_figures import Badges
from indicators.scorecard_year import ObjectiveGroup, PerspectiveGroup, Row, ScorecardYearTable
from indicators.scoring import Status, Subtotal
from organizations.numbers import format_number
from organizations.printed import Printed
from performance.figures import shown
from performance.table_foot import Sum, footnotes, legend, sums, warnings

LinkTo = Callable[[int], str]
"""The address of a page about the object with this primary key."""


@dataclass(frozen=True, slots=True)
class TargetCell(Printed):
    """A target as shown; `current` marks the year of the table."""

    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class Line(Printed):
    """An indicator's row. `note` is the number of its footnote, `level` None while it has none.

    `badge`: the status, rendered once for all rows that have it.
    """

    code: str
    name: str
    unit: str
    sheet_url: str
    baseline: str
    targets: tuple[TargetCell, ...]
    achievement: str
    note: int | None
    attainment: str
    status: str
    badge: SafeString
    level: int | None
    explanation_url: str
    weight: str
    score: str


@dataclass(frozen=True, slots=True)
class Block(Printed):
    """An objective: its lines, and its subtotal where it has more than one."""

    key: int
    code: str
    name: str
    lines: tuple[Line, ...]
    has_subtotal: bool
    weight: str
    score: str
    badge: SafeString


@dataclass(frozen=True, slots=True)
class Band(Printed):
    """A perspective: its blocks under a head with its subtotal. `badge`: empty while nothing in it counts."""

    name: str
    tone: int
    figure: str
    badge: SafeString | str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page's table.

    `columns` counts all columns, `name_columns` those from the name to before the status, which the label of
    a subtotal spans, `sum_label_columns` those of a sum's label, `sum_columns` those of the sum: the levels,
    weight and score.
    """

    year: int
    years: tuple[TargetCell, ...]
    levels: tuple[int, ...]
    columns: int
    name_columns: int
    sum_label_columns: int
    sum_columns: int
    bands: tuple[Band, ...]
    sums: tuple[Sum, ...]
    legend: tuple[str, ...]
    footnotes: tuple[tuple[int, str], ...]
    warnings: tuple[str, ...]


FIXED_COLUMNS = 8
"""No, indicator, baseline, achievement, attainment, status, weight and score; years and levels vary."""


def build_sheet(table: ScorecardYearTable, *, explanation_url: LinkTo, sheet_url: LinkTo) -> Sheet:
    """The table as printed, in the active language."""
    year = table.scorecard_year.year
    note_numbers = footnotes(table.rows)
    badges = Badges(table.scheme.levels)
    columns = FIXED_COLUMNS + len(table.years) + len(table.scheme.levels)

    def line(row: Row) -> Line:
        note = note_numbers.get(row.measurement.note.strip())
        urls = explanation_url(row.measurement.pk), sheet_url(row.indicator.pk)
        return _line(row, year, note, badges.status(row.result.status), *urls)

    return Sheet(
        year=year,
        years=tuple(TargetCell(str(each), each == year) for each in table.years),
        levels=table.scheme.levels,
        columns=columns,
        name_columns=4 + len(table.years),
        sum_label_columns=columns - 2 - len(table.scheme.levels),
        sum_columns=2 + len(table.scheme.levels),
        bands=tuple(_band(group, line, badges) for group in table.perspectives),
        sums=tuple(sums(table)),
        legend=tuple(legend(table)),
        footnotes=tuple((number, text) for text, number in note_numbers.items()),
        warnings=tuple(warnings(table)),
    )


def without_link(key: int) -> str:
    """No address: what the table shows is not what the pages show now."""
    return ""


def value_text(value: Decimal | None, decimals: int | None) -> str:
    """A value with at least the indicator's decimals; None is empty."""
    return format_number(value, decimals=decimals)


def target_text(target: Decimal | None, upper: Decimal | None, decimals: int | None) -> str:
    """A target, or the two bounds of a range: “95–105”."""
    if upper is None or target is None:
        return value_text(target, decimals)
    return f"{value_text(target, decimals)}–{value_text(upper, decimals)}"


def against_threshold(subtotal: Subtotal) -> str:
    """A subtotal's points against what they would be on target, and how much of it is reported."""
    points = {"total": shown(subtotal.total), "threshold": shown(subtotal.threshold)}
    if not subtotal.expected:
        return _("nothing expected")
    if subtotal.complete:
        return _("%(total)s points against %(threshold)s") % points
    return _("%(total)s points against %(so_far)s so far, %(reported)s of %(expected)s reported") % {
        **points,
        "so_far": shown(subtotal.threshold_so_far),
        "reported": subtotal.reported,
        "expected": subtotal.expected,
    }


def group_status(subtotal: Subtotal) -> str:
    """Where a group stands; empty while nothing in it counts."""
    return "" if subtotal.status is Status.MISSING else subtotal.status.value


def _line(
    row: Row, year: int, note: int | None, badge: SafeString, explanation_url: str, sheet_url: str
) -> Line:
    indicator, scored = row.indicator, row.result
    decimals = indicator.decimals
    return Line(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit_of_measure,
        sheet_url=sheet_url,
        baseline=value_text(indicator.baseline, decimals),
        targets=tuple(
            TargetCell(target_text(target, row.upper_targets[each], decimals), each == year)
            for each, target in row.targets.items()
        ),
        achievement=value_text(row.measurement.achievement, decimals),
        note=note,
        attainment=value_text(scored.result.attainment, 2),
        status=scored.status.value,
        badge=badge,
        level=scored.level,
        explanation_url=explanation_url,
        weight=shown(scored.weight),
        score=shown(scored.contribution),
    )


def _band(group: PerspectiveGroup, line: Callable[[Row], Line], badges: Badges) -> Band:
    subtotal = group.subtotal
    return Band(
        name=group.perspective.name,
        tone=group.perspective.tone,
        figure=against_threshold(subtotal),
        badge=badges.status(subtotal.status, plain=True) if group_status(subtotal) else "",
        blocks=tuple(_block(each, line, badges) for each in group.objectives if each.rows),
    )


def _block(group: ObjectiveGroup, line: Callable[[Row], Line], badges: Badges) -> Block:
    weights = [row.result.weight for row in group.rows if row.result.weight is not None]
    return Block(
        key=group.objective.pk,
        code=group.objective.code,
        name=group.objective.name,
        lines=tuple(line(row) for row in group.rows),
        has_subtotal=len(group.rows) > 1,
        weight=shown(sum(weights[1:], weights[0])) if weights else "",
        score="" if group.subtotal.status is Status.MISSING else shown(group.subtotal.total),
        badge=badges.status(group.subtotal.status, plain=True),
    )
