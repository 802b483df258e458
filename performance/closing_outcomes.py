"""What each choice for the missing ones would give, in words, before the year is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.scoring import Verdict, YearResult
from organizations.numbers import format_number
from performance.closing_year import OpenYear
from performance.figures import shown
from performance.rules_page import VERDICT_STATUS, Choice
from performance.words import VERDICT_WORDS


@dataclass(frozen=True, slots=True)
class OutcomeCell:
    """A figure under a choice; `note` says how it differs, `status` gives a verdict its shape."""

    text: str
    note: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """A figure as it stands and under each choice."""

    label: str
    cells: tuple[OutcomeCell, ...]


def missing_choices(open_year: OpenYear, chosen: str) -> list[Choice]:
    """The ways to settle what is missing, each with what the year would come to."""
    found = open_year.outcomes
    level = found.now.rules.scheme.lowest_level
    lowest = Choice(
        "lowest",
        _("Count as the lowest level"),
        _("Each counts with level %(level)s. %(outcome)s")
        % {"level": level, "outcome": outcome_words(found.lowest)},
        chosen == "lowest",
    )
    if not open_year.may_set_aside:
        return [lowest]
    aside = Choice(
        "not-applicable",
        _("Mark as not applicable, with a reason"),
        _("They leave both the total and the threshold. %(outcome)s")
        % {"outcome": outcome_words(found.not_applicable)},
        chosen == "not-applicable",
    )
    return [lowest, aside]


def outcome_words(result: YearResult) -> str:
    """What a year would be closed with, such as “39 points against 40: not good yet.”"""
    words = {
        Verdict.GOOD: _("%(total)s points against %(threshold)s: good."),
        Verdict.NOT_GOOD: _("%(total)s points against %(threshold)s: not good yet."),
        Verdict.UNDECIDED: _("%(total)s points against %(threshold)s: undecided."),
    }
    points = {"total": format_number(result.shown(result.total)), "threshold": shown(result.threshold)}
    return words[result.verdict] % points


def outcome_lines(open_year: OpenYear) -> list[OutcomeLine]:
    """The figures of the year as it stands, and as each choice would settle them."""
    found = open_year.outcomes
    now = found.now
    results = [now, found.lowest, *([found.not_applicable] if open_year.may_set_aside else [])]

    def line(label: str, cell: Callable[[YearResult], OutcomeCell]) -> OutcomeLine:
        return OutcomeLine(label, tuple(cell(each) for each in results))

    return [
        line(_("Expected"), lambda each: _against(now, each, lambda year: str(year.expected))),
        line(_("Total"), lambda each: OutcomeCell(_total(each))),
        line(_("Threshold"), lambda each: _against(now, each, lambda year: shown(year.threshold))),
        line(_("Index"), lambda each: OutcomeCell(_index(each))),
        line(
            _("Verdict"),
            lambda each: OutcomeCell(
                str(VERDICT_WORDS[each.verdict]), status=VERDICT_STATUS[each.verdict].value
            ),
        ),
    ]


def outcome_remarks(open_year: OpenYear) -> list[str]:
    """What must be known before choosing: a threshold that moves, a verdict that hangs on the choice."""
    if not open_year.may_set_aside:
        return [_("“Not applicable” can't be chosen: nothing would count any more.")]
    remarks = []
    found = open_year.outcomes
    now, aside, lowest = found.now, found.not_applicable, found.lowest
    if aside.threshold != now.threshold:
        moved = {"before": shown(now.threshold), "after": shown(aside.threshold)}
        remarks.append(_("“Not applicable” moves the threshold from %(before)s to %(after)s.") % moved)
    if aside.verdict != lowest.verdict:
        remarks.append(
            _("The verdict hangs on it: “%(lowest)s” with the lowest level, “%(aside)s” without them.")
            % {"lowest": VERDICT_WORDS[lowest.verdict], "aside": VERDICT_WORDS[aside.verdict]}
        )
    return remarks


def _against(now: YearResult, each: YearResult, figure: Callable[[YearResult], str]) -> OutcomeCell:
    before, after = figure(now), figure(each)
    note = _("instead of %(before)s") % {"before": before} if after != before else ""
    return OutcomeCell(after, note)


def _total(result: YearResult) -> str:
    if result.complete:
        return format_number(result.shown(result.total))
    return "–".join(format_number(result.shown(each)) for each in (result.lowest, result.highest))


def _index(result: YearResult) -> str:
    return "–" if result.index is None else f"{format_number(result.index, decimals=2)} %"
