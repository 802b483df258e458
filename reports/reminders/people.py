"""Who is who in an organization on a day: the permission rules for many people and units at once.

Two queries, however many there are. What somebody may do is asked of `Access` here as on every page; a
test holds the answers to those of `access_to`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from indicators.entry_filters import named_in, names_of
from indicators.states import Mover, mover_of
from organizations.models import Membership, Organization, Unit, User
from organizations.permissions import Access, Action, Role


class People:
    """The people of an organization with their roles and held units; those who can't sign in too."""

    def __init__(self, organization: Organization, *, today: datetime.date) -> None:
        self.today = today
        self.units: dict[int, Unit] = {}
        self.users: dict[int, User] = {}
        self.roles: dict[int, dict[int, Role]] = {}
        self.members: dict[int, dict[Role, list[int]]] = {}
        self.named: dict[str, list[int]] = {}
        self.paths: dict[int, tuple[int, ...]] = {}
        self.accesses: dict[tuple[int, int], Access] = {}
        for unit in Unit.objects.filter(organization=organization).select_related("holder"):
            unit.organization = organization
            self.units[unit.pk] = unit
            if unit.holder is not None and unit.is_held_by(unit.holder, today=today):
                self._know(unit.holder)
        memberships = Membership.objects.filter(unit__organization=organization)
        for membership in memberships.select_related("user").order_by("user__name", "user"):
            role = Role[membership.role.upper()]
            self._know(membership.user)
            self.roles.setdefault(membership.user_id, {})[membership.unit_id] = role
            self.members.setdefault(membership.unit_id, {}).setdefault(role, []).append(membership.user_id)

    def _know(self, user: User) -> None:
        if user.pk not in self.users:
            self.users[user.pk] = user
            for name in names_of(user):
                self.named.setdefault(name, []).append(user.pk)

    def can_sign_in(self, key: int) -> bool:
        """Whether the person belongs here and could follow a link: invitations wait for a first password."""
        user = self.users.get(key)
        return user is not None and user.is_active and user.has_usable_password()

    def path(self, unit: int) -> tuple[int, ...]:
        """The unit and those above it, up to the root."""
        if unit not in self.paths:
            path, above = [unit], self.units[unit].parent_id
            while above is not None:
                path.append(above)
                above = self.units[above].parent_id
            self.paths[unit] = tuple(path)
        return self.paths[unit]

    def access(self, key: int, unit: int) -> Access:
        """What somebody who belongs here is before a unit, as `access_to` finds it."""
        found = self.accesses.get((key, unit))
        if found is None:
            user, path, roles = self.users[key], self.path(unit), self.roles.get(key, {})
            found = self.accesses[key, unit] = Access(
                user=user,
                unit=self.units[unit],
                role=max((roles[each] for each in path if each in roles), default=None),
                root_role=roles.get(path[-1]),
                holds=self.units[unit].is_held_by(user, today=self.today),
                belongs=True,
            )
        return found


class Crew:
    """The people before one unit: who is asked for what waits there. Everybody in it can sign in."""

    def __init__(self, people: People, unit: int) -> None:
        self.people, self.unit = people, unit

    def may(self, key: int | None, action: Action) -> bool:
        """Whether the person can sign in and may do it."""
        if key is None or not self.people.can_sign_in(key):
            return False
        return bool(self.people.access(key, self.unit).may(action))

    def mover(self, key: int) -> Mover:
        """What the person may do with states here."""
        return mover_of(self.people.access(key, self.unit))

    def responsible(self, owner: int | None, person_responsible: str) -> tuple[int, ...]:
        """Those whose the indicator is, if they may enter it, as the filter “mine” of the entry page knows.

        owner: of the objective. person_responsible: whom the KPI sheet names.
        """
        named = (key for name in named_in(person_responsible) for key in self.people.named.get(name, ()))
        keys = {self.people.units[self.unit].holder_id, owner, *named}
        return tuple(sorted(key for key in keys if key is not None and self.may(key, Action.ENTER)))

    def nearest(self, *roles: Role) -> Iterator[tuple[int, ...]]:
        """Those with the first role, of the unit and then of those above it; then those with the next one."""
        for role in roles:
            for unit in self.people.path(self.unit):
                found = self.people.members.get(unit, {}).get(role, ())
                if able := tuple(filter(self.people.can_sign_in, found)):
                    yield able

    def first(self, *roles: Role) -> tuple[int, ...]:
        """The nearest of all; nobody where nobody has one of the roles."""
        return next(self.nearest(*roles), ())
