"""The figures above a table: verdict with the totals still possible, total, index, what is below target."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.scorecard_year import ScorecardYearTable
from indicators.scoring import Status, YearResult, as_decimal
from organizations.numbers import format_number
from performance.words import VERDICT_WORDS

BAR_LENGTH = 1000


def shown(value: Fraction | None) -> str:
    """An exact sum as the language writes it, with 6 decimals at most; None is empty."""
    return "" if value is None else format_number(as_decimal(value))


def kpi_items(table: ScorecardYearTable) -> list[dict[str, Any]]:
    """The four figures of the strip; see templates/components/kpi_strip.html."""
    result = table.result
    return [_verdict_item(result), _total_item(result), _index_item(result), _below_item(table)]


def count_below(table: ScorecardYearTable) -> int:
    """How many measurements are below target."""
    return sum(row.result.status is Status.BELOW for row in table.rows)


def interval_bar(result: YearResult) -> dict[str, Any] | None:
    """Where lowest, highest and threshold lie between the totals that can be reached; None without any.

    See templates/components/interval_bar.html.
    """
    start, length = result.reachable.lowest, result.reachable.highest - result.reachable.lowest
    if length <= 0:
        return None

    def place(total: Fraction) -> int:
        return min(max(int((total - start) * BAR_LENGTH / length), 0), BAR_LENGTH)

    limits = {
        "minimum": shown(start),
        "maximum": shown(result.reachable.highest),
        "lowest": format_number(result.shown(result.lowest)),
        "highest": format_number(result.shown(result.highest)),
        "threshold": shown(result.threshold),
    }
    middle = "" if result.complete else _("lowest %(lowest)s · highest %(highest)s") % limits
    spoken = _(
        "Totals from %(minimum)s to %(maximum)s can be reached; still possible are %(lowest)s to "
        "%(highest)s, against a threshold of %(threshold)s."
    )
    return {
        "lowest_x": place(result.lowest),
        "highest_x": place(result.highest),
        "threshold_x": place(result.threshold),
        "minimum_text": limits["minimum"],
        "middle_text": middle,
        "maximum_text": limits["maximum"],
        "label": spoken % limits,
    }


def _verdict_item(result: YearResult) -> dict[str, Any]:
    return {
        "label": _("Verdict"),
        "term": "verdict",
        "value": VERDICT_WORDS[result.verdict],
        "lead": True,
        "bar": interval_bar(result),
    }


def _total_item(result: YearResult) -> dict[str, Any]:
    if result.complete:
        note = _("threshold %(threshold)s") % {"threshold": shown(result.threshold)}
        return {
            "label": _("Total"),
            "term": "total",
            "value": format_number(result.shown(result.total)),
            "note": note,
        }
    note = ngettext(
        "from %(reported)s indicator, threshold so far %(so_far)s",
        "from %(reported)s indicators, threshold so far %(so_far)s",
        result.reported,
    ) % {"reported": result.reported, "so_far": shown(result.threshold_so_far)}
    return {
        "label": _("Total so far"),
        "term": "total",
        "value": format_number(result.shown(result.total)),
        "note": note,
    }


def _index_item(result: YearResult) -> dict[str, Any]:
    value = "–" if result.index is None else f"{format_number(result.index, decimals=2)} %"
    return {"label": _("Index"), "term": "index", "value": value, "note": _("100 = everything on target")}


def _below_item(table: ScorecardYearTable) -> dict[str, Any]:
    below, reported = count_below(table), table.result.reported
    note = ngettext("of %(reported)s reported", "of %(reported)s reported", reported) % {"reported": reported}
    return {
        "label": _("Below target"),
        "term": "status",
        "value": str(below),
        "note": note,
        "status": Status.BELOW.value if below else "",
    }
