"""The page of a year's rules in words: choices, the table of weights, and the effect of a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.explanations import explain_year
from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.scoring import Status, Verdict, YearResult
from organizations.numbers import format_number
from performance.figures import shown
from performance.rules import Weighed, effective_sums, effective_total, level_changes, newest_first
from performance.rules_forms import YearRulesForm
from performance.words import VERDICT_WORDS
from scorecards.models import ScoringScheme, WeightingModes
from scorecards.scheme_words import band_words

MODE_WORDS: dict[str, Promise] = {
    WeightingModes.EQUAL: gettext_lazy("Every indicator counts once. The weights below stay unused."),
    WeightingModes.INDICATOR: gettext_lazy("Each indicator counts as often as its own weight says."),
    WeightingModes.HIERARCHICAL: gettext_lazy(
        "A perspective's share is divided among its objectives, an objective's among its indicators; "
        "all shares add up to 1."
    ),
}
VERDICT_STATUS = {
    Verdict.GOOD: Status.ABOVE,
    Verdict.NOT_GOOD: Status.BELOW,
    Verdict.UNDECIDED: Status.MISSING,
}
FEW_LEVEL_CHANGES = 6
"""So many are shown at once; more are folded away."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A radio card; `lines` are the bands of a scheme as (level, attainments)."""

    value: str
    label: str
    text: str
    checked: bool
    lines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WeightLine:
    """A row of the table of weights; `effective` is empty for what does not count, `status` says why."""

    kind: str
    code: str
    name: str
    tone: int
    field: BoundField
    effective: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class EffectLine:
    """A figure as it is and as it would be; `changed` where they differ."""

    label: str
    before: str
    after: str
    before_note: str = ""
    after_note: str = ""
    before_status: str = ""
    after_status: str = ""

    @property
    def changed(self) -> bool:
        return (self.before, self.before_note) != (self.after, self.after_note)


@dataclass(frozen=True, slots=True)
class LevelLine:
    """An indicator whose level would change."""

    code: str
    name: str
    before: int | None
    after: int | None
    before_status: str
    after_status: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do: figures side by side, levels that change, the new verdict and warnings."""

    lines: tuple[EffectLine, ...]
    levels: tuple[LevelLine, ...]
    levels_summary: str
    sentence: str
    warnings: tuple[str, ...]

    @property
    def changed(self) -> bool:
        return bool(self.levels) or any(line.changed for line in self.lines)

    @property
    def many_levels(self) -> bool:
        return len(self.levels) > FEW_LEVEL_CHANGES


def mode_choices(form: YearRulesForm) -> list[Choice]:
    """The three ways of weighing, each explained in a line."""
    chosen = str(form["weighting_mode"].value())
    return [
        Choice(value, str(label), str(MODE_WORDS[value]), value == chosen)
        for value, label in WeightingModes.choices
    ]


def scheme_choices(form: YearRulesForm) -> tuple[list[Choice], list[Choice]]:
    """The newest version of each scheme, and the older versions; bands in words."""
    newest, older = newest_first(form.schemes.values())
    chosen = str(form["scheme"].value())
    return [_scheme_choice(each, chosen) for each in newest], [_scheme_choice(each, chosen) for each in older]


def _scheme_choice(scheme: ScoringScheme, chosen: str) -> Choice:
    rule = scheme.rule()
    lines = tuple((band.level, band_words(rule, band)) for band in rule.bands)
    extra = []
    if rule.tolerance:
        extra.append(_("tolerance %(percent)s %%") % {"percent": format_number(rule.tolerance)})
    if rule.cap is not None:
        extra.append(_("attainment capped at %(percent)s %%") % {"percent": format_number(rule.cap)})
    code = _("%(code)s, version %(version)s") % {"code": scheme.code, "version": scheme.version}
    return Choice(str(scheme.pk), scheme.title, " · ".join([code, *extra]), str(scheme.pk) == chosen, lines)


def weight_lines(table: ScorecardYearTable, form: YearRulesForm, result: YearResult) -> list[WeightLine]:
    """Perspectives, their objectives, their indicators, each with its weight and its effective weight."""
    return list(_weight_lines(table, form, result))


def _weight_lines(table: ScorecardYearTable, form: YearRulesForm, result: YearResult) -> Iterator[WeightLine]:
    effective = effective_sums(result)

    def line(kind: Weighed, key: int, tone: int, code: str, name: str, status: str = "") -> WeightLine:
        return WeightLine(
            kind.value, code, name, tone, form.weight(kind, key), shown(effective.get((kind, key))), status
        )

    for group in table.perspectives:
        top = group.perspective
        yield line(Weighed.PERSPECTIVE, top.pk, top.tone, top.code, top.name)
        for each in group.objectives:
            objective = each.objective
            yield line(Weighed.OBJECTIVE, objective.pk, top.tone, objective.code, objective.name)
            for row in each.rows:
                indicator = row.indicator
                yield line(
                    Weighed.INDICATOR,
                    row.measurement.pk,
                    top.tone,
                    indicator.code,
                    indicator.name,
                    "" if row.result.counted else row.result.status.value,
                )


def effective_sum(result: YearResult) -> str:
    """All effective weights together, for the foot of the table."""
    return shown(effective_total(result))


def effect(table: ScorecardYearTable, before: YearResult, after: YearResult) -> Effect:
    """The effect of a change on the year, in the active language."""
    levels = _level_lines(table, before, after)
    summary = ngettext(
        "%(count)s of %(all)s indicators changes its level",
        "%(count)s of %(all)s indicators change their level",
        len(levels),
    ) % {"count": len(levels), "all": len(table.rows)}
    sentence, *warnings = explain_year(after)
    return Effect(tuple(_effect_lines(before, after)), tuple(levels), summary, sentence, tuple(warnings))


def _effect_lines(before: YearResult, after: YearResult) -> Iterator[EffectLine]:
    def line(label: str, figure: Any, note: Any = None, status: Any = None) -> EffectLine:
        notes = (note(before), note(after)) if note else ("", "")
        statuses = (status(before), status(after)) if status else ("", "")
        return EffectLine(label, figure(before), figure(after), *notes, *statuses)

    yield line(_("Total"), lambda year: format_number(year.shown(year.total)))
    yield line(_("Threshold"), lambda year: shown(year.threshold), _threshold_kind)
    if any(year.rules.fixed_threshold is not None for year in (before, after)):
        yield line(_("Derived threshold"), lambda year: _apart(year, year.derived_threshold))
    if not before.complete:
        yield line(_("Threshold so far"), lambda year: _apart(year, year.threshold_so_far))
        yield line(_("Still possible"), _interval)
    yield line(_("Index"), _index)
    yield line(
        _("Verdict"),
        lambda year: str(VERDICT_WORDS[year.verdict]),
        status=lambda year: VERDICT_STATUS[year.verdict].value,
    )


def _threshold_kind(year: YearResult) -> str:
    return _("derived") if year.rules.fixed_threshold is None else _("fixed")


def _apart(year: YearResult, value: Fraction) -> str:
    return format_number(year.shown(value))


def _interval(year: YearResult) -> str:
    return f"{_apart(year, year.lowest)}–{_apart(year, year.highest)}"


def _index(year: YearResult) -> str:
    return "–" if year.index is None else f"{format_number(year.index, decimals=2)} %"


def _level_lines(table: ScorecardYearTable, before: YearResult, after: YearResult) -> Sequence[LevelLine]:
    rows: dict[Any, Row] = {row.measurement.pk: row for row in table.rows}
    return [
        LevelLine(
            code=rows[change.after.key].indicator.code,
            name=rows[change.after.key].indicator.name,
            before=change.before.result.level,
            after=change.after.result.level,
            before_status=change.before.status.value,
            after_status=change.after.status.value,
        )
        for change in level_changes(before, after)
    ]
