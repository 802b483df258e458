"""The plan of a scorecard (table 4), ready to print: baseline, targets of every plan year, initiatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.entry_grid import POLARITY_ICONS, Addresses, record_attributes, uses_weights
from indicators.models import Indicator, Measurement
from indicators.scorecard_year import Row, ScorecardYearTable
from organizations.numbers import format_number
from scorecards.models import ScorecardYear


@dataclass(frozen=True, slots=True)
class RowMarks:
    """What the plan check finds, by indicator, and the address of its findings, for the primary key 0."""

    by_indicator: Mapping[int, SafeString]
    address: str


@dataclass(frozen=True, slots=True)
class TargetCell:
    """The targets of an indicator in one year; `record`: the attributes that its inputs share."""

    year: str
    record: SafeString
    target: str
    target_upper: str
    is_range: bool
    is_writable: bool


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An indicator with its targets, year by year, and what is done to reach them.

    mark: what the plan check finds about it. weight: that of the year that the page is about.
    """

    code: str
    name: str
    key: str
    sheet_url: str
    history_url: str
    check_url: str
    mark: SafeString
    unit: str
    polarity_icon: str
    polarity: str
    baseline: str
    weight: str
    cells: tuple[TargetCell, ...]
    initiatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """A perspective or an objective."""

    key: int
    name: str
    tone: int
    rows: tuple[PlanRow, ...] = ()
    groups: tuple[PlanGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The whole table. `answer`: how complete the targets are.

    has_marks: it shows what the plan check finds, and the initiatives; has_weights: the indicators' weights.
    """

    years: tuple[int, ...]
    groups: tuple[PlanGroup, ...]
    answer: str
    has_marks: bool
    has_weights: bool

    @property
    def has_range(self) -> bool:
        """Whether some indicator has an upper target."""
        rows = (row for group in self.groups for objective in group.groups for row in objective.rows)
        return any(cell.is_range for row in rows for cell in row.cells)

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return 4 + 2 * self.has_marks + self.has_weights + len(self.years)


def plan_measurements(scorecard_year: ScorecardYear) -> dict[tuple[int, int], Measurement]:
    """The measurements of the plan's years by indicator and year. One query."""
    plan = scorecard_year.scorecard.plan
    rows = (
        Measurement.objects.filter(
            scorecard_year__scorecard_id=scorecard_year.scorecard_id,
            scorecard_year__year__range=(plan.first_year, plan.last_year),
        )
        .select_related("scorecard_year", "indicator")
        .only(
            "target",
            "target_upper",
            "version",
            "indicator__polarity",
            "scorecard_year__year",
            "scorecard_year__closed_at",
        )
        .order_by()
    )
    return {(row.indicator_id, row.scorecard_year.year): row for row in rows}


def plan_table(
    table: ScorecardYearTable,
    measurements: Mapping[tuple[int, int], Measurement],
    addresses: Callable[[int], Addresses],
    marks: RowMarks | None = None,
    *,
    weighted: bool = False,
) -> PlanTable:
    """The plan in the active language. addresses: those of a year. marks: the plan check's, where shown.

    weighted: show the weights of the year that the table was loaded for, where its weighting uses them.
    """
    of_year = {year: addresses(year) for year in table.years}
    groups = []
    for perspective in table.perspectives:
        tone = perspective.perspective.tone
        objectives = tuple(
            PlanGroup(
                key=group.objective.pk,
                name=str(group.objective),
                tone=tone,
                rows=tuple(_row(row, measurements, of_year, marks) for row in group.rows),
            )
            for group in perspective.objectives
            if group.rows
        )
        if objectives:
            of = perspective.perspective
            groups.append(PlanGroup(of.pk, of.name, tone, groups=objectives))
    return PlanTable(
        years=table.years,
        groups=tuple(groups),
        answer=plan_answer(table.years, measurements),
        has_marks=marks is not None,
        has_weights=weighted and uses_weights(table),
    )


def plan_answer(years: Iterable[int], measurements: Mapping[tuple[int, int], Measurement]) -> str:
    """Whether every indicator has a target in every plan year, and how many are missing in which year."""
    span = list(years)
    indicators = {indicator for indicator, _year in measurements}
    missing = {
        year: sum(not _has_target(measurements.get((indicator, year))) for indicator in indicators)
        for year in span
    }
    counted = ngettext("%(count)s indicator", "%(count)s indicators", len(indicators))
    head = counted % {"count": len(indicators)}
    if not indicators:
        return f"{head}."
    shown_years = f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0])
    if not any(missing.values()):
        return _("%(indicators)s, targets %(years)s complete.") % {"indicators": head, "years": shown_years}
    by_year = "; ".join(f"{year}: {count}" for year, count in missing.items() if count)
    expected = len(indicators) * len(span)
    return _("%(indicators)s, %(missing)s of %(expected)s targets missing (%(by_year)s).") % {
        "indicators": head,
        "missing": sum(missing.values()),
        "expected": expected,
        "by_year": by_year,
    }


def _has_target(measurement: Measurement | None) -> bool:
    if measurement is None or measurement.target is None:
        return False
    is_range = measurement.indicator.polarity == Indicator.Polarity.RANGE
    return not is_range or measurement.target_upper is not None


def _row(
    row: Row,
    measurements: Mapping[tuple[int, int], Measurement],
    of_year: Mapping[int, Addresses],
    marks: RowMarks | None,
) -> PlanRow:
    indicator = row.indicator
    cells = tuple(
        _cell(indicator, year, measurements.get((indicator.pk, year)), addresses)
        for year, addresses in of_year.items()
    )
    here = of_year[row.measurement.scorecard_year.year]
    return PlanRow(
        code=indicator.code,
        name=indicator.name,
        key=str(indicator.pk),
        sheet_url=here.of(here.sheet, indicator.pk),
        history_url=here.of(here.history, row.measurement.pk),
        check_url=here.of(marks.address, indicator.pk) if marks else "",
        mark=marks.by_indicator[indicator.pk] if marks else SafeString(),
        unit=indicator.unit_of_measure,
        polarity_icon=POLARITY_ICONS[indicator.polarity],
        polarity=str(Indicator.Polarity(indicator.polarity).label),
        baseline=format_number(indicator.baseline, decimals=indicator.decimals),
        weight=format_number(row.measurement.weight),
        cells=cells,
        initiatives=tuple(initiative.name for initiative in row.initiatives),
    )


def _cell(
    indicator: Indicator, year: int, measurement: Measurement | None, addresses: Addresses
) -> TargetCell:
    is_range = indicator.polarity == Indicator.Polarity.RANGE
    if measurement is None:
        return TargetCell(str(year), SafeString(), "", "", is_range, False)
    return TargetCell(
        year=str(year),
        record=record_attributes(
            measurement.pk, measurement.version, addresses.of(addresses.cell, measurement.pk)
        ),
        target=format_number(measurement.target, decimals=indicator.decimals),
        target_upper=format_number(measurement.target_upper, decimals=indicator.decimals),
        is_range=is_range,
        is_writable=not measurement.scorecard_year.is_closed,
    )
