"""What a baseline form would give, before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.baseline_forms import BaselineForm
from indicators.baseline_words import baseline_error_message
from indicators.baselines import BaselineError, BaselineMethod, compute_baseline, inputs_from_json
from indicators.models import Indicator

HISTORY_YEARS = 3
"""So many years before the plan are offered at least: the paper's baselines are the mean of three."""


@dataclass(frozen=True, slots=True)
class BaselinePreview:
    """The value that would be stored and the years that make it, or why there is none.

    `differs`: value, method or years are not those that are stored.
    """

    value: Decimal | None
    inputs: tuple[tuple[int, Decimal], ...] = ()
    error: str = ""
    differs: bool = False


def preview_baseline(
    form: BaselineForm, history: Mapping[int, Decimal], indicator: Indicator, first_year: int
) -> BaselinePreview:
    """What the form's method makes of the history."""
    if form.is_bound:
        if not form.is_valid():
            return BaselinePreview(None, error=_("Correct the form to see what it would give."))
        chosen = form.cleaned_data
    else:
        chosen = dict(form.initial)
    method = BaselineMethod(chosen["method"])
    stored = (indicator.baseline, indicator.baseline_method)
    if method == BaselineMethod.DECREED:
        value = chosen["value"]
        return BaselinePreview(value, differs=(value, method) != stored)
    try:
        computed = compute_baseline(method, history, first_year=first_year, years=chosen["years"] or None)
    except BaselineError as error:
        return BaselinePreview(None, error=baseline_error_message(error))
    same = (computed.value, method) == stored and computed.inputs == inputs_from_json(
        indicator.baseline_inputs
    )
    return BaselinePreview(computed.value, tuple(computed.inputs.items()), differs=not same)
