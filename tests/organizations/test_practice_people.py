"""A practice copy is no way round the rules about people: only who sees the real unit is in it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from organizations.invitations import may_be_invited
from organizations.models import Membership, Unit, User
from organizations.permissions import Action, access_to
from organizations.services import add_person, change_unit, create_unit, remove_membership
from organizations.shown_names import shown_name
from tests.factories import MembershipFactory, RootUnitFactory, UnitFactory, UserFactory


@pytest.fixture
def practice(cast):
    """The root of a practice copy that the viewer administers."""
    root = practice_of(cast.unit)
    MembershipFactory(unit=root, user=cast.viewer, role=Membership.Role.ADMINISTRATOR)
    return root


TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)


def practice_of(unit):
    """The root of a practice copy of the unit."""
    return RootUnitFactory(
        code=unit.code, organization__code="ACME-PRAC-1", organization__practice_of=unit.organization
    )


def name_of(person, organization):
    return User.objects.annotate(shown=shown_name(organization.pk)).get(pk=person.pk).shown


def add(unit, email, by):
    return add_person(unit=unit, email=email, name="Somebody", role="viewer", by=by)


@pytest.mark.parametrize("who", ["staff", "administrator"])
def test_people_who_see_the_real_unit_can_join_its_practice_copy(cast, practice, who):
    assert add(practice, cast.by_name(who).email, cast.viewer).user == cast.by_name(who)


@pytest.mark.parametrize("email", ["nobody@example.org", "elsewhere@example.org", "person@example.org"])
def test_nobody_else_can_and_no_account_is_made(cast, practice, email):
    MembershipFactory(user__email="elsewhere@example.org")
    before = User.objects.count()
    with pytest.raises(ValidationError, match="Only people who see the unit") as refused:
        add(practice, email, cast.viewer)
    assert [*refused.value.error_dict] == ["email"]
    assert User.objects.count() == before


def test_nobody_else_holds_a_unit_there(cast, practice):
    stranger = UserFactory()
    with pytest.raises(ValidationError, match="Only people who see the unit"):
        create_unit(parent=practice, code="X", name="X", kind="person", holder=stranger, by=cast.viewer)
    unit = UnitFactory(parent=practice)
    with pytest.raises(ValidationError, match="Only people who see the unit"):
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
    other = RootUnitFactory(code=cast.unit.code, organization__practice_of=cast.unit.organization)
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


@pytest.fixture
def of_the_desk(cast):
    """The root of a practice copy of the desk."""
    return practice_of(cast.desk)


def sees(person, unit):
    """Whether the predicate and the query set let the person read the unit; they have to agree."""
    listed = Unit.objects.visible_to(person, today=TODAY).filter(pk=unit.pk).exists()
    granted = {bool(access_to(person, unit, today=TODAY).may(action)) for action in Action}
    assert listed is (granted == {True})
    return listed


def test_a_practice_copy_is_read_while_its_original_is(cast, practice):
    assert sees(cast.viewer, practice)


def test_whoever_lost_the_role_at_the_original_no_longer_reads_the_copy(cast, of_the_desk):
    MembershipFactory(unit=of_the_desk, user=cast.viewer, role="administrator")
    cast.viewer.memberships.filter(unit=cast.unit).delete()
    MembershipFactory(unit=UnitFactory(parent=cast.unit), user=cast.viewer, role="viewer")
    assert not sees(cast.viewer, of_the_desk)


def test_whoever_has_a_role_only_below_the_original_now_no_longer_reads_the_copy(cast, practice):
    cast.viewer.memberships.filter(unit=cast.unit).update(unit=cast.desk)
    assert not sees(cast.viewer, practice)


def test_a_role_above_the_original_is_enough(cast, of_the_desk):
    MembershipFactory(unit=of_the_desk, user=cast.viewer, role="administrator")
    assert sees(cast.viewer, of_the_desk)


@pytest.mark.parametrize(("until", "read"), [(None, True), (TODAY, True), (YESTERDAY, False)])
def test_a_holder_reads_the_copy_of_the_own_unit_while_holding_it(cast, of_the_desk, until, read):
    MembershipFactory(unit=of_the_desk, user=cast.person, role="administrator")
    Unit.objects.filter(pk=cast.desk.pk).update(holder_until=until)
    assert sees(cast.person, of_the_desk) is read


def test_a_unit_that_was_added_to_a_practice_copy_goes_with_it(cast, practice):
    below = UnitFactory(parent=practice)
    guest = MembershipFactory(unit=below, role="administrator").user
    holder = UserFactory()
    own = UnitFactory(parent=practice, kind="person", holder=holder)
    found = Unit.objects.filter(organization=practice.organization)
    for person in (guest, holder):
        assert not found.visible_to(person, today=TODAY).exists()
        for unit in (practice, below, own):
            assert not access_to(person, unit, today=TODAY).may(Action.VIEW_STRATEGY)


def test_a_copy_of_a_unit_whose_code_is_gone_is_read_by_nobody(cast, practice):
    Unit.objects.filter(pk=cast.unit.pk).update(code="RENAMED")
    assert not sees(cast.viewer, practice)


def test_a_role_in_a_practice_copy_alone_lets_nobody_read_it(cast, practice):
    MembershipFactory(unit=practice, user=cast.outsider, role="administrator")
    assert not sees(cast.outsider, practice)


def test_deciding_about_a_practice_copy_takes_one_query_more(cast, practice, django_assert_num_queries):
    root = Unit.objects.select_related("organization").get(pk=practice.pk)
    with django_assert_num_queries(2):
        assert access_to(cast.viewer, root, today=TODAY).role
