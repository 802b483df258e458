"""Who may do what: the one place that decides, closed by default."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.belonging import original_of
from organizations.models import Membership, Unit, User, path_from
from organizations.prepared import Given, Prepared, given


class Role(enum.IntEnum):
    """The roles of memberships in cumulative order."""

    VIEWER = 1
    STAFF = 2
    MANAGER = 3
    ADMINISTRATOR = 4


class Action(enum.StrEnum):
    """What can be done with a unit and what belongs to it."""

    VIEW_STRATEGY = "view_strategy"  # statements, objectives, map, the strategy in plain words
    VIEW = "view"  # everything of the unit's scorecard that can be read, history included
    VIEW_SETTINGS = "view_settings"  # perspectives, weights, schemes, years, units and people
    ENTER = "enter"  # achievements: enter and submit
    EDIT = "edit"  # statements, objectives, links, indicators, targets, initiatives
    APPROVE = "approve"  # approve, return, mark not applicable
    FOLLOW_UP = "follow_up"  # follow-ups of what is below target: write, change, close
    ADMINISTER = "administer"  # organization, units, people, perspectives, weights, schemes, years


@dataclass(frozen=True, slots=True)
class Allowed:
    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """A refusal with the sentence that the person reads. Not visible: the thing does not exist for them."""

    reason: str | Promise
    visible: bool = True

    def __bool__(self) -> bool:
        return False


LEAST_ROLE = {
    Action.ENTER: Role.STAFF,
    Action.EDIT: Role.STAFF,
    Action.APPROVE: Role.MANAGER,
    Action.FOLLOW_UP: Role.MANAGER,
    Action.ADMINISTER: Role.ADMINISTRATOR,
}
REASONS = {
    Action.ENTER: _("Only HR staff, managers, administrators and the unit's holder enter achievements here."),
    Action.EDIT: _("Only HR staff, managers and administrators of this unit change the plan."),
    Action.APPROVE: _("Only managers and administrators of this unit approve achievements."),
    Action.FOLLOW_UP: _("Only managers and administrators of this unit write and close follow-ups."),
    Action.ADMINISTER: _("Only administrators of this unit change its settings."),
}
NOT_ITS_OWNER = _("Only its owner and the managers and administrators of this unit report its progress.")
WHOLE_ORGANIZATION_REASONS = {
    Action.EDIT: _(
        "This belongs to the whole organization: only its HR staff, managers and administrators change it."
    ),
    Action.ADMINISTER: _("This belongs to the whole organization: only its administrators change it."),
}
NOT_FOUND = Denied(_("Not found."), visible=False)


@dataclass(frozen=True, slots=True)
class Access:
    """A person before a unit.

    role: the highest role of the memberships that cover the unit; root_role: of those at the root.
    holds: the person is the unit's holder today; belongs: has a role in some unit of the organization, or
    holds one today. Whoever belongs reads the strategy of the organization, that of its root.
    """

    user: User
    unit: Unit
    role: Role | None
    root_role: Role | None
    holds: bool = False
    belongs: bool = False

    def may(self, action: Action, *, whole_organization: bool = False) -> Allowed | Denied:
        """Whether the action is allowed on the unit, or on what belongs to the whole organization."""
        sees = self.role is not None or self.holds
        if action is Action.VIEW_STRATEGY:
            return Allowed() if sees or (self.belongs and self.unit.is_root) else NOT_FOUND
        if action is Action.VIEW:
            return Allowed() if sees else NOT_FOUND
        if action is Action.VIEW_SETTINGS:
            return Allowed() if self.role is not None else NOT_FOUND
        if action is Action.ENTER and self.holds:
            return Allowed()
        role = self.root_role if whole_organization else self.role
        if role is not None and role >= LEAST_ROLE[action]:
            return Allowed()
        if not self.may(Action.VIEW_STRATEGY):
            return NOT_FOUND
        reasons = WHOLE_ORGANIZATION_REASONS if whole_organization else REASONS
        return Denied(reasons.get(action, REASONS[action]))

    def may_report(self, owner: int) -> Allowed | Denied:
        """Whether the person reports how a follow-up with that owner gets on.

        The owner does, while they see the unit, and whoever writes follow-ups.
        """
        sees = self.may(Action.VIEW)
        if not sees:
            return sees
        is_allowed = self.user.pk == owner or self.may(Action.FOLLOW_UP)
        return Allowed() if is_allowed else Denied(NOT_ITS_OWNER)

    def require(self, action: Action, *, whole_organization: bool = False) -> None:
        """Raises Http404 for what the person may not see, PermissionDenied with the reason otherwise."""
        insist(self.may(action, whole_organization=whole_organization))


def insist(answer: Allowed | Denied) -> None:
    """Raises Http404 for what the person may not see, PermissionDenied with the reason otherwise."""
    if isinstance(answer, Denied):
        if not answer.visible:
            raise Http404
        raise PermissionDenied(answer.reason)


COVERING = Prepared(
    lambda: (
        Membership.objects.filter(
            user=given("user"),
            unit__in=path_from(Given("unit")),
        )
        .order_by()
        .values_list("role", "unit__parent")
    )
)
"""Role and parent of the unit of each membership of a user that covers a unit."""


def access_to(user: User, unit: Unit, *, today: datetime.date) -> Access:
    """What the user is before the unit: one query for those whose role covers it, two for others.

    In a practice copy one more comes first: nobody is anything there who may not view what was copied.
    """
    if unit.organization.practice_of_id is not None and original_of(unit, user, today=today) is None:
        return Access(user=user, unit=unit, role=None, root_role=None)
    covering = COVERING.ask(user=user.pk, unit=unit.pk)
    roles = [(Role[role.upper()], parent is None) for role, parent in covering]
    holds = unit.is_held_by(user, today=today)
    return Access(
        user=user,
        unit=unit,
        role=max((role for role, _at_root in roles), default=None),
        root_role=max((role for role, at_root in roles if at_root), default=None),
        holds=holds,
        belongs=holds or bool(roles) or _has_a_place(user, unit.organization_id, today),
    )


def _has_a_place(user: User, organization: int, today: datetime.date) -> bool:
    """Whether the user has a role in some unit of the organization or holds one that day; one query."""
    member = Membership.objects.filter(user=user, unit__organization=organization).order_by()
    held = Unit.objects.held_by(user, today=today).filter(organization=organization).order_by()
    return member.values_list("unit").union(held.values_list("pk")).exists()
