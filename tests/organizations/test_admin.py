"""The emergency admin: superusers only, one sign-in, and a trace of what it writes."""

import pytest
from django.urls import reverse

from organizations.models import Membership, Organization, User
from tests.factories import PASSWORD, MembershipFactory, RootUnitFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
MODELS = ["user", "organization", "unit", "membership"]


def listing(model):
    return reverse(f"admin:organizations_{model}_changelist")


@pytest.fixture
def chief(sign_in):
    return UserFactory(is_staff=True, is_superuser=True, name="Chief")


@pytest.fixture
def admin(sign_in, chief):
    return sign_in(chief)


@pytest.mark.parametrize("model", MODELS)
def test_a_superuser_reads_the_list(admin, model):
    UnitFactory()
    MembershipFactory()
    assert admin.get(listing(model)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_a_superuser_opens_the_form_for_a_new_one(admin, model):
    assert admin.get(reverse(f"admin:organizations_{model}_add")).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_a_superuser_opens_one_and_its_history(admin, model):
    made = {
        "user": UserFactory,
        "organization": lambda: RootUnitFactory().organization,
        "unit": UnitFactory,
        "membership": MembershipFactory,
    }[model]()
    for name in ("change", "history"):
        assert admin.get(reverse(f"admin:organizations_{model}_{name}", args=[made.pk])).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_staff_who_are_no_superusers_see_nothing(sign_in, model):
    client = sign_in(UserFactory(is_staff=True))
    assert client.get(listing(model)).status_code == 403


def test_administrators_of_organizations_are_no_superusers(cast, sign_in):
    assert sign_in(cast.administrator).get("/admin/").status_code == 302


def test_a_visitor_signs_in_on_the_page_that_everybody_uses(client, chief):
    client.post("/accounts/login/", {"username": chief.email, "password": PASSWORD})
    assert client.get("/admin/").status_code == 200


def test_what_the_admin_changes_says_who(admin, chief):
    organization = RootUnitFactory().organization
    data = {"code": organization.code, "name": "Renamed", "currency": "Rp"}
    admin.post(reverse("admin:organizations_organization_change", args=[organization.pk]), data)
    trace = organization.history.first()
    assert (trace.name, trace.history_user, trace.history_change_reason) == ("Renamed", chief, "admin")


def test_what_the_admin_deletes_says_who(admin, chief):
    membership = MembershipFactory()
    url = reverse("admin:organizations_membership_delete", args=[membership.pk])
    admin.post(url, {"post": "yes"})
    trace = Membership.history.filter(id=membership.pk).first()
    assert (trace.history_type, trace.history_user) == ("-", chief)


def test_the_admin_deletes_nobody_whom_the_history_names(admin):
    person = UserFactory()
    url = reverse("admin:organizations_user_delete", args=[person.pk])
    assert admin.post(url, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_the_admin_deletes_no_rows_in_bulk(admin):
    membership = MembershipFactory()
    data = {"action": "delete_selected", "_selected_action": [membership.pk], "post": "yes"}
    admin.post(listing("membership"), data)
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_the_admin_makes_a_person(admin):
    data = {"email": "Siti@Acme.example", "name": "Siti", "usable_password": "true"}
    data |= {"password1": "lima belas roda gigi", "password2": "lima belas roda gigi"}
    admin.post(reverse("admin:organizations_user_add"), data)
    assert User.objects.get(email="siti@acme.example").check_password("lima belas roda gigi")


def test_the_admin_sets_a_password(admin):
    user = UserFactory()
    data = {
        "usable_password": "true",
        "password1": "lima belas roda gigi",
        "password2": "lima belas roda gigi",
    }
    admin.post(reverse("admin:auth_user_password_change", args=[user.pk]), data)
    user.refresh_from_db()
    assert user.check_password("lima belas roda gigi")


@pytest.mark.parametrize("model", ["organization", "unit", "membership"])
def test_what_the_admin_changes_raises_the_version_of_organizations(admin, model):
    made = {
        "organization": lambda: RootUnitFactory().organization,
        "unit": UnitFactory,
        "membership": MembershipFactory,
    }[model]()
    before = dict(Organization.objects.values_list("pk", "version"))
    url = reverse(f"admin:organizations_{model}_change", args=[made.pk])
    form = admin.get(url).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    admin.post(url, data | {"name": "Renamed", "role": "viewer"})
    assert all(version > before[pk] for pk, version in Organization.objects.values_list("pk", "version"))


def test_a_version_that_was_raised_while_the_admins_form_was_open_stays_raised(admin):
    organization = RootUnitFactory().organization
    Organization.objects.update(version=7)
    admin.post(
        reverse("admin:organizations_organization_change", args=[organization.pk]),
        {"code": organization.code, "name": "Renamed", "currency": "Rp"},
    )
    organization.refresh_from_db()
    assert organization.name == "Renamed"
    assert organization.version > 7
