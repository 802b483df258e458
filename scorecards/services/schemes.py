"""Scoring schemes of an organization: a scheme that a year uses is never edited, a new version is made."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organizations.history import delete
from organizations.locks import lock_organization
from organizations.models import Organization, User
from scorecards.models import ScorecardYear, ScoringScheme
from scorecards.schemes import BUILT_IN, Band, bands_to_json
from scorecards.services.rows import change_row, lock_row, save_row


@transaction.atomic
def add_built_in_schemes(*, organization: Organization, by: User | None) -> list[ScoringScheme]:
    """The built-in schemes of the organization, in their order; those that it lacks are made."""
    found = {
        scheme.code: scheme
        for scheme in ScoringScheme.objects.filter(organization=organization).order_by("-version")
    }
    for rule in BUILT_IN:
        if rule.code not in found:
            found[rule.code] = create_scheme(
                organization=organization,
                code=rule.code,
                name=rule.name,
                bands=rule.bands,
                tolerance=rule.tolerance,
                cap=rule.cap,
                source=rule.source,
                by=by,
            )
    return [found[rule.code] for rule in BUILT_IN]


@transaction.atomic
def create_scheme(
    *,
    organization: Organization,
    code: str,
    name: str,
    bands: Sequence[Band],
    by: User | None,
    tolerance: Decimal = Decimal(0),
    cap: Decimal | None = None,
    source: str = "",
) -> ScoringScheme:
    """Makes the first version of a scheme; tolerance and cap in percent, cap None: no upper clamp.

    Raises ValidationError, also when the numbers of the scheme disagree.
    """
    lock_organization(organization.pk)
    if ScoringScheme.objects.filter(organization=organization, code=code).exists():
        raise ValidationError({"code": _("Another scheme of this organization uses this code.")})
    scheme = ScoringScheme(
        organization=organization,
        code=code,
        name=name,
        bands=bands_to_json(bands),
        tolerance=tolerance,
        cap=cap,
        source=source,
    )
    return save_row(scheme, by=by)


@transaction.atomic
def change_scheme(scheme: ScoringScheme, *, by: User | None, **changes: Any) -> ScoringScheme:
    """Changes name, bands (Bands), tolerance, cap or source; answers the scheme that says so now.

    A scheme that a year uses stays as it is and a new version is made: its years keep it until they are
    switched. Raises ValidationError, also for a version that is not the newest.
    """
    scheme = lock_row(scheme, against_use=True)
    bands = tuple(changes.pop("bands", ()))
    if bands and bands != scheme.rule().bands:
        changes["bands"] = bands_to_json(bands)
    newest = _newest_version(scheme)
    if scheme.version != newest:
        raise ValidationError(
            _("There is a newer version of this scheme, %(version)s. Change that one."),
            code="old_version",
            params={"version": str(newest)},
        )
    if not ScorecardYear.objects.filter(scheme=scheme).exists():
        return change_row(scheme, changes, by=by)[0]
    if all(getattr(scheme, name) == new for name, new in changes.items()):
        return scheme
    fields = ("organization", "code", "name", "bands", "tolerance", "cap", "source")
    kept = {name: getattr(scheme, name) for name in fields}
    return save_row(ScoringScheme(**{**kept, **changes}, version=newest + 1), by=by)


@transaction.atomic
def delete_scheme(scheme: ScoringScheme, *, by: User | None, reason: str = "") -> None:
    """Deletes this version of a scheme. Raises ValidationError while a year or a plan uses it."""
    scheme = lock_row(scheme, against_use=True)
    if refusal := scheme_deletion_refused(scheme):
        raise ValidationError(refusal, code="in_use")
    delete(scheme, by=by, reason=reason)


def scheme_deletion_refused(scheme: ScoringScheme) -> str:
    """Why the scheme can't be deleted; empty when it can."""
    years = scheme.scorecard_years.count()
    if years:
        return ngettext(
            "%(count)s year of a scorecard is scored by this scheme, so it stays.",
            "%(count)s years of scorecards are scored by this scheme, so it stays.",
            years,
        ) % {"count": years}
    plans = [plan.name for plan in scheme.plans.all()]
    if plans:
        return _("It is the default of %(plans)s. Choose another default there first.") % {
            "plans": ", ".join(plans)
        }
    return ""


def _newest_version(scheme: ScoringScheme) -> int:
    same = ScoringScheme.objects.filter(organization=scheme.organization_id, code=scheme.code)
    newest = same.aggregate(newest=Max("version"))["newest"]
    return int(newest)
