"""The words for what a seal holds: the name of each cell, and its value as the language writes it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.models import Indicator, Measurement
from indicators.scoring import GroupKind, Reason, YardstickKind, as_decimal
from indicators.sealing import Difference, Part
from organizations.numbers import format_number
from performance.words import STATUS_WORDS, VERDICT_WORDS
from scorecards.built_in_words import in_active_language
from scorecards.models import WeightingModes

Value = str | int | bool | None
NUMBERED = "#"
"""Stands in the names below for a place in a list, or a year."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the keys in two seals stand for, by primary key."""

    perspectives: Mapping[int, str]
    objectives: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class CellWords:
    """A difference in words."""

    field: str
    old: str
    new: str


class _Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes or no"
    MOMENT = "moment"
    STATUS = "status"
    VERDICT = "verdict"
    STATE = "state"
    POLARITY = "polarity"
    WEIGHTING = "weighting"
    REASON = "reason"
    YARDSTICK = "yardstick"
    GROUP = "group"
    BUILT_IN = "built-in name"
    PERSPECTIVE = "perspective"
    OBJECTIVE = "objective"


_SUMS = {
    "total": gettext_lazy("Total"),
    "threshold": gettext_lazy("Threshold"),
    "derived_threshold": gettext_lazy("Threshold that the targets give"),
    "threshold_so_far": gettext_lazy("Threshold so far"),
    "index": gettext_lazy("Index"),
    "lowest": gettext_lazy("Lowest total still possible"),
    "highest": gettext_lazy("Highest total still possible"),
    "reported": gettext_lazy("Reported"),
    "counted_lowest": gettext_lazy("Missing, counted as the lowest level"),
    "expected": gettext_lazy("Expected"),
}
_NUMBER, _TEXT = _Kind.NUMBER, _Kind.TEXT
Labels = Mapping[str, tuple[str | Promise, _Kind]]
_SUBTOTALS: Labels = {
    "subtotal.status": (gettext_lazy("Status"), _Kind.STATUS),
    **{f"subtotal.{name}": (label, _NUMBER) for name, label in _SUMS.items()},
}
_SHARED: Labels = {
    "code": (gettext_lazy("Code"), _TEXT),
    "name": (gettext_lazy("Name"), _TEXT),
    "weight": (gettext_lazy("Weight"), _NUMBER),
}
_LABELS: Mapping[Part, Labels] = {
    Part.YEAR: {
        "organization": (gettext_lazy("Code of the organization"), _TEXT),
        "year": (gettext_lazy("Year"), _TEXT),
    },
    Part.UNIT: {"path": (gettext_lazy("Unit path"), _TEXT)},
    Part.PLAN: {
        "name": (gettext_lazy("Name of the plan"), _TEXT),
        "first_year": (gettext_lazy("First year of the plan"), _TEXT),
        "last_year": (gettext_lazy("Last year of the plan"), _TEXT),
    },
    Part.RULES: {
        "scheme.code": (gettext_lazy("Scoring scheme: code"), _TEXT),
        "scheme.version": (gettext_lazy("Scoring scheme: version"), _TEXT),
        "scheme.name": (gettext_lazy("Scoring scheme: name"), _Kind.BUILT_IN),
        "scheme.source": (gettext_lazy("Scoring scheme: source"), _Kind.BUILT_IN),
        "scheme.tolerance": (gettext_lazy("Tolerance in percent"), _NUMBER),
        "scheme.cap": (gettext_lazy("Highest attainment in percent"), _NUMBER),
        "scheme.bands.#.level": (gettext_lazy("Band %(number)s: level"), _TEXT),
        "scheme.bands.#.from": (gettext_lazy("Band %(number)s: starts at percent"), _NUMBER),
        "scheme.bands.#.inclusive": (gettext_lazy("Band %(number)s: holds its start"), _Kind.YES_NO),
        "weighting_mode": (gettext_lazy("Weighting"), _Kind.WEIGHTING),
        "fixed_threshold": (gettext_lazy("Fixed threshold"), _NUMBER),
        "fixed_threshold_reason": (gettext_lazy("Reason for the fixed threshold"), _TEXT),
        "missing_count_lowest": (gettext_lazy("What is missing counts as the lowest level"), _Kind.YES_NO),
    },
    Part.RESULT: {
        **{name: (label, _NUMBER) for name, label in _SUMS.items()},
        "verdict": (gettext_lazy("Verdict"), _Kind.VERDICT),
        "reachable.lowest": (gettext_lazy("Lowest total that can be reached"), _NUMBER),
        "reachable.on_target": (gettext_lazy("Total on target"), _NUMBER),
        "reachable.highest": (gettext_lazy("Highest total that can be reached"), _NUMBER),
        "fixed_differs": (gettext_lazy("The fixed threshold differs from the targets"), _Kind.YES_NO),
        "zero_weight_groups.#.kind": (gettext_lazy("Weights that add up to 0, under"), _Kind.GROUP),
    },
    Part.PERSPECTIVE: {
        **_SHARED,
        "name_id": (gettext_lazy("Name in Indonesian"), _TEXT),
        "name_en": (gettext_lazy("Name in English"), _TEXT),
        "tone": (gettext_lazy("Colour"), _TEXT),
        **_SUBTOTALS,
    },
    Part.OBJECTIVE: {
        **_SHARED,
        "perspective": (gettext_lazy("Perspective"), _Kind.PERSPECTIVE),
        **_SUBTOTALS,
    },
    Part.MEASUREMENT: {
        "indicator.objective": (gettext_lazy("Objective"), _Kind.OBJECTIVE),
        "indicator.code": (gettext_lazy("Code"), _TEXT),
        "indicator.name": (gettext_lazy("Name"), _TEXT),
        "indicator.unit_of_measure": (gettext_lazy("Unit of measure"), _TEXT),
        "indicator.polarity": (gettext_lazy("Polarity"), _Kind.POLARITY),
        "indicator.decimals": (gettext_lazy("Decimals"), _TEXT),
        "indicator.baseline": (gettext_lazy("Baseline"), _NUMBER),
        "indicator.natural_min": (gettext_lazy("Natural minimum"), _NUMBER),
        "indicator.natural_max": (gettext_lazy("Natural maximum"), _NUMBER),
        "indicator.worst_value": (gettext_lazy("Worst value"), _NUMBER),
        "target": (gettext_lazy("Target"), _NUMBER),
        "target_upper": (gettext_lazy("Upper target"), _NUMBER),
        "targets.#": (gettext_lazy("Target %(number)s"), _NUMBER),
        "upper_targets.#": (gettext_lazy("Upper target %(number)s"), _NUMBER),
        "weight": (gettext_lazy("Weight"), _NUMBER),
        "achievement": (gettext_lazy("Achievement"), _NUMBER),
        "state": (gettext_lazy("State"), _Kind.STATE),
        "state_reason": (gettext_lazy("Reason for the state"), _TEXT),
        "note": (gettext_lazy("Note"), _TEXT),
        "entered_by.name": (gettext_lazy("Entered by"), _TEXT),
        "entered_at": (gettext_lazy("Entered"), _Kind.MOMENT),
        "score.status": (gettext_lazy("Status"), _Kind.STATUS),
        "score.counted": (gettext_lazy("Counts"), _Kind.YES_NO),
        "score.reported": (gettext_lazy("Reported"), _Kind.YES_NO),
        "score.level": (gettext_lazy("Level that counts"), _NUMBER),
        "score.weight": (gettext_lazy("Effective weight"), _NUMBER),
        "score.contribution": (gettext_lazy("Score"), _NUMBER),
        "score.threshold_share": (gettext_lazy("Share of the threshold"), _NUMBER),
        "score.highest_level": (gettext_lazy("Highest level that can be reached"), _NUMBER),
        "score.attained_level": (gettext_lazy("Level of the achievement"), _NUMBER),
        "score.attainment": (gettext_lazy("Attainment"), _NUMBER),
        "score.reason": (gettext_lazy("Why that level"), _Kind.REASON),
        "score.reference": (gettext_lazy("Target that the gap is measured from"), _NUMBER),
        "score.gap": (gettext_lazy("Gap"), _NUMBER),
        "score.yardstick": (gettext_lazy("Yardstick"), _NUMBER),
        "score.yardstick_kind": (gettext_lazy("What the gap is measured by"), _Kind.YARDSTICK),
        "score.band": (gettext_lazy("Level of the band"), _NUMBER),
        "score.capped": (gettext_lazy("Attainment capped"), _Kind.YES_NO),
        "score.floored": (gettext_lazy("Attainment stopped at 0"), _Kind.YES_NO),
    },
}
_HIDDEN = ("key", "email")

_REASONS: Mapping[str, str | Promise] = {
    Reason.NO_TARGET: gettext_lazy("No target"),
    Reason.NO_ACHIEVEMENT: gettext_lazy("No achievement"),
    Reason.ON_TARGET: gettext_lazy("Exactly the target"),
    Reason.INSIDE_RANGE: gettext_lazy("Inside the range"),
    Reason.WITHIN_TOLERANCE: gettext_lazy("Within the tolerance"),
    Reason.BETTER: gettext_lazy("Better than the target"),
    Reason.WORSE: gettext_lazy("Worse than the target"),
}
_YARDSTICKS: Mapping[str, str | Promise] = {
    YardstickKind.TARGET: gettext_lazy("Target"),
    YardstickKind.WORST: gettext_lazy("Worst value"),
    YardstickKind.BASELINE: gettext_lazy("Baseline"),
    YardstickKind.NONE: pgettext_lazy("yardstick", "Nothing"),
}
_GROUPS: Mapping[str, str | Promise] = {
    GroupKind.SCORECARD: gettext_lazy("Scorecard"),
    GroupKind.PERSPECTIVE: gettext_lazy("Perspective"),
    GroupKind.OBJECTIVE: gettext_lazy("Objective"),
}


def is_shown(cell: Difference) -> bool:
    """Whether people read the cell: keys and e-mail addresses are left out."""
    return cell.field.rpartition(".")[2] not in _HIDDEN


def words_of(cell: Difference, names: Names) -> CellWords:
    """The difference in words, in the active language."""
    steps = cell.field.split(".")
    field = ".".join(NUMBERED if step.isdecimal() else step for step in steps)
    label, kind = _LABELS[cell.part].get(field, (cell.field, _TEXT))
    number = next((step for step in steps if step.isdecimal()), "")
    if field.startswith("scheme.bands"):
        number = str(int(number) + 1)
    return CellWords(
        field=str(label) % {"number": number} if number else str(label),
        old=_value(cell.old, kind, names),
        new=_value(cell.new, kind, names),
    )


def _value(value: Value, kind: _Kind, names: Names) -> str:
    """A value of a seal in words; empty for none, and as it is where its kind does not know it."""
    if value is None or value == "":
        return ""
    if kind is _TEXT:
        return str(value)
    words = _choices(names).get(kind)
    if words is not None:
        return str(words.get(value, value))
    return _PLAIN[kind](value)


def _choices(names: Names) -> Mapping[_Kind, Mapping[Any, Any]]:
    return {
        _Kind.YES_NO: {True: _("yes"), False: _("no")},
        _Kind.STATUS: {each.value: words for each, words in STATUS_WORDS.items()},
        _Kind.VERDICT: {each.value: words for each, words in VERDICT_WORDS.items()},
        _Kind.STATE: dict(Measurement.State.choices),
        _Kind.POLARITY: dict(Indicator.Polarity.choices),
        _Kind.WEIGHTING: dict(WeightingModes.choices),
        _Kind.REASON: _REASONS,
        _Kind.YARDSTICK: _YARDSTICKS,
        _Kind.GROUP: _GROUPS,
        _Kind.PERSPECTIVE: names.perspectives,
        _Kind.OBJECTIVE: names.objectives,
    }


def _number(value: Value) -> str:
    try:
        return format_number(as_decimal(Fraction(value or 0)))
    except (ArithmeticError, ValueError):
        return str(value)


def _moment(value: Value) -> str:
    try:
        return date_format(localtime(datetime.datetime.fromisoformat(str(value))), "SHORT_DATETIME_FORMAT")
    except (OverflowError, ValueError):
        return str(value)


def _built_in(value: Value) -> str:
    return in_active_language(str(value))


_PLAIN: Mapping[_Kind, Callable[[Value], str]] = {
    _Kind.NUMBER: _number,
    _Kind.MOMENT: _moment,
    _Kind.BUILT_IN: _built_in,
}
