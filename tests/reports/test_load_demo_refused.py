"""The demo is loaded beside nothing else."""

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Organization, User
from tests.factories import OrganizationFactory, UserFactory


def test_the_demo_refuses_a_database_with_another_organization(db):
    OrganizationFactory(code="REAL")
    with pytest.raises(CommandError, match="1 organizations"):
        call_command("load_demo")
    assert Organization.objects.count() == 1


def test_the_demo_refuses_a_database_with_other_people(db):
    UserFactory(email="somebody@real.example")
    with pytest.raises(CommandError, match="1 people"):
        call_command("load_demo")
    assert not Organization.objects.exists()


def test_the_demo_is_left_out_of_a_database_that_is_not_empty(db):
    UserFactory(email="somebody@real.example")
    call_command("load_demo", "--when-empty")
    assert User.objects.count() == 1
