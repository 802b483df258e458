"""The fields of the KPI sheet as it shows them: in the order of the printed form, edited one by one.

Fields that only make sense together are one fact: the bounds; an objective and the code that follows it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.baselines import plain
from indicators.models import Indicator
from organizations.numbers import format_number


@dataclass(frozen=True, slots=True)
class FactRule:
    """A fact of the sheet: its key in URLs and the model fields that it is edited with.

    `label` is only given where the fact has no field's own name; `is_long`: it takes the paper's whole width;
    `term`: the key of the glossary's word for it, or empty.
    """

    key: str
    fields: tuple[str, ...]
    label: str | Promise = ""
    is_long: bool = False
    term: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the sheet shows: a text, empty where nothing is filled in; `term`: see FactRule."""

    key: str
    label: str
    text: str
    is_long: bool
    term: str


RULES = (
    FactRule(
        "objective",
        ("objective", "code"),
        gettext_lazy("Strategic objective"),
        is_long=True,
        term="objective",
    ),
    FactRule("name", ("name",), is_long=True),
    FactRule("unit_of_measure", ("unit_of_measure",), term="unit-of-measure"),
    FactRule("polarity", ("polarity",), term="polarity"),
    FactRule("kind", ("kind",), term="lead"),
    FactRule("person_responsible", ("person_responsible",), term="owner"),
    FactRule("definition", ("definition",), is_long=True),
    FactRule("formula", ("formula",), is_long=True),
    FactRule("information_produced", ("information_produced",), is_long=True),
    FactRule("data_source", ("data_source",), is_long=True),
    FactRule("when_data_missing", ("when_data_missing",), is_long=True),
    FactRule("target_source", ("target_source",), is_long=True),
    FactRule(
        "bounds",
        ("natural_min", "natural_max", "caps_at_maximum", "worst_value"),
        gettext_lazy("Natural bounds"),
        term="bounds",
    ),
    FactRule("decimals", ("decimals",)),
    FactRule("default_weight", ("default_weight",), term="weight"),
)
BY_KEY = {rule.key: rule for rule in RULES}


def facts_of(indicator: Indicator) -> tuple[Fact, ...]:
    """All facts of the indicator's sheet, in order."""
    return tuple(fact_of(indicator, rule) for rule in RULES)


def fact_of(indicator: Indicator, rule: FactRule) -> Fact:
    """One fact in the active language."""
    return Fact(rule.key, label_of(rule), _text(indicator, rule), rule.is_long, rule.term)


def label_of(rule: FactRule) -> str:
    """The name of a fact in the active language."""
    if rule.label:
        return str(rule.label)
    return str(capfirst(Indicator._meta.get_field(rule.key).verbose_name))  # type: ignore[union-attr]


def fingerprint(indicator: Indicator, fields: Iterable[str]) -> str:
    """A mark of what stands in the fields: whoever sends it back shows what they saw."""
    values = [[field, _comparable(getattr(indicator, attname(field)))] for field in sorted(fields)]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:32]


def attname(field: str) -> str:
    """The attribute that holds the stored value of a model field."""
    return str(Indicator._meta.get_field(field).attname)  # type: ignore[union-attr]


def shown_value(indicator: Indicator, field: str) -> str:
    """What stands in one field, as people read it in the active language; empty for nothing."""
    value = getattr(indicator, field)
    if field in ("polarity", "kind"):
        return str(getattr(indicator, f"get_{field}_display")()) if value else ""
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


def _comparable(value: Any) -> str | None:
    if isinstance(value, Decimal):
        return format(plain(value), "f")
    return None if value is None else str(value)


def _text(indicator: Indicator, rule: FactRule) -> str:
    match rule.key:
        case "objective":
            return str(indicator.objective)
        case "polarity":
            return str(indicator.get_polarity_display())
        case "kind":
            return str(indicator.get_kind_display()) if indicator.kind else ""
        case "bounds":
            return _bounds(indicator)
        case "decimals":
            return _("As many as there are") if indicator.decimals is None else str(indicator.decimals)
        case "default_weight":
            return format_number(indicator.default_weight)
        case _:
            return str(getattr(indicator, rule.key))


def _bounds(indicator: Indicator) -> str:
    parts = []
    if indicator.natural_min is not None:
        parts.append(_("from %(value)s") % {"value": format_number(indicator.natural_min)})
    if indicator.natural_max is not None:
        parts.append(_("to %(value)s") % {"value": format_number(indicator.natural_max)})
    said = [" ".join(parts) or _("None")]
    if indicator.caps_at_maximum:
        said.append(_("more counts as the maximum"))
    if indicator.worst_value is not None:
        said.append(_("worst value %(value)s") % {"value": format_number(indicator.worst_value)})
    return " · ".join(said)
