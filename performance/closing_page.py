"""The page of an open year's closing in words: its check list, and what each choice would give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.explanations import explain_year
from indicators.models import Measurement
from indicators.scorecard_year import Row, ScorecardYearTable, load_scorecard_year
from indicators.scoring import Verdict, YearResult
from organizations.numbers import format_number
from performance.closing_checks import (
    NOT_YET_APPROVED,
    Checklist,
    OpenQuestions,
    Outcomes,
    checklist,
    open_questions,
    outcomes,
)
from performance.closing_services import check_closable
from performance.figures import shown
from performance.models import FollowUp
from performance.rules_page import VERDICT_STATUS, Choice
from performance.table_foot import warnings
from performance.words import VERDICT_WORDS
from scorecards.models import ScorecardYear

ROWS_NAMED = 8

State = Measurement.State


class Standing(StrEnum):
    """Where a line of the check list stands."""

    DONE = "done"
    OPEN = "open"
    BLOCKING = "blocking"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator that a line of the check list is about."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A line of the check list: what it says, whom it is about, and where that can be mended."""

    standing: Standing
    text: str
    named: tuple[Named, ...] = ()
    more: str = ""
    links: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses that the check list leads to. `rules` is empty for who may not see the settings."""

    sheet: Callable[[int], str]
    entry: str
    review: str
    follow_ups: str
    rules: str


@dataclass(frozen=True, slots=True)
class OpenYear:
    """An open year with what its closing hangs on. version: that of the scorecard, read before the rest."""

    table: ScorecardYearTable
    found: Checklist
    questions: OpenQuestions
    outcomes: Outcomes
    version: int

    @property
    def may_set_aside(self) -> bool:
        """Whether something would count without the missing ones."""
        return self.outcomes.not_applicable.verdict is not Verdict.UNDECIDED


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


def load_open_year(scorecard_year: ScorecardYear) -> OpenYear:
    """The year in the queries of load_scorecard_year and open_questions; expects it as those do."""
    table = load_scorecard_year(scorecard_year)
    version = scorecard_year.scorecard.version
    return OpenYear(table, checklist(table), open_questions(table), outcomes(table), version)


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


def open_answer(year: int, found: Checklist, result: YearResult) -> str:
    """What stands between an open year and its closing, in one sentence."""
    if not result.expected:
        return _("%(year)s is open: nothing counts in it yet.") % {"year": year}
    parts = []
    if found.missing:
        parts.append(_missing_words(len(found.missing)))
    if found.not_approved:
        parts.append(_not_approved_words(len(found.not_approved)))
    if not parts:
        return _("%(year)s is open: everything is reported and approved.") % {"year": year}
    return _("%(year)s is open: %(what)s.") % {"year": year, "what": ", ".join(parts)}


def check_lines(open_year: OpenYear, places: Places) -> list[CheckLine]:
    """The check list of an open year, in the active language."""
    table, found = open_year.table, open_year.found
    lines = [
        _missing_line(found, places),
        _not_approved_line(found, places),
        _unexplained_line(found, places),
        _unanswered_line(open_year.questions, places),
        _follow_ups_line(open_year.questions, places),
        _differing_line(found, places),
    ]
    remarks = (*explain_year(table.result)[1:], *warnings(table))
    if remarks:
        links = ((_("Weights & threshold"), places.rules),) if places.rules else ()
        text = _("The rules of the year show something unusual")
        lines.append(CheckLine(Standing.REMARK, text, links=links, remarks=remarks))
    return lines


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


def _line(
    rows: Sequence[Row],
    places: Places,
    done: str,
    text: str,
    links: Iterable[tuple[str, str]],
    standing: Standing = Standing.OPEN,
) -> CheckLine:
    if not rows:
        return CheckLine(Standing.DONE, done)
    return CheckLine(
        standing=standing,
        text=text,
        named=tuple(
            Named(row.indicator.code, row.indicator.name, places.sheet(row.indicator.pk))
            for row in rows[:ROWS_NAMED]
        ),
        more=_more_words(len(rows)),
        links=tuple(links),
    )


def _more_words(count: int) -> str:
    more = count - ROWS_NAMED
    return ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more} if more > 0 else ""


def _missing_line(found: Checklist, places: Places) -> CheckLine:
    rows = found.missing
    links = ((_("To the entry page"), f"{places.entry}?show=missing"),)
    return _line(rows, places, _("Every expected achievement is there"), _missing_words(len(rows)), links)


def _not_approved_line(found: Checklist, places: Places) -> CheckLine:
    rows = found.not_approved
    links = []
    for state in NOT_YET_APPROVED:
        count = sum(row.measurement.state == state for row in rows)
        if count:
            label = _("%(state)s: %(count)s") % {"state": state.label, "count": count}
            links.append((label, f"{places.review}?state={state.value}"))
    done = _("Everything that is reported is approved")
    return _line(rows, places, done, _not_approved_words(len(rows)), links)


def _unexplained_line(found: Checklist, places: Places) -> CheckLine:
    rows = found.unexplained
    text = ngettext(
        "%(count)s achievement is below target and no note says why",
        "%(count)s achievements are below target and no note says why",
        len(rows),
    ) % {"count": len(rows)}
    links = ((_("To the entry page"), f"{places.entry}?show=below"),)
    return _line(rows, places, _("Whatever is below target has a note that says why"), text, links)


def _unanswered_line(questions: OpenQuestions, places: Places) -> CheckLine:
    rows = questions.unanswered
    text = ngettext(
        "%(count)s result below target has no follow-up",
        "%(count)s results below target have no follow-up",
        len(rows),
    ) % {"count": len(rows)}
    links = ((_("To the follow-ups"), places.follow_ups),)
    return _line(rows, places, _("Every result below target has a follow-up"), text, links)


def _follow_ups_line(questions: OpenQuestions, places: Places) -> CheckLine:
    """Each with the year of its result, as those of earlier years are among them."""
    count = len(questions.follow_ups)
    if not count:
        return CheckLine(Standing.DONE, _("No follow-up is still open"))
    text = ngettext("%(count)s follow-up is still open", "%(count)s follow-ups are still open", count)
    return CheckLine(
        standing=Standing.OPEN,
        text=text % {"count": count},
        named=tuple(_follow_up(each, places) for each in questions.follow_ups[:ROWS_NAMED]),
        more=_more_words(count),
        links=((_("To the follow-ups"), places.follow_ups),),
        remarks=(_("They stay open when the year is closed, and can be carried out afterwards."),),
    )


def _follow_up(follow_up: FollowUp, places: Places) -> Named:
    measurement = follow_up.measurement
    indicator = measurement.indicator
    code = f"{indicator.code} · {measurement.scorecard_year.year}"
    return Named(code, follow_up.name, places.follow_ups)


def _differing_line(found: Checklist, places: Places) -> CheckLine:
    rows = found.differing
    text = ngettext(
        "%(count)s stored score is not what the rule gives: let an operator run “rescore”",
        "%(count)s stored scores are not what the rule gives: let an operator run “rescore”",
        len(rows),
    ) % {"count": len(rows)}
    return _line(rows, places, _("Every stored score is what the rule gives"), text, (), Standing.BLOCKING)


def _missing_words(count: int) -> str:
    words = ngettext("%(count)s achievement is missing", "%(count)s achievements are missing", count)
    return words % {"count": count}


def _not_approved_words(count: int) -> str:
    words = ngettext(
        "%(count)s achievement is not approved", "%(count)s achievements are not approved", count
    )
    return words % {"count": count}
