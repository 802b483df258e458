"""Practice copies: a unit's scorecard in an organization of its own, to play with and to throw away.

A practice copy is a separate organization, so that nothing of it can mix with real figures.
"""

from __future__ import annotations

from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from indicators.copying import Copies, copy_scorecards, copy_strategy, lock_source
from indicators.models import Evidence, Measurement, WorkProgram
from indicators.services.throwing_away import throw_away_abandoned
from organizations import history
from organizations.locks import lock_organization
from organizations.models import Membership, Organization, Unit, User
from scorecards.locks import lock_years
from scorecards.models import (
    ObjectiveWeight,
    PerspectiveWeight,
    Scorecard,
    ScorecardYear,
    ScoringScheme,
)

MOST_COPIES = 3
"""How many practice copies of one organization a person may have at a time."""
LONGEST_CODE = 30
LONGEST_NAME = 200
SUFFIX = "-PRAC-"
OPENED = {"closed_at": None, "closed_by_id": None, "missing_count_lowest": False}


@transaction.atomic
def make_practice_copy(scorecard: Scorecard, *, by: User) -> Unit:
    """A practice copy of the unit's scorecard in its plan; answers the unit that has it, a root.

    It has the same years, figures, weights and rules, all years open; the maker administers it. Other people
    are not named in it, and of evidence it has the links, not the files. Raises ValidationError, also when
    the person has as many copies as one may have.
    """
    real = lock_organization(scorecard.unit.organization_id)
    if refusal := practice_refused(real, by):
        raise ValidationError(refusal, code="practice")
    throw_away_abandoned(real)
    plan = lock_source(scorecard.plan)
    lock_years(scorecard)
    copies = Copies(by=by, reason=_("Practice copy."), people={by.pk})
    root = _found(real, scorecard.unit, by=by)
    copies.stand_for(root.organization, real)
    copies.stand_for(root, scorecard.unit)
    used = Q(scorecard_years__scorecard=scorecard) | Q(plans=plan)
    copies.copy(ScoringScheme.objects.filter(used).distinct().order_by("pk"))
    copies.copy([plan])
    copy_strategy(copies, plan)
    _copy_scorecard(copies, scorecard)
    return root


def practice_refused(organization: Organization, person: User) -> str:
    """Why the person can't have another practice copy of the organization; empty when nothing forbids it."""
    if organization.practice_of_id is not None:
        return _("This is a practice copy already: play with it, or make another one of the real plan.")
    if practice_copies(organization, person).count() >= MOST_COPIES:
        words = _("You have %(count)s practice copies already. Throw one away first.")
        return words % {"count": MOST_COPIES}
    return ""


def practice_copies(organization: Organization, person: User) -> QuerySet[Organization]:
    """The practice copies of the organization in which the person has a role, as they were made.

    Only those that the person may read today: of units that the person sees.
    """
    visible = Unit.objects.visible_to(person, today=timezone.localdate())
    there = Membership.objects.filter(user=person, unit__in=visible.order_by()).values("unit__organization")
    return Organization.objects.filter(practice_of=organization, pk__in=there).order_by("pk")


def _found(real: Organization, unit: Unit, *, by: User) -> Unit:
    """The organization of a practice copy, with the unit's copy as its root and the person as administrator.

    The root keeps the unit's code, so that the way back is known.
    """
    organization = Organization(
        code=_free_code(real.code),
        name=Truncator(_("Practice: %(name)s") % {"name": unit.name}).chars(LONGEST_NAME),
        self_approval_allowed=real.self_approval_allowed,
        currency=real.currency,
        practice_of=real,
    )
    history.save(organization, by=by)
    root = Unit(organization=organization, code=unit.code, name=unit.name, kind=Unit.Kind.ORGANIZATION)
    history.save(root, by=by)
    history.save(Membership(user=by, unit=root, role=Membership.Role.ADMINISTRATOR), by=by)
    return root


def _free_code(code: str) -> str:
    """The code of the organization with the first number that no practice copy has."""
    stem = f"{code[: LONGEST_CODE - len(SUFFIX) - 4]}{SUFFIX}"
    taken = set(Organization.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(free for number in count(1) if (free := f"{stem}{number}") not in taken)


def _copy_scorecard(copies: Copies, scorecard: Scorecard) -> None:
    """The scorecard with all of its years as they are, only that none is closed."""
    copy_scorecards(
        copies, Scorecard.objects.filter(pk=scorecard.pk), objective=lambda row: {"parent_id": None}
    )
    years = ScorecardYear.objects.filter(scorecard=scorecard)
    copies.copy(years.order_by("pk"), lambda row: OPENED)
    of_years = {"scorecard_year__in": years.order_by()}
    copies.copy(PerspectiveWeight.objects.filter(**of_years).order_by("pk"))
    copies.copy(ObjectiveWeight.objects.filter(**of_years).order_by("pk"))
    copies.copy(Measurement.objects.filter(**of_years).order_by("pk"), lambda row: {"version": 1})
    copies.copy(WorkProgram.objects.filter(**of_years).order_by("pk"))
    measurements = Measurement.objects.filter(**of_years).order_by()
    # Files stay behind: what is thrown away with the copy must not be the real proof.
    links = Evidence.objects.filter(measurement__in=measurements, stored_name="")
    copies.copy(links.order_by("pk"))
