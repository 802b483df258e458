"""Founding an organization and changing its settings."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.currency import validate_currency
from organizations.history import save
from organizations.locks import lock_organization
from organizations.models import Organization, Unit, User


@transaction.atomic
def create_organization(
    *, code: str, name: str, by: User | None, self_approval_allowed: bool = False
) -> Organization:
    """An organization with its root unit of the same code and name. Raises ValidationError."""
    organization = save(
        Organization(code=code, name=name, self_approval_allowed=self_approval_allowed), by=by
    )
    save(Unit(organization=organization, code=code, name=name, kind=Unit.Kind.ORGANIZATION), by=by)
    return organization


@transaction.atomic
def change_organization(
    organization: Organization,
    *,
    by: User | None,
    name: str,
    self_approval_allowed: bool | None = None,
    currency: str | None = None,
) -> Organization:
    """New settings; the root unit is renamed along while it bears the organization's name.

    What is None stays as it is. The code never changes: it stands in links that people have sent around.
    Answers the organization as it is then; the instance given stays as it was read. Raises ValidationError.
    """
    if currency is not None:
        check_currency(currency)
    organization = lock_organization(organization.pk)
    root = Unit.objects.get(organization=organization, parent=None)
    if root.name == organization.name != name:
        root.name = name
        save(root, by=by)
    given = {"name": name, "self_approval_allowed": self_approval_allowed, "currency": currency}
    changes = {
        field: new for field, new in given.items() if new is not None and getattr(organization, field) != new
    }
    for field, new in changes.items():
        setattr(organization, field, new)
    if changes:
        save(organization, by=by)
    return organization


def check_currency(currency: str) -> None:
    """Raises ValidationError at the currency."""
    try:
        validate_currency(currency)
    except ValidationError as error:
        raise ValidationError({"currency": error}) from error
