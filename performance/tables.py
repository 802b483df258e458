"""The annual performance table as its page prints it: everything worded and formatted, nothing computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.explanations import explain_zero_weight_group
from indicators.models import Measurement
from indicators.scorecard_year import ObjectiveGroup, PerspectiveGroup, Row, ScorecardYearTable
from indicators.scoring import GroupKind, Subtotal, ZeroWeightGroup
from organizations.numbers import format_number
from performance.figures import shown
from performance.words import VERDICT_WORDS
from scorecards.models import WeightingModes
from scorecards.scheme_words import band_words

LinkTo = Callable[[int], str]
"""The address of a page about the object with this primary key."""


@dataclass(frozen=True, slots=True)
class TargetCell:
    """A target as shown; `current` marks the year of the table."""

    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator's row. `note` is the number of its footnote, `level` None while it has none."""

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
    level: int | None
    explanation_url: str
    weight: str
    score: str


@dataclass(frozen=True, slots=True)
class Block:
    """An objective: its lines, and its subtotal where it has more than one."""

    key: int
    code: str
    name: str
    lines: tuple[Line, ...]
    has_subtotal: bool
    weight: str
    score: str
    status: str


@dataclass(frozen=True, slots=True)
class Band:
    """A perspective: its blocks under a head with its subtotal."""

    name: str
    tone: int
    figure: str
    status: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A row at the foot of the table. `strong` for those that decide."""

    label: str
    value: str
    remark: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page's table.

    `columns` counts all columns, `name_columns` those from the name to before the status, which the label of
    a subtotal spans, `sum_label_columns` those left of weight and score.
    """

    year: int
    years: tuple[TargetCell, ...]
    levels: tuple[int, ...]
    columns: int
    name_columns: int
    sum_label_columns: int
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
    footnotes = _footnotes(table.rows)
    columns = FIXED_COLUMNS + len(table.years) + len(table.scheme.levels)

    def line(row: Row) -> Line:
        note = footnotes.get(row.measurement.note.strip())
        urls = explanation_url(row.measurement.pk), sheet_url(row.indicator.pk)
        return _line(row, year, note, *urls)

    return Sheet(
        year=year,
        years=tuple(TargetCell(str(each), each == year) for each in table.years),
        levels=table.scheme.levels,
        columns=columns,
        name_columns=4 + len(table.years),
        sum_label_columns=columns - 2,
        bands=tuple(_band(group, line) for group in table.perspectives),
        sums=tuple(_sums(table)),
        legend=tuple(_legend(table)),
        footnotes=tuple((number, text) for text, number in footnotes.items()),
        warnings=tuple(_warnings(table)),
    )


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
    if subtotal.reported == subtotal.expected:
        return _("%(total)s points against %(threshold)s") % points
    return _("%(total)s points against %(so_far)s so far, %(reported)s of %(expected)s reported") % {
        **points,
        "so_far": shown(subtotal.threshold_so_far),
        "reported": subtotal.reported,
        "expected": subtotal.expected,
    }


def _footnotes(rows: Iterable[Row]) -> dict[str, int]:
    """Each different note of a measurement once, numbered in the order of the rows."""
    numbers: dict[str, int] = {}
    for row in rows:
        note = row.measurement.note.strip()
        if note:
            numbers.setdefault(note, len(numbers) + 1)
    return numbers


def _line(row: Row, year: int, note: int | None, explanation_url: str, sheet_url: str) -> Line:
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
        level=scored.result.level,
        explanation_url=explanation_url,
        weight=shown(scored.weight),
        score=shown(scored.contribution),
    )


def _band(group: PerspectiveGroup, line: Callable[[Row], Line]) -> Band:
    return Band(
        name=group.perspective.name,
        tone=group.perspective.tone,
        figure=against_threshold(group.subtotal),
        status=group.subtotal.status.value if group.subtotal.reported else "",
        blocks=tuple(_block(each, line) for each in group.objectives if each.rows),
    )


def _block(group: ObjectiveGroup, line: Callable[[Row], Line]) -> Block:
    weights = [row.result.weight for row in group.rows if row.result.weight is not None]
    return Block(
        key=group.objective.pk,
        code=group.objective.code,
        name=group.objective.name,
        lines=tuple(line(row) for row in group.rows),
        has_subtotal=len(group.rows) > 1,
        weight=shown(sum(weights[1:], weights[0])) if weights else "",
        score=shown(group.subtotal.total) if group.subtotal.reported else "",
        status=group.subtotal.status.value,
    )


def _sums(table: ScorecardYearTable) -> Iterable[Sum]:
    """Total, threshold, index and verdict, as at the foot of the paper form."""
    result, rules = table.result, table.scorecard_year
    total = _("Total") if result.complete else _("Total so far")
    yield Sum(total, format_number(result.shown(result.total)), strong=True)
    if not result.complete:
        lowest, highest = result.shown(result.lowest), result.shown(result.highest)
        yield Sum(_("Still possible"), f"{format_number(lowest)}–{format_number(highest)}")
    so_far = _("%(so_far)s so far") % {"so_far": shown(result.threshold_so_far)}
    if rules.fixed_threshold is None:
        yield Sum(_("Threshold"), shown(result.threshold), "" if result.complete else so_far)
    else:
        yield Sum(_("Fixed threshold"), shown(result.threshold), rules.fixed_threshold_reason)
        yield Sum(_("Threshold that the targets give"), shown(result.derived_threshold))
    if result.index is not None:
        yield Sum(_("Index"), f"{format_number(result.index, decimals=2)} %", _("100 = everything on target"))
    yield Sum(_("Verdict"), str(VERDICT_WORDS[result.verdict]), strong=True)


def _legend(table: ScorecardYearTable) -> Iterable[str]:
    """What the level columns mean, how the year weighs, what can be reached, how much is approved."""
    scheme, reachable = table.scheme, table.result.reachable
    bands = "; ".join(f"{band.level} = {band_words(scheme, band)}" for band in scheme.bands)
    yield _("Levels by attainment: %(bands)s (%(scheme)s).") % {
        "bands": bands,
        "scheme": table.scorecard_year.scheme,
    }
    yield _("Weighting: %(mode)s. The score is the weight times the level.") % {
        "mode": WeightingModes(table.scorecard_year.weighting_mode).label
    }
    yield _(
        "Totals that can be reached: lowest %(lowest)s, on target %(on_target)s, highest %(highest)s."
    ) % {
        "lowest": shown(reachable.lowest),
        "on_target": shown(reachable.on_target),
        "highest": shown(reachable.highest),
    }
    approved = sum(row.measurement.state == Measurement.State.APPROVED for row in table.rows)
    yield ngettext(
        "%(approved)s of %(reported)s reported achievement is approved.",
        "%(approved)s of %(reported)s reported achievements are approved.",
        table.result.reported,
    ) % {"approved": approved, "reported": table.result.reported}


def _warnings(table: ScorecardYearTable) -> Iterable[str]:
    """Groups whose weights add up to 0, by name."""
    names = {
        (GroupKind.PERSPECTIVE, group.perspective.pk): group.perspective.name for group in table.perspectives
    }
    names |= {(GroupKind.OBJECTIVE, group.objective.pk): str(group.objective) for group in table.objectives}
    for group in table.result.zero_weight_groups:
        yield explain_zero_weight_group(group, _name(group, names))


def _name(group: ZeroWeightGroup, names: dict[tuple[GroupKind, int], str]) -> str:
    return names.get((group.kind, group.key), "") if isinstance(group.key, int) else ""
