"""The one way in which a measurement changes its state because somebody says so: submit, approve, return."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.bulk_measuring import RowsRefused
from indicators.measuring import check_weights, stale_versions
from indicators.models import Measurement
from indicators.row_rules import note_error
from indicators.row_words import row_error_message
from indicators.state_words import REFUSALS, refusal_words
from indicators.states import RULES, Move, Mover, lacks_reason, mover_of, refusal, standing_of
from organizations import history
from organizations.bulk import one_of
from organizations.models import User
from organizations.permissions import access_to
from scorecards.locks import lock_open_years, raise_version
from scorecards.models import ScorecardYear
from scorecards.schemes import Scheme

FIELDS = ("state", "state_reason", "version")
WEIGHING_MOVES = (Move.NOT_APPLICABLE, Move.APPLICABLE)
"""What changes whether a row counts."""


@transaction.atomic
def move_states(
    *,
    scorecard_year: ScorecardYear,
    measurements: Collection[int],
    move: Move,
    by: User,
    reason: str = "",
    versions: Mapping[int, int] | None = None,
) -> list[Measurement]:
    """Makes a move with measurements of one year, all of them or none; answers them as stored.

    measurements: their primary keys. versions: those that the person saw, by primary key; a row without one
    is moved whatever it is at. Raises YearClosed, RowsRefused with every row that can't be moved, and
    ValidationError: at `reason`, or where weights would add up to 0.
    """
    kept_reason = _checked_reason(move, reason)
    year = scorecard_year.year
    [locked] = lock_open_years(scorecard_year.scorecard, [year])
    unit = scorecard_year.scorecard.unit
    mover = mover_of(access_to(by, unit, today=timezone.localdate()))
    keys = set(measurements)
    found = Measurement.objects.filter(pk__in=one_of(sorted(keys)), scorecard_year=locked)
    rows = list(found.select_related("indicator").order_by("pk"))
    _check_rows(rows, keys, move, mover, locked.scheme.rule(), versions or {})
    if not rows:
        return []
    for row in rows:
        row.scorecard_year = locked
        row.state, row.state_reason = RULES[move].result, kept_reason
        row.version += 1
    _check_text(rows[0])
    history.update_many(rows, FIELDS, by=by, reason=kept_reason)
    if move in WEIGHING_MOVES:
        check_weights(locked)
    raise_version(locked.scorecard)
    return rows


def _checked_reason(move: Move, reason: str) -> str:
    """The reason as it is kept; none where the move needs none. Raises ValidationError at `reason`."""
    kept = reason.strip() if RULES[move].needs_reason else ""
    if lacking := lacks_reason(move, kept):
        raise ValidationError({"reason": ValidationError(str(REFUSALS[lacking]), code=lacking.value)})
    if error := note_error(kept):
        raise ValidationError({"reason": ValidationError(row_error_message(error), code=error.code.value)})
    return kept


def _check_text(row: Measurement) -> None:
    """Raises ValidationError at `reason` where the state's reason is too long or turns the writing around."""
    probe = Measurement(
        indicator=row.indicator,
        scorecard_year=row.scorecard_year,
        state=row.state,
        state_reason=row.state_reason,
    )
    try:
        history.validate_values(probe)
    except ValidationError as error:
        raise ValidationError({"reason": error.error_dict["state_reason"]}) from error


def _check_rows(
    rows: Collection[Measurement],
    keys: Collection[int],
    move: Move,
    mover: Mover,
    scheme: Scheme,
    versions: Mapping[int, int],
) -> None:
    """Raises RowsRefused with each row that is gone, that changed since it was seen, or that can't move."""
    refused: dict[int, ValidationError] = {}
    messages: list[str] = []
    stale: list[int] = []
    for row in rows:
        if versions.get(row.pk, row.version) != row.version:
            stale.append(row.pk)
            error = ValidationError(_("Somebody else changed this since you read it."), code="stale")
        elif why := refusal(move, standing_of(row, scheme), mover):
            error = ValidationError(refusal_words(why, row.state), code=why.value)
        else:
            continue
        refused[row.pk] = error
        messages += [f"{row.indicator.code}: {message}" for message in error.messages]
    for pk in set(keys).difference(row.pk for row in rows):
        refused[pk] = ValidationError(_("This is not here, or not here any more."), code="gone")
        messages += refused[pk].messages
    if refused:
        raise RowsRefused(messages, refused, stale_versions(stale))
