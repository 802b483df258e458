"""The sidebar and the pickers of unit and year, for pages that are about a unit and a year."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import starmap
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organizations.belonging import original_of
from organizations.digests import digest
from organizations.models import Unit
from organizations.permissions import Action
from organizations.scope import UnitScope
from scorecards.models import Plan, ScorecardYear
from scorecards.scope import ScorecardScope

HOME = "performance:overview"
STRATEGY_HOME = "performance:story"
UNITS_IN_PICKER = 300


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the sidebar; further pages that belong to it share one of the prefixes of their URL name."""

    label: str | Promise
    name: str
    prefixes: tuple[str, ...] = ()
    action: Action = Action.VIEW

    def holds(self, view_name: str) -> bool:
        return view_name == self.name or view_name.startswith(self.prefixes or (self.name + "-",))


def settings_page(label: str | Promise, name: str, *prefixes: str) -> Page:
    return Page(label, name, prefixes, Action.VIEW_SETTINGS)


SECTIONS: tuple[tuple[str | Promise, tuple[Page, ...]], ...] = (
    ("", (Page(_("Overview"), HOME),)),
    (
        _("Strategy"),
        (
            Page(_("The strategy"), "performance:story", ("performance:glossary",), Action.VIEW_STRATEGY),
            Page(_("Statements"), "scorecards:statements", ("scorecards:statement",), Action.VIEW_STRATEGY),
            Page(
                _("Objectives"),
                "scorecards:objectives",
                ("scorecards:objective", "indicators:objective"),
                Action.VIEW_STRATEGY,
            ),
            Page(_("Strategy map"), "performance:map", ("scorecards:link",), Action.VIEW_STRATEGY),
        ),
    ),
    (
        _("Indicators"),
        (
            Page(
                _("Indicator list"),
                "indicators:list",
                ("indicators:indicator", "indicators:initiative-", "indicators:baseline"),
            ),
            Page(_("Plan & targets"), "indicators:plan", ("indicators:practice", "indicators:proposals")),
            Page(_("Plan check"), "indicators:check"),
        ),
    ),
    (
        _("Performance"),
        (
            Page(
                _("Enter achievements"), "indicators:entry", ("indicators:entry-", "indicators:measurement")
            ),
            Page(_("Review"), "performance:review"),
            Page(_("Follow-ups"), "performance:follow-ups", ("performance:follow-up",)),
            Page(_("Workbook"), "reports:workbook"),
            Page(_("Performance table"), "performance:table", ("performance:explanation",)),
            Page(_("Trends"), "performance:trends"),
            Page(_("What it takes"), "performance:insights"),
            Page(_("Closing"), "performance:closing", ("performance:closing-", "performance:seal")),
            Page(_("Initiatives"), "indicators:initiatives", ("indicators:work-program",)),
        ),
    ),
    (
        _("Settings"),
        (
            settings_page(_("Perspectives"), "scorecards:perspectives", "scorecards:perspective"),
            settings_page(_("Weights & threshold"), "performance:year-rules"),
            settings_page(_("Scoring schemes"), "scorecards:schemes", "scorecards:scheme"),
            settings_page(
                _("Plans & years"),
                "scorecards:plans",
                "scorecards:plan",
                "scorecards:start",
                "indicators:plan-years",
                "indicators:plan-copy",
                "indicators:plan-delete",
                "indicators:history-refresh",
            ),
            settings_page(_("Units"), "organizations:units", "organizations:unit"),
            settings_page(
                _("People & roles"),
                "organizations:people",
                "organizations:membership",
            ),
            settings_page(_("Organization"), "organizations:organization"),
            settings_page(_("Audit trail"), "reports:audit"),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav`, worked out only when a template prints it; none without a scope."""
    scope = getattr(request, "scope", None)
    if not isinstance(scope, UnitScope):
        return {"nav": None}
    return {"nav": SimpleLazyObject(lambda: nav_of(request, scope))}


def nav_of(request: HttpRequest, scope: UnitScope) -> dict[str, Any]:
    """What the frame shows, built once for a request: its menus only when a template makes them anew."""
    if not hasattr(request, "nav"):
        request.nav = build(request, scope)  # type: ignore[attr-defined]
    nav: dict[str, Any] = request.nav  # type: ignore[attr-defined]
    return nav


def build(request: HttpRequest, scope: UnitScope) -> dict[str, Any]:
    view_name, is_about_place_only = page_shown(request)
    today = timezone.localdate()
    # A page about one object is not there in another unit or year: the pickers then lead to the overview.
    home = HOME if scope.may(Action.VIEW) else STRATEGY_HOME
    target = view_name if is_about_place_only else home
    return {
        "menus_stamp": menus_stamp(request, scope, today=today),
        "organization_label": scope.organization.name,
        "unit_label": scope.unit.name,
        "year": scope.year,
        "note": scope.plan.note if isinstance(scope, ScorecardScope) and scope.plan else "",
        "sections": lazily(list, sections(scope, view_name)),
        "units": lazily(units, scope, target, today=today),
        "years": lazily(years, scope, target),
        "practice": practice(scope, today=today),
        "practice_url": scope.url("indicators:practice") if scope.may(Action.VIEW) else "",
    }


def lazily(make: Callable[..., Any], *args: Any, **kwargs: Any) -> SimpleLazyObject:
    return SimpleLazyObject(partial(make, *args, **kwargs))


def menus_stamp(request: HttpRequest, scope: UnitScope, *, today: datetime.date) -> str:
    """What sidebar and pickers show to whom, in a word that changes with any of it.

    Units, people and years go by the version of the organization, which every writer of them raises.
    """
    organization, unit, access = scope.organization, scope.unit, scope.access
    return digest(
        settings.RELEASE,
        get_language(),
        today,
        (organization.pk, organization.code, organization.version),
        (unit.pk, unit.code, unit.name, scope.year),
        (scope.user.pk, access.role, access.root_role, access.holds, access.belongs),
        page_shown(request),
    )


def nav_stamp(nav: dict[str, Any]) -> str:
    """All that the frame shows of unit and year, in a word that changes with any of it."""
    shown = ("menus_stamp", "organization_label", "unit_label", "year", "note", "practice", "practice_url")
    return digest(*(nav[name] for name in shown))


def page_shown(request: HttpRequest) -> tuple[str, bool]:
    """The page's URL name, and whether it is about unit and year alone."""
    match = request.resolver_match
    if match is None:
        return "", False
    return match.view_name, len(match.kwargs) == len(PLACE_ARGUMENTS)


def practice(scope: UnitScope, *, today: datetime.date) -> dict[str, str] | None:
    """In a practice copy: the ways back to what is real and, for who may, to throwing it away."""
    if scope.organization.practice_of_id is None:
        return None
    real = original_of(scope.unit, scope.user, today=today)
    may_throw_away = scope.may(Action.ADMINISTER, whole_organization=True)
    return {
        "real_url": reverse(HOME, args=[real.organization.code, real.code, scope.year]) if real else "",
        "throw_away_url": scope.url("indicators:practice-throw-away") if may_throw_away else "",
    }


PLACE_ARGUMENTS = ("organization", "unit", "year")


def sections(scope: UnitScope, view_name: str) -> Iterator[dict[str, Any]]:
    for label, pages in SECTIONS:
        items = [
            {"label": page.label, "url": scope.url(page.name), "active": page.holds(view_name)}
            for page in pages
            if scope.may(page.action)
        ]
        if items:
            yield {"label": label, "items": items}


class UnitChoice(NamedTuple):
    """What the picker knows of a unit."""

    pk: int
    parent: int | None
    code: str
    name: str


def units(scope: UnitScope, target: str, *, today: datetime.date) -> list[dict[str, Any]]:
    """Visible units as a tree; whoever belongs to the organization also reads the strategy at the root."""
    there = Unit.objects.filter(organization=scope.organization, active=True).order_by("order", "code")
    columns = UnitChoice._fields
    visible = there.visible_to(scope.user, today=today)[:UNITS_IN_PICKER].values_list(*columns)
    rows = list(starmap(UnitChoice, visible))
    known = {row.pk for row in rows}
    if scope.access.belongs and scope.access.root_role is None:
        rows += starmap(UnitChoice, there.filter(parent=None).exclude(pk__in=known).values_list(*columns))
    listed = {row.pk for row in rows}
    children: dict[int | None, list[UnitChoice]] = {}
    for row in rows:
        children.setdefault(row.parent if row.parent in listed else None, []).append(row)
    whole, strategy = in_unit(scope, target), in_unit(scope, strategy_page(target))
    return [
        {
            "label": row.name,
            "url": (whole if row.pk in known else strategy)(row.code),
            "active": row.pk == scope.unit.pk,
            "depth": min(depth, 6),
        }
        for row, depth in walk(children, None, 0)
    ]


def in_unit(scope: UnitScope, name: str) -> Callable[[str], str]:
    """The address of the named page in each unit by its code; worked out once, not once per unit."""
    organization = f"/{scope.organization.code}/"
    before, _here, after = scope.url(name).partition(f"{organization}{scope.unit.code}/{scope.year}/")
    return lambda code: f"{before}{organization}{code}/{scope.year}/{after}"


def strategy_page(view_name: str) -> str:
    """The page, if it can be read with the strategy alone, else the first one that can."""
    pages = (page for _label, section in SECTIONS for page in section)
    names = {page.name for page in pages if page.action is Action.VIEW_STRATEGY}
    return view_name if view_name in names else STRATEGY_HOME


def walk(
    children: dict[int | None, list[UnitChoice]], parent: int | None, depth: int
) -> Iterator[tuple[UnitChoice, int]]:
    for row in children.get(parent, []):
        yield row, depth
        yield from walk(children, row.pk, depth + 1)


def years(scope: UnitScope, target: str) -> list[dict[str, Any]]:
    """The years of all plans of the organization, and the one being looked at."""
    plans = Plan.objects.filter(organization=scope.organization).order_by()
    closed = ScorecardYear.objects.filter(scorecard__unit=scope.unit, closed_at__isnull=False).order_by()
    spans = list(
        plans.values_list("first_year", "last_year", Value(0)).union(
            closed.values_list("year", "year", Value(1))
        )
    )
    offered = {year for first, last, _of in spans for year in range(first, last + 1)} | {scope.year}
    are_closed = {year for year, _last, is_closed in spans if is_closed}
    return [
        {
            "label": str(year),
            "url": scope.url(target, year=year),
            "active": year == scope.year,
            "closed": year in are_closed,
        }
        for year in sorted(offered)
    ]
