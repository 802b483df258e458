"""The rules of organizations, units, people and roles."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from organizations import services
from organizations.models import Membership, Organization, Unit, User
from tests.factories import MembershipFactory, RootUnitFactory, ScorecardFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def root():
    return RootUnitFactory(organization__code="ACME", organization__name="Acme", name="Acme")


@pytest.fixture
def amir():
    return UserFactory(name="Amir")


class TestOrganizations:
    def test_an_organization_comes_with_its_root(self, amir):
        organization = services.create_organization(code="ACME", name="Acme", by=amir)
        root = Unit.objects.get(organization=organization)
        assert (root.code, root.name, root.kind, root.parent) == ("ACME", "Acme", "organization", None)

    def test_a_code_is_taken_once(self, root, amir):
        with pytest.raises(ValidationError, match="uses this code"):
            services.create_organization(code="ACME", name="Other", by=amir)

    @pytest.mark.parametrize("code", ["", "-A", "A B", "A/B", "é", "A" * 31, "A\n"])
    def test_a_code_is_written_plainly(self, amir, code):
        with pytest.raises(ValidationError):
            services.create_organization(code=code, name="Acme", by=amir)
        assert not Organization.objects.exists()

    def test_a_new_name_renames_the_root_along(self, root, amir):
        services.change_organization(root.organization, by=amir, name="Acme Tbk", self_approval_allowed=True)
        root.refresh_from_db()
        assert root.name == "Acme Tbk"

    def test_a_root_with_a_name_of_its_own_keeps_it(self, root, amir):
        services.change_unit(root, by=amir, name="Headquarters")
        services.change_organization(root.organization, by=amir, name="Acme Tbk", self_approval_allowed=False)
        root.refresh_from_db()
        assert root.name == "Headquarters"

    def test_what_is_not_given_stays_as_it_is(self, root, amir):
        services.change_organization(root.organization, by=amir, name="Acme", self_approval_allowed=True)
        services.change_organization(root.organization, by=amir, name="Acme", currency="USD")
        root.organization.refresh_from_db()
        assert (root.organization.currency, root.organization.self_approval_allowed) == ("USD", True)

    def test_unchanged_settings_leave_no_trace(self, root, amir):
        before = root.organization.history.count()
        services.change_organization(root.organization, by=amir, name="Acme", self_approval_allowed=False)
        assert root.organization.history.count() == before

    @pytest.mark.parametrize("currency", ["Rp", "USD", "€", "US$", "Rp.", "zł", "Rs 1"])
    def test_a_currency_has_letters_digits_and_signs(self, cast, currency):
        organization = cast.unit.organization
        services.change_organization(organization, by=None, name=organization.name, currency=currency)
        assert Organization.objects.get(pk=organization.pk).currency == currency

    def test_markup_is_no_currency(self, cast):
        organization = cast.unit.organization
        with pytest.raises(ValidationError, match="Read “<b>”; expected at most 10 letters"):
            services.change_organization(organization, by=None, name=organization.name, currency="<b>")


class TestUnits:
    def test_a_new_unit_comes_last(self, root, amir):
        first = services.create_unit(parent=root, code="A", name="A", kind="unit", by=amir)
        second = services.create_unit(parent=root, code="B", name="B", kind="directorate", by=amir)
        assert (first.order, second.order) == (1, 2)

    def test_who_made_a_unit_stands_in_its_history(self, root, amir):
        unit = services.create_unit(parent=root, code="A", name="A", kind="unit", by=amir)
        assert unit.history.get().history_user == amir

    def test_a_second_root_is_refused(self, root, amir):
        with pytest.raises(ValidationError, match="Only the topmost unit"):
            services.create_unit(parent=root, code="A", name="A", kind="organization", by=amir)

    def test_a_person_needs_a_holder(self, root, amir):
        with pytest.raises(ValidationError, match="needs its holder"):
            services.create_unit(parent=root, code="A", name="A", kind="person", by=amir)

    def test_only_a_person_has_a_holder(self, root, amir):
        with pytest.raises(ValidationError, match="Only a unit of the kind person"):
            services.create_unit(parent=root, code="A", name="A", kind="unit", holder=amir, by=amir)

    def test_dates_without_a_holder_are_refused(self, root, amir):
        with pytest.raises(ValidationError, match="Without a holder"):
            services.create_unit(
                parent=root, code="A", name="A", kind="unit", holder_from=datetime.date(2012, 1, 1), by=amir
            )

    def test_a_holder_does_not_leave_before_coming(self, root, amir):
        with pytest.raises(ValidationError, match="last day"):
            services.create_unit(
                parent=root,
                code="A",
                name="A",
                kind="person",
                holder=amir,
                holder_from=datetime.date(2012, 2, 1),
                holder_until=datetime.date(2012, 1, 1),
                by=amir,
            )

    def test_a_code_is_taken_once_in_an_organization(self, root, amir):
        UnitFactory(parent=root, code="A")
        with pytest.raises(ValidationError, match="uses this code"):
            services.create_unit(parent=root, code="A", name="A", kind="unit", by=amir)

    def test_another_organization_may_use_the_same_code(self, root, amir):
        UnitFactory(code="A")
        assert services.create_unit(parent=root, code="A", name="A", kind="unit", by=amir).pk

    def test_a_unit_does_not_go_under_itself(self, root, amir):
        unit = UnitFactory(parent=root)
        with pytest.raises(ValidationError, match="under itself"):
            services.change_unit(unit, by=amir, parent=unit)

    def test_a_unit_does_not_go_under_a_unit_below_it(self, root, amir):
        top = UnitFactory(parent=root)
        low = UnitFactory(parent=UnitFactory(parent=top))
        with pytest.raises(ValidationError, match="under a unit below it"):
            services.change_unit(top, by=amir, parent=low)

    def test_a_unit_stays_in_its_organization(self, root, amir):
        with pytest.raises(ValidationError, match="same organization"):
            services.change_unit(UnitFactory(parent=root), by=amir, parent=RootUnitFactory())

    def test_a_unit_does_not_go_under_a_retired_one(self, root, amir):
        retired = UnitFactory(parent=root, active=False)
        with pytest.raises(ValidationError, match="retired"):
            services.change_unit(UnitFactory(parent=root), by=amir, parent=retired)

    def test_a_moved_unit_comes_last_under_its_new_parent(self, root, amir):
        parent = UnitFactory(parent=root)
        UnitFactory(parent=parent, order=4)
        moved = services.change_unit(UnitFactory(parent=root), by=amir, parent=parent)
        assert (moved.parent, moved.order) == (parent, 5)

    @pytest.mark.parametrize("changes", [{"code": "X"}, {"kind": "unit"}])
    def test_the_root_keeps_code_and_kind(self, root, amir, changes):
        with pytest.raises(ValidationError, match="topmost unit keeps"):
            services.change_unit(root, by=amir, **changes)

    def test_the_root_never_moves(self, root, amir):
        with pytest.raises(ValidationError, match="topmost unit keeps"):
            services.change_unit(root, by=amir, parent=UnitFactory(parent=root))

    def test_an_unknown_field_is_a_mistake_of_the_caller(self, root, amir):
        with pytest.raises(TypeError, match="active"):
            services.change_unit(root, by=amir, active=False)

    def test_a_change_to_nothing_new_leaves_no_trace(self, root, amir):
        unit = UnitFactory(parent=root, name="A")
        services.change_unit(unit, by=amir, name="A")
        assert unit.history.count() == 1

    def test_a_stale_copy_does_not_undo_somebody_elses_change(self, root, amir):
        unit = UnitFactory(parent=root, name="A", code="A")
        stale = Unit.objects.get(pk=unit.pk)
        services.change_unit(unit, by=amir, name="B")
        services.change_unit(stale, by=amir, code="C")
        unit.refresh_from_db()
        assert (unit.name, unit.code) == ("B", "C")

    def test_changing_a_deleted_unit_is_refused(self, root, amir):
        unit = UnitFactory(parent=root)
        services.delete_unit(Unit.objects.get(pk=unit.pk), by=amir)
        with pytest.raises(ValidationError, match="deleted this"):
            services.change_unit(unit, by=amir, name="B")


class TestOrder:
    @pytest.fixture
    def units(self, root):
        return [UnitFactory(parent=root, code=code, order=1) for code in "ABC"]

    @pytest.mark.parametrize(
        ("code", "direction", "expected"),
        [
            ("B", "up", "BAC"),
            ("B", "down", "ACB"),
            ("A", "up", "ABC"),
            ("C", "down", "ABC"),
        ],
    )
    def test_a_unit_moves_one_place(self, root, units, amir, code, direction, expected):
        services.move_unit(units["ABC".index(code)], direction=direction, by=amir)
        codes = root.children.order_by("order", "code").values_list("code", flat=True)
        assert "".join(codes) == expected

    def test_a_move_leaves_a_trace(self, units, amir):
        services.move_unit(units[1], direction="up", by=amir)
        assert units[0].history.first().history_user == amir

    def test_moving_the_root_does_nothing(self, root, amir):
        services.move_unit(root, direction="up", by=amir)
        assert root.history.count() == 1


class TestRetiring:
    def test_the_root_is_never_retired(self, root, amir):
        with pytest.raises(ValidationError, match="topmost"):
            services.retire_unit(root, by=amir)

    def test_a_unit_above_active_ones_is_not_retired(self, root, amir):
        unit = UnitFactory(parent=root)
        UnitFactory(parent=unit, name="Press shop")
        with pytest.raises(ValidationError, match="Press shop"):
            services.retire_unit(unit, by=amir)

    def test_a_retired_unit_comes_back(self, root, amir):
        unit = services.retire_unit(UnitFactory(parent=root), by=amir, reason="Merged")
        assert services.restore_unit(unit, by=amir).active

    def test_the_reason_is_kept(self, root, amir):
        unit = services.retire_unit(UnitFactory(parent=root), by=amir, reason="Merged")
        assert unit.history.first().history_change_reason == "Merged"

    def test_a_unit_does_not_come_back_under_a_retired_one(self, root, amir):
        above = UnitFactory(parent=root, active=False, name="Works")
        with pytest.raises(ValidationError, match="Works"):
            services.restore_unit(UnitFactory(parent=above, active=False), by=amir)


class TestDeleting:
    def test_the_root_is_never_deleted(self, root, amir):
        with pytest.raises(ValidationError, match="topmost"):
            services.delete_unit(root, by=amir)

    def test_a_bare_unit_goes(self, root, amir):
        unit = UnitFactory(parent=root)
        services.delete_unit(unit, by=amir)
        assert not Unit.objects.filter(parent=root).exists()

    def test_a_unit_with_units_below_stays(self, root, amir):
        unit = UnitFactory(parent=root)
        UnitFactory(parent=unit, name="Press shop")
        with pytest.raises(ValidationError, match="Press shop"):
            services.delete_unit(unit, by=amir)

    def test_a_unit_with_a_role_stays(self, root, amir):
        unit = UnitFactory(parent=root)
        MembershipFactory(unit=unit, user__name="Budi")
        with pytest.raises(ValidationError, match="Budi"):
            services.delete_unit(unit, by=amir)

    def test_a_unit_with_a_scorecard_stays(self, root, amir):
        unit = UnitFactory(parent=root, name="Press shop")
        ScorecardFactory(plan__organization=root.organization, unit=unit)
        with pytest.raises(ValidationError, match="Press shop · Plan"):
            services.delete_unit(unit, by=amir)

    def test_a_refusal_does_not_name_a_hundred(self, root):
        unit = UnitFactory(parent=root)
        for number in range(5):
            UnitFactory(parent=unit, name=f"Desk {number}", order=number)
        assert services.reasons_to_keep(unit)[0].endswith("Desk 0, Desk 1, Desk 2 and more.")


class TestPeople:
    def test_an_unknown_address_becomes_a_person_without_password(self, root, amir):
        membership = services.add_person(
            unit=root, email=" Budi@Acme.Example ", name="Budi", role=Role.STAFF, by=amir
        )
        user = membership.user
        assert (user.email, user.name, user.has_usable_password()) == ("budi@acme.example", "Budi", False)

    def test_a_new_person_may_be_given_a_password(self, root, amir):
        membership = services.add_person(
            unit=root, email="b@acme.example", name="Budi", role=Role.STAFF, by=amir, password="selaras-demo"
        )
        assert membership.user.check_password("selaras-demo")

    def test_a_new_person_needs_a_name(self, root, amir):
        with pytest.raises(ValidationError, match="enter a name"):
            services.add_person(unit=root, email="b@acme.example", name=" ", role=Role.STAFF, by=amir)

    def test_a_known_address_is_the_known_person_under_the_own_name(self, root, amir):
        budi = UserFactory(email="budi@acme.example", name="Budi")
        membership = services.add_person(
            unit=root, email="BUDI@acme.example", name="Somebody", role=Role.VIEWER, by=amir
        )
        budi.refresh_from_db()
        assert (membership.user, budi.name) == (budi, "Budi")

    def test_a_known_person_keeps_the_password(self, root, amir):
        budi = UserFactory(email="budi@acme.example")
        services.add_person(unit=root, email=budi.email, name="", role=Role.VIEWER, by=amir, password="other")
        budi.refresh_from_db()
        assert not budi.check_password("other")

    def test_one_role_per_person_and_unit(self, root, amir):
        member = MembershipFactory(unit=root)
        with pytest.raises(ValidationError, match="already has a role"):
            services.add_person(unit=root, email=member.user.email, name="", role=Role.STAFF, by=amir)

    @pytest.mark.parametrize("email", ["", "budi", "budi@", "a b@acme.example"])
    def test_an_address_that_is_none_makes_nobody(self, root, amir, email):
        with pytest.raises(ValidationError):
            services.add_person(unit=root, email=email, name="Budi", role=Role.STAFF, by=amir)
        assert User.objects.count() == 1

    def test_an_unknown_role_makes_nobody(self, root, amir):
        with pytest.raises(ValidationError):
            services.add_person(unit=root, email="b@acme.example", name="Budi", role="king", by=amir)
        assert User.objects.count() == 1

    def test_a_role_changes_with_a_trace(self, root, amir):
        member = MembershipFactory(unit=root)
        services.change_role(member, role=Role.MANAGER, by=amir, reason="Promoted")
        trace = member.history.first()
        assert (trace.role, trace.history_user, trace.history_change_reason) == ("manager", amir, "Promoted")

    def test_a_removed_role_leaves_a_trace(self, root, amir):
        member = MembershipFactory(unit=root)
        pk = member.pk
        services.remove_membership(member, by=amir)
        assert Membership.history.filter(id=pk).first().history_type == "-"

    def test_the_account_outlives_the_role(self, root, amir):
        member = MembershipFactory(unit=root)
        user = member.user
        services.remove_membership(member, by=amir)
        assert User.objects.filter(pk=user.pk).exists()


class TestTheLastAdministrator:
    @pytest.fixture
    def only(self, root):
        return MembershipFactory(unit=root, role=Role.ADMINISTRATOR)

    def test_the_last_administrator_is_not_removed(self, only, amir):
        with pytest.raises(ValidationError, match="last administrator"):
            services.remove_membership(only, by=amir)

    def test_the_last_administrator_is_not_demoted(self, only, amir):
        with pytest.raises(ValidationError, match="last administrator"):
            services.change_role(only, role=Role.MANAGER, by=amir)

    def test_one_of_two_administrators_goes(self, only, root, amir):
        MembershipFactory(unit=root, role=Role.ADMINISTRATOR)
        services.remove_membership(only, by=amir)
        assert Membership.objects.filter(role=Role.ADMINISTRATOR).count() == 1

    def test_a_deactivated_administrator_does_not_count(self, only, root, amir):
        MembershipFactory(unit=root, role=Role.ADMINISTRATOR, user__is_active=False)
        with pytest.raises(ValidationError, match="last administrator"):
            services.remove_membership(only, by=amir)

    def test_an_administrator_of_a_unit_below_does_not_count(self, only, root, amir):
        MembershipFactory(unit=UnitFactory(parent=root), role=Role.ADMINISTRATOR)
        with pytest.raises(ValidationError, match="last administrator"):
            services.remove_membership(only, by=amir)

    def test_an_administrator_of_another_organization_does_not_count(self, only, amir):
        MembershipFactory(role=Role.ADMINISTRATOR)
        with pytest.raises(ValidationError, match="last administrator"):
            services.remove_membership(only, by=amir)

    def test_the_last_administrator_of_a_unit_below_goes(self, root, amir):
        member = MembershipFactory(unit=UnitFactory(parent=root), role=Role.ADMINISTRATOR)
        services.remove_membership(member, by=amir)
        assert not Membership.objects.exists()


class TestProfiles:
    def test_a_name_changes_and_the_language_stays(self, amir):
        services.change_profile(amir, by=amir, name="Amir Hamzah")
        amir.refresh_from_db()
        assert (amir.name, amir.language) == ("Amir Hamzah", "en")

    def test_a_language_that_we_do_not_speak_is_refused(self, amir):
        with pytest.raises(ValidationError):
            services.change_profile(amir, by=amir, language="nl")
