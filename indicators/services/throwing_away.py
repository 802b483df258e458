"""Throwing a practice copy away: everything of it goes, and every row leaves its trace."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from indicators.copying import lock_source
from indicators.evidence_files import remove_with
from indicators.models import Evidence
from organizations import history
from organizations.locks import lock_organization
from organizations.models import Membership, Organization, User
from scorecards.locks import lock_years_of_plan
from scorecards.models import Plan


@transaction.atomic
def throw_away(organization: Organization, *, by: User | None) -> None:
    """Deletes a practice copy with everything in it, closed years and achievements too: nothing of it counts.

    Raises ValidationError for an organization that is no practice copy, and for one that is gone.
    """
    organization = lock_organization(organization.pk)
    if organization.practice_of_id is None:
        raise ValidationError(_("This is no practice copy: it is never thrown away."), code="real")
    for plan in Plan.objects.filter(organization=organization).order_by("pk"):
        lock_years_of_plan(lock_source(plan))
    of_plan = "measurement__scorecard_year__scorecard__plan__organization"
    remove_with(Evidence.objects.filter(**{of_plan: organization}))
    for model, path in belongings(Organization):
        rows = model._base_manager.filter(**{path: organization.pk})
        history.delete_many(rows, by=by, reason=_("Practice copy thrown away."))


def throw_away_abandoned(real: Organization) -> None:
    """Throws away the practice copies of an organization that nobody administers any more."""
    administrators = Membership.objects.filter(role=Membership.Role.ADMINISTRATOR, unit__parent=None)
    kept = administrators.values("unit__organization")
    for copy in Organization.objects.filter(practice_of=real).exclude(pk__in=kept):
        throw_away(copy, by=None)


def belongings(whole: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every model whose rows belong to an organization, or a plan, with the path of lookups that leads to it.

    In an order in which they can be deleted: the whole itself comes last. They are found by walking the
    foreign keys, so that the models of later apps are among them.
    """
    paths: dict[type[models.Model], str] = {whole: "pk"}
    waiting: list[type[models.Model]] = [whole]
    for owner in waiting:
        for field in _references_to(owner):
            if field.model not in paths:
                paths[field.model] = field.name if owner is whole else f"{field.name}__{paths[owner]}"
                waiting.append(field.model)
    first = {
        owner: {field.model for field in _references_to(owner) if field.model is not owner} for owner in paths
    }
    for model in TopologicalSorter(first).static_order():
        yield model, paths[model]


def _references_to(model: type[models.Model]) -> Iterator[Any]:
    """The foreign keys that lead to the model; those of history tables are hidden."""
    for relation in model._meta.related_objects:
        if isinstance(relation.field, models.ForeignKey):
            yield relation.field
