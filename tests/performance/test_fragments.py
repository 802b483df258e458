"""The performance table is kept until it shows something else, and a browser that has it is told so."""

from decimal import Decimal

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.db.models import Count
from django.test import RequestFactory
from django.utils import translation

from indicators.measuring import write_measurement
from indicators.models import Measurement, Seal
from indicators.services import change_indicator, create_indicator, delete_indicator, move_states
from indicators.states import Move
from organizations.models import Membership
from organizations.services import change_organization, change_role, change_unit, create_unit
from performance.closing_services import OfMissing, close_year
from performance.fragments import make_table_fragment, table_fragment, table_stamp
from performance.services import change_year_rules
from scorecards.models import Objective, Perspective
from scorecards.schemes import WeightingMode
from scorecards.scope import scorecard_scope
from scorecards.services import add_built_in_schemes, change_objective, change_perspective

PAGE = "performance/"
YEAR = 2012


def first() -> Measurement:
    """The measurement that the changes below are about."""
    rows = Measurement.objects.select_related("indicator", "scorecard_year__scorecard")
    return rows.filter(scorecard_year__year=YEAR).order_by("pk")[0]


def shared_objective() -> Objective:
    """An objective with two indicators, so that it has a subtotal."""
    return Objective.objects.annotate(number=Count("indicators")).filter(number__gt=1).order_by("pk")[0]


def write(cast, **changes) -> None:
    write_measurement(measurement=first(), changes=changes, by=cast.administrator)


def rules(cast, **changes) -> None:
    change_year_rules(scorecard_year=first().scorecard_year, by=cast.administrator, **changes)


CHANGES = {
    "an achievement": lambda cast: write(cast, achievement=Decimal("1.25")),
    "a target": lambda cast: write(cast, target=Decimal("1.25")),
    "a note": lambda cast: write(cast, note="The press stood still"),
    "a state": lambda cast: move_states(
        scorecard_year=first().scorecard_year,
        measurements=[first().pk],
        move=Move.NOT_APPLICABLE,
        by=cast.administrator,
        reason="Not this year",
    ),
    "an indicator's name": lambda cast: change_indicator(
        first().indicator, by=cast.administrator, name="Another name"
    ),
    "an objective's code": lambda cast: change_objective(
        shared_objective(), by=cast.administrator, code="SS99"
    ),
    "a perspective's name": lambda cast: change_perspective(
        Perspective.objects.order_by("pk")[0], by=cast.administrator, name_en="Another perspective"
    ),
    "a new indicator": lambda cast: create_indicator(
        objective=first().indicator.objective,
        code="NEW",
        name="New",
        unit_of_measure="%",
        by=cast.administrator,
    ),
    "an indicator deleted": lambda cast: delete_indicator(
        first().indicator, by=cast.administrator, reason="Not ours"
    ),
    "the weighting": lambda cast: rules(cast, weighting_mode=WeightingMode.INDICATOR),
    "the scheme": lambda cast: rules(
        cast, scheme=add_built_in_schemes(organization=cast.unit.organization, by=None)[2]
    ),
    "the threshold": lambda cast: rules(
        cast, fixed_threshold=Decimal(41), fixed_threshold_reason="Agreed with the board"
    ),
    "the unit's name": lambda cast: change_unit(cast.unit, by=cast.administrator, name="Another unit"),
    "the organization's name": lambda cast: change_organization(
        cast.unit.organization, by=cast.administrator, name="Another organization"
    ),
}


@pytest.fixture
def scope(cast, on_target_in_2012):
    def of(user=cast.viewer):
        return scorecard_scope(user, cast.unit.organization.code, cast.unit.code, YEAR)

    return of


def kept(scope) -> str:
    year = scope.scorecard_year
    return table_fragment(scope, year, table_stamp(scope, year)).content


def fresh(scope) -> str:
    return make_table_fragment(scope, scope.scorecard_year).content


@pytest.mark.parametrize("name", CHANGES)
def test_a_table_is_made_anew_when_it_shows_something_else(name, cast, scope):
    before = kept(scope())
    CHANGES[name](cast)
    after = fresh(scope())
    assert kept(scope()) == after
    assert after != before


def test_what_changes_while_a_table_is_made_shows_for_the_next_reader(cast, scope):
    early = scope()
    stamp = table_stamp(early, early.scorecard_year)
    write(cast, note="The press stood still")
    table_fragment(early, early.scorecard_year, stamp)
    assert "The press stood still" in kept(scope())


def test_a_kept_table_is_read_without_its_data(scope, django_assert_num_queries):
    kept(scope())
    again = scope()
    with django_assert_num_queries(0):
        kept(again)


def test_each_language_has_its_table(scope):
    english = kept(scope())
    with translation.override("id"):
        indonesian = kept(scope())
    assert "Weighting" in english
    assert "Pembobotan" in indonesian


def test_a_kept_table_is_the_same_for_everybody_and_names_nobody(cast, scope):
    content = fresh(scope(cast.administrator))
    assert content == fresh(scope(cast.viewer))
    assert "csrf" not in content.lower()
    assert cast.administrator.name not in content
    assert cast.administrator.email not in content


@pytest.fixture
def browser(cast, sign_in, place, on_target_in_2012):
    """Signs somebody in who has read the table; answers how to ask whether the copy still holds."""

    def reader(user):
        client = sign_in(user)
        client.get(place("setup/"))
        client.cookies["csrftoken"] = "a" * 32
        etag = client.get(place(PAGE)).headers["ETag"]
        return lambda: client.get(place(PAGE), headers={"If-None-Match": etag})

    return reader


def test_a_browser_that_has_the_table_gets_nothing_anew(cast, browser):
    answer = browser(cast.viewer)()
    assert (answer.status_code, answer.content) == (304, b"")
    assert "no-cache" in answer.headers["Cache-Control"]


def test_a_browser_that_has_the_table_costs_no_data(cast, browser, django_assert_num_queries):
    ask = browser(cast.viewer)
    with django_assert_num_queries(4):
        ask()


def test_a_change_is_answered_in_full(cast, browser):
    ask = browser(cast.viewer)
    write(cast, achievement=Decimal("1.25"))
    assert ask().status_code == 200


def test_another_place_in_the_sidebar_is_answered_in_full(cast, browser):
    ask = browser(cast.administrator)
    create_unit(parent=cast.unit, code="NEW", name="New", kind="unit", by=None)
    assert ask().status_code == 200


def test_another_role_is_answered_in_full(cast, browser):
    ask = browser(cast.viewer)
    membership = Membership.objects.get(user=cast.viewer)
    change_role(membership, role=Membership.Role.STAFF, by=cast.administrator)
    answer = ask()
    assert answer.status_code == 200
    assert "Enter achievements" in answer.content.decode()


def test_who_may_no_longer_read_the_table_finds_nothing(cast, browser):
    ask = browser(cast.viewer)
    Membership.objects.filter(user=cast.viewer).delete()
    assert ask().status_code == 404


def test_who_has_signed_out_is_sent_to_sign_in(cast, browser, client):
    ask = browser(cast.viewer)
    client.logout()
    assert ask().status_code == 302


def test_the_copy_of_somebody_else_holds_for_nobody(cast, browser, sign_in):
    ask = browser(cast.viewer)
    sign_in(cast.administrator)
    assert ask().status_code == 200


def test_a_message_that_waits_is_shown(cast, browser, client):
    ask = browser(cast.viewer)
    request = RequestFactory().get("/")
    storage = CookieStorage(request)
    storage.add(constants.INFO, "Saved.")
    client.cookies["messages"] = storage._encode(storage._queued_messages)
    answer = ask()
    assert answer.status_code == 200
    assert "Saved." in answer.content.decode()
    assert "ETag" not in answer.headers


def test_a_closed_year_is_looked_at_each_time(cast, browser, scope):
    ask = browser(cast.viewer)
    close_year(scorecard_year=scope().scorecard_year, missing=OfMissing.LOWEST, by=cast.administrator)
    Seal.objects.update(digest="0" * 64)
    answer = ask()
    assert answer.status_code == 200
    assert "ETag" not in answer.headers
    assert kept(scope()) == fresh(scope())


@pytest.mark.parametrize("header", ['"', "W/", "*", "x" * 9000, '"a", "b"', "\u00e9"])
def test_any_header_is_answered(header, cast, sign_in, place, on_target_in_2012):
    answer = sign_in(cast.viewer).get(place(PAGE), HTTP_IF_NONE_MATCH=header, HTTP_IF_MATCH=header)
    assert answer.status_code in {200, 304, 412}
