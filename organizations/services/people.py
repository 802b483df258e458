"""People and what they may do: a membership gives a person a role in a unit and everything under it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations import history
from organizations.belonging import belongs_to, check_may_join, practice_memberships
from organizations.locks import lock_organization, refresh
from organizations.models import Membership, Organization, Unit, User


@transaction.atomic
def find_or_create_person(*, email: str, name: str, by: User | None, password: str | None = None) -> User:
    """The person with that e-mail address; somebody new has no password unless one is given.

    The name counts only for somebody new: people write their own. Raises ValidationError.
    """
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        if not name.strip():
            raise ValidationError({"name": [_("Nobody with this address is known yet: enter a name.")]})
        user = User(email=address, name=name.strip())
        user.set_password(password)
        history.save(user, by=by)
    return user


@transaction.atomic
def add_person(
    *, unit: Unit, email: str, name: str, role: str, by: User | None, password: str | None = None
) -> Membership:
    """Gives a person a role in the unit; creates the person if the address is unknown.

    Raises ValidationError, also when the person already has a role in this very unit, and in a practice copy
    for whoever does not belong to its original.
    """
    organization = lock_organization(unit.organization_id)
    known = User.objects.filter(email=email.strip().lower()).first()
    check_may_join(organization, known, "email")
    user = find_or_create_person(email=email, name=name, by=by, password=password)
    return history.save(Membership(user=user, unit=unit, role=role), by=by)


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: User | None, reason: str = "") -> Membership:
    """Another role for the person in the same unit. The last administrator at the root stays one."""
    lock_organization(membership.unit.organization_id)
    refresh(membership)
    if membership.role == role:
        return membership
    if role != Membership.Role.ADMINISTRATOR:
        _check_that_an_administrator_stays(membership)
    membership.role = role
    return history.save(membership, by=by, reason=reason)


@transaction.atomic
def remove_membership(membership: Membership, *, by: User | None, reason: str = "") -> None:
    """Takes the role away; the person's account stays. The last administrator at the root stays one.

    Whoever no longer belongs to the organization leaves its practice copies too.
    """
    organization = membership.unit.organization_id
    lock_organization(organization)
    refresh(membership)
    _check_that_an_administrator_stays(membership)
    user = membership.user
    history.delete(membership, by=by, reason=reason)
    if not belongs_to(user, organization):
        for copy in Organization.objects.filter(practice_of=organization).order_by("pk"):
            lock_organization(copy.pk)
        history.delete_many(practice_memberships(user, organization), by=by, reason=reason)


def is_last_administrator(membership: Membership) -> bool:
    """Whether nobody but this person could administer the whole organization."""
    if membership.role != Membership.Role.ADMINISTRATOR or not membership.unit.is_root:
        return False
    others = Membership.objects.filter(
        unit=membership.unit_id, role=Membership.Role.ADMINISTRATOR, user__is_active=True
    )
    return not others.exclude(pk=membership.pk).exists()


def change_profile(
    user: User,
    *,
    by: User,
    name: str | None = None,
    language: str | None = None,
    reminders: str | None = None,
) -> User:
    """A person's own settings; None leaves one, and nothing new writes nothing. Raises ValidationError."""
    given = {"name": name, "language": language, "reminders": reminders}
    changes = {
        field: value for field, value in given.items() if value is not None and value != getattr(user, field)
    }
    for field, value in changes.items():
        setattr(user, field, value)
    if changes:
        history.save(user, by=by, update_fields=[*changes])
    return user


def last_administrator_refusal(membership: Membership) -> str:
    """Why this role has to stay as it is; empty when it need not."""
    if not is_last_administrator(membership):
        return ""
    return _("This is the organization's last administrator. Make somebody else one first.")


def _check_that_an_administrator_stays(membership: Membership) -> None:
    refusal = last_administrator_refusal(membership)
    if refusal:
        raise ValidationError(refusal, code="last_administrator")
