"""The writes of indicators: KPI sheets, baselines, initiatives, and what hangs on objectives and years."""

from indicators.services.baseline import (
    YearsRefused,
    compute_baseline_again,
    restore_baseline,
    set_baseline,
    write_history,
)
from indicators.services.catching_up import refresh_history
from indicators.services.copies import copy_plan
from indicators.services.evidence import add_evidence, add_evidence_file, delete_evidence
from indicators.services.findings import accept_findings, withdraw_acceptance
from indicators.services.indicators import (
    SHEET_FIELDS,
    change_indicator,
    create_indicator,
    delete_indicator,
    move_indicator,
)
from indicators.services.initiatives import (
    change_initiative,
    create_initiative,
    delete_initiative,
    move_initiative,
)
from indicators.services.many_baselines import set_baselines
from indicators.services.many_indicators import (
    ManyRefused,
    create_indicators,
    create_initiatives,
    make_history,
)
from indicators.services.many_work_programs import create_work_programs
from indicators.services.objectives import delete_objective
from indicators.services.plan_years import set_plan_years
from indicators.services.plans import delete_plan_with_scorecards
from indicators.services.practice import make_practice_copy, practice_copies, practice_refused
from indicators.services.scorecards import delete_scorecard
from indicators.services.sheet_fields import StaleFields, change_fields
from indicators.services.starting_point import StaleStart, WantedBaseline, WantedYear, save_start
from indicators.services.states import move_states
from indicators.services.throwing_away import throw_away
from indicators.services.work_programs import (
    carry_over,
    change_work_program,
    create_work_program,
    delete_work_program,
    move_work_program,
    plan_work_programs,
)

__all__ = [
    "SHEET_FIELDS",
    "ManyRefused",
    "StaleFields",
    "StaleStart",
    "WantedBaseline",
    "WantedYear",
    "YearsRefused",
    "accept_findings",
    "add_evidence",
    "add_evidence_file",
    "carry_over",
    "change_fields",
    "change_indicator",
    "change_initiative",
    "change_work_program",
    "compute_baseline_again",
    "copy_plan",
    "create_indicator",
    "create_indicators",
    "create_initiative",
    "create_initiatives",
    "create_work_program",
    "create_work_programs",
    "delete_evidence",
    "delete_indicator",
    "delete_initiative",
    "delete_objective",
    "delete_plan_with_scorecards",
    "delete_scorecard",
    "delete_work_program",
    "make_history",
    "make_practice_copy",
    "move_indicator",
    "move_initiative",
    "move_states",
    "move_work_program",
    "plan_work_programs",
    "practice_copies",
    "practice_refused",
    "refresh_history",
    "restore_baseline",
    "save_start",
    "set_baseline",
    "set_baselines",
    "set_plan_years",
    "throw_away",
    "withdraw_acceptance",
    "write_history",
]
