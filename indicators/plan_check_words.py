"""The words of the plan check: the sentence of each finding, numbers as the active language writes them.

Rules see texts and plain decimals; nothing is computed here. What people typed is put in as plain text: a
template escapes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from indicators.plan_check import Finding, Subject, SubjectKind
from indicators.plan_check.sheets import SMART
from indicators.plan_check_reasons import rule_reason, rule_title
from organizations.numbers import format_number

__all__ = ["finding_message", "rule_reason", "rule_title", "subject_name"]

MOST_NAMED = 5
LONGEST_NAME = 60

_FIXED: Mapping[str, Promise] = {
    "objective-without-indicator": gettext_lazy("No indicator measures it."),
    "objective-without-statement": gettext_lazy("It comes from no statement of the plan."),
    "statement-without-objective": gettext_lazy("No objective of the plan comes from it."),
    "perspective-without-objective": gettext_lazy("It has no objective."),
    "objective-without-link": gettext_lazy("No cause-effect link on the map leads to it or from it."),
    "indicator-without-initiative": gettext_lazy("It has no initiative."),
}
_AGAINST_BASELINE = {
    "higher": gettext_lazy(
        "Higher is better, but its targets lead from a baseline of %(start)s down to %(end)s."
    ),
    "lower": gettext_lazy(
        "Lower is better, but its targets lead from a baseline of %(start)s up to %(end)s."
    ),
}
_AGAINST_FIRST_TARGET = {
    "higher": gettext_lazy("Higher is better, but its targets lead from %(start)s down to %(end)s."),
    "lower": gettext_lazy("Lower is better, but its targets lead from %(start)s up to %(end)s."),
}
_FALLS_BACK = {
    "higher": gettext_lazy("Higher is better, but its targets fall back: %(targets)s."),
    "lower": gettext_lazy("Lower is better, but its targets rise again: %(targets)s."),
}
_LETTERS = {
    "S": gettext_lazy("S (specific)"),
    "M": gettext_lazy("M (measurable)"),
    "A": gettext_lazy("A (achievable)"),
    "R": gettext_lazy("R (relevant)"),
    "T": gettext_lazy("T (time-bound)"),
}
_SHEET_FIELDS = {
    "definition": gettext_lazy("definition"),
    "unit_of_measure": gettext_lazy("unit of measure"),
    "formula": gettext_lazy("formula"),
    "data_source": gettext_lazy("data source"),
    "when_data_missing": gettext_lazy("when data are missing"),
    "target_source": gettext_lazy("source and approach of the target"),
    "baseline": gettext_lazy("baseline"),
    "information_produced": gettext_lazy("information produced"),
    "target": gettext_lazy("target"),
}


def finding_message(finding: Finding) -> str:
    """What was found, in a sentence of the active language about the subject ("It ..."). Plain text."""
    if finding.rule in _FIXED:
        return str(_FIXED[finding.rule])
    return _WORDED[finding.rule](finding)


def subject_name(subject: Subject) -> str:
    """The name of a finding's subject in the active language; a year is called by its code already."""
    if subject.kind is SubjectKind.YEAR:
        return _("Rules of the year")
    in_english = (get_language() or "").startswith("en")
    return (subject.name_en if in_english else "") or subject.name


def _outside_bounds(finding: Finding) -> str:
    low, high = _text(finding, "natural_min"), _text(finding, "natural_max")
    bounds = [_("minimum %(value)s") % {"value": _number(low)}] if low else []
    bounds += [_("maximum %(value)s") % {"value": _number(high)}] if high else []
    return _("The natural bounds (%(bounds)s) don't allow these targets: %(targets)s.") % {
        "bounds": "; ".join(bounds),
        "targets": _by_year(finding, _("%(target)s in %(year)s")),
    }


def _against_polarity(finding: Finding) -> str:
    target = _("%(target)s in %(year)s")
    end = {"target": _number(_text(finding, "end")), "year": _text(finding, "end_year")}
    start = {"target": _number(_text(finding, "start")), "year": _text(finding, "start_year")}
    if not start["year"]:
        template = _AGAINST_BASELINE[_text(finding, "polarity")]
        return str(template) % {"start": start["target"], "end": target % end}
    template = _AGAINST_FIRST_TARGET[_text(finding, "polarity")]
    return str(template) % {"start": target % start, "end": target % end}


def _zero_target(finding: Finding) -> str:
    return _("Its target is 0 (%(years)s), and no worst value is declared.") % {"years": _years(finding)}


def _too_many(finding: Finding) -> str:
    return _("It has %(count)s indicators: %(indicators)s. %(most)s are enough.") % {
        "count": len(_texts(finding, "indicators")),
        "indicators": _listed(_texts(finding, "indicators")),
        "most": _text(finding, "most"),
    }


def _effect_below(finding: Finding) -> str:
    causes = [
        _("%(cause)s in perspective %(lane)s") % {"cause": cause, "lane": lane}
        for cause, lane in zip(_texts(finding, "causes"), _texts(finding, "cause_lanes"), strict=True)
    ]
    return _("It lies in perspective %(lane)s, below what drives it: %(causes)s.") % {
        "lane": _text(finding, "lane"),
        "causes": _listed(causes),
    }


def _owner_missing(finding: Finding) -> str:
    if finding.subject.kind is SubjectKind.OBJECTIVE:
        return _("It has no owner.")
    return _("Its KPI sheet names no person responsible.")


def _incomplete(finding: Finding) -> str:
    missing = _texts(finding, "missing")
    letters = [
        _("%(letter)s: %(fields)s")
        % {
            "letter": _LETTERS[letter],
            "fields": ", ".join(_sheet_field(finding, name) for name in SMART[letter] if name in missing),
        }
        for letter in _texts(finding, "letters")
    ]
    return _("Its KPI sheet lacks, for %(letters)s.") % {"letters": "; ".join(letters)}


def _sheet_field(finding: Finding, name: str) -> str:
    field = str(_SHEET_FIELDS[name])
    if name == "target":
        return _("%(field)s (%(years)s)") % {"field": field, "years": _years(finding)}
    return field


def _not_better(finding: Finding) -> str:
    return _("Its baseline is %(baseline)s, and these targets are no better: %(targets)s.") % {
        "baseline": _number(_text(finding, "baseline")),
        "targets": _by_year(finding, _("%(target)s in %(year)s")),
    }


def _falls_back(finding: Finding) -> str:
    targets = _by_year(finding, _("%(target)s in %(year)s after %(before)s"), "before")
    return str(_FALLS_BACK[_text(finding, "polarity")]) % {"targets": targets}


def _ceiling(finding: Finding) -> str:
    reach = _("%(target)s in %(year)s (at most level %(levels)s of %(top_levels)s)")
    return _("%(limit)s is the best possible, so the highest level is out of reach: %(targets)s.") % {
        "limit": _number(_text(finding, "limit")),
        "targets": _by_year(finding, reach, "levels", "top_levels"),
    }


def _already_reached(finding: Finding) -> str:
    reached = _("%(target)s in %(year)s (%(achievements)s in %(achieved_in)s)")
    return _("The last achievement before it reached the target already: %(targets)s.") % {
        "targets": _by_year(finding, reached, "achievements", years=("achieved_in",))
    }


def _too_hard(finding: Finding) -> str:
    hard = _(
        "%(target)s in %(year)s (the best year so far, %(best_in)s, had %(best)s; best and worst differ by "
        "%(range)s)"
    )
    return _("The target goes further than the years before it support: %(targets)s.") % {
        "targets": _by_year(finding, hard, "best", "range", years=("best_in",))
    }


def _lopsided(finding: Finding) -> str:
    shares = [
        _("%(share)s %% in %(year)s") % {"share": _number(share), "year": year}
        for year, share in zip(_texts(finding, "years"), _texts(finding, "shares"), strict=True)
    ]
    return _("Of the total it carries %(shares)s.") % {"shares": "; ".join(shares)}


def _threshold_differs(finding: Finding) -> str:
    return _("Its fixed threshold is %(fixed)s, but all indicators on target give %(derived)s.") % {
        "fixed": _number(_text(finding, "fixed")),
        "derived": _number(_text(finding, "derived")),
    }


def _budget_missing(finding: Finding) -> str:
    gaps = zip(
        _texts(finding, "initiatives"),
        _texts(finding, "without_program"),
        _texts(finding, "without_budget"),
        strict=True,
    )
    return _("Its initiatives are not planned for: %(initiatives)s.") % {
        "initiatives": _listed([_unplanned(*each) for each in gaps])
    }


def _unplanned(name: str, without_program: str, without_budget: str) -> str:
    lacks = [_("no work program in %(years)s") % {"years": without_program}] if without_program else []
    lacks += [_("no budget in %(years)s") % {"years": without_budget}] if without_budget else []
    return _("“%(name)s” (%(lacks)s)") % {"name": _shortened(name), "lacks": "; ".join(lacks)}


def _no_lag(finding: Finding) -> str:
    return _("None of its indicators is a lag indicator: %(indicators)s.") % _indicators(finding)


def _no_lead(finding: Finding) -> str:
    return _("None of its indicators is a lead indicator: %(indicators)s.") % _indicators(finding)


def _name_against_unit(finding: Finding) -> str:
    unit = {"unit": _shortened(_text(finding, "unit"))}
    if _text(finding, "says") == "number":
        return _("Its name speaks of a number, but it is measured in “%(unit)s”.") % unit
    return _("Its name speaks of a percentage, but it is measured in “%(unit)s”.") % unit


def _value_inside_unit(finding: Finding) -> str:
    return _("Its unit of measure begins with a number: “%(unit)s”.") % {
        "unit": _shortened(_text(finding, "unit"))
    }


_WORDED: Mapping[str, Callable[[Finding], str]] = {
    "target-outside-bounds": _outside_bounds,
    "target-against-polarity": _against_polarity,
    "zero-target-without-worst-value": _zero_target,
    "too-many-indicators": _too_many,
    "effect-below-cause": _effect_below,
    "owner-missing": _owner_missing,
    "incomplete-sheet": _incomplete,
    "target-not-better-than-baseline": _not_better,
    "target-falls-back": _falls_back,
    "ceiling-target": _ceiling,
    "target-already-reached": _already_reached,
    "target-too-hard": _too_hard,
    "lopsided-weights": _lopsided,
    "fixed-threshold-differs": _threshold_differs,
    "budget-missing": _budget_missing,
    "no-lag-indicator": _no_lag,
    "no-lead-indicator": _no_lead,
    "name-against-unit": _name_against_unit,
    "value-inside-unit": _value_inside_unit,
}


def _text(finding: Finding, name: str) -> str:
    fact = finding.facts[name]
    return fact if isinstance(fact, str) else ", ".join(fact)


def _texts(finding: Finding, name: str) -> tuple[str, ...]:
    fact = finding.facts[name]
    return (fact,) if isinstance(fact, str) else fact


def _number(text: str) -> str:
    """A plain decimal as the active language writes it."""
    return format_number(Decimal(text))


def _years(finding: Finding) -> str:
    return ", ".join(_texts(finding, "years"))


def _by_year(finding: Finding, template: str, *beside: str, years: Sequence[str] = ()) -> str:
    """The finding's targets, each with its year and what stands beside it in other facts.

    beside: facts that are numbers. years: facts that are years.
    """
    columns = {"year": _texts(finding, "years"), **{name: _texts(finding, name) for name in years}}
    for name, fact in {"target": "targets", **{each: each for each in beside}}.items():
        columns[name] = tuple(map(_number, _texts(finding, fact)))
    rows = zip(*columns.values(), strict=True)
    return "; ".join(template % dict(zip(columns, row, strict=True)) for row in rows)


def _indicators(finding: Finding) -> dict[str, str]:
    return {"indicators": _listed(_texts(finding, "indicators"))}


def _listed(texts: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    named, more = texts[:MOST_NAMED], len(texts) - MOST_NAMED
    if more > 0:
        template = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
        return template % {"names": ", ".join(named), "count": more}
    return ", ".join(named)


def _shortened(text: str) -> str:
    return Truncator(text).chars(LONGEST_NAME)
