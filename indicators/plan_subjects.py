"""The objects of a plan as subjects of the plan check: what they are called, and what defines them.

An accepted finding stands again when one of these texts changes, so they are the same in every language and
however a number was typed. templates/indicators/check_quiet.html promises exactly this.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from indicators.models import Indicator
from indicators.plan_check import Subject, SubjectKind
from indicators.plan_check.plan import PlannedYear
from indicators.plan_check.rules import plain_text
from scorecards.models import Objective, Perspective, ScorecardYear, Statement

NUMBERS = ("baseline", "natural_min", "natural_max", "worst_value")


def statement_subject(statement: Statement) -> Subject:
    """Its code and its text."""
    return Subject(SubjectKind.STATEMENT, statement.pk, statement.code, statement.text)


def perspective_subject(perspective: Perspective) -> Subject:
    """Its code, its names in both languages and its place among the perspectives."""
    name = perspective.name_id or perspective.name_en
    in_english = perspective.name_en if perspective.name_en != name else ""
    order = ("order", str(perspective.order))
    return Subject(
        SubjectKind.PERSPECTIVE, perspective.pk, perspective.code, name, in_english, definition=(order,)
    )


def objective_subject(objective: Objective, perspective: str) -> Subject:
    """Its code, its name and its perspective (a code)."""
    lane = ("perspective", perspective)
    return Subject(SubjectKind.OBJECTIVE, objective.pk, objective.code, objective.name, definition=(lane,))


def indicator_subject(indicator: Indicator, years: Iterable[PlannedYear]) -> Subject:
    """Its code, name, unit of measure, polarity, objective, numbers of the sheet and targets of the plan."""
    definition = (
        ("objective", indicator.objective.code),
        ("unit_of_measure", indicator.unit_of_measure),
        ("polarity", indicator.polarity),
        *((name, _plain(getattr(indicator, name))) for name in NUMBERS),
        *(("target", str(each.year), _plain(each.target), _plain(each.target_upper)) for each in years),
    )
    return Subject(SubjectKind.INDICATOR, indicator.pk, indicator.code, indicator.name, definition=definition)


def year_subject(year: ScorecardYear) -> Subject:
    """Its number."""
    return Subject(SubjectKind.YEAR, year.pk, str(year.year), str(year.year))


def _plain(value: Decimal | None) -> str:
    return "" if value is None else plain_text(value)
