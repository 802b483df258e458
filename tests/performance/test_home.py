"""The front door: where a person arrives."""

import datetime

import pytest

from organizations.models import Membership, Unit
from performance.home import year_to_begin_with
from tests.factories import MembershipFactory, PlanFactory, RootUnitFactory, UnitFactory, UserFactory
from tests.performance.test_table_page import text_of


def arrives(client) -> str:
    response = client.get("/")
    assert response.status_code == 302
    return response["Location"]


def test_a_visitor_is_sent_to_sign_in(client, db):
    assert arrives(client).startswith("/accounts/login/")


def test_a_member_arrives_at_the_root_in_the_last_year_of_the_plan(cast, sign_in, scorecard, place):
    assert arrives(sign_in(cast.viewer)) == place(year=2013)


def test_a_person_arrives_at_the_own_desk(cast, sign_in, scorecard, place):
    assert arrives(sign_in(cast.person)) == place(year=2013, unit=cast.desk)


def test_the_unit_and_year_looked_at_last_stay_chosen(cast, sign_in, on_target_in_2012, place):
    client = sign_in(cast.viewer)
    client.get(place("performance/", year=2012))
    assert arrives(client) == place(year=2012)


def test_a_unit_that_is_no_longer_visible_is_forgotten(cast, sign_in, on_target_in_2012, place):
    other = RootUnitFactory(organization__code="NEXT")
    MembershipFactory(user=cast.viewer, unit=other)
    client = sign_in(cast.viewer)
    client.get(place("performance/", year=2012))
    Membership.objects.filter(user=cast.viewer, unit=cast.unit).delete()
    assert arrives(client).startswith("/o/NEXT/NEXT/")


def test_a_person_who_looked_at_the_strategy_of_the_root_arrives_at_the_own_desk(
    cast, sign_in, on_target_in_2012, place
):
    client = sign_in(cast.person)
    assert client.get(place("strategy/map/")).status_code == 200
    assert arrives(client) == place(year=2013, unit=cast.desk)


@pytest.mark.parametrize(
    "cookie", ["", "nonsense", "ACME/ACME", "ACME/ACME/0000", "ACME/ACME/2012/../x", "é/ /1"]
)
def test_an_odd_cookie_does_no_harm(cookie, cast, sign_in, scorecard, place):
    client = sign_in(cast.viewer)
    client.cookies["scope"] = cookie
    assert arrives(client) == place(year=2013)


def test_a_unit_above_comes_before_one_below_it(cast, sign_in, scorecard, place):
    division = UnitFactory(parent=cast.unit, code="Z")
    below = UnitFactory(parent=division, code="A")
    user = UserFactory()
    for unit in (below, division):
        MembershipFactory(user=user, unit=unit)
    assert arrives(sign_in(user)) == place(year=2013, unit=division)


def test_a_retired_unit_is_not_arrived_at(cast, sign_in, scorecard):
    Unit.objects.filter(pk=cast.desk.pk).update(active=False)
    assert sign_in(cast.person).get("/").status_code == 200


def test_who_sees_nothing_is_told_what_to_do(client, db, sign_in):
    response = sign_in(UserFactory(name="Newcomer", email="new@example.org")).get("/")
    assert response.status_code == 200
    assert "An administrator of your organization must give you a role first." in text_of(response)
    assert "new@example.org" in text_of(response)


@pytest.mark.parametrize(
    ("today", "year"),
    [("2011-05-01", 2016), ("2012-05-01", 2012), ("2015-05-01", 2015), ("2030-01-01", 2016)],
)
def test_the_year_to_begin_with_is_the_current_one_if_planned_else_the_last(today, year, db):
    plan = PlanFactory()
    PlanFactory(organization=plan.organization, first_year=2014, last_year=2016, scheme=plan.scheme)
    day = datetime.date.fromisoformat(today)
    assert year_to_begin_with(plan.organization, today=day) == year


def test_without_a_plan_it_is_the_current_year(db):
    unit = RootUnitFactory()
    day = datetime.date(2026, 1, 1)
    assert year_to_begin_with(unit.organization, today=day) == 2026


def test_a_person_with_a_practice_copy_arrives_where_it_counts(cast, sign_in, scorecard, place):
    practice = RootUnitFactory(
        code=cast.desk.code, organization__name="A", organization__practice_of=cast.unit.organization
    )
    MembershipFactory(user=cast.person, unit=practice)
    assert arrives(sign_in(cast.person)) == place(year=2013, unit=cast.desk)
