"""What stands open before a year is closed, and what each way of closing it would give. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indicators.models import Measurement
from indicators.scorecard_year import Row, ScorecardYearTable
from indicators.scoring import Status, YearResult, score_year
from performance.review import result_with

State = Measurement.State
NOT_YET_APPROVED = (State.DRAFT, State.SUBMITTED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Checklist:
    """The rows of a year that stand open, each kind in the order of the table.

    missing: expected and without an achievement; not_approved: with one that nobody approved; unexplained:
    below target without a note; differing: whose stored score is not what the rule gives.
    """

    missing: tuple[Row, ...]
    not_approved: tuple[Row, ...]
    unexplained: tuple[Row, ...]
    differing: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The year's result as it stands, and as each choice for the missing ones would settle it."""

    now: YearResult
    lowest: YearResult
    not_applicable: YearResult


def checklist(table: ScorecardYearTable) -> Checklist:
    """What stands open in a year; the table is loaded from its rows."""
    rows = table.rows
    reported = [row for row in rows if row.result.reported]
    return Checklist(
        missing=tuple(row for row in rows if row.result.counted and not row.result.reported),
        not_approved=tuple(row for row in reported if row.measurement.state in NOT_YET_APPROVED),
        unexplained=tuple(
            row for row in reported if row.result.status is Status.BELOW and not row.measurement.note.strip()
        ),
        differing=tuple(row for row in rows if _differs(row)),
    )


def outcomes(table: ScorecardYearTable) -> Outcomes:
    """What the year would be closed as. Writes nothing."""
    rules = table.result.rules
    missing = {row.measurement.pk for row in checklist(table).missing}
    return Outcomes(
        now=table.result,
        lowest=score_year(replace(rules, missing_count_lowest=True), table.inputs),
        not_applicable=result_with(table, missing, not_applicable=True),
    )


def _differs(row: Row) -> bool:
    measurement, scored = row.measurement, row.result.result
    return (measurement.level, measurement.attainment) != (scored.level, scored.attainment)
