"""What the grid shows of a score, ready to print: badges, subtotals and the summary of the year.

The page and the answer to a changed cell take their texts from here, so that both say the same.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.explanations import explain_year, explain_zero_weight_group
from indicators.models import Measurement
from indicators.scorecard_year import ScorecardYearTable
from indicators.scoring import GroupKind, Status, Subtotal, YearResult, ZeroWeightGroup
from organizations.numbers import format_number

BAR_LENGTH = 1000


class Badges:
    """The rendered badges of one answer: each different one is rendered once, however many rows show it."""

    def __init__(self, levels: tuple[int, ...]) -> None:
        self.levels = list(levels)
        self._rendered: dict[tuple[object, ...], SafeString] = {}

    def level(self, reached: int | None, status: Status) -> SafeString:
        """The level marks in one line, the reached one filled, and its number."""
        context = {"levels": self.levels, "reached": reached, "status": status.value}
        return self._render(("level", reached, status), "components/level_scale.html", context)

    def status(self, status: Status, *, plain: bool = False) -> SafeString:
        """The status with shape and word. plain: without the pill."""
        context = {"status": status.value, "plain": plain}
        return self._render(("status", status, plain), "components/status_badge.html", context)

    def state(self, state: str) -> SafeString:
        """Where the value stands in the review."""
        context = {"state": state, "label": Measurement.State(state).label}
        return self._render(("state", state), "components/state_badge.html", context)

    def _render(self, key: tuple[object, ...], template: str, context: dict[str, Any]) -> SafeString:
        if key not in self._rendered:
            self._rendered[key] = SafeString(render_to_string(template, context).strip())
        return self._rendered[key]


def year_answer(table: ScorecardYearTable) -> str:
    """The page's first line: how the year stands."""
    return f"{table.scorecard_year.year}: {explain_year(table.result)[0]}"


def year_warnings(table: ScorecardYearTable) -> list[str]:
    """What makes the verdict less plain than it looks: a fixed threshold, weights of 0."""
    groups = [explain_zero_weight_group(each, _name(each, table)) for each in table.result.zero_weight_groups]
    return [*explain_year(table.result)[1:], *groups]


def subtotal_text(subtotal: Subtotal, result: YearResult) -> str:
    """A group's sums in a line; empty where nothing counts."""
    if not subtotal.expected:
        return ""
    return _("%(reported)s of %(expected)s reported · %(total)s points, on target %(so_far)s") % {
        "reported": subtotal.reported,
        "expected": subtotal.expected,
        "total": _shown(subtotal.total, result),
        "so_far": _shown(subtotal.threshold_so_far, result),
    }


def summary_items(result: YearResult) -> list[dict[str, Any]]:
    """The figures under the title, for components/kpi_strip.html."""
    total, threshold = _shown(result.total, result), _shown(result.threshold, result)
    reported = _("%(reported)s of %(expected)s") % {"reported": result.reported, "expected": result.expected}
    so_far = _("on target so far: %(points)s") % {"points": _shown(result.threshold_so_far, result)}
    items: list[dict[str, Any]] = [
        {"label": _("Reported"), "value": reported, "lead": True},
        {"label": _("Total so far"), "value": total, "note": so_far},
        {"label": _("Threshold"), "value": threshold, "note": _threshold_note(result)},
    ]
    if result.expected:
        between = {"lowest": _shown(result.lowest, result), "highest": _shown(result.highest, result)}
        value = total if result.complete else _("%(lowest)s to %(highest)s") % between
        items.append({"label": _("Still possible"), "value": value, "bar": _bar(result)})
    return items


def _threshold_note(result: YearResult) -> str:
    if result.rules.fixed_threshold is None:
        return _("every expected indicator on target")
    return _("fixed; on target it would be %(points)s") % {"points": _shown(result.derived_threshold, result)}


def _bar(result: YearResult) -> dict[str, Any] | None:
    """The interval between the lowest and the highest reachable total, for components/interval_bar.html."""
    lowest, highest = result.reachable.lowest, result.reachable.highest
    if highest <= lowest:
        return None

    def place(value: Fraction) -> int:
        return int(min(max((value - lowest) / (highest - lowest), Fraction(0)), Fraction(1)) * BAR_LENGTH)

    return {
        "lowest_x": place(result.lowest),
        "highest_x": place(result.highest),
        "threshold_x": place(result.threshold) if lowest <= result.threshold <= highest else None,
        "minimum_text": _shown(lowest, result),
        "middle_text": _("threshold %(points)s") % {"points": _shown(result.threshold, result)},
        "maximum_text": _shown(highest, result),
        "label": explain_year(result)[0],
    }


def _shown(value: Fraction, result: YearResult) -> str:
    return format_number(result.shown(value))


def _name(group: ZeroWeightGroup, table: ScorecardYearTable) -> str:
    """The perspective or objective that a group of weight 0 lies under."""
    if group.kind == GroupKind.PERSPECTIVE:
        names = {each.perspective.pk: str(each.perspective) for each in table.perspectives}
    else:
        names = {each.objective.pk: str(each.objective) for each in table.objectives}
    return names.get(group.key, "") if isinstance(group.key, int) else ""
