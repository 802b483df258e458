"""How people are called inside one organization: no name crosses the border between two of them.

Whoever is given a role by their address may have an account already, made by another organization. Their
name is for those who know them: here they are called by the address that somebody here typed. A practice
copy and its original know the same people.
"""

from __future__ import annotations

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, When

from organizations.belonging import outside_the_family
from organizations.models import Membership, Unit, User


def shown_name(organization_id: int, person: str = "") -> Case:
    """An expression for the name of the person in the field `person`; empty: of the rows, which are people.

    The address, for somebody with a role or a held unit in another organization.
    """
    key, prefix = OuterRef(person or "pk"), f"{person}__" if person else ""
    roles = Membership.objects.filter(outside_the_family(organization_id, "unit"), user=key)
    held = Unit.objects.filter(outside_the_family(organization_id), holder=key)
    by_address = Exists(roles) | Exists(held) | Q(**{f"{prefix}name": ""})
    return Case(
        When(by_address, then=F(f"{prefix}email")), default=F(f"{prefix}name"), output_field=CharField()
    )


def called(user: User | None, organization_id: int) -> str:
    """What the person is called in the organization, in one query; empty for nobody."""
    if user is None:
        return ""
    people = User.objects.filter(pk=user.pk).annotate(called=shown_name(organization_id))
    return people.values_list("called", flat=True).first() or ""
