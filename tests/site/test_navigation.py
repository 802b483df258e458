"""The sidebar and the picker of units show what their reader may open."""

import pytest
from django.urls import reverse

from organizations.models import Membership
from tests.factories import MembershipFactory, UnitFactory

STATEMENTS = "scorecards:statements"


@pytest.fixture
def nav(sign_in, scorecard):
    def of(user, unit, name=STATEMENTS):
        page = sign_in(user).get(reverse(name, args=["ACME", unit.code, 2012]))
        return page.context["nav"]

    return of


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
