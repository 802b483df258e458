"""How far the entry of a year is: of the unit, of each perspective, and of the units below."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Indicator, Measurement
from indicators.scorecard_year import ScorecardYearTable
from organizations.models import subtree_of
from organizations.permissions import Access
from organizations.prepared import Given, Prepared, given
from scorecards.models import ScorecardYear


def expected(path: str = "") -> Q:
    """Condition on measurements, found at `path`: scoring counts them; tests hold both to each other."""
    prefix = f"{path}__" if path else ""
    whole_target = ~Q(**{f"{prefix}indicator__polarity": Indicator.Polarity.RANGE}) | Q(
        **{f"{prefix}target_upper__isnull": False}
    )
    applies = ~Q(**{f"{prefix}state": Measurement.State.NOT_APPLICABLE})
    return Q(**{f"{prefix}target__isnull": False}) & whole_target & applies


EXPECTED = expected("measurements")


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of those expected have an achievement. `id`: of its element; `tone` is 0 for the whole unit."""

    id: str
    name: str
    tone: int
    reported: int
    expected: int

    @property
    def maximum(self) -> int:
        """The length of the bar, which can't be 0."""
        return max(self.expected, 1)

    @property
    def text(self) -> str:
        """The count in words."""
        return progress_text(self.reported, self.expected)


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """A unit below with its count and the address of its entry page."""

    code: str
    name: str
    reported: int
    expected: int
    url: str

    @property
    def maximum(self) -> int:
        """The length of the bar, which can't be 0."""
        return max(self.expected, 1)

    @property
    def text(self) -> str:
        """The count in words."""
        return progress_text(self.reported, self.expected)


@dataclass(frozen=True, slots=True)
class UnitsBelow:
    """The units below, the least complete first."""

    units: tuple[UnitProgress, ...]

    @property
    def complete(self) -> int:
        """How many have everything that is expected."""
        return sum(unit.reported == unit.expected > 0 for unit in self.units)

    @property
    def expecting(self) -> int:
        """How many have anything that is expected."""
        return sum(unit.expected > 0 for unit in self.units)


def progress_text(reported: int, expected: int) -> str:
    """The count in words, where anything is expected."""
    if not expected:
        return _("nothing expected")
    return _("%(reported)s of %(expected)s") % {"reported": reported, "expected": expected}


def year_progress(table: ScorecardYearTable) -> tuple[Progress, ...]:
    """The whole unit first, then each perspective that has indicators."""
    whole = table.result
    of_perspectives = (
        Progress(
            id=f"progress-{group.perspective.pk}",
            name=group.perspective.name,
            tone=group.perspective.tone,
            reported=group.subtotal.reported,
            expected=group.subtotal.expected,
        )
        for group in table.perspectives
        if group.rows
    )
    return (Progress("progress-all", _("Entered"), 0, whole.reported, whole.expected), *of_perspectives)


def progress_outputs(table: ScorecardYearTable) -> dict[str, str]:
    """What a saved cell changes of the progress: each count by the id of its element."""
    return {each.id: _bar(each) for each in year_progress(table)}


BELOW = Prepared(
    lambda: (
        ScorecardYear.objects.filter(
            year=given("year"),
            scorecard__plan=given("plan"),
            scorecard__unit__active=True,
            scorecard__unit__in=subtree_of(Given("unit")),
        )
        .exclude(scorecard__unit=given("unit"))
        .order_by()
        .values_list("scorecard__unit__code", "scorecard__unit__name")
        .annotate(
            reported=Count("measurements", filter=EXPECTED & Q(measurements__achievement__isnull=False)),
            expected=Count("measurements", filter=EXPECTED),
        )
    )
)
"""Code, name and counts of each unit in use below another one that has the year."""


def units_below(access: Access, scorecard_year: ScorecardYear) -> UnitsBelow:
    """The units in use under this one, with a scorecard in the year; one query.

    A role covers what is below its unit. None for those who only hold the unit: what is below it does not
    exist for them.
    """
    if access.role is None:
        return UnitsBelow(())
    plan = scorecard_year.scorecard.plan_id
    years = BELOW.ask(year=scorecard_year.year, plan=plan, unit=access.unit.pk)
    organization, year = access.unit.organization.code, scorecard_year.year
    units = (
        UnitProgress(
            code=code,
            name=name,
            reported=reported,
            expected=expected,
            url=reverse("indicators:entry", args=[organization, code, year]),
        )
        for code, name, reported, expected in years
    )
    return UnitsBelow(tuple(sorted(units, key=_least_complete_first)))


def _least_complete_first(unit: UnitProgress) -> tuple[bool, Fraction, int, str]:
    """By share; among equals the one that lacks more; those without anything expected come last."""
    share = Fraction(unit.reported, unit.maximum)
    return (not unit.expected, share, unit.reported - unit.expected, unit.name)


def _bar(progress: Progress) -> str:
    context = {"value": progress.reported, "maximum": progress.maximum, "text": progress.text}
    return render_to_string("components/progress.html", context | {"label": progress.name}).strip()
