"""The page of an open year's closing: its check list, and what each choice would give."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.scorecard_year import ScorecardYearTable
from performance.closing_lines import CheckLine, Places, check_lines, open_answer
from performance.closing_outcomes import (
    OutcomeLine,
    missing_choices,
    outcome_lines,
    outcome_remarks,
    outcome_words,
)
from performance.closing_services import check_closable
from performance.closing_year import OpenYear
from performance.rules_page import Choice


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """The page of an open year. choices: empty where nothing is missing; blocked: why it can't be closed."""

    answer: str
    checks: tuple[CheckLine, ...]
    outcome: str
    heads: tuple[str, ...]
    outcomes: tuple[OutcomeLine, ...]
    remark: str
    choices: tuple[Choice, ...]
    blocked: str


def closing_page(open_year: OpenYear, places: Places, chosen: str) -> ClosingPage:
    """The page in the active language. chosen: what becomes of the missing ones, as the form has it."""
    table, found = open_year.table, open_year.found
    is_asked = bool(found.missing)
    heads = (_("As it stands"), _("Lowest level"), _("Not applicable"))
    return ClosingPage(
        answer=open_answer(table.scorecard_year.year, found, table.result),
        checks=tuple(check_lines(open_year, places)),
        outcome=outcome_words(table.result),
        heads=heads if open_year.may_set_aside else heads[:2],
        outcomes=tuple(outcome_lines(open_year)) if is_asked else (),
        remark=" ".join(outcome_remarks(open_year)) if is_asked else "",
        choices=tuple(missing_choices(open_year, chosen)) if is_asked else (),
        blocked=_blocked(table),
    )


def _blocked(table: ScorecardYearTable) -> str:
    """Why the year can't be closed as it is, whatever is chosen; empty where it can."""
    try:
        check_closable(table)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
