"""The lock of an organization: what must stay true of its tree and its people is checked under it."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization

M = TypeVar("M", bound=models.Model)


def lock_organization(organization_id: int) -> Organization:
    """Locks the organization until the transaction ends; call it first in the transaction that writes.

    Two people who change one tree at the same time would otherwise each make half of a cycle, and two
    administrators could remove each other. Raises the version, because what the pickers of pages show may be
    another afterwards. Raises ValidationError when the organization is gone.
    """
    if not Organization.objects.filter(pk=organization_id).update(version=F("version") + 1):
        raise _gone()
    return Organization.objects.get(pk=organization_id)


def raise_versions() -> None:
    """Marks that the pickers of every organization may show something new, and locks them all.

    In the order in which they were made, so an original before its practice copies.
    """
    list(Organization.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    Organization.objects.update(version=F("version") + 1)


def refresh(instance: M) -> M:
    """The row as it is now, under the lock. Raises ValidationError when it is gone."""
    try:
        instance.refresh_from_db()
    except type(instance).DoesNotExist:  # type: ignore[attr-defined]
        raise _gone() from None
    return instance


def _gone() -> ValidationError:
    return ValidationError(_("Somebody else has deleted this in the meantime."), code="gone")
