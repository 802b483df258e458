"""manage.py create_organization."""

import re

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Membership, Organization, User
from tests.factories import UserFactory


def found(*arguments):
    call_command("create_organization", *arguments)


@pytest.fixture
def founded(db, capsys):
    found("KOTA", "Kota Bandung", "--admin", "Kepala@Kota.example", "--name", "Ibu Kepala")
    return capsys.readouterr().out


def test_the_root_unit_bears_the_code_and_name_of_the_organization(founded):
    unit = Organization.objects.get(code="KOTA").units.get()
    assert (unit.code, unit.name, unit.parent) == ("KOTA", "Kota Bandung", None)


def test_it_has_the_built_in_schemes(founded):
    codes = set(Organization.objects.get(code="KOTA").schemes.values_list("code", flat=True))
    assert codes == {"paper-3", "four", "five", "index-120"}


def test_the_administrator_is_set_over_the_root(founded):
    membership = Membership.objects.get()
    assert (membership.user.email, membership.user.name) == ("kepala@kota.example", "Ibu Kepala")
    assert membership.role == Membership.Role.ADMINISTRATOR


def test_the_printed_password_opens_the_account(founded):
    password = re.search(r": ([\w-]{16})\n", founded)[1]
    assert User.objects.get().check_password(password)


def test_somebody_known_keeps_the_password(db, capsys):
    user = UserFactory(email="known@kota.example")
    found("KOTA", "Kota Bandung", "--admin", "known@kota.example")
    before = user.password
    user.refresh_from_db()
    assert user.password == before


@pytest.mark.parametrize(
    "arguments", [("KOTA", "Again", "--admin", "a@b.example"), ("NEW", "New", "--admin", "no address")]
)
def test_what_is_wrong_is_said_and_nothing_is_founded(founded, arguments):
    with pytest.raises(CommandError):
        found(*arguments)
    assert Organization.objects.count() == 1
