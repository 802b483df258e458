"""Every write to organizations, units, people and memberships. Views check who may, services check rules."""

from organizations.services.organizations import change_organization, create_organization
from organizations.services.people import (
    add_person,
    change_profile,
    change_role,
    find_or_create_person,
    remove_membership,
)
from organizations.services.units import (
    change_unit,
    create_unit,
    delete_unit,
    move_unit,
    reasons_to_keep,
    restore_unit,
    retire_unit,
)

__all__ = [
    "add_person",
    "change_organization",
    "change_profile",
    "change_role",
    "change_unit",
    "create_organization",
    "create_unit",
    "delete_unit",
    "find_or_create_person",
    "move_unit",
    "reasons_to_keep",
    "remove_membership",
    "restore_unit",
    "retire_unit",
]
