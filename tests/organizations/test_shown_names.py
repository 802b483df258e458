"""No name crosses the border between two organizations: who belongs to another is called by the address."""

from html import unescape

import pytest
from django.urls import reverse

from organizations.models import Unit, User
from organizations.services import add_person, create_unit
from organizations.shown_names import shown_name
from scorecards.services import create_objective
from tests.factories import MembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "Wulan Secretive"
ADDRESS = "wulan@other.example"


@pytest.fixture
def wulan():
    """Works for another organization; there she has her name."""
    return MembershipFactory(user__name=SECRET, user__email=ADDRESS).user


@pytest.fixture
def admin(cast, sign_in):
    return sign_in(cast.administrator)


@pytest.fixture
def added(cast, wulan):
    """Her role here, given by somebody who knows no more than her address."""
    return add_person(unit=cast.unit, email=ADDRESS, name="", role="administrator", by=cast.administrator)


def name_of(person, organization):
    return User.objects.annotate(shown=shown_name(organization.pk)).get(pk=person.pk).shown


def place(name, *args):
    return reverse(name, args=["ACME", "ACME", 2012, *args])


def read(client, url):
    return unescape(client.get(url).content.decode())


def test_somebody_of_this_organization_only_is_called_by_name(cast):
    assert name_of(cast.staff, cast.unit.organization) == cast.staff.name


def test_somebody_with_a_role_elsewhere_too_is_called_by_address(cast):
    MembershipFactory(user=cast.staff)
    assert name_of(cast.staff, cast.unit.organization) == cast.staff.email


def test_somebody_who_holds_a_unit_elsewhere_is_called_by_address(cast):
    UnitFactory(kind="person", holder=cast.staff)
    assert name_of(cast.staff, cast.unit.organization) == cast.staff.email


def test_somebody_without_a_name_is_called_by_address(cast):
    nameless = UserFactory(name="")
    assert name_of(nameless, cast.unit.organization) == nameless.email


def test_what_is_said_after_adding_somebody_of_another_organization_tells_no_name(cast, admin, wulan):
    data = {"email": ADDRESS, "name": "", "role": "viewer", "unit": cast.unit.pk}
    html = unescape(admin.post(place("organizations:membership-add"), data, follow=True).content.decode())
    assert (SECRET in html, ADDRESS in html) == (False, True)


@pytest.mark.parametrize("page", ["people", "people-history"])
def test_a_list_of_people_tells_no_name_of_another_organization(cast, admin, added, page):
    html = read(admin, place(f"organizations:{page}"))
    assert (SECRET in html, ADDRESS in html) == (False, True)


@pytest.mark.parametrize("page", ["membership-edit", "membership-delete", "membership-history"])
def test_a_page_about_a_role_tells_no_name_of_another_organization(cast, admin, added, page):
    html = read(admin, place(f"organizations:{page}", added.pk))
    assert (SECRET in html, ADDRESS in html) == (False, True)


def test_the_invitation_page_tells_no_name_of_another_organization(cast, admin, added):
    html = read(admin, place("organizations:invitation", added.user_id))
    assert (SECRET in html, ADDRESS in html) == (False, True)


def test_a_search_does_not_confirm_a_name_of_another_organization(cast, admin, added):
    assert ADDRESS not in read(admin, place("organizations:people") + "?q=Secretive")


def test_a_search_finds_people_by_the_name_that_is_shown(cast, admin):
    assert cast.staff.email in read(admin, place("organizations:people") + f"?q={cast.staff.name}")


@pytest.mark.parametrize("page", ["units", "units-history"])
def test_a_list_of_units_tells_no_holders_name_of_another_organization(cast, admin, wulan, page):
    create_unit(
        parent=cast.unit, code="W", name="Post", kind=Unit.Kind.PERSON, holder=wulan, by=cast.administrator
    )
    html = read(admin, place(f"organizations:{page}"))
    assert (SECRET in html, ADDRESS in html) == (False, True)


def test_the_choice_of_owners_tells_no_name_of_another_organization(cast, admin, scorecard, added):
    html = read(admin, place("scorecards:objective-add"))
    assert (SECRET in html, ADDRESS in html) == (False, True)


@pytest.mark.parametrize("page", ["objectives", "objectives-history"])
def test_a_list_of_objectives_tells_no_owners_name_of_another_organization(
    cast, admin, scorecard, added, page
):
    create_objective(
        scorecard=scorecard,
        perspective=scorecard.plan.perspectives.first(),
        code="SS1",
        name="Earn",
        owner=added.user,
        by=cast.administrator,
    )
    html = read(admin, place(f"scorecards:{page}"))
    assert (SECRET in html, ADDRESS in html) == (False, True)


def test_whoever_is_told_whom_to_ask_reads_no_name_of_another_organization(cast, sign_in, added):
    html = read(sign_in(cast.viewer), place("scorecards:objectives"))
    assert (SECRET in html, ADDRESS in html) == (False, True)
