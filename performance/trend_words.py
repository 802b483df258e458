"""What the years say together, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.scoring import Verdict
from indicators.year_results import PlanYear
from organizations.numbers import format_number

ONE_YEAR: dict[Verdict, Promise] = {
    Verdict.GOOD: gettext_lazy(
        "%(year)s is the only year with an index: %(index)s, good. The next one makes a trend."
    ),
    Verdict.NOT_GOOD: gettext_lazy(
        "%(year)s is the only year with an index: %(index)s, not good yet. The next one makes a trend."
    ),
    Verdict.UNDECIDED: gettext_lazy(
        "%(year)s is the only year with an index: %(index)s, undecided. The next one makes a trend."
    ),
}


def trend_answer(years: Sequence[PlanYear]) -> str:
    """How the index moved from the first year that has one to the last, and in how many it was good."""
    known = [each for each in years if each.result.index is not None]
    if not known:
        return _("No year has an index yet: the trend begins with the first achievements.")
    first, last = known[0], known[-1]
    if first is last:
        words = {"year": _year(first), "index": format_number(first.result.index)}
        return ONE_YEAR[first.result.verdict] % words
    return _("%(movement)s; %(verdicts)s.") % {
        "movement": _movement(first, last),
        "verdicts": _verdicts([each.result.verdict for each in known]),
    }


def _movement(first: PlanYear, last: PlanYear) -> str:
    before, after = first.result.index, last.result.index
    if before is None or after is None or before == after:
        sentence = _("The index is %(after)s in %(last)s as in %(first)s")
    elif before < after:
        sentence = _("The index rose from %(before)s in %(first)s to %(after)s in %(last)s")
    else:
        sentence = _("The index fell from %(before)s in %(first)s to %(after)s in %(last)s")
    return sentence % {
        "before": format_number(before),
        "after": format_number(after),
        "first": _year(first),
        "last": _year(last),
    }


def _year(of: PlanYear) -> str:
    """The year, and while something is missing how much of it is reported."""
    year, result = str(of.scorecard_year.year), of.result
    if result.complete:
        return year
    return _("%(year)s so far (%(reported)s of %(expected)s reported)") % {
        "year": year,
        "reported": result.reported,
        "expected": result.expected,
    }


def _verdicts(verdicts: Sequence[Verdict]) -> str:
    good, undecided = verdicts.count(Verdict.GOOD), verdicts.count(Verdict.UNDECIDED)
    numbers = {"good": good, "count": len(verdicts), "undecided": undecided}
    if good == len(verdicts):
        return _("good in both years") if good == 2 else _("good in all %(count)s years") % numbers
    if undecided == len(verdicts):
        return _("none of them decided yet")
    if not good and not undecided:
        return _("good in none of them")
    if undecided:
        return _("good in %(good)s of %(count)s years, undecided in %(undecided)s") % numbers
    return _("good in %(good)s of %(count)s years") % numbers
