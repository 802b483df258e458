"""A practice copy is no way round the rules about people: only those of the real organization are in it."""

import pytest
from django.core.exceptions import ValidationError

from organizations.invitations import may_be_invited
from organizations.models import Membership, User
from organizations.services import add_person, change_unit, create_unit, remove_membership
from organizations.shown_names import shown_name
from tests.factories import MembershipFactory, RootUnitFactory, UnitFactory, UserFactory


@pytest.fixture
def practice(cast):
    """The root of a practice copy that the viewer administers."""
    root = RootUnitFactory(organization__code="ACME-PRAC-1", organization__practice_of=cast.unit.organization)
    MembershipFactory(unit=root, user=cast.viewer, role=Membership.Role.ADMINISTRATOR)
    return root


def name_of(person, organization):
    return User.objects.annotate(shown=shown_name(organization.pk)).get(pk=person.pk).shown


def add(unit, email, by):
    return add_person(unit=unit, email=email, name="Somebody", role="viewer", by=by)


@pytest.mark.parametrize("who", ["staff", "person"])
def test_people_of_the_organization_can_join_its_practice_copy(cast, practice, who):
    assert add(practice, cast.by_name(who).email, cast.viewer).user == cast.by_name(who)


@pytest.mark.parametrize("email", ["nobody@example.org", "elsewhere@example.org"])
def test_nobody_else_can_and_no_account_is_made(cast, practice, email):
    MembershipFactory(user__email="elsewhere@example.org")
    before = User.objects.count()
    with pytest.raises(ValidationError, match="Only people of the organization") as refused:
        add(practice, email, cast.viewer)
    assert [*refused.value.error_dict] == ["email"]
    assert User.objects.count() == before


def test_nobody_else_holds_a_unit_there(cast, practice):
    stranger = UserFactory()
    with pytest.raises(ValidationError, match="Only people of the organization"):
        create_unit(parent=practice, code="X", name="X", kind="person", holder=stranger, by=cast.viewer)
    unit = UnitFactory(parent=practice)
    with pytest.raises(ValidationError, match="Only people of the organization"):
        change_unit(unit, kind="person", holder=stranger, by=cast.viewer)
    assert change_unit(unit, kind="person", holder=cast.staff, by=cast.viewer).holder == cast.staff


def test_a_form_for_a_unit_there_makes_no_account(cast, practice, sign_in):
    before = User.objects.count()
    answer = sign_in(cast.viewer).post(
        f"/o/ACME-PRAC-1/{practice.code}/2012/settings/units/add/",
        {
            "code": "X",
            "name": "X",
            "kind": "person",
            "parent": practice.pk,
            "holder": "new@example.org",
            "holder_name": "New",
        },
    )
    assert (answer.status_code, User.objects.count()) == (422, before)


def test_whoever_leaves_the_organization_leaves_its_practice_copies(cast, practice):
    remove_membership(cast.viewer.memberships.get(unit=cast.unit), by=cast.administrator, reason="Left")
    assert not cast.viewer.memberships.exists()
    assert Membership.history.filter(unit=practice, history_type="-", history_change_reason="Left").exists()


def test_whoever_keeps_another_role_stays_in_the_practice_copy(cast, practice):
    MembershipFactory(unit=cast.desk, user=cast.viewer)
    remove_membership(cast.viewer.memberships.get(unit=cast.unit), by=cast.administrator)
    assert cast.viewer.memberships.filter(unit=practice).exists()


def test_a_role_in_a_practice_copy_hides_nobodys_name_on_either_side(cast, practice):
    other = RootUnitFactory(organization__practice_of=cast.unit.organization)
    MembershipFactory(unit=other, user=cast.viewer)
    names = [name_of(cast.viewer, unit.organization) for unit in (cast.unit, practice, other)]
    assert names == [cast.viewer.name] * 3


def test_somebody_with_a_role_elsewhere_is_called_by_address_in_a_practice_copy_too(cast, practice):
    MembershipFactory(user=cast.viewer)
    assert name_of(cast.viewer, practice.organization) == cast.viewer.email


def test_a_role_in_a_practice_copy_of_another_organization_is_one_elsewhere(cast, practice):
    MembershipFactory(
        user=cast.staff, unit__organization__practice_of=cast.outsider.memberships.get().unit.organization
    )
    assert name_of(cast.staff, cast.unit.organization) == cast.staff.email


def test_nobody_is_invited_to_a_practice_copy_and_joining_one_keeps_nobody_from_being_invited(cast, practice):
    newcomer = MembershipFactory(unit=cast.unit).user
    newcomer.set_unusable_password()
    newcomer.save()
    MembershipFactory(unit=practice, user=newcomer)
    assert (may_be_invited(newcomer, practice), may_be_invited(newcomer, cast.unit)) == (False, True)
    newcomer.memberships.filter(unit=cast.unit).delete()
    assert not may_be_invited(newcomer, practice)
