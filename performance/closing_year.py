"""An open year with all that its closing hangs on. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.scorecard_year import Row, ScorecardYearTable, load_scorecard_year
from indicators.scoring import Verdict
from performance.closing_checks import Checklist, Outcomes, checklist, outcomes
from performance.follow_ups import open_follow_ups, unanswered
from performance.models import FollowUp
from scorecards.models import ScorecardYear


@dataclass(frozen=True, slots=True)
class OpenYear:
    """An open year with what its closing hangs on. version: that of the scorecard, read before the rest.

    unanswered: below target without a follow-up; follow_ups: those still open, of earlier years too.
    """

    table: ScorecardYearTable
    found: Checklist
    outcomes: Outcomes
    unanswered: tuple[Row, ...]
    follow_ups: tuple[FollowUp, ...]
    version: int

    @property
    def may_set_aside(self) -> bool:
        """Whether something would count without the missing ones."""
        return self.outcomes.not_applicable.verdict is not Verdict.UNDECIDED


def load_open_year(scorecard_year: ScorecardYear) -> OpenYear:
    """The year in the queries of load_scorecard_year and two more; expects it as that does."""
    table = load_scorecard_year(scorecard_year)
    return OpenYear(
        table=table,
        found=checklist(table),
        outcomes=outcomes(table),
        unanswered=unanswered(table),
        follow_ups=tuple(open_follow_ups(scorecard_year.scorecard, scorecard_year.year)),
        version=scorecard_year.scorecard.version,
    )
