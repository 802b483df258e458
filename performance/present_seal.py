"""What a scorecard-year would be sealed as now, from its rows. Reads only."""

from __future__ import annotations

import datetime

from indicators.models import Seal
from indicators.scorecard_year import load_scorecard_year
from indicators.sealed_year import seal_of
from indicators.sealing import Missing, SealedYear
from organizations.models import Unit, User
from scorecards.models import ScorecardYear


def present_seal(
    scorecard_year: ScorecardYear,
    *,
    by: User,
    at: datetime.datetime,
    missing: Missing = Missing.NONE,
    missing_reason: str = "",
) -> SealedYear:
    """The year as it stands in its rows, as the seal that would follow those it has.

    by, at, missing: who would close it, when, and what became of what was missing. Expects the year as
    load_scorecard_year does; the number of queries does not grow with its rows.
    """
    table = load_scorecard_year(scorecard_year)
    unit = Unit.objects.select_related("organization").get(pk=scorecard_year.scorecard.unit_id)
    previous = Seal.objects.filter(scorecard_year=scorecard_year).defer("content").order_by("number").last()
    entered = {row.measurement.entered_by_id for row in table.rows if row.measurement.entered_by_id}
    return seal_of(
        table,
        path=path_to(unit),
        by=by,
        at=at,
        people=User.objects.in_bulk(entered),
        previous=previous,
        missing=missing,
        missing_reason=missing_reason,
    )


def path_to(unit: Unit) -> list[Unit]:
    """The units from the organization's root to the unit, in one query; its organization is loaded."""
    by_key = {each.pk: each for each in Unit.objects.above(unit)}
    path: list[Unit] = []
    step: Unit | None = by_key.get(unit.pk)
    while step is not None:
        step.organization = unit.organization
        path.insert(0, step)
        step = by_key.get(step.parent_id or 0)
    return path
