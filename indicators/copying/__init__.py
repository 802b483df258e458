"""Copying plans: what a new period and a practice copy share."""

from indicators.copying.contents import PlanContents, plan_contents
from indicators.copying.names import name_for_years
from indicators.copying.past import Past, load_past, new_baseline
from indicators.copying.rows import Copies
from indicators.copying.scorecards import copy_scorecards, copy_strategy, lock_source

__all__ = [
    "Copies",
    "Past",
    "PlanContents",
    "copy_scorecards",
    "copy_strategy",
    "load_past",
    "lock_source",
    "name_for_years",
    "new_baseline",
    "plan_contents",
]
