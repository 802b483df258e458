"""The entry grid of a scorecard-year, ready to print: every number is a text, every badge is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.entry_filters import Narrowing
from indicators.entry_states import state_cell
from indicators.grid_figures import Badges, subtotal_text
from indicators.models import Indicator, Measurement
from indicators.scorecard_year import ObjectiveGroup, Row, ScorecardYearTable
from indicators.scoring import YearResult
from indicators.states import Mover
from organizations.numbers import format_number
from organizations.printed import Printed
from scorecards.schemes import WeightingMode

POLARITY_ICONS = {"higher": "arrow-up", "lower": "arrow-down", "range": "range"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a row's links lead: URLs made for the primary key 0, which `of` puts right."""

    cell: str
    history: str
    sheet: str

    @staticmethod
    def of(pattern: str, pk: int) -> str:
        """The URL of an object, from the one made for 0."""
        before, _zero, after = pattern.rpartition("/0/")
        return f"{before}/{pk}/{after}"


@dataclass(frozen=True, slots=True)
class EntryRow(Printed):
    """An indicator's row. `key` is the measurement's; `record`: the attributes that its inputs share.

    `shows`: the filters that show it; `is_hidden`: the chosen one does not.
    """

    key: str
    record: SafeString
    history_url: str
    sheet_url: str
    code: str
    name: str
    unit: str
    polarity_icon: str
    polarity: str | Promise
    target: str
    target_upper: str
    weight: str
    last_year: str
    achievement: str
    attainment: str
    note: str
    level: SafeString
    status: SafeString
    state: SafeString
    is_applicable: bool
    shows: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class EntryGroup(Printed):
    """A perspective or an objective with its subtotal in words."""

    key: int
    name: str
    figure: str
    tone: int
    rows: tuple[EntryRow, ...] = ()
    groups: tuple[EntryGroup, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """Whether none of its rows is shown."""
        return all(row.is_hidden for row in self.rows) and all(group.is_hidden for group in self.groups)


@dataclass(frozen=True, slots=True)
class EntryGrid:
    """The whole grid. `has_range`: some indicator has an upper target; `has_weights`: weights count."""

    groups: tuple[EntryGroup, ...]
    has_range: bool
    has_weights: bool
    count: int

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return 10 + self.has_range + self.has_weights

    @property
    def is_hidden(self) -> bool:
        """Whether no row is shown."""
        return all(group.is_hidden for group in self.groups)


def entry_grid(
    table: ScorecardYearTable,
    addresses: Addresses,
    narrowing: Narrowing,
    mover: Mover,
) -> EntryGrid:
    """The grid of a loaded scorecard-year, in the active language. Groups without indicators are left out.

    mover: who looks at it; the State column offers them what they may do.
    """
    badges = Badges(table.scheme.levels)
    groups = []
    for perspective in table.perspectives:
        tone = perspective.perspective.tone
        objectives = tuple(
            EntryGroup(
                key=group.objective.pk,
                name=str(group.objective),
                figure=objective_figure(group, table.result),
                tone=tone,
                rows=tuple(
                    _row(row, badges, addresses, narrowing, state_cell(row, table, badges, mover))
                    for row in group.rows
                ),
            )
            for group in perspective.objectives
            if group.rows
        )
        if objectives:
            figure = subtotal_text(perspective.subtotal, table.result)
            of = perspective.perspective
            groups.append(EntryGroup(of.pk, of.name, figure, tone, groups=objectives))
    has_range = any(row.indicator.polarity == Indicator.Polarity.RANGE for row in table.rows)
    return EntryGrid(tuple(groups), has_range, uses_weights(table), len(table.rows))


def uses_weights(table: ScorecardYearTable) -> bool:
    """Whether the weighting of the year asks for the weights of the indicators."""
    return table.scorecard_year.weighting_mode in (WeightingMode.INDICATOR, WeightingMode.HIERARCHICAL)


def objective_figure(group: ObjectiveGroup, result: YearResult) -> str:
    """An objective's subtotal in words; empty where it has one indicator, whose row says the same."""
    return subtotal_text(group.subtotal, result) if len(group.rows) > 1 else ""


def record_attributes(key: int, version: int, url: str) -> SafeString:
    """What an input tells the grid's script: the row it belongs to, as it was read, and where to write."""
    return format_html('data-key="{}" data-version="{}" data-url="{}"', str(key), str(version), url)


def value_texts(measurement: Measurement, indicator: Indicator) -> dict[str, str]:
    """What stands in a row's cells, as the active language writes it."""
    decimals = indicator.decimals
    return {
        "target": format_number(measurement.target, decimals=decimals),
        "target_upper": format_number(measurement.target_upper, decimals=decimals),
        "achievement": format_number(measurement.achievement, decimals=decimals),
        "note": measurement.note,
    }


def attainment_text(attainment: Decimal | None) -> str:
    """An attainment in percent with its two decimals, without the sign."""
    return format_number(attainment, decimals=2)


def _row(
    row: Row,
    badges: Badges,
    addresses: Addresses,
    narrowing: Narrowing,
    state: SafeString,
) -> EntryRow:
    indicator, measurement, result = row.indicator, row.measurement, row.result
    texts = value_texts(measurement, indicator)
    shows, is_hidden = narrowing.of(row)
    return EntryRow(
        key=str(measurement.pk),
        record=record_attributes(
            measurement.pk, measurement.version, addresses.of(addresses.cell, measurement.pk)
        ),
        history_url=addresses.of(addresses.history, measurement.pk),
        sheet_url=addresses.of(addresses.sheet, indicator.pk),
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit_of_measure,
        polarity_icon=POLARITY_ICONS[indicator.polarity],
        polarity=Indicator.Polarity(indicator.polarity).label,
        target=texts["target"],
        target_upper=texts["target_upper"],
        weight=format_number(measurement.weight),
        last_year=format_number(row.last_achievement, decimals=indicator.decimals),
        achievement=texts["achievement"],
        attainment=attainment_text(result.result.attainment),
        note=measurement.note,
        level=badges.level(result.level, result.status),
        status=badges.status(result.status),
        state=state,
        is_applicable=measurement.state != Measurement.State.NOT_APPLICABLE,
        shows=shows,
        is_hidden=is_hidden,
    )
