"""The way in for people who can be asked: what is hardly meant is stored only once it is confirmed.

The grids and the KPI sheet write through here. Bulk imports, commands and the demo write through `measuring`
at once; an import's preview shows `doubtful.doubts_about` instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from indicators.doubtful import as_confirmed, doubts_about
from indicators.doubts import Doubt
from indicators.measuring import Changes, write_measurement
from indicators.models import Measurement
from organizations.models import User


class Doubtful(Exception):
    """Nothing was stored: these doubts are to be confirmed first, or something else is to be typed."""

    def __init__(self, doubts: Sequence[Doubt]) -> None:
        super().__init__(", ".join(f"{each.field}: {each.code}" for each in doubts))
        self.doubts = tuple(doubts)


def write_or_ask(
    *, measurement: Measurement, changes: Changes, by: User, version: int, confirmed: bool
) -> Measurement:
    """write_measurement, which asks about what is hardly meant unless that is confirmed.

    Expects the measurement with its indicator and scorecard-year. Nothing is asked about what can't be stored
    anyhow, because somebody else was faster or the year is closed. Raises Doubtful, and what
    write_measurement raises.
    """
    is_vain = version != measurement.version or measurement.scorecard_year.is_closed
    doubts = [] if is_vain else doubts_about([(measurement, changes)]).get(measurement.pk, [])
    if doubts and not confirmed:
        raise Doubtful(doubts)
    return write_measurement(
        measurement=measurement, changes=as_confirmed(changes, doubts), by=by, version=version
    )
