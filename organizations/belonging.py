"""Who belongs to an organization, and who may join a practice copy of one."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import Membership, Organization, Unit, UnitQuerySet, User


def belongs_to(user: User, organization_id: int) -> bool:
    """Whether the person has a role or holds a unit in the organization, today or not."""
    return (
        Membership.objects.filter(user=user, unit__organization=organization_id).exists()
        or Unit.objects.filter(organization=organization_id, holder=user).exists()
    )


def check_may_join(organization: Organization, user: User | None, field: str) -> None:
    """Raises ValidationError at the field unless the person may get a role or hold a unit.

    Only people who see the real unit today join a practice copy: nobody else could read it, and whoever
    makes one administers it, but must not become somebody who makes accounts. None stands for somebody who
    has no account yet.
    """
    if organization.practice_of_id is None:
        return
    if user is None or not _originals(organization, user, timezone.localdate()).exists():
        message = _("Only people who see the unit that it was copied from can join a practice copy.")
        raise ValidationError({field: ValidationError(message, code="practice")})


def practice_memberships(user: User, organization_id: int) -> Any:
    """The person's roles in practice copies of the organization."""
    return Membership.objects.filter(user=user, unit__organization__practice_of=organization_id)


def original_of(unit: Unit, user: User, *, today: datetime.date) -> Unit | None:
    """The unit whose practice copy this unit belongs to; None when the user does not see it."""
    return _originals(unit.organization, user, today).select_related("organization").first()


def _originals(practice: Organization, user: User, today: datetime.date) -> UnitQuerySet:
    """The unit with the code of the practice copy's root, if the user sees it. Roots keep their codes."""
    root = Unit.objects.filter(organization=practice, parent=None).order_by()
    visible = Unit.objects.visible_to(user, today=today)
    return visible.filter(organization=practice.practice_of_id, code__in=root.values("code"))


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
