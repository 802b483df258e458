"""What it would take: the fewest rises that make a year good, and the verdict under other rules."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.grid_figures import year_answer
from indicators.models import Indicator
from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.scoring import NextLevel, Rise, fewest_rises, needed_for, next_level
from organizations.numbers import format_number
from performance.figures import shown
from performance.rules import newest_first, result_under
from performance.words import VERDICT_SHAPES, VERDICT_WORDS
from scorecards.models import ScoringScheme, WeightingModes

LinkTo = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class RiseLine:
    """An indicator that would rise: from what to what, and what that asks for. Everything as shown."""

    code: str
    name: str
    unit: str
    url: str
    achievement: str
    from_level: int
    to_level: int
    needed: str
    distance: str
    gain: str


@dataclass(frozen=True, slots=True)
class VerdictCell:
    """The verdict under a scheme and a weighting (`mode`): its word, its shape, and the sums behind it."""

    mode: str
    verdict: str
    status: str
    sums: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """The verdicts of one scheme under each weighting."""

    name: str
    cells: tuple[VerdictCell, ...]


@dataclass(frozen=True, slots=True)
class Insights:
    """The page. rises: the fewest that suffice; others: the next level of every other that could rise.

    standing: how many are reported, and what that leaves open or has decided; empty without any target.
    """

    answer: str
    standing: str
    rises: tuple[RiseLine, ...]
    others: tuple[RiseLine, ...]
    modes: tuple[str, ...]
    schemes: tuple[SchemeLine, ...]


def build_insights(
    table: ScorecardYearTable, schemes: Iterable[ScoringScheme], sheet_url: LinkTo
) -> Insights:
    """What the loaded year would take, in the active language. schemes: those of the organization."""
    rises = fewest_rises(table.result)
    rows: dict[Hashable, Row] = {row.result.key: row for row in table.rows}
    chosen = {rise.row.key for rise in rises or ()}
    return Insights(
        answer=_answer(table, rises),
        standing=year_answer(table) if table.result.expected else "",
        rises=tuple(_rise_line(rows[rise.row.key], rise, table, sheet_url) for rise in rises or ()),
        others=tuple(
            line
            for row in table.rows
            if row.result.key not in chosen and (line := _next_line(row, table, sheet_url))
        ),
        modes=tuple(str(label) for label in WeightingModes.labels),
        schemes=tuple(_scheme_line(scheme, table) for scheme in newest_first(schemes)[0]),
    )


def _answer(table: ScorecardYearTable, rises: tuple[Rise, ...] | None) -> str:
    result, year = table.result, table.scorecard_year.year
    words = {"year": year, "threshold": shown(result.threshold), "highest": shown(result.highest)}
    if not result.expected:
        return _("%(year)s: no indicator has a target yet.") % words
    if rises is None:
        return (
            _("%(year)s: not even everything at its highest reaches %(threshold)s; at most %(highest)s.")
            % words
        )
    if not rises:
        return _("%(year)s is good, whatever else is reported: nothing has to rise.") % words
    sentence = ngettext(
        "%(year)s: the rise of %(count)s indicator would reach the threshold of %(threshold)s.",
        "%(year)s: the rise of %(count)s indicators would reach the threshold of %(threshold)s.",
        len(rises),
    )
    return sentence % {**words, "count": len(rises)}


def _rise_line(row: Row, rise: Rise, table: ScorecardYearTable, sheet_url: LinkTo) -> RiseLine:
    inputs = row.result.result.trace.inputs
    needed = needed_for(inputs, table.scheme, level=rise.to_level, highest=row.result.highest_level)
    return _line(row, rise, needed, sheet_url)


def _next_line(row: Row, table: ScorecardYearTable, sheet_url: LinkTo) -> RiseLine | None:
    """The next level of a row; None where it does not count or can't rise."""
    result, lowest = row.result, table.scheme.lowest_level
    if not result.counted:
        return None
    inputs, level = result.result.trace.inputs, result.result.level
    following = next_level(inputs, table.scheme, level=level, highest=result.highest_level)
    if following is None:
        return None
    rise = Rise(result, lowest if level is None else level, following.level)
    return _line(row, rise, following, sheet_url)


def _line(row: Row, rise: Rise, needed: NextLevel | None, sheet_url: LinkTo) -> RiseLine:
    indicator, measurement = row.indicator, row.measurement
    distance = None if needed is None else needed.distance
    return RiseLine(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit_of_measure,
        url=sheet_url(indicator.pk),
        achievement=format_number(measurement.achievement, decimals=indicator.decimals),
        from_level=rise.from_level,
        to_level=rise.to_level,
        needed="" if needed is None else _needed_words(needed, row),
        distance=format_number(distance, decimals=indicator.decimals),
        gain=shown(rise.gain),
    )


def _needed_words(needed: NextLevel, row: Row) -> str:
    """“at least 97”, “less than 24”: from which side depends on which way is better."""
    value = format_number(needed.bound, decimals=row.indicator.decimals)
    polarity, upper = row.indicator.polarity, row.measurement.target_upper
    is_down = polarity == Indicator.Polarity.LOWER or (
        polarity == Indicator.Polarity.RANGE
        and upper is not None
        and needed.bound >= upper != row.measurement.target
    )
    if needed.inclusive:
        words = _("at most %(value)s") if is_down else _("at least %(value)s")
    else:
        words = _("less than %(value)s") if is_down else _("more than %(value)s")
    return words % {"value": value}


def _scheme_line(scheme: ScoringScheme, table: ScorecardYearTable) -> SchemeLine:
    year = table.scorecard_year
    cells = []
    for mode, label in WeightingModes.choices:
        result = result_under(table, {"scheme": scheme, "weighting_mode": mode})
        sums = (
            _("%(total)s against %(threshold)s")
            if result.complete
            else _("%(lowest)s to %(highest)s against %(threshold)s")
        )
        cells.append(
            VerdictCell(
                mode=str(label),
                verdict=str(VERDICT_WORDS[result.verdict]),
                status=VERDICT_SHAPES[result.verdict],
                sums=sums
                % {
                    "total": format_number(result.shown(result.total)),
                    "lowest": format_number(result.shown(result.lowest)),
                    "highest": format_number(result.shown(result.highest)),
                    "threshold": shown(result.threshold),
                },
                is_now=(scheme.pk, mode) == (year.scheme_id, year.weighting_mode),
            )
        )
    return SchemeLine(str(scheme), tuple(cells))
