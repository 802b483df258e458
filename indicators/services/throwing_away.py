"""Throwing a practice copy away: everything of it goes, and every row leaves its trace."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.belongings import belongings
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
