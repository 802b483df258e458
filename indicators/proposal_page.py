"""The page of next year's targets, ready to print: history, result, and a proposal with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from indicators.models import Measurement
from indicators.proposal_words import reason_words
from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.scoring import Polarity
from indicators.target_proposals import YEARS_OF_TREND, Past, propose
from organizations.numbers import format_number
from scorecards.models import ScorecardYear

History = Mapping[int, Mapping[int, Decimal]]
LinkTo = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """An indicator with what is proposed for the next year. Everything as shown.

    key, version: of the measurement that would get the target. history: achievements by year. typed,
    typed_upper: what stands in the inputs; error: why it was not taken.
    """

    key: int
    version: int
    code: str
    name: str
    unit: str
    url: str
    history: tuple[tuple[int, str], ...]
    target: str
    stands: str
    stands_upper: str
    typed: str
    typed_upper: str
    is_range: bool
    reason: str
    is_taken: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """The lines, and the years whose achievements they show."""

    lines: tuple[ProposalLine, ...]
    years: tuple[int, ...]
    rows: Mapping[int, Measurement] = field(default_factory=dict)


def next_year_of(scorecard_year: ScorecardYear) -> ScorecardYear | None:
    """The year of the plan after this one; None after the last."""
    following = scorecard_year.scorecard.years.filter(year=scorecard_year.year + 1)
    within = following.filter(year__lte=scorecard_year.scorecard.plan.last_year)
    return within.select_related("scheme").first()


def proposal_page(table: ScorecardYearTable, following: ScorecardYear, sheet_url: LinkTo) -> ProposalPage:
    """Proposals for every indicator of the loaded year that has a target; two queries."""
    year = table.scorecard_year.year
    years = tuple(range(year - YEARS_OF_TREND + 2, year + 1))
    history = _history(table.scorecard_year)
    found = Measurement.objects.filter(scorecard_year=following).select_related("indicator")
    rows = {row.indicator_id: row for row in found}
    for row in rows.values():
        row.scorecard_year = following
    lines = [
        _line(row, rows[row.indicator.pk], history.get(row.indicator.pk, {}), years, sheet_url)
        for row in table.rows
        if row.indicator.pk in rows and row.result.result.trace.inputs.has_target
    ]
    return ProposalPage(tuple(lines), years, {row.pk: row for row in rows.values()})


def with_typed(
    page: ProposalPage, typed: Mapping[int, Mapping[str, str]], errors: Mapping[int, str]
) -> ProposalPage:
    """The page with what somebody typed and what is wrong with it."""
    lines = [
        replace(
            line,
            typed=typed[line.key].get("target", line.typed),
            typed_upper=typed[line.key].get("target_upper", line.typed_upper),
            is_taken=True,
            error=errors.get(line.key, ""),
        )
        if line.key in typed
        else line
        for line in page.lines
    ]
    return replace(page, lines=tuple(lines))


def _history(scorecard_year: ScorecardYear) -> History:
    """The achievements of the last years up to this one, by indicator."""
    last = scorecard_year.year
    records = Measurement.objects.filter(
        scorecard_year__scorecard_id=scorecard_year.scorecard_id,
        scorecard_year__year__range=(last - YEARS_OF_TREND, last),
        achievement__isnull=False,
    ).order_by()
    found: dict[int, dict[int, Decimal]] = {}
    for indicator, year, achievement in records.values_list(
        "indicator_id", "scorecard_year__year", "achievement"
    ):
        if achievement is not None:
            found.setdefault(indicator, {})[year] = achievement
    return found


def _line(
    row: Row,
    following: Measurement,
    achievements: Mapping[int, Decimal],
    years: tuple[int, ...],
    sheet_url: LinkTo,
) -> ProposalLine:
    indicator, measurement = row.indicator, row.measurement
    past = Past(
        polarity=Polarity(indicator.polarity),
        year=years[-1],
        target=measurement.target or Decimal(0),
        target_upper=measurement.target_upper,
        achievements=achievements,
        natural_min=indicator.natural_min,
        natural_max=indicator.natural_max,
        decimals=indicator.decimals,
    )
    proposal = propose(past)

    def written(value: Decimal | None) -> str:
        return format_number(value, decimals=indicator.decimals)

    return ProposalLine(
        key=following.pk,
        version=following.version,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit_of_measure,
        url=sheet_url(indicator.pk),
        history=tuple((year, written(achievements.get(year))) for year in years),
        target=written(measurement.target),
        stands=written(following.target),
        stands_upper=written(following.target_upper),
        typed=written(proposal.target),
        typed_upper=written(proposal.target_upper),
        is_range=past.polarity == Polarity.RANGE,
        reason=reason_words(past, proposal),
    )
