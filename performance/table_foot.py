"""What stands under the rows of the performance table: sums, legend, footnotes, warnings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.explanations import explain_zero_weight_group
from indicators.models import Measurement
from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.scoring import GroupKind, ZeroWeightGroup
from organizations.numbers import format_number
from performance.figures import shown
from performance.words import VERDICT_WORDS
from scorecards.models import WeightingModes
from scorecards.scheme_words import band_words


@dataclass(frozen=True, slots=True)
class Sum:
    """A row at the foot of the table. `strong` for those that decide."""

    label: str
    value: str
    remark: str = ""
    strong: bool = False


def footnotes(rows: Iterable[Row]) -> dict[str, int]:
    """Each different note of a measurement once, numbered in the order of the rows."""
    numbers: dict[str, int] = {}
    for row in rows:
        note = row.measurement.note.strip()
        if note:
            numbers.setdefault(note, len(numbers) + 1)
    return numbers


def sums(table: ScorecardYearTable) -> Iterable[Sum]:
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


def legend(table: ScorecardYearTable) -> Iterable[str]:
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


def warnings(table: ScorecardYearTable) -> Iterable[str]:
    """A seal that can't be trusted, and groups whose weights add up to 0, by name."""
    if table.seal_broken:
        yield _(
            "This closed year has no seal that can be trusted, so its stored values are shown. Let an "
            "operator run “verify_seals”."
        )
    names = {
        (GroupKind.PERSPECTIVE, group.perspective.pk): group.perspective.name for group in table.perspectives
    }
    names |= {(GroupKind.OBJECTIVE, group.objective.pk): str(group.objective) for group in table.objectives}
    for group in table.result.zero_weight_groups:
        yield explain_zero_weight_group(group, _name(group, names))


def _name(group: ZeroWeightGroup, names: dict[tuple[GroupKind, int], str]) -> str:
    return names.get((group.kind, group.key), "") if isinstance(group.key, int) else ""
