"""The sidebar and the picker of units show what their reader may open."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organizations.models import Membership, Organization
from organizations.services import (
    add_person,
    change_organization,
    change_profile,
    change_unit,
    create_unit,
    remove_membership,
    retire_unit,
)
from performance.closing_services import OfMissing, close_year, reopen_year
from scorecards.models import Plan, ScorecardYear
from scorecards.services import create_plan
from tests.factories import MembershipFactory, OrganizationFactory, RootUnitFactory, UnitFactory
from tests.indicators.berdikari import on_target
from tests.indicators.scorecards import berdikari

STATEMENTS = "scorecards:statements"
LAST_DAY = datetime.date(2026, 3, 31)


@pytest.fixture
def nav(sign_in, scorecard):
    def of(user, unit, name=STATEMENTS):
        page = sign_in(user).get(reverse(name, args=["ACME", unit.code, 2012]))
        return page.context["nav"]

    return of


def address(unit, name=STATEMENTS) -> str:
    return reverse(name, args=["ACME", unit.code, 2012])


def menus(page) -> list[str]:
    """The menus of the pickers as the page has them: units, years."""
    parts = page.text.split('class="dropdown-menu')[1:3]
    return [menu.partition("</div>\n  </div>")[0] for menu in parts]


def units_of(page) -> list[str]:
    return re.findall(r'<a class="dropdown-item[^>]*>([^<]*)</a>', menus(page)[0])


def shown(client, unit) -> list[str]:
    """The units that the page offers."""
    return units_of(client.get(address(unit)))


def years_offered(client, unit) -> list[str]:
    """The years that the page offers, and which of them are closed."""
    menu = menus(client.get(address(unit)))[1]
    links = re.findall(r'<a class="dropdown-item[^>]*>(\d+)(.*?)</a>', menu, re.DOTALL)
    return [f"{year} closed" if "closed" in rest else year for year, rest in links]


def picker(nav):
    return [(row["label"], row["url"].split("/", 5)[5]) for row in nav["units"]]


@pytest.mark.parametrize("role", ["viewer", "staff", "manager", "administrator"])
def test_every_role_finds_the_settings(nav, cast, role):
    sections = nav(cast.by_name(role), cast.unit)["sections"]
    assert [str(item["label"]) for item in sections[-1]["items"]] == [
        "Perspectives",
        "Weights & threshold",
        "Scoring schemes",
        "Plans & years",
        "Units",
        "People & roles",
        "Organization",
        "Audit trail",
    ]


def test_a_holder_finds_strategy_indicators_and_performance_but_no_settings(nav, cast):
    labels = [str(section["label"]) for section in nav(cast.person, cast.desk)["sections"]]
    assert labels == ["", "Strategy", "Indicators", "Performance"]


def test_a_holder_finds_only_the_strategy_of_the_root(nav, cast):
    labels = [str(section["label"]) for section in nav(cast.person, cast.unit)["sections"]]
    assert labels == ["Strategy"]


def test_a_holder_can_pick_the_root_from_the_own_unit(nav, cast):
    units = picker(nav(cast.person, cast.desk, "performance:overview"))
    assert units == [(cast.unit.name, "strategy/"), (cast.desk.name, "")]


def test_a_holder_of_a_unit_deep_below_can_pick_the_root(nav, cast):
    deep = UnitFactory(parent=UnitFactory(parent=cast.unit), kind="person", holder=cast.person)
    units = picker(nav(cast.person, deep))
    assert {label for label, _page in units} == {cast.unit.name, cast.desk.name, deep.name}


def test_whoever_has_a_role_in_one_unit_only_is_offered_the_strategy_of_the_root(nav, cast):
    user = MembershipFactory(unit=cast.desk, role=Membership.Role.MANAGER).user
    units = picker(nav(user, cast.desk, "performance:overview"))
    assert units == [(cast.unit.name, "strategy/"), (cast.desk.name, "")]


def test_a_page_of_the_strategy_stays_chosen_when_the_root_is_picked(nav, cast):
    user = MembershipFactory(unit=cast.desk, role=Membership.Role.MANAGER).user
    assert picker(nav(user, cast.desk))[0] == (cast.unit.name, "strategy/statements/")


def test_a_role_that_covers_the_root_lists_it_once(nav, cast):
    labels = [label for label, _page in picker(nav(cast.viewer, cast.unit))]
    assert labels == [cast.unit.name, cast.desk.name]


# --- the menus are kept, and follow what they show ---------------------------------------------


CHANGES = {
    "a unit renamed": (
        lambda cast: change_unit(cast.desk, name="Another desk", by=None),
        ["Root", "Another desk"],
    ),
    "a unit added": (
        lambda cast: create_unit(parent=cast.unit, code="NEW", name="New", kind="unit", by=None),
        ["Root", "Desk", "New"],
    ),
    "a unit retired": (lambda cast: retire_unit(cast.desk, by=None), ["Root"]),
    "the organization renamed": (
        lambda cast: change_organization(cast.unit.organization, name="Renamed", by=None),
        ["Renamed", "Desk"],
    ),
}


@pytest.fixture
def named(cast):
    """Root and desk bear names, and the root has PT Berdikari's plan of 2012 and 2013."""
    for row, name in ((cast.unit.organization, "Root"), (cast.unit, "Root"), (cast.desk, "Desk")):
        row.name = name
        row.save()
    berdikari(cast.unit, achieve={2012: on_target})
    return cast


@pytest.mark.parametrize("change", CHANGES)
def test_the_picker_of_units_follows_at_once(sign_in, named, change):
    make, expected = CHANGES[change]
    client = sign_in(named.viewer)
    assert shown(client, named.unit) == ["Root", "Desk"]
    make(named)
    assert shown(client, named.unit) == expected


def test_a_role_that_was_given_shows_in_the_picker_at_once(sign_in, named):
    client = sign_in(named.person)
    assert shown(client, named.unit) == ["Root", "Desk"]
    other = create_unit(parent=named.unit, code="NEW", name="New", kind="unit", by=None)
    assert shown(client, named.unit) == ["Root", "Desk"]
    add_person(unit=other, email=named.person.email, name="", role=Membership.Role.VIEWER, by=None)
    assert shown(client, named.unit) == ["Root", "Desk", "New"]


def test_what_one_person_may_pick_is_not_shown_to_another(sign_in, named):
    create_unit(parent=named.unit, code="NEW", name="New", kind="unit", by=None)
    assert shown(sign_in(named.viewer), named.unit) == ["Root", "Desk", "New"]
    assert shown(sign_in(named.person), named.unit) == ["Root", "Desk"]


def test_a_unit_is_gone_from_the_picker_on_the_day_after_its_holders_last(sign_in, named, monkeypatch):
    change_unit(named.desk, holder_until=LAST_DAY, by=None)
    other = UnitFactory(parent=named.unit, kind="person", holder=named.person, name="Another")
    client = sign_in(named.person)
    monkeypatch.setattr(timezone, "localdate", lambda: LAST_DAY)
    assert shown(client, other) == ["Root", "Desk", "Another"]
    monkeypatch.setattr(timezone, "localdate", lambda: LAST_DAY + datetime.timedelta(days=1))
    assert shown(client, other) == ["Root", "Another"]


def test_the_menus_speak_the_language_that_their_reader_chose_just_now(sign_in, named):
    client = sign_in(named.viewer)
    said = []
    for language in ("en", "id", "en", "id"):
        change_profile(named.viewer, language=language, by=named.viewer)
        said.append("Perspektif" in client.get(address(named.unit)).text)
    assert said == [False, True, False, True]


def test_menus_that_are_kept_save_the_queries_of_units_and_years(sign_in, named):
    client = sign_in(named.viewer)
    counts = []
    for _visit in range(2):
        with CaptureQueriesContext(connection) as captured:
            shown(client, named.unit)
        counts.append(len(captured))
    assert counts[1] == counts[0] - 2


def test_a_change_that_was_refused_keeps_no_menus_that_the_next_one_would_find(sign_in, named):
    client = sign_in(named.administrator)
    settings = reverse("organizations:organization", args=["ACME", named.desk.code, 2012])
    backwards = "Re\u202enamed"
    assert client.post(settings, {"name": backwards, "currency": "Rp"}).status_code == 422
    client.post(settings, {"name": "Renamed", "currency": "Rp"})
    assert units_of(client.get(settings)) == ["Renamed", "Desk"]


def test_a_role_in_a_practice_copy_that_went_with_the_originals_shows_there_no_more(named):
    copy = OrganizationFactory(practice_of=named.unit.organization)
    root = RootUnitFactory(organization=copy, code=named.unit.code)
    membership = add_person(unit=named.unit, email="both@example.org", name="Both", role="viewer", by=None)
    MembershipFactory(unit=root, user=membership.user)
    remove_membership(membership, by=None)
    assert Organization.objects.get(pk=copy.pk).version > copy.version


def test_a_year_is_marked_as_closed_for_whoever_saw_it_open_and_the_other_way_round(sign_in, named):
    client = sign_in(named.viewer)
    years = ScorecardYear.objects.select_related("scorecard__plan", "scorecard__unit", "scheme")
    year = years.get(scorecard__unit=named.unit, year=2012)
    assert years_offered(client, named.unit) == ["2012", "2013"]
    close_year(scorecard_year=year, missing=OfMissing.LOWEST, by=named.administrator)
    assert years_offered(client, named.unit) == ["2012 closed", "2013"]
    reopen_year(scorecard_year=year, reason="A wrong invoice", by=named.administrator)
    assert years_offered(client, named.unit) == ["2012", "2013"]


def test_a_plan_that_was_added_brings_its_years(sign_in, named):
    client = sign_in(named.viewer)
    assert years_offered(client, named.unit) == ["2012", "2013"]
    plan = Plan.objects.get(organization=named.unit.organization)
    create_plan(
        organization=plan.organization,
        name="Next",
        first_year=2014,
        last_year=2014,
        scheme=plan.scheme,
        by=named.administrator,
    )
    assert years_offered(client, named.unit) == ["2012", "2013", "2014"]


@pytest.mark.django_db
def test_the_addresses_of_the_picker_hold_where_codes_look_like_the_year(sign_in):
    organization = OrganizationFactory(code="2012")
    root = RootUnitFactory(organization=organization, code="2012", name="Root")
    UnitFactory(parent=root, code="2013", name="Below")
    manager = MembershipFactory(unit=root, role=Membership.Role.MANAGER).user
    page = sign_in(manager).get(reverse("organizations:units", args=["2012", "2012", 2012]))
    links = re.findall(r'<a class="dropdown-item[^>]* href="([^"]*)"', menus(page)[0])
    assert links == [reverse("organizations:units", args=["2012", code, 2012]) for code in ("2012", "2013")]
