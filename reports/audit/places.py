"""Which traces belong to a unit: its own and those of everything below it, deleted things included.

What something belonged to is read from the traces, which outlive it. What belongs to the organization as a
whole shows at its root only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from organizations.belonging import outside_the_family
from organizations.models import Membership, Organization, Unit, User
from reports.audit.kinds import BY_MODEL, KINDS, OWN_YEAR, Kind, has_year, is_of_organization

# Units that were deleted hang where they hung last.
SUBTREE_WITH_DELETED = """
    WITH RECURSIVE subtree(id) AS (
        SELECT id FROM organizations_unit WHERE id = %s
        UNION
        SELECT child.id FROM (
            SELECT id, parent_id FROM organizations_unit
            UNION ALL
            SELECT id, parent_id FROM organizations_historicalunit WHERE history_type = '-'
        ) child JOIN subtree ON child.parent_id = subtree.id
    ) SELECT id FROM subtree
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with everything below it; year: only what is about that year."""

    unit: Unit
    year: int | None = None

    def kinds(self) -> list[Kind]:
        """The kinds that can have traces here."""
        return [
            kind
            for kind in KINDS
            if (self.unit.is_root or not is_of_organization(kind)) and (self.year is None or has_year(kind))
        ]

    def traces(self, kind: Kind) -> QuerySet[Any]:
        """The traces of the kind that belong here, in no order.

        The newest are looked for from the newest on: each trace is held against the set of what belongs
        here, which costs little where it is found soon, and never more than one walk over the kind's traces.
        A plain condition lets the database join first and sort everything, or compare with each of the set.
        """
        relation = kind.relation(kind.within)
        if relation is None or relation.related_model is Organization or kind.looked_up:
            return self._rows(kind)
        rows = self._of_the_year(kind)
        return rows.filter(
            Case(When(self._below(kind, relation), then=True), default=False, output_field=BooleanField())
        )

    def _rows(self, kind: Kind) -> QuerySet[Any]:
        relation = kind.relation(kind.within)
        if relation is None:
            return kind.history.objects.order_by().filter(self._at_the_top(kind))
        return self._of_the_year(kind).filter(self._below(kind, relation))

    def _of_the_year(self, kind: Kind) -> QuerySet[Any]:
        rows: QuerySet[Any] = kind.history.objects.order_by()
        is_narrowed = kind.has_own_year and self.year is not None
        return rows.filter(**{OWN_YEAR: self.year}) if is_narrowed else rows

    def _at_the_top(self, kind: Kind) -> Q:
        if kind.model is Unit:
            return Q(id__in=self._units())
        return self._only_known_here() if kind.model is User else Q(id=self.unit.organization_id)

    def _below(self, kind: Kind, relation: models.ForeignKey[Any, Any]) -> Q | Exists:
        if relation.related_model is Unit:
            return Q(**{f"{relation.attname}__in": self._units()})
        if relation.related_model is Organization:
            return Q(**{relation.attname: self.unit.organization_id})
        above = self._rows(BY_MODEL[relation.related_model])
        if kind.looked_up:
            return Exists(above.filter(id=OuterRef(relation.attname)))
        return Q(**{f"{relation.attname}__in": above.values("id")})

    def _units(self) -> Any:
        if self.unit.is_root:
            return Unit.history.filter(organization_id=self.unit.organization_id).order_by().values("id")
        return RawSQL(SUBTREE_WITH_DELETED, [self.unit.pk])  # noqa: S611 (constant SQL)

    def _only_known_here(self) -> Q:
        """People who ever had a role or a unit in the organization, and have none in another.

        What somebody changes about themselves is nobody's business in the organizations that share them.
        """
        units = self._units()
        elsewhere = outside_the_family(self.unit.organization_id, "unit")
        roles = Membership.objects.filter(elsewhere, user=OuterRef("id"))
        held = Unit.objects.filter(outside_the_family(self.unit.organization_id), holder=OuterRef("id"))
        had_a_role = Membership.history.filter(unit_id__in=units).order_by().values("user_id")
        held_one = Unit.history.filter(id__in=units, holder__isnull=False).order_by().values("holder_id")
        return (Q(id__in=had_a_role) | Q(id__in=held_one)) & ~Exists(roles) & ~Exists(held)
