"""What the page of a baseline shows beside its form: what saving would make of it, and who was faster."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.baseline_forms import BaselineForm, Start
from indicators.baseline_rules import stored_rule
from indicators.baseline_words import baseline_error_message, baseline_rule_text
from indicators.baselines import (
    BaselineError,
    BaselineMethod,
    BaselineRule,
    compute_baseline,
    inputs_from_json,
)
from indicators.kpi_sheet import Sheet
from indicators.models import Indicator
from indicators.services import StaleStart
from indicators.sheet_years import achievements_before
from indicators.who_wrote import writer_words
from organizations.numbers import format_number


@dataclass(frozen=True, slots=True)
class BaselinePreview:
    """The value that would be stored and the years that make it, or why there is none.

    `differs`: value, rule or years are not those that are stored; `stays`: they are not going to be stored
    either, because nobody asked to compute the baseline again.
    """

    value: Decimal | None
    inputs: tuple[tuple[int, Decimal], ...] = ()
    error: str = ""
    differs: bool = False
    stays: bool = False


def start_of(sheet: Sheet) -> Start:
    """What the form begins with."""
    return Start(
        indicator=sheet.indicator,
        first_year=sheet.indicator.objective.scorecard.plan.first_year,
        achievements=achievements_before(sheet.years),
        closed=frozenset(year.year for year in sheet.history if year.is_closed),
    )


def preview_baseline(form: BaselineForm) -> BaselinePreview:
    """What saving the form would make the baseline."""
    start = form.start
    stored, history, again = stored_rule(start.indicator), dict(start.achievements), False
    rule = stored
    if form.is_bound:
        if not form.is_valid():
            return BaselinePreview(None, error=_("Correct the form to see what it would give."))
        for year, want in form.wanted_years().items():
            history.pop(year, None)
            if want.value is not None:
                history[year] = want.value
        rule, again = form.wanted_baseline().rule, form.wanted_baseline().again
    if rule.method == BaselineMethod.DECREED:
        return BaselinePreview(rule.value, differs=rule != stored)
    return _computed(start, rule, history, stays=rule == stored and not again)


def _computed(
    start: Start, rule: BaselineRule, history: dict[int, Decimal], *, stays: bool
) -> BaselinePreview:
    indicator = start.indicator
    try:
        computed = compute_baseline(rule.method, history, first_year=start.first_year, years=rule.years)
    except BaselineError as error:
        return BaselinePreview(None, error=baseline_error_message(error), differs=True, stays=stays)
    now = (stored_rule(indicator), indicator.baseline, inputs_from_json(indicator.baseline_inputs))
    differs = (rule, computed.value, computed.inputs) != now
    return BaselinePreview(
        computed.value, tuple(computed.inputs.items()), differs=differs, stays=stays and differs
    )


def put_conflict(form: BaselineForm, stale: StaleStart) -> None:
    """Says at each field what somebody else put there, and who; saving again puts what was typed in place."""
    indicator = form.start.indicator
    organization = indicator.objective.scorecard.unit.organization_id
    form.take_theirs_as_seen(stale.years, baseline=stale.baseline is not None)
    form.full_clean()
    for year, writing in stale.years.items():
        words = {
            "typed": _value(form.cleaned_data.get(f"year_{year}"), indicator),
            "theirs": _value(stale.theirs[year], indicator),
            **writer_words(writing.by, writing.at, organization),
        }
        form.add_error(
            form.year_field(year),
            _(
                "You typed %(typed)s; %(who)s has changed it to %(theirs)s on %(when)s. Save again to put "
                "yours in place, or type theirs."
            )
            % words,
        )
    if stale.baseline is not None:
        words = {
            "theirs": _setting(indicator),
            **writer_words(stale.baseline.by, stale.baseline.at, organization),
        }
        form.add_error(
            "method",
            _(
                "%(who)s has set the baseline on %(when)s. Now it reads: %(theirs)s. What you chose stands "
                "here: save again to put it in place."
            )
            % words,
        )


def _value(value: Decimal | None, indicator: Indicator) -> str:
    return _("nothing") if value is None else format_number(value, decimals=indicator.decimals)


def _setting(indicator: Indicator) -> str:
    """The stored baseline in one line: how it is set, its value and its note."""
    said = [baseline_rule_text(stored_rule(indicator)), _value(indicator.baseline, indicator)]
    return " · ".join([*said, *filter(None, [indicator.baseline_note])])
