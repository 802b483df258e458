"""Accepting findings of the plan check with a reason, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from indicators.accepted_findings import CheckedPlan, Reference, StandingFinding
from indicators.checked_plan import checked_plan
from indicators.models import AcceptedFinding
from indicators.plan_check import Finding
from organizations import history
from organizations.models import User
from scorecards.locks import lock_plan, lock_years, raise_version
from scorecards.models import Scorecard
from scorecards.services.rows import lock_row, save_row


@transaction.atomic
def accept_findings(
    *, scorecard: Scorecard, chosen: Sequence[Reference], reason: str, by: User
) -> list[AcceptedFinding]:
    """Lets findings stay quiet until their subjects change; what was accepted of them before goes.

    The plan is checked anew under its locks. Raises ValidationError, and accepts none, when one of the
    chosen does not stand any more, has changed meanwhile or is accepted already, or when a reason is missing.
    """
    if not chosen:
        raise ValidationError({"findings": ValidationError(_("Choose a finding."), code="required")})
    lock_plan(scorecard.plan)
    lock_years(scorecard)
    checked = checked_plan(scorecard)
    accepted = [
        _accept(_find(checked, reference), scorecard, reason=reason, by=by)
        for reference in dict.fromkeys(chosen)
    ]
    raise_version(scorecard)
    return accepted


@transaction.atomic
def withdraw_acceptance(accepted: AcceptedFinding, *, by: User, reason: str = "") -> None:
    """Lets an accepted finding stand again. Raises ValidationError when it has been withdrawn meanwhile."""
    lock_years(accepted.scorecard)
    fresh = lock_row(accepted)
    history.delete(fresh, by=by, reason=reason)
    raise_version(fresh.scorecard)


def _find(checked: CheckedPlan, reference: Reference) -> StandingFinding:
    """The standing finding that the reference names. Raises ValidationError."""
    for standing in checked.standing:
        if reference == Reference.to(standing.finding):
            return standing
    for quiet in checked.quiet:
        if reference == Reference.to(quiet.finding):
            raise _refusal(_("The finding about %(code)s has been accepted already."), quiet.finding)
    for standing in checked.standing:
        if reference.is_about(standing.finding):
            message = _("The finding about %(code)s has changed meanwhile: look at what is found now.")
            raise _refusal(message, standing.finding)
    message = _("A chosen finding does not stand any more: the plan has been changed meanwhile.")
    raise ValidationError({"findings": ValidationError(message, code="gone")})


def _refusal(message: Any, finding: Finding) -> ValidationError:
    params = {"code": finding.subject.code}
    return ValidationError({"findings": ValidationError(message, code="overtaken", params=params)})


def _accept(standing: StandingFinding, scorecard: Scorecard, *, reason: str, by: User) -> AcceptedFinding:
    for outdated in standing.earlier:
        if outdated.pk is not None:
            history.delete(outdated, by=by)
    finding = standing.finding
    accepted = AcceptedFinding(
        scorecard=scorecard,
        rule=finding.rule,
        subject_kind=finding.subject.kind.value,
        subject_code=finding.subject.code,
        fingerprint=finding.fingerprint,
        reason=reason.strip(),
        accepted_by=by,
    )
    return save_row(accepted, by=by)
