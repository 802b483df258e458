"""The check list of an open year in words: what stands open, whom it is about, where it can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.explanations import explain_year
from indicators.scorecard_year import Row
from indicators.scoring import YearResult
from performance.closing_checks import NOT_YET_APPROVED, Checklist
from performance.closing_year import OpenYear
from performance.models import FollowUp
from performance.table_foot import warnings

ROWS_NAMED = 8
LONGEST_ACTION = 100


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
class Places:
    """The addresses that the check list leads to. `rules` is empty for who may not see the settings."""

    sheet: Callable[[int], str]
    entry: str
    review: str
    follow_ups: str
    rules: str


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
        _unanswered_line(open_year.unanswered, places),
        _follow_ups_line(open_year.follow_ups, places),
        _differing_line(found, places),
    ]
    remarks = (*explain_year(table.result)[1:], *warnings(table))
    if remarks:
        links = ((_("Weights & threshold"), places.rules),) if places.rules else ()
        text = _("The rules of the year show something unusual")
        lines.append(CheckLine(Standing.REMARK, text, links=links, remarks=remarks))
    return lines


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


def _unanswered_line(rows: Sequence[Row], places: Places) -> CheckLine:
    text = ngettext(
        "%(count)s achievement is below target and no follow-up answers it",
        "%(count)s achievements are below target and no follow-up answers them",
        len(rows),
    ) % {"count": len(rows)}
    links = ((_("To the follow-ups"), places.follow_ups),)
    return _line(rows, places, _("Whatever is below target has a follow-up"), text, links)


def _follow_ups_line(open_ones: Sequence[FollowUp], places: Places) -> CheckLine:
    """The open follow-ups; they stay open in the closed year, and come back every year until then."""
    if not open_ones:
        return CheckLine(Standing.DONE, _("No follow-up is open"))
    text = ngettext("%(count)s follow-up is open", "%(count)s follow-ups are open", len(open_ones))
    return CheckLine(
        standing=Standing.OPEN,
        text=text % {"count": len(open_ones)},
        named=tuple(
            Named(
                f"{each.measurement.indicator.code} · {each.measurement.scorecard_year.year}",
                Truncator(each.action).chars(LONGEST_ACTION),
                places.follow_ups,
            )
            for each in open_ones[:ROWS_NAMED]
        ),
        more=_more_words(len(open_ones)),
        links=((_("To the follow-ups"), places.follow_ups),),
        remarks=(_("They can be worked on and closed after the year is closed, too."),),
    )


def _more_words(count: int) -> str:
    more = count - ROWS_NAMED
    return ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more} if more > 0 else ""


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
