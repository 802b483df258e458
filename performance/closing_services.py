"""Closing a scorecard-year under a seal, and opening it again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import Seal, SealUnit
from indicators.row_rules import note_error
from indicators.row_words import row_error_message
from indicators.scorecard_year import Row, ScorecardYearTable, load_scorecard_year
from indicators.scoring import Verdict
from indicators.sealing import Missing, digest_of, write_seal
from indicators.services import move_states
from indicators.states import Move
from organizations import history
from organizations.locks import lock_organization
from organizations.models import User
from performance.closing_checks import checklist
from performance.present_seal import present_seal
from scorecards.locks import lock_open_years, lock_years, raise_version
from scorecards.models import ScorecardYear

CODES_NAMED = 20


class OfMissing(StrEnum):
    """What becomes of the measurements without an achievement when their year is closed."""

    LOWEST = "lowest"
    NOT_APPLICABLE = "not-applicable"
    REFUSE = "refuse"


class ChangedMeanwhile(ValidationError):
    """Something changed since the check list was read."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed something since you read this page. Read it again, then close the year."),
            code="changed",
        )


class YearOpen(ValidationError):
    """A year that is not closed can't be opened again."""

    def __init__(self, year: int) -> None:
        super().__init__(_("The year %(year)s is open.") % {"year": year}, code="year_open")


@transaction.atomic
def close_year(
    *,
    scorecard_year: ScorecardYear,
    missing: OfMissing,
    by: User,
    reason: str = "",
    seen: int | None = None,
) -> Seal:
    """Closes a year and seals it; answers the seal.

    missing: what becomes of measurements without an achievement; reason: why they are not applicable, where
    that is chosen. seen: the version of the scorecard whose check list the person read (None: whatever it
    is now). Raises YearClosed, ChangedMeanwhile, and ValidationError, at `missing` or `reason` where it is
    about them, for what can't be closed.
    """
    now = timezone.now()
    lock_organization(scorecard_year.scorecard.unit.organization_id)
    year = _lock_open(scorecard_year)
    if seen is not None and seen != year.scorecard.version:
        raise ChangedMeanwhile
    table = load_scorecard_year(year)
    check_closable(table)
    open_rows = checklist(table).missing
    if open_rows and missing is OfMissing.REFUSE:
        raise ValidationError({"missing": _missing_words(open_rows)})
    if open_rows and missing is OfMissing.NOT_APPLICABLE:
        _set_aside(year, open_rows, by=by, reason=reason)
    year.missing_count_lowest = bool(open_rows) and missing is OfMissing.LOWEST
    year.closed_at, year.closed_by = now, by
    history.save(year, by=by)
    outcome = Missing(missing.value) if open_rows else Missing.NONE
    seal = _seal(
        year, by=by, at=now, missing=outcome, reason=reason.strip() if outcome is not Missing.NONE else ""
    )
    raise_version(year.scorecard)
    return seal


@transaction.atomic
def reopen_year(*, scorecard_year: ScorecardYear, reason: str, by: User) -> ScorecardYear:
    """Opens a closed year again; its seal is kept and says who, when and why.

    What was marked as not applicable at closing stays so; what counted as the lowest level is missing again.
    Raises YearOpen, and ValidationError at `reason`.
    """
    kept = _checked_reason(reason)
    lock_organization(scorecard_year.scorecard.unit.organization_id)
    [year] = lock_years(scorecard_year.scorecard, [scorecard_year.year])
    if not year.is_closed:
        raise YearOpen(year.year)
    seal = Seal.objects.standing().filter(scorecard_year=year).first()
    year.closed_at, year.closed_by, year.missing_count_lowest = None, None, False
    history.save(year, by=by, reason=kept)
    if seal is not None:
        seal.reopened_at, seal.reopened_by, seal.reopened_reason = timezone.now(), by, kept
        history.save(seal, by=by, reason=kept, update_fields=REOPENING)
    raise_version(year.scorecard)
    return year


REOPENING = ("reopened_at", "reopened_by", "reopened_reason")


def _lock_open(scorecard_year: ScorecardYear) -> ScorecardYear:
    locked = lock_open_years(scorecard_year.scorecard, [scorecard_year.year])
    if not locked:
        raise ValidationError(_("This year has been deleted meanwhile."), code="deleted")
    return locked[0]


def check_closable(table: ScorecardYearTable) -> None:
    """Raises ValidationError for a year that has nothing to seal, or whose figures contradict the rule."""
    year = table.scorecard_year
    if year.year not in year.scorecard.plan.years:
        raise ValidationError(_("Only the years of the plan are closed."), code="not_of_plan")
    if not table.result.expected:
        message = _("Nothing counts in this year: without a target there is nothing to close.")
        raise ValidationError(message, code="nothing_expected")
    if not table.result.derived_threshold:
        message = _("All weights that count are 0, so the year would close without a verdict.")
        raise ValidationError(message, code="nothing_weighs")
    if differing := checklist(table).differing:
        message = _(
            "The stored score of %(codes)s is not what the rule gives. Let an operator run “rescore” first."
        )
        raise ValidationError(message % {"codes": _codes(differing)}, code="scores_differ")


def _missing_words(rows: Sequence[Row]) -> str:
    words = ngettext(
        "%(count)s achievement is missing (%(codes)s). Say what becomes of it.",
        "%(count)s achievements are missing (%(codes)s). Say what becomes of them.",
        len(rows),
    )
    return words % {"count": len(rows), "codes": _codes(rows)}


def _codes(rows: Sequence[Row]) -> str:
    named = ", ".join(row.indicator.code for row in rows[:CODES_NAMED])
    return f"{named}, …" if len(rows) > CODES_NAMED else named


def _set_aside(year: ScorecardYear, rows: Sequence[Row], *, by: User, reason: str) -> None:
    """Marks the rows as not applicable. Raises ValidationError where nothing would count any more."""
    move_states(
        scorecard_year=year,
        measurements=[row.measurement.pk for row in rows],
        move=Move.NOT_APPLICABLE,
        by=by,
        reason=reason,
    )
    left = load_scorecard_year(year, other_years=False).result
    if left.verdict is Verdict.UNDECIDED:
        message = _("Nothing would count any more: choose the lowest level, or leave the year open.")
        raise ValidationError({"missing": message})


def _seal(year: ScorecardYear, *, by: User, at: datetime.datetime, missing: Missing, reason: str) -> Seal:
    """Seals a year that is marked as closed."""
    sealed = present_seal(year, by=by, at=at, missing=missing, missing_reason=reason)
    content = write_seal(sealed)
    seal = Seal(
        scorecard_year=year,
        number=sealed.number,
        content=content,
        digest=digest_of(content),
        sealed_at=at,
        sealed_by=by,
    )
    history.save(seal, by=by)
    history.create_many(SealUnit, [SealUnit(seal=seal, unit_id=each.key) for each in sealed.unit_path], by=by)
    return seal


def _checked_reason(reason: str) -> str:
    kept = reason.strip()
    if not kept:
        raise ValidationError({"reason": ValidationError(_("Say why."), code="required")})
    if error := note_error(kept):
        raise ValidationError({"reason": ValidationError(row_error_message(error), code=error.code.value)})
    limit = Seal._meta.get_field("reopened_reason").max_length or 0
    if len(kept) > limit:
        message = _("Read %(length)s characters; expected at most %(limit)s.")
        raise ValidationError({"reason": message % {"length": len(kept), "limit": limit}})
    return kept
