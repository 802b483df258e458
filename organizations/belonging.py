"""Who belongs to an organization, and who may join a practice copy of one."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from organizations.models import Membership, Organization, Unit, User


def belongs_to(user: User, organization_id: int) -> bool:
    """Whether the person has a role or holds a unit in the organization, today or not."""
    return (
        Membership.objects.filter(user=user, unit__organization=organization_id).exists()
        or Unit.objects.filter(organization=organization_id, holder=user).exists()
    )


def check_may_join(organization: Organization, user: User | None, field: str) -> None:
    """Raises ValidationError at the field unless the person may get a role or hold a unit.

    Only people of the real organization join a practice copy: whoever makes one administers it, and must
    not become somebody who makes accounts. None stands for somebody who has no account yet.
    """
    if organization.practice_of_id is None:
        return
    if user is None or not belongs_to(user, organization.practice_of_id):
        message = _("Only people of the organization that it was copied from can join a practice copy.")
        raise ValidationError({field: ValidationError(message, code="practice")})


def practice_memberships(user: User, organization_id: int) -> Any:
    """The person's roles in practice copies of the organization."""
    return Membership.objects.filter(user=user, unit__organization__practice_of=organization_id)


def original_of(unit: Unit, user: User, *, today: datetime.date) -> Unit | None:
    """The unit whose practice copy this unit belongs to; None when the user does not see it."""
    root = Unit.objects.filter(organization=unit.organization_id, parent=None)
    visible = Unit.objects.visible_to(user, today=today).select_related("organization")
    return visible.filter(
        organization=unit.organization.practice_of_id, code__in=root.order_by().values("code")
    ).first()


def outside_the_family(organization_id: int, path: str = "") -> Q:
    """Condition on units, found at `path`: of another organization, which is no practice copy of this one.

    Seen from a practice copy, its original and the other copies are family too.
    """
    prefix = f"{path}__" if path else ""
    own = Organization.objects.filter(pk=organization_id).values(original=Coalesce("practice_of", "pk"))
    is_original, is_copy = f"{prefix}organization__in", f"{prefix}organization__practice_of__in"
    return ~Q(**{is_original: own}) & (
        Q(**{f"{prefix}organization__practice_of__isnull": True}) | ~Q(**{is_copy: own})
    )
