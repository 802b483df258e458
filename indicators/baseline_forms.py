"""The form of where an indicator starts from: the years before the plan, and how the baseline is set.

Rules live in the services. Beside each value stands what was read there when the form was opened (`seen`):
only what somebody changed is wanted, and what somebody else changed meanwhile is shown as it is now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.baseline_rules import stored_mark, stored_rule
from indicators.baselines import BaselineMethod, plain_note, rule_of, written
from indicators.models import Indicator
from indicators.services import WantedBaseline, WantedYear, YearsRefused
from organizations.number_forms import StrictDecimalField, WholeNumberField
from organizations.numbers import format_number
from scorecards.models import FIRST_YEAR, LAST_YEAR

HISTORY_YEARS = 3
"""So many years before the plan are offered at least: the paper's baselines are the mean of three."""
SHOWN_LENGTH = 40
LONGEST_NOTE = 2000
SENT_YEAR = re.compile(r"year_([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Start:
    """What the form begins with. achievements: of the years before the plan; closed: those that stay."""

    indicator: Indicator
    first_year: int
    achievements: Mapping[int, Decimal]
    closed: frozenset[int] = frozenset()


class YearBeforeField(WholeNumberField):
    """A year before the plan; anything else is told with what was read."""

    def _expected(self, typed: str) -> str:
        words = {
            "year": Truncator(typed).chars(SHOWN_LENGTH),
            "first": str(self.min_value),
            "last": str(self.max_value),
        }
        message = _("Read the year %(year)s; expected one from %(first)s to %(last)s, before the plan.")
        return message % words


class BaselineForm(forms.Form):
    """Achievements of the years before the plan, one field each, one more year, and the baseline."""

    new_value = StrictDecimalField(label=gettext_lazy("Its achievement"), required=False)
    method = forms.ChoiceField(
        label=gettext_lazy("How the baseline is set"), choices=Indicator.BaselineMethod.choices
    )
    value = StrictDecimalField(
        label=gettext_lazy("Decreed baseline"),
        required=False,
        help_text=gettext_lazy("Only for a decreed baseline; empty for none."),
    )
    years = WholeNumberField(
        label=gettext_lazy("Years that the mean takes"),
        required=False,
        min_value=1,
        max_value=LAST_YEAR - FIRST_YEAR,
        help_text=gettext_lazy(
            "Only for a mean: the last so many years before the plan; empty for all that there are."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Note on the baseline"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    again = forms.BooleanField(
        label=gettext_lazy("Compute the baseline again from the years above"),
        required=False,
        help_text=gettext_lazy("Without this an unchanged way of setting it leaves the baseline as it is."),
    )
    seen = forms.Field(required=False, widget=forms.HiddenInput)

    data: QueryDict

    def __init__(self, data: QueryDict | None = None, *, start: Start) -> None:
        self.start = start
        rule = stored_rule(start.indicator)
        stored = {
            "method": rule.method.value,
            "value": start.indicator.baseline,
            "years": rule.years,
            "note": start.indicator.baseline_note,
            "seen": stored_mark(start.indicator),
        }
        super().__init__(data.copy() if data is not None else None, initial=stored)
        self.fields["new_year"] = YearBeforeField(
            label=_("Another year"), required=False, min_value=FIRST_YEAR, max_value=start.first_year - 1
        )
        if rule.method == BaselineMethod.DECREED:
            del self.fields["again"]
        self.history_years = self._offered_years()
        for year in self.history_years:
            self._add_year(year)
        if self.is_bound:
            self._keep_what_was_not_sent()

    def _offered_years(self) -> list[int]:
        first = self.start.first_year
        last_ones = {first - back for back in range(1, HISTORY_YEARS + 1) if first - back >= FIRST_YEAR}
        # A year that somebody filled in while the plan was moved over it is told, not dropped.
        sent = {int(found[1]) for found in map(SENT_YEAR.fullmatch, self.data) if found}
        changed = {year for year in sent if FIRST_YEAR <= year <= LAST_YEAR and self._is_touched(year)}
        return sorted(last_ones | self.start.achievements.keys() | changed)

    def _add_year(self, year: int) -> None:
        stored = self.start.achievements.get(year)
        is_closed = year in self.start.closed
        self.fields[f"year_{year}"] = StrictDecimalField(
            label=str(year), required=False, initial=stored, help_text=_("Closed") if is_closed else ""
        )
        if is_closed:
            self.fields[f"year_{year}"].widget.attrs["readonly"] = True
        self.fields[f"seen_{year}"] = forms.Field(
            required=False, widget=forms.HiddenInput, initial=written(stored)
        )

    def _keep_what_was_not_sent(self) -> None:
        """What nobody touched, or did not send at all, reads as it is stored now."""
        for year in self.history_years:
            if not self._is_touched(year):
                stored = self.start.achievements.get(year)
                self.data[f"year_{year}"] = "" if stored is None else format_number(stored)
                self.data[f"seen_{year}"] = written(stored)
        for name in ("value", "years", "note"):
            if name not in self.data:
                stored = self[name].initial
                self.data[name] = "" if stored is None else self.fields[name].prepare_value(stored)

    def _is_touched(self, year: int) -> bool:
        """Whether a field was sent that holds something other than what was read in it."""
        if f"year_{year}" not in self.data:
            return False
        try:
            typed = StrictDecimalField(required=False).clean(self.data[f"year_{year}"])
        except ValidationError:
            return True
        return written(typed) != self.data.get(f"seen_{year}", "")

    def year_fields(self) -> list[forms.BoundField]:
        """The fields of the known years, in order."""
        return [self[f"year_{year}"] for year in self.history_years]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._drop_other_methods(cleaned)
        year, value = cleaned.get("new_year"), cleaned.get("new_value")
        faulty = {"new_year", "new_value"} & set(self.errors)
        if not faulty and (year is None) != (value is None):
            missing = "new_year" if year is None else "new_value"
            self.add_error(
                missing, ValidationError(_("A year and its achievement belong together."), code="pair")
            )
        if year in self.history_years:
            self.add_error(
                "new_year", ValidationError(_("This year has its own field above."), code="double")
            )
        return cleaned

    def _drop_other_methods(self, cleaned: dict[str, Any]) -> None:
        """What belongs to another method than the chosen one is out of sight: it is not even read."""
        for name, method in (("value", BaselineMethod.DECREED), ("years", BaselineMethod.MEAN)):
            if cleaned.get("method") not in (method, None):
                self.errors.pop(name, None)
                cleaned[name] = None

    def wanted_years(self) -> dict[int, WantedYear]:
        """The achievements that somebody changed, by year."""
        wanted = {
            year: WantedYear(self.cleaned_data[f"year_{year}"], self.cleaned_data[f"seen_{year}"] or "")
            for year in self.history_years
            if self._is_touched(year)
        }
        if self.cleaned_data.get("new_year") is not None:
            wanted[self.cleaned_data["new_year"]] = WantedYear(self.cleaned_data["new_value"], "")
        return wanted

    def wanted_baseline(self) -> WantedBaseline:
        """How the baseline is to be set."""
        cleaned = self.cleaned_data
        rule = rule_of(cleaned["method"], cleaned["value"], cleaned["years"])
        again = cleaned.get("again", False) and rule.method != BaselineMethod.DECREED
        return WantedBaseline(rule, plain_note(cleaned["note"]), cleaned["seen"] or "", again)

    def at_fields(self, error: ValidationError) -> ValidationError:
        """A service's error by the fields of this form."""
        if isinstance(error, YearsRefused):
            return ValidationError({self.year_field(year): each for year, each in error.by_year.items()})
        method = self.cleaned_data["method"]
        field = "value" if method == BaselineMethod.DECREED else "method"
        return ValidationError({field: error.messages})

    def year_field(self, year: int) -> str:
        """The name of the field in which the achievement of a year stands."""
        return f"year_{year}" if year in self.history_years else "new_value"

    def take_theirs_as_seen(self, years: Iterable[int], *, baseline: bool) -> None:
        """From now on what is stored has been read: saving the same again puts it in place of theirs."""
        for year in years:
            self.data[f"seen_{year}"] = written(self.start.achievements.get(year))
        if baseline:
            self.data["seen"] = stored_mark(self.start.indicator)
