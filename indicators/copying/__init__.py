"""Copying plans: what a new period and a practice copy share."""

from indicators.copying.catching_up import HistoryChange, history_changes, scorecard_before
from indicators.copying.contents import PlanContents, plan_contents
from indicators.copying.names import name_for_years
from indicators.copying.past import Past, Waiting, load_past, new_baseline, waiting_baselines
from indicators.copying.rows import Copies
from indicators.copying.scorecards import copy_scorecards, copy_strategy, lock_source

__all__ = [
    "Copies",
    "HistoryChange",
    "Past",
    "PlanContents",
    "Waiting",
    "copy_scorecards",
    "copy_strategy",
    "history_changes",
    "load_past",
    "lock_source",
    "name_for_years",
    "new_baseline",
    "plan_contents",
    "scorecard_before",
    "waiting_baselines",
]
