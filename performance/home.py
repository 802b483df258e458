"""Where a person arrives after signing in: the unit and year looked at last, else the topmost unit."""

from __future__ import annotations

import datetime
import re

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from organizations.codes import CODE_PATTERN, YearConverter
from organizations.models import Organization, Unit, User
from organizations.permissions import Action, access_to
from organizations.scope import SCOPE_COOKIE
from scorecards.models import Objective, Plan

PLACE = re.compile(rf"({CODE_PATTERN})/({CODE_PATTERN})/({YearConverter.regex})")


class HomeView(View):
    """Leads to the overview of a unit and year, or says that an administrator must give a role first.

    Who administers an organization is led to the guided start until it has its first objectives.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        user, today = request.user, timezone.localdate()
        if not isinstance(user, User):
            return redirect("login")
        place = last_place(user, request.COOKIES.get(SCOPE_COOKIE, ""), today=today)
        place = place or first_place(user, today=today)
        if place is None:
            return render(request, "performance/no_role.html")
        unit, year = place
        page = "scorecards:start" if begins(user, unit, today=today) else "performance:overview"
        return redirect(reverse(page, args=[unit.organization.code, unit.code, year]))


def begins(user: User, unit: Unit, *, today: datetime.date) -> bool:
    """The person administers an organization without a single objective: the guided start goes on there."""
    if Objective.objects.filter(scorecard__unit__organization=unit.organization).exists():
        return False
    return bool(access_to(user, unit, today=today).may(Action.ADMINISTER, whole_organization=True))


def last_place(user: User, cookie: str, *, today: datetime.date) -> tuple[Unit, int] | None:
    """The unit and year of the cookie, if the user may still see that unit."""
    match = PLACE.fullmatch(cookie)
    if match is None:
        return None
    organization, code, year = match.groups()
    visible = Unit.objects.visible_to(user, today=today).select_related("organization")
    unit = visible.filter(organization__code=organization, code=code).first()
    return (unit, int(year)) if unit else None


def first_place(user: User, *, today: datetime.date) -> tuple[Unit, int] | None:
    """The topmost unit that the user sees, a root before others, and the year to begin with.

    Practice copies come last: people arrive where it counts.
    """
    visible = Unit.objects.visible_to(user, today=today)
    topmost = visible.filter(active=True).exclude(parent__in=visible.order_by().values("pk"))
    unit = (
        topmost.select_related("organization")
        .order_by(
            F("organization__practice_of").asc(nulls_first=True),
            F("parent").asc(nulls_first=True),
            "organization__name",
            "order",
            "code",
        )
        .first()
    )
    return (unit, year_to_begin_with(unit.organization, today=today)) if unit else None


def year_to_begin_with(organization: Organization, *, today: datetime.date) -> int:
    """The current year if a plan covers it, else the last year of the latest plan, else the current year."""
    years = list(Plan.objects.filter(organization=organization).values_list("first_year", "last_year"))
    if not years or any(first <= today.year <= last for first, last in years):
        return today.year
    return max(last for _first, last in years)
