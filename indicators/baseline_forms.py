"""The forms of a baseline and of the years before the plan. Rules live in the services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from organizations.number_forms import StrictDecimalField
from scorecards.models import FIRST_YEAR, LAST_YEAR


class HistoryYearsForm(forms.Form):
    """Achievements of the years before the plan, one field each, and one more year."""

    new_year = forms.IntegerField(label=_("Another year"), required=False)
    new_value = StrictDecimalField(label=_("Its achievement"), required=False)

    def __init__(
        self,
        *args: Any,
        achievements: Mapping[int, Decimal],
        first_year: int,
        years: Iterable[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.years = sorted(years)
        for year in self.years:
            self.fields[f"year_{year}"] = StrictDecimalField(
                label=str(year), required=False, initial=achievements.get(year)
            )
        new_year = self.fields["new_year"]
        new_year.widget.attrs |= {"min": FIRST_YEAR, "max": first_year - 1}
        self.order_fields([*(f"year_{year}" for year in self.years), "new_year", "new_value"])

    def year_fields(self) -> list[forms.BoundField]:
        """The fields of the known years, in order."""
        return [self[f"year_{year}"] for year in self.years]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year, value = cleaned.get("new_year"), cleaned.get("new_value")
        faulty = {"new_year", "new_value"} & set(self.errors)
        if not faulty and (year is None) != (value is None):
            missing = "new_year" if year is None else "new_value"
            self.add_error(
                missing, ValidationError(_("A year and its achievement belong together."), code="pair")
            )
        if year in self.years:
            self.add_error(
                "new_year", ValidationError(_("This year has its own field above."), code="double")
            )
        return cleaned

    def values(self) -> dict[int, Decimal | None]:
        """The achievements that changed, by year; None clears one."""
        changed = {
            year: self.cleaned_data[f"year_{year}"]
            for year in self.years
            if f"year_{year}" in self.changed_data
        }
        if self.cleaned_data.get("new_year") is not None:
            changed[self.cleaned_data["new_year"]] = self.cleaned_data["new_value"]
        return changed


class BaselineForm(forms.Form):
    """How the baseline is set: decreed, or computed from the years before the plan."""

    method = forms.ChoiceField(label=_("How the baseline is set"), choices=Indicator.BaselineMethod.choices)
    value = StrictDecimalField(
        label=_("Decreed baseline"),
        required=False,
        help_text=_("Only for a decreed baseline; empty for none."),
    )
    years = forms.IntegerField(
        label=_("Years that the mean takes"),
        required=False,
        min_value=1,
        max_value=LAST_YEAR - FIRST_YEAR,
        help_text=_("Only for a mean: the last so many years before the plan; empty for all that there are."),
    )
    note = forms.CharField(
        label=_("Note on the baseline"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """What belongs to another method than the chosen one does not count."""
        cleaned = super().clean() or {}
        method = cleaned.get("method")
        if method != Indicator.BaselineMethod.DECREED:
            cleaned["value"] = None
        if method != Indicator.BaselineMethod.MEAN:
            cleaned["years"] = None
        return cleaned
