"""Follow-ups of what is below target, for the pages and for whoever closes a year or reminds people.

A result below target is answered by a follow-up that is not cancelled. A follow-up is open until somebody
closes or cancels it; it returns every year until then.
"""

from __future__ import annotations

from indicators.scorecard_year import SHEET_TEXTS, Row, ScorecardYearTable
from indicators.scoring import Status
from organizations.models import User
from organizations.shown_names import shown_name
from performance.models import FollowUp, FollowUpQuerySet
from scorecards.models import Scorecard

INDICATOR = "measurement__indicator"


def open_follow_ups(scorecard: Scorecard, upto_year: int) -> FollowUpQuerySet:
    """What is still to be done about the unit's results of the year and of all years before it.

    Those of earlier plans are among them, as the unit keeps its duties. The earliest due date comes first;
    each has its measurement with indicator and scorecard-year, its owner, and `owner_name`, what the owner is
    called here. Expects the scorecard with its plan loaded. One query, once iterated.
    """
    of_unit = FollowUp.objects.of_unit(scorecard.unit_id, upto_year=upto_year)
    return named(of_unit.open(), scorecard.plan.organization_id)


def waiting_for_owner(user: User, scorecard: Scorecard, upto_year: int) -> FollowUpQuerySet:
    """Those of open_follow_ups that the person answers for and has not reported as done."""
    return open_follow_ups(scorecard, upto_year).owned_by(user).exclude(status=FollowUp.Status.DONE)


def unanswered(table: ScorecardYearTable) -> tuple[Row, ...]:
    """The rows of the year that are below target and have no follow-up, or only cancelled ones.

    In the order of the table; one query. Whether an answer is being worked on: see open_follow_ups.
    """
    below = below_rows(table)
    keys = [row.measurement.pk for row in below]
    answering = FollowUp.objects.filter(measurement__in=keys).answering().order_by()
    answered = set(answering.values_list("measurement", flat=True)) if keys else set()
    return tuple(row for row in below if row.measurement.pk not in answered)


def below_rows(table: ScorecardYearTable) -> tuple[Row, ...]:
    """The rows of the year that are below target: those that ask for an answer."""
    return tuple(row for row in table.rows if row.result.status is Status.BELOW)


def named(follow_ups: FollowUpQuerySet, organization_id: int) -> FollowUpQuerySet:
    """The follow-ups with what a page says of each."""
    return (
        follow_ups.select_related(INDICATOR, "measurement__scorecard_year", "owner")
        .defer(*(f"{INDICATOR}__{text}" for text in SHEET_TEXTS))
        .annotate(owner_name=shown_name(organization_id, "owner"))
    )
