"""What a page of a scorecard is about: unit, year, and the plan and scorecard-year that they select."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from organizations.models import Membership, Unit, User
from organizations.permissions import Action
from organizations.prepared import Prepared, given
from organizations.scope import UnitScope, UnitView, scope_in, unit_scope
from organizations.shown_names import shown_name
from scorecards.models import Plan, Scorecard, ScorecardYear

NAMES_SHOWN = 5


PLAN_YEAR = Prepared(
    lambda: (
        ScorecardYear.objects.select_related("scorecard__plan", "scorecard__unit__organization", "scheme")
        .filter(
            scorecard__unit__organization__code=given("organization"),
            scorecard__unit__code=given("unit"),
            year=given("year"),
            scorecard__plan__first_year__lte=given("year"),
            scorecard__plan__last_year__gte=given("year"),
        )
        .order_by()
    )
)
"""The year of a unit in the plan that covers it: none or one."""


@dataclass(frozen=True, slots=True)
class ScorecardScope(UnitScope):
    """plan: the organization's plan that covers the year; scorecard_year: the unit's year in it."""

    plan: Plan | None = None
    scorecard_year: ScorecardYear | None = None

    @property
    def scorecard(self) -> Scorecard | None:
        return self.scorecard_year.scorecard if self.scorecard_year else None


def scorecard_scope(user: User, organization: str, unit: str, year: int) -> ScorecardScope:
    """The scope of a URL. Raises Http404 for what does not exist or is not visible to the user."""
    scorecard_year = PLAN_YEAR.first(organization=organization, unit=unit, year=year)
    if scorecard_year is None:
        place = unit_scope(user, organization, unit, year)
        plans = Plan.objects.filter(organization=place.organization)
        plan = plans.filter(first_year__lte=year, last_year__gte=year).first()
    else:
        place = scope_in(scorecard_year.scorecard.unit, user, year)
        plan = scorecard_year.scorecard.plan
    return ScorecardScope(access=place.access, year=year, plan=plan, scorecard_year=scorecard_year)


class ScorecardView(UnitView):
    """A page of a scorecard-year. Without one it shows what to do first instead.

    needs: "scorecard" (default), "plan", or "" for pages that work without either.
    """

    needs: ClassVar[str] = "scorecard"
    scope: ScorecardScope

    def find_scope(self, user: User, organization: str, unit: str, year: int) -> ScorecardScope:
        return scorecard_scope(user, organization, unit, year)

    def instead(self, request: HttpRequest) -> HttpResponseBase | None:
        missing = (self.needs and not self.scope.plan) or (
            self.needs == "scorecard" and not self.scope.scorecard_year
        )
        if not missing:
            return None
        if self.kwargs or request.method not in ("GET", "HEAD"):
            raise Http404
        return render(request, "scorecards/nothing_yet.html", self.nothing_yet())

    def nothing_yet(self) -> dict[str, Any]:
        """Context of the page that says what to do first: what the person may do, else who can."""
        may_add_plan = self.scope.may(Action.ADMINISTER, whole_organization=True)
        may_add_scorecard = self.scope.may(Action.ADMINISTER)
        may_begin = may_add_scorecard if self.scope.plan else may_add_plan
        above = Unit.objects.above(self.scope.unit)
        administrators = Membership.objects.filter(
            unit__in=above, role=Membership.Role.ADMINISTRATOR, user__is_active=True
        )
        if not self.scope.plan:
            administrators = administrators.filter(unit__parent__isnull=True)
        named = administrators.annotate(shown_name=shown_name(self.scope.organization.pk, "user"))
        names = named.order_by("shown_name").values_list("shown_name", flat=True).distinct()
        return {
            "scope": self.scope,
            "may_begin": may_begin,
            "administrators": [] if may_begin else list(names[:NAMES_SHOWN]),
            "plans": Plan.objects.filter(organization=self.scope.organization),
        }

    @property
    def plan(self) -> Plan:
        """The plan, for pages that need one. Raises Http404 if there is none."""
        if self.scope.plan is None:
            raise Http404
        return self.scope.plan

    @property
    def scorecard(self) -> Scorecard:
        """The scorecard, for pages that need one."""
        return self.scorecard_year.scorecard

    @property
    def scorecard_year(self) -> ScorecardYear:
        """The scorecard-year, for pages that need one. Raises Http404 if there is none."""
        if self.scope.scorecard_year is None:
            raise Http404
        return self.scope.scorecard_year
