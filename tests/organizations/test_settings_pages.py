"""The settings of the organization, its units, and people and roles."""

import re
from html import unescape

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from organizations.models import Membership, Unit, User
from tests.factories import MembershipFactory, RootUnitFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role
YEAR = 2012


def page(unit, name, *args):
    return reverse(f"organizations:{name}", args=[unit.organization.code, unit.code, YEAR, *args])


@pytest.fixture
def works(cast):
    return UnitFactory(parent=cast.unit, code="WORKS", name="Works", kind="directorate")


@pytest.fixture
def press(works):
    return UnitFactory(parent=works, code="PRESS", name="Press shop")


@pytest.fixture
def foreman(works):
    """Administers the works, not the organization."""
    return MembershipFactory(unit=works, role=Role.ADMINISTRATOR, user__name="Foreman").user


@pytest.fixture
def admin(cast, sign_in):
    return sign_in(cast.administrator)


LISTS = ["organization", "organization-history", "units", "units-history", "people", "people-history"]
FORM_PAGES = ["unit-add", "membership-add"]
GET_PAGES = LISTS + FORM_PAGES
UNIT_PAGES = ["unit-edit", "unit-retire", "unit-delete", "unit-history"]
MEMBERSHIP_PAGES = ["membership-edit", "membership-delete", "membership-history"]


class TestWhoMayRead:
    @pytest.mark.parametrize("name", GET_PAGES)
    def test_an_administrator_reads_it(self, cast, admin, name):
        assert admin.get(page(cast.unit, name)).status_code == 200

    @pytest.mark.parametrize("name", UNIT_PAGES)
    def test_an_administrator_reads_it_of_a_unit(self, cast, admin, press, name):
        assert admin.get(page(cast.unit, name, press.pk)).status_code == 200

    @pytest.mark.parametrize("name", MEMBERSHIP_PAGES)
    def test_an_administrator_reads_it_of_a_role(self, cast, admin, name):
        assert admin.get(page(cast.unit, name, cast.staff.memberships.get().pk)).status_code == 200

    @pytest.mark.parametrize("name", FORM_PAGES)
    @pytest.mark.parametrize("who", ["viewer", "staff", "manager"])
    def test_a_form_tells_others_why_not(self, cast, sign_in, name, who):
        answer = sign_in(cast.by_name(who)).get(page(cast.unit, name))
        assert answer.status_code == 403
        assert "Only administrators of this unit change its settings." in answer.content.decode()

    @pytest.mark.parametrize("name", LISTS)
    @pytest.mark.parametrize("who", ["viewer", "staff", "manager"])
    def test_others_read_it_without_a_control(self, cast, sign_in, works, name, who):
        MembershipFactory(unit=works, user__password=None)
        answer = sign_in(cast.by_name(who)).get(page(cast.unit, name))
        content = answer.content.decode().partition("<main")[2]
        assert answer.status_code == 200
        assert not re.findall(
            r'method="post"|/(?:add|move|delete|retire|invitation)/|settings/\w+/\d+/"', content
        )

    @pytest.mark.parametrize("name", ["organization", "units", "people"])
    def test_others_read_why_they_change_nothing(self, cast, sign_in, name):
        assert (
            "change"
            in sign_in(cast.viewer)
            .get(page(cast.unit, name))
            .content.decode()
            .partition('class="table-note"')[2]
            .partition("</p>")[0]
        )

    @pytest.mark.parametrize("name", GET_PAGES)
    @pytest.mark.parametrize("who", ["person", "outsider"])
    def test_without_a_role_there_is_nothing(self, cast, sign_in, name, who):
        assert sign_in(cast.by_name(who)).get(page(cast.unit, name)).status_code == 404

    def test_an_administrator_of_a_unit_does_not_settle_the_organization(self, sign_in, works, foreman):
        assert sign_in(foreman).post(page(works, "organization"), {"name": "Mine"}).status_code == 403

    @pytest.mark.parametrize("name", ["units", "unit-add", "people", "membership-add"])
    def test_an_administrator_of_a_unit_reads_its_own_pages(self, sign_in, works, foreman, name):
        assert sign_in(foreman).get(page(works, name)).status_code == 200

    @pytest.mark.parametrize("name", UNIT_PAGES)
    def test_units_beside_ones_own_are_not_found(self, cast, sign_in, works, foreman, name):
        beside = UnitFactory(parent=cast.unit)
        client = sign_in(foreman)
        assert [client.get(page(works, name, pk)).status_code for pk in (beside.pk, cast.unit.pk)] == [
            404,
            404,
        ]

    @pytest.mark.parametrize("name", MEMBERSHIP_PAGES)
    def test_roles_beside_ones_own_unit_are_not_found(self, cast, sign_in, works, foreman, name):
        membership = cast.staff.memberships.get()
        assert sign_in(foreman).get(page(works, name, membership.pk)).status_code == 404

    @pytest.mark.parametrize("name", UNIT_PAGES)
    def test_units_of_another_organization_are_not_found(self, cast, admin, name):
        assert admin.get(page(cast.unit, name, UnitFactory().pk)).status_code == 404

    @pytest.mark.parametrize("name", MEMBERSHIP_PAGES)
    def test_roles_of_another_organization_are_not_found(self, cast, admin, name):
        assert admin.get(page(cast.unit, name, cast.outsider.memberships.get().pk)).status_code == 404

    @pytest.mark.parametrize("name", [*UNIT_PAGES, *MEMBERSHIP_PAGES, "invitation"])
    @pytest.mark.parametrize("key", [0, 10**30])
    def test_a_number_of_nothing_is_not_found(self, cast, admin, name, key):
        assert admin.get(page(cast.unit, name, key)).status_code == 404

    @pytest.mark.parametrize("name", ["units", "people", "units-history", "people-history"])
    def test_a_page_that_only_reads_takes_no_post(self, cast, admin, name):
        assert admin.post(page(cast.unit, name)).status_code == 405

    @pytest.mark.parametrize("name", ["unit-move", "unit-restore"])
    def test_a_button_opens_no_page(self, cast, admin, press, name):
        assert admin.get(page(cast.unit, name, press.pk)).status_code == 405

    @pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "\0"])
    @pytest.mark.parametrize("name", ["units", "people", "people-history"])
    def test_a_page_number_is_never_wrong(self, cast, admin, name, number):
        assert admin.get(page(cast.unit, name), {"page": number}).status_code == 200


class TestOrganization:
    def test_its_settings_are_saved(self, cast, admin):
        answer = admin.post(
            page(cast.unit, "organization"),
            {"name": "Acme Tbk", "currency": "USD", "self_approval_allowed": "on"},
        )
        organization = cast.unit.organization
        organization.refresh_from_db()
        assert answer.status_code == 302
        assert (organization.name, organization.currency, organization.self_approval_allowed) == (
            "Acme Tbk",
            "USD",
            True,
        )

    @pytest.mark.parametrize("currency", ["", " ", "A" * 11, "\0", "<b>", "Rp;", "-", "x" * 10_000])
    def test_a_currency_that_is_none_is_shown_again(self, cast, admin, currency):
        typed = {"name": "Acme", "currency": currency}
        assert admin.post(page(cast.unit, "organization"), typed).status_code == 422

    def test_its_code_stays_whatever_is_sent(self, cast, admin):
        admin.post(page(cast.unit, "organization"), {"name": "Acme", "currency": "Rp", "code": "X"})
        cast.unit.organization.refresh_from_db()
        assert cast.unit.organization.code == "ACME"

    @pytest.mark.parametrize("name", ["", " ", "A" * 201])
    def test_a_name_that_is_none_is_shown_again(self, cast, admin, name):
        assert (
            admin.post(page(cast.unit, "organization"), {"name": name, "currency": "Rp"}).status_code == 422
        )

    def test_its_history_shows_old_and_new(self, cast, admin):
        old = cast.unit.organization.name
        admin.post(page(cast.unit, "organization"), {"name": "Acme Tbk", "currency": "Rp"})
        text = admin.get(page(cast.unit, "organization-history")).content.decode()
        assert old in text
        assert "Acme Tbk" in text
        assert str(cast.administrator.name) in text

    def test_a_manager_changes_nothing(self, cast, sign_in):
        answer = sign_in(cast.manager).post(page(cast.unit, "organization"), {"name": "Mine"})
        cast.unit.organization.refresh_from_db()
        assert (answer.status_code, cast.unit.organization.name == "Mine") == (403, False)


NEW_UNIT = {"code": "PAINT", "name": "Paint shop", "kind": "unit"}


class TestUnits:
    def test_the_tree_lists_parents_before_children(self, cast, admin, press):
        rows = admin.get(page(cast.unit, "units")).context["page_obj"]
        assert [(row.unit.code, row.depth) for row in rows] == [
            (cast.unit.code, 0),
            ("DESK", 1),
            ("WORKS", 1),
            ("PRESS", 2),
        ]

    def test_a_unit_shows_only_what_is_below_it(self, sign_in, works, press, foreman):
        rows = sign_in(foreman).get(page(works, "units")).context["page_obj"]
        assert [row.unit.code for row in rows] == ["WORKS", "PRESS"]

    @pytest.mark.parametrize("units", [1, 40])
    def test_the_tree_takes_the_same_queries_however_large(
        self, cast, admin, django_assert_max_num_queries, units
    ):
        for _number in range(units):
            UnitFactory(parent=cast.unit, kind="person", holder=UserFactory())
        with django_assert_max_num_queries(12):
            admin.get(page(cast.unit, "units"))

    def test_a_unit_is_added(self, cast, admin, works):
        answer = admin.post(page(cast.unit, "unit-add"), {**NEW_UNIT, "parent": works.pk})
        assert answer.status_code == 302
        assert Unit.objects.get(code="PAINT").parent == works

    def test_the_plus_beside_a_unit_chooses_it(self, cast, admin, works):
        form = admin.get(page(cast.unit, "unit-add"), {"parent": works.pk}).context["form"]
        assert str(form["parent"].value()) == str(works.pk)

    @pytest.mark.parametrize("parent", ["", "x", "0", "99999999999999999999999"])
    def test_a_parent_that_is_none_is_shown_again(self, cast, admin, parent):
        assert admin.post(page(cast.unit, "unit-add"), {**NEW_UNIT, "parent": parent}).status_code == 422

    def test_a_unit_is_not_added_beside_ones_own(self, cast, sign_in, works, foreman):
        data = {**NEW_UNIT, "parent": cast.unit.pk}
        assert sign_in(foreman).post(page(works, "unit-add"), data).status_code == 422
        assert not Unit.objects.filter(code="PAINT").exists()

    def test_a_code_that_is_taken_is_an_error_of_the_form(self, cast, admin, works):
        data = {**NEW_UNIT, "code": "WORKS", "parent": cast.unit.pk}
        answer = admin.post(page(cast.unit, "unit-add"), data)
        assert answer.status_code == 422
        assert "Another unit of this organization uses this code." in answer.content.decode()

    def test_a_person_unit_brings_its_new_holder(self, cast, admin):
        data = {**NEW_UNIT, "kind": "person", "parent": cast.unit.pk}
        data |= {"holder": "Siti@acme.example", "holder_name": "Siti", "holder_from": "2012-02-01"}
        answer = admin.post(page(cast.unit, "unit-add"), data)
        siti = User.objects.get(email="siti@acme.example")
        assert Unit.objects.get(code="PAINT").holder == siti
        assert answer["Location"] == page(cast.unit, "invitation", siti.pk)

    def test_a_unit_that_is_refused_makes_no_holder(self, cast, admin):
        data = {**NEW_UNIT, "code": "DESK", "kind": "person", "parent": cast.unit.pk}
        admin.post(
            page(cast.unit, "unit-add"), {**data, "holder": "siti@acme.example", "holder_name": "Siti"}
        )
        assert not User.objects.filter(email="siti@acme.example").exists()

    def test_a_new_holder_needs_a_name(self, cast, admin):
        data = {**NEW_UNIT, "kind": "person", "parent": cast.unit.pk, "holder": "siti@acme.example"}
        assert "holder_name" in admin.post(page(cast.unit, "unit-add"), data).context["form"].errors

    def test_a_person_without_holder_is_an_error_at_the_holder(self, cast, admin):
        data = {**NEW_UNIT, "kind": "person", "parent": cast.unit.pk}
        assert "holder" in admin.post(page(cast.unit, "unit-add"), data).context["form"].errors

    def test_a_unit_is_changed(self, cast, admin, press):
        data = {"code": "PRS", "name": "Pressing", "kind": "directorate", "parent": cast.unit.pk}
        admin.post(page(cast.unit, "unit-edit", press.pk), data)
        press.refresh_from_db()
        assert (press.code, press.name, press.kind, press.parent) == (
            "PRS",
            "Pressing",
            "directorate",
            cast.unit,
        )

    def test_a_holder_can_be_replaced(self, cast, admin):
        other = UserFactory()
        data = {"code": "DESK", "name": "Desk", "kind": "person", "parent": cast.unit.pk}
        admin.post(page(cast.unit, "unit-edit", cast.desk.pk), {**data, "holder": other.email})
        cast.desk.refresh_from_db()
        assert cast.desk.holder == other

    def test_a_unit_is_offered_no_parent_below_itself(self, cast, admin, works, press):
        choices = dict(
            admin.get(page(cast.unit, "unit-edit", works.pk)).context["form"].fields["parent"].choices
        )
        assert set(choices) == {cast.unit.pk, cast.desk.pk}

    def test_the_root_shows_its_name_only(self, cast, admin):
        form = admin.get(page(cast.unit, "unit-edit", cast.unit.pk)).context["form"]
        assert list(form.fields) == ["name"]

    def test_ones_own_unit_keeps_its_place(self, sign_in, cast, works, foreman):
        data = {"code": "WORKS", "name": "The works", "kind": "directorate", "parent": UnitFactory().pk}
        sign_in(foreman).post(page(works, "unit-edit", works.pk), data)
        works.refresh_from_db()
        assert (works.name, works.parent) == ("The works", cast.unit)

    @pytest.mark.parametrize("name", ["unit-retire", "unit-delete", "unit-restore"])
    def test_ones_own_unit_is_not_put_away(self, sign_in, works, foreman, name):
        assert sign_in(foreman).post(page(works, name, works.pk)).status_code == 404

    def test_a_unit_moves_up(self, cast, admin, works):
        admin.post(page(cast.unit, "unit-move", works.pk), {"direction": "up"})
        assert list(cast.unit.children.order_by("order").values_list("code", flat=True)) == ["WORKS", "DESK"]

    @pytest.mark.parametrize("direction", ["", "left", "UP"])
    def test_another_direction_is_no_request(self, cast, admin, works, direction):
        answer = admin.post(page(cast.unit, "unit-move", works.pk), {"direction": direction})
        assert answer.status_code == 400

    def test_a_unit_retires_with_its_reason(self, cast, admin, press):
        admin.post(page(cast.unit, "unit-retire", press.pk), {"reason": "Merged"})
        press.refresh_from_db()
        assert (press.active, press.history.first().history_change_reason) == (False, "Merged")

    def test_a_unit_above_active_ones_says_why_it_stays(self, cast, admin, works, press):
        answer = admin.post(page(cast.unit, "unit-retire", works.pk))
        assert answer.status_code == 422
        assert "Press shop" in answer.content.decode()

    def test_a_retired_unit_comes_back(self, cast, admin, press):
        Unit.objects.filter(pk=press.pk).update(active=False)
        admin.post(page(cast.unit, "unit-restore", press.pk))
        press.refresh_from_db()
        assert press.active

    def test_a_bare_unit_is_deleted(self, cast, admin, press):
        admin.post(page(cast.unit, "unit-delete", press.pk))
        assert not Unit.objects.filter(pk=press.pk).exists()

    def test_a_unit_that_is_needed_shows_why_instead_of_a_button(self, cast, admin, works, press):
        text = admin.get(page(cast.unit, "unit-delete", works.pk)).content.decode()
        assert "Press shop" in text
        assert "btn-danger" not in text

    def test_a_unit_that_is_needed_is_not_deleted_by_force(self, cast, admin, works, press):
        assert admin.post(page(cast.unit, "unit-delete", works.pk)).status_code == 422
        assert Unit.objects.filter(pk=works.pk).exists()

    def test_the_history_remembers_deleted_units(self, cast, admin, press):
        admin.post(page(cast.unit, "unit-delete", press.pk))
        assert "Deleted · Press shop" in admin.get(page(cast.unit, "units-history")).content.decode()

    def test_the_history_of_a_unit_keeps_to_its_subtree(self, cast, sign_in, works, press, foreman):
        text = sign_in(foreman).get(page(works, "units-history")).content.decode()
        assert "Press shop" in text
        assert cast.desk.name not in text

    def test_the_history_of_an_organization_keeps_to_it(self, cast, admin):
        other = UnitFactory(name="Somebody else's")
        assert other.name not in admin.get(page(cast.unit, "units-history")).content.decode()

    def test_a_manager_deletes_nothing(self, cast, sign_in, press):
        assert sign_in(cast.manager).post(page(cast.unit, "unit-delete", press.pk)).status_code == 403
        assert Unit.objects.filter(pk=press.pk).exists()

    def test_a_name_is_shown_as_it_was_typed(self, cast, admin):
        UnitFactory(parent=cast.unit, name="<script>alert(1)</script>")
        assert "<script>alert(1)" not in admin.get(page(cast.unit, "units")).content.decode()


class TestPeople:
    def test_it_lists_roles_here_and_below(self, cast, admin, foreman):
        text = admin.get(page(cast.unit, "people")).content.decode()
        assert "Foreman" in text
        assert cast.staff.email in text

    def test_a_unit_lists_no_roles_from_above(self, cast, sign_in, works, foreman):
        text = sign_in(foreman).get(page(works, "people")).content.decode()
        assert cast.staff.email not in text

    @pytest.mark.parametrize("people", [1, 40])
    def test_the_list_takes_the_same_queries_however_long(
        self, cast, admin, django_assert_max_num_queries, people
    ):
        for _number in range(people):
            MembershipFactory(unit=cast.unit)
        with django_assert_max_num_queries(12):
            admin.get(page(cast.unit, "people"))

    @pytest.mark.parametrize("search", ["foreMAN", "work"])
    def test_people_are_found_by_name_and_unit(self, cast, admin, foreman, search):
        rows = admin.get(page(cast.unit, "people"), {"q": search}).context["page_obj"]
        assert [row.user for row in rows] == [foreman]

    @pytest.mark.parametrize("search", ["%", "\0", "'", "nobody at all", "x" * 5000])
    def test_a_search_for_nobody_says_so(self, cast, admin, search):
        assert admin.get(page(cast.unit, "people"), {"q": search}).status_code == 200

    def add(self, client, place, **data):
        role = {"email": "siti@acme.example", "name": "Siti", "role": "staff", "unit": place.pk}
        return client.post(page(place, "membership-add"), {**role, **data})

    def test_somebody_new_gets_a_role(self, cast, admin):
        self.add(admin, cast.unit)
        siti = User.objects.get(email="siti@acme.example")
        assert siti.memberships.get().role == "staff"

    def test_somebody_known_gets_a_role_and_no_link(self, cast, admin):
        known = UserFactory()
        answer = self.add(admin, cast.unit, email=known.email)
        assert answer["Location"] == page(cast.unit, "people")
        assert mail.outbox == []

    def test_a_second_role_in_one_unit_is_shown_again(self, cast, admin):
        assert self.add(admin, cast.unit, email=cast.staff.email).status_code == 422

    def test_a_role_is_not_given_above_ones_own_unit(self, cast, sign_in, works, foreman):
        assert self.add(sign_in(foreman), works, unit=cast.unit.pk).status_code == 422

    @pytest.mark.parametrize("role", ["", "king", "ADMINISTRATOR"])
    def test_a_role_that_is_none_is_shown_again(self, cast, admin, role):
        assert self.add(admin, cast.unit, role=role).status_code == 422

    @pytest.mark.parametrize("who", ["viewer", "staff", "manager"])
    def test_nobody_else_gives_roles(self, cast, sign_in, who):
        assert self.add(sign_in(cast.by_name(who)), cast.unit).status_code == 403
        assert not User.objects.filter(email="siti@acme.example").exists()

    def test_nobody_makes_oneself_an_administrator(self, cast, sign_in):
        own = cast.manager.memberships.get()
        answer = sign_in(cast.manager).post(
            page(cast.unit, "membership-edit", own.pk), {"role": "administrator"}
        )
        own.refresh_from_db()
        assert (answer.status_code, own.role) == (403, "manager")

    def test_a_role_is_changed(self, cast, admin):
        membership = cast.staff.memberships.get()
        admin.post(page(cast.unit, "membership-edit", membership.pk), {"role": "manager"})
        membership.refresh_from_db()
        assert membership.role == "manager"

    def test_the_last_administrator_stays(self, cast, admin):
        own = cast.administrator.memberships.get()
        answer = admin.post(page(cast.unit, "membership-edit", own.pk), {"role": "viewer"})
        assert answer.status_code == 422
        assert "last administrator" in answer.content.decode()

    def test_the_last_administrator_is_offered_no_removal(self, cast, admin):
        own = cast.administrator.memberships.get()
        assert "btn-danger" not in admin.get(page(cast.unit, "membership-delete", own.pk)).content.decode()

    def test_the_last_administrator_is_not_removed_by_force(self, cast, admin):
        own = cast.administrator.memberships.get()
        assert admin.post(page(cast.unit, "membership-delete", own.pk)).status_code == 422

    def test_a_role_is_removed_with_its_reason(self, cast, admin):
        membership = cast.staff.memberships.get()
        admin.post(page(cast.unit, "membership-delete", membership.pk), {"reason": "Left"})
        trace = Membership.history.filter(id=membership.pk).first()
        assert (trace.history_type, trace.history_change_reason) == ("-", "Left")

    def test_whoever_gives_up_the_own_role_goes_home(self, cast, admin):
        MembershipFactory(unit=cast.unit, role=Role.ADMINISTRATOR)
        own = cast.administrator.memberships.get()
        assert admin.post(page(cast.unit, "membership-delete", own.pk))["Location"] == "/"

    def test_the_history_remembers_removed_roles(self, cast, admin):
        membership = cast.staff.memberships.get()
        admin.post(page(cast.unit, "membership-delete", membership.pk))
        expected = f"Deleted · {cast.staff.name}, {cast.unit}"
        assert expected in admin.get(page(cast.unit, "people-history")).content.decode()

    def test_the_history_of_a_role_shows_both_roles(self, cast, admin):
        membership = cast.staff.memberships.get()
        admin.post(page(cast.unit, "membership-edit", membership.pk), {"role": "manager"})
        text = admin.get(page(cast.unit, "membership-history", membership.pk)).content.decode()
        assert "Staff (HR)" in text
        assert "Manager" in text

    def test_the_history_says_when(self, cast, admin):
        membership = cast.staff.memberships.get()
        text = admin.get(page(cast.unit, "membership-history", membership.pk)).content.decode()
        assert date_format(timezone.localtime(), "SHORT_DATE_FORMAT") in text


class TestInvitations:
    @pytest.fixture
    def siti(self, cast):
        siti = MembershipFactory(unit=cast.unit, user__name="Siti").user
        siti.set_unusable_password()
        siti.save()
        return siti

    def link_in(self, answer):
        found = re.search(r'value="http://testserver(/accounts/reset/[^"]+)"', answer.content.decode())
        return found and found[1]

    def ask(self, client, unit, person):
        return client.post(page(unit, "invitation", person.pk), follow=True)

    def test_adding_somebody_shows_the_link(self, cast, admin):
        data = {"email": "siti@acme.example", "name": "Siti", "role": "staff", "unit": cast.unit.pk}
        assert self.link_in(admin.post(page(cast.unit, "membership-add"), data, follow=True))

    def test_the_link_is_mailed(self, cast, admin, siti):
        shown = self.link_in(self.ask(admin, cast.unit, siti))
        without_token = shown.removesuffix("/").rpartition("/")[0]
        assert mail.outbox[0].to == [siti.email]
        assert without_token in mail.outbox[0].body

    def test_the_link_is_shown_once(self, cast, admin, siti):
        self.ask(admin, cast.unit, siti)
        assert not self.link_in(admin.get(page(cast.unit, "invitation", siti.pk)))

    def test_the_link_is_kept_by_no_cache(self, cast, admin, siti):
        assert "no-store" in self.ask(admin, cast.unit, siti)["Cache-Control"]

    def test_the_link_lets_choose_a_password(self, cast, admin, siti, client):
        link = self.link_in(self.ask(admin, cast.unit, siti))
        client.logout()
        form = client.get(link, follow=True)
        words = "lima belas roda gigi"
        client.post(form.request["PATH_INFO"], {"new_password1": words, "new_password2": words})
        siti.refresh_from_db()
        assert siti.check_password(words)

    def test_a_mail_server_that_fails_breaks_no_page(self, cast, admin, siti, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        answer = self.ask(admin, cast.unit, siti)
        assert self.link_in(answer)
        assert "could not be sent" in answer.content.decode()

    def test_without_a_mail_server_no_page_says_that_something_was_mailed(self, cast, admin, siti, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        pages = [
            admin.get(page(cast.unit, "membership-add")),
            admin.get(page(cast.unit, "invitation", siti.pk)),
            self.ask(admin, cast.unit, siti),
        ]
        assert [re.findall("by mail|Mail and show|was mailed", each.content.decode()) for each in pages] == [
            [],
            [],
            [],
        ]

    def test_without_a_mail_server_one_is_told_where_the_invitation_stands(self, cast, admin, siti, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        answer = self.ask(admin, cast.unit, siti)
        assert "only stands on the server's console" in unescape(answer.content.decode())
        assert self.link_in(answer)

    def test_with_a_mail_server_one_is_told_that_it_was_mailed(self, cast, admin, siti):
        assert f"was mailed to {siti.email}" in self.ask(admin, cast.unit, siti).content.decode()

    def test_looking_without_reading_leaves_the_link_to_be_shown(self, cast, admin, siti):
        url = page(cast.unit, "invitation", siti.pk)
        admin.post(url)
        admin.head(url)
        assert self.link_in(admin.get(url))

    def test_whoever_has_a_password_is_not_invited(self, cast, admin):
        assert self.ask(admin, cast.unit, cast.staff).status_code == 403

    def test_whoever_works_elsewhere_too_is_not_invited(self, cast, admin, siti):
        MembershipFactory(user=siti)
        assert self.ask(admin, cast.unit, siti).status_code == 403

    def test_whoever_holds_a_unit_elsewhere_is_not_invited(self, cast, admin, siti):
        UnitFactory(kind="person", holder=siti)
        assert self.ask(admin, cast.unit, siti).status_code == 403

    @pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
    def test_whoever_has_rights_over_the_site_is_not_invited(self, cast, admin, siti, right):
        User.objects.filter(pk=siti.pk).update(**{right: True})
        assert self.ask(admin, cast.unit, siti).status_code == 403

    def test_an_administrator_of_a_unit_takes_over_nobody_from_above(self, sign_in, works, foreman, siti):
        MembershipFactory(unit=works, user=siti)
        client = sign_in(foreman)
        assert self.ask(client, works, siti).status_code == 403
        assert not self.link_in(client.get(page(works, "invitation", siti.pk)))

    def test_giving_somebody_from_above_a_role_shows_no_link(self, sign_in, works, foreman, siti):
        data = {"email": siti.email, "name": "", "role": "viewer", "unit": works.pk}
        answer = sign_in(foreman).post(page(works, "membership-add"), data, follow=True)
        assert not self.link_in(answer)
        assert mail.outbox == []

    def test_strangers_are_not_found(self, cast, admin):
        assert self.ask(admin, cast.unit, RootUnitFactory() and UserFactory()).status_code == 404

    def test_a_manager_invites_nobody(self, cast, sign_in, siti):
        assert self.ask(sign_in(cast.manager), cast.unit, siti).status_code == 403


class TestAccessibility:
    @pytest.mark.parametrize("name", [*GET_PAGES, "invitation"])
    def test_a_page_has_one_heading(self, cast, admin, name):
        arguments = [cast.staff.pk] if name == "invitation" else []
        text = admin.get(page(cast.unit, name, *arguments)).content.decode()
        assert len(re.findall(r"<h1\b", text)) == 1

    @pytest.mark.parametrize("name", ["units", "people"])
    def test_a_button_that_is_an_icon_has_a_name(self, cast, admin, press, name):
        text = admin.get(page(cast.unit, name)).content.decode()
        main = text[text.index("<main") :]
        icons = re.findall(r"<(?:button|a)[^>]*btn-icon[^>]*>(.*?)</(?:button|a)>", main, re.DOTALL)
        assert [icon for icon in icons if "aria-label=" not in icon] == []
        assert icons

    @pytest.mark.parametrize("name", ["organization", "unit-add", "membership-add"])
    def test_every_field_has_a_label(self, cast, admin, name):
        answer = admin.get(page(cast.unit, name))
        text = answer.content.decode()
        for field in answer.context["form"]:
            assert f'for="{field.id_for_label}"' in text
