"""What PT Berdikari does about its results below target: illustrative, as the results are."""

from __future__ import annotations

import datetime

from indicators.models import Measurement
from organizations.models import User
from performance.follow_up_services import close_follow_up, create_follow_up, report_progress
from performance.models import SETTLED
from reports.demo.tables import rows
from scorecards.models import Scorecard


def load_follow_ups(scorecard: Scorecard, *, by: User) -> None:
    """The follow-ups of both years: some are closed, one waits to be closed, two results have none."""
    below = Measurement.objects.filter(scorecard_year__scorecard=scorecard).select_related("scorecard_year")
    for row in rows("berdikari/follow_ups"):
        follow_up = create_follow_up(
            measurement=below.get(scorecard_year__year=row["year"], indicator__code=row["indicator"]),
            cause=row["cause"],
            action=row["action"],
            owner=User.objects.get(email=row["owner"]),
            due=datetime.date.fromisoformat(row["due"]),
            by=by,
        )
        status, note = row["status"], row["progress_note"]
        reported = "done" if status in SETTLED else status
        follow_up = report_progress(follow_up, status=reported, progress_note=note, by=by)
        if status in SETTLED:
            close_follow_up(follow_up, status=status, outcome=row["outcome"], by=by)
