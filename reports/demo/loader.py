"""Loads the whole demo, once, into a database that holds nothing else."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.models import Organization, User
from organizations.services import add_person, create_organization
from reports.demo import berdikari, dinas
from reports.demo.accounts import ACCOUNTS, PASSWORD
from scorecards.services import add_built_in_schemes

DEFAULT_SCHEME = "paper-3"
CODES = {berdikari.CODE, dinas.CODE}


def database_is_empty() -> bool:
    """Whether there is neither an organization nor a person."""
    return not Organization.objects.exists() and not User.objects.exists()


def demo_is_loaded() -> bool:
    """Whether the demo's organizations are there."""
    return Organization.objects.filter(code__in=CODES).count() == len(CODES)


@transaction.atomic
def load() -> bool:
    """Loads the demo; answers False when it is already there, practice copies of it aside.

    Raises ValidationError beside other data.
    """
    others = Organization.objects.exclude(code__in=CODES).exclude(practice_of__code__in=CODES)
    strangers = User.objects.exclude(email__in=[account.email for account in ACCOUNTS])
    if others.exists() or (strangers.exists() and not demo_is_loaded()):
        raise ValidationError(
            _("This database holds other data (%(organizations)d organizations, %(people)d people)."),
            params={"organizations": others.count(), "people": strangers.count()},
        )
    if demo_is_loaded():
        return False
    for module in (berdikari, dinas):
        organization = create_organization(code=module.CODE, name=module.NAME, by=None)
        root = organization.units.get(parent__isnull=True)
        people = [account for account in ACCOUNTS if account.organization == module.CODE]
        members = [
            add_person(
                unit=root,
                email=account.email,
                name=account.name,
                role=account.role,
                password=PASSWORD,
                by=None,
            )
            for account in people
        ]
        administrator = members[0].user
        add_built_in_schemes(organization=organization, by=administrator)
        module.load(root, organization.schemes.get(code=DEFAULT_SCHEME), by=administrator)
    return True
