"""The small forms with which a year's target or achievement is changed on the KPI sheet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.models import Indicator, Measurement
from indicators.units_of_measure import is_percent
from organizations.number_forms import StrictDecimalField


def value_fields(indicator: Indicator, what: str) -> dict[str, str]:
    """The fields of a measurement that are typed together, with their labels; only a range has two targets.

    what: "target" or "achievement".
    """
    if what == "achievement":
        return {"achievement": _("Achievement")}
    if indicator.polarity == Indicator.Polarity.RANGE:
        return {"target": _("Lower target"), "target_upper": _("Upper target")}
    return {"target": _("Target")}


class YearValueForm(forms.Form):
    """Numbers of one year, the version that they were read at and the language in which they are typed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, measurement: Measurement, labels: Mapping[str, str]) -> None:
        initial = {name: getattr(measurement, name) for name in labels}
        known = {"version": measurement.version, "language": get_language()}
        super().__init__(data, initial=initial | known, auto_id=f"year_{measurement.pk}_%s")
        percent = is_percent(measurement.indicator.unit_of_measure)
        for name, label in labels.items():
            self.fields[name] = StrictDecimalField(label=label, required=False, is_percentage=percent)
        self.typed = tuple(labels)

    def values(self) -> dict[str, Decimal | None]:
        """What the year is to hold; nothing typed is a missing value, never a zero."""
        return {name: self.cleaned_data[name] for name in self.typed}
