"""The work programs of a year in sentences of the active language."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import WorkProgram
from indicators.work_programs import Problem, Timing, Totals, Work
from indicators.work_year import WorkLine, WorkYear
from organizations.numbers import format_number

PROBLEM_FIELDS = {
    Problem.START_OUTSIDE: "start",
    Problem.END_OUTSIDE: "end",
    Problem.END_BEFORE_START: "end",
    Problem.DONE_INCOMPLETE: "progress",
    Problem.BUDGET_NEGATIVE: "budget",
    Problem.SPENT_NEGATIVE: "spent",
}


def problem_errors(problems: tuple[Problem, ...], work: Work, year: int) -> dict[str, list[ValidationError]]:
    """What contradicts itself, by the field at which it is said: what was read and what is expected."""
    errors: dict[str, list[ValidationError]] = {}
    for problem in problems:
        error = ValidationError(_problem_words(problem, work, year), code=problem.value)
        errors.setdefault(PROBLEM_FIELDS[problem], []).append(error)
    return errors


def _problem_words(problem: Problem, work: Work, year: int) -> str:
    outside = _("Read %(read)s; expected a day of %(year)s, whose work program this is.")
    match problem:
        case Problem.START_OUTSIDE:
            return outside % {"read": day(work.start), "year": year}
        case Problem.END_OUTSIDE:
            return outside % {"read": day(work.end), "year": year}
        case Problem.END_BEFORE_START:
            words = {"read": day(work.end), "start": day(work.start)}
            return _("Read %(read)s; expected a day not before the start, %(start)s.") % words
        case Problem.DONE_INCOMPLETE:
            words = {"read": str(work.progress)}
            return _("Read %(read)s; what is done has a progress of 100 percent.") % words
        case Problem.BUDGET_NEGATIVE:
            return _not_negative(work.budget)
        case Problem.SPENT_NEGATIVE:
            return _not_negative(work.spent)


def _not_negative(amount: Decimal | None) -> str:
    return _("Read %(read)s; expected at least %(limit)s.") % {"read": format_number(amount), "limit": 0}


def day(date: datetime.date | None) -> str:
    """A day as the active language writes it; empty for none."""
    return date_format(date, "j F Y") if date else ""


def span(work: Work) -> str:
    """From when to when, in short; empty without dates."""
    start, end = (date_format(date, "j M") if date else "" for date in (work.start, work.end))
    if start and end:
        return start if work.start == work.end else f"{start} – {end}"
    if end:
        return _("until %(end)s") % {"end": end}
    return _("from %(start)s") % {"start": start} if start else ""


def year_answer(year: WorkYear, currency: str) -> str:
    """The year in one sentence: how many work programs, what was spent of the budgets, how many overdue."""
    totals = year.totals
    if not totals.count:
        return _nothing_planned(year)
    counted = ngettext("%(count)s work program", "%(count)s work programs", totals.count)
    money = money_answer(totals, currency, year.decimals)
    parts = [counted % {"count": totals.count}, money, _overdue_words(totals)]
    return f"{year.year}: {', '.join(part for part in parts if part)}."


def _nothing_planned(year: WorkYear) -> str:
    if not year.unplanned:
        return _("%(year)s: no initiatives yet.") % {"year": year.year}
    words = ngettext(
        "%(year)s: no work program yet for %(count)s initiative.",
        "%(year)s: no work program yet for any of %(count)s initiatives.",
        year.unplanned,
    )
    return words % {"year": year.year, "count": year.unplanned}


def money_answer(totals: Totals, currency: str, decimals: int) -> str:
    """What was spent of the budgets, with the currency; empty where neither is said."""
    words = {
        "currency": currency,
        "budget": format_number(totals.shown_budget, decimals=decimals),
        "spent": format_number(totals.shown_spent, decimals=decimals),
        "percent": format_number(totals.share),
    }
    if totals.shown_budget is None:
        return _("%(currency)s %(spent)s spent, no budget stated") % words if words["spent"] else ""
    if totals.shown_spent is None:
        return _("a budget of %(currency)s %(budget)s, nothing stated about what was spent") % words
    if totals.share is None:
        return _("%(currency)s %(spent)s spent beside budgets of %(currency)s %(budget)s") % words
    return _("%(currency)s %(spent)s of %(budget)s spent (%(percent)s %%)") % words


def _overdue_words(totals: Totals) -> str:
    if not totals.overdue:
        return _("none overdue")
    return ngettext("%(count)s overdue", "%(count)s overdue", totals.overdue) % {"count": totals.overdue}


def gaps(totals: Totals, currency: str, decimals: int) -> list[str]:
    """What the sums of a year leave out, a sentence each: missing amounts are not zeros."""
    sentences = []
    if totals.with_budget < totals.count:
        words = ngettext(
            "Of %(count)s work program %(said)s has a budget; the sum covers only those.",
            "Of %(count)s work programs %(said)s have a budget; the sum covers only those.",
            totals.count,
        )
        sentences.append(words % {"count": totals.count, "said": totals.with_budget})
    if totals.with_spent < totals.count:
        words = ngettext(
            "Of %(count)s work program %(said)s says what was spent.",
            "Of %(count)s work programs %(said)s say what was spent.",
            totals.count,
        )
        sentences.append(words % {"count": totals.count, "said": totals.with_spent})
    if totals.spent_unbudgeted:
        amount = format_number(totals.spent_unbudgeted, decimals=decimals)
        words_ = _("%(currency)s %(amount)s was spent where no budget is stated.")
        sentences.append(words_ % {"currency": currency, "amount": amount})
    return sentences


def bar_words(line: WorkLine) -> str:
    """What a bar of the timeline shows, for those who can't see it."""
    parts = [
        span(line.work) or _("no dates"),
        str(WorkProgram.Status(line.work.status).label),
        _("%(percent)s %% done") % {"percent": line.work.progress},
        timing_word(line.timing),
    ]
    return ", ".join(part for part in parts if part)


def timing_word(timing: Timing) -> str:
    """Overdue, or that the end is near; empty for neither."""
    match timing:
        case Timing.OVERDUE:
            return _("Overdue")
        case Timing.SOON:
            return _("Ends within 30 days")
    return ""
