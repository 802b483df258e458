"""manage.py create_organization: founds an organization with its schemes and an administrator."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from organizations.models import Membership, Unit, User
from organizations.services import add_person, create_organization
from scorecards.services import add_built_in_schemes

PASSWORD_BYTES = 12


class Command(BaseCommand):
    help = "Founds an organization with its root unit, the built-in scoring schemes and an administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="its code, which stands in every link: letters, digits, . - _")
        parser.add_argument("name", help="its name")
        parser.add_argument("--admin", required=True, help="e-mail address of its administrator")
        parser.add_argument("--name", dest="admin_name", default="", help="name of the administrator, if new")

    @override("en")
    def handle(self, *args: Any, code: str, name: str, admin: str, admin_name: str, **options: Any) -> None:
        address = admin.strip().lower()
        is_known = User.objects.filter(email=address).exists()
        password = None if is_known else secrets.token_urlsafe(PASSWORD_BYTES)
        try:
            found(code=code, name=name, email=address, person=admin_name or address, password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(_("%(name)s (%(code)s) has been founded.") % {"name": name, "code": code})
        if is_known:
            words = _("%(email)s administers it and signs in with the password known so far.")
        else:
            words = _(
                "%(email)s administers it. Initial password: %(password)s\n"
                "It is shown only now; change it after the first sign-in, under Profile."
            )
        self.stdout.write(words % {"email": address, "password": password})


@transaction.atomic
def found(*, code: str, name: str, email: str, person: str, password: str | None) -> None:
    """The organization with schemes and administrator, or nothing. Raises ValidationError."""
    organization = create_organization(code=code, name=name, by=None)
    add_built_in_schemes(organization=organization, by=None)
    root = Unit.objects.get(organization=organization, parent=None)
    add_person(
        unit=root,
        email=email,
        name=person,
        role=Membership.Role.ADMINISTRATOR,
        by=None,
        password=password,
    )
