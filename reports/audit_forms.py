"""The filters of the audit trail, as they stand in its URL."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from reports.audit.filters import Filters
from reports.audit.kinds import BY_SLUG, KINDS
from scorecards.models import FIRST_YEAR, LAST_YEAR, ScorecardYear

FIRST_DAY, LAST_DAY = datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31)
UNREADABLE_DAY = _("Read “%(read)s”; expected a date such as 2013-12-31.")
SHOWN_LENGTH = 30


class DayField(forms.DateField):
    """A day as a date input sends it."""

    def __init__(self, label: Any) -> None:
        widget = forms.DateInput(
            attrs={"type": "date", "class": "form-control", "min": FIRST_DAY, "max": LAST_DAY},
            format="%Y-%m-%d",
        )
        super().__init__(required=False, label=label, widget=widget, input_formats=["%Y-%m-%d"])

    def to_python(self, value: Any) -> datetime.date | None:
        try:
            day = super().to_python(value)
        except forms.ValidationError:
            day = datetime.date.max
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(UNREADABLE_DAY, params={"read": str(value)[:SHOWN_LENGTH]})
        return day


class AuditForm(forms.Form):
    """Who, what, when and year; everything is optional."""

    who = forms.CharField(
        required=False,
        max_length=100,
        label=_("Who"),
        widget=forms.TextInput(
            attrs={"type": "search", "class": "form-control", "placeholder": _("Name or address")}
        ),
    )
    what = forms.ChoiceField(
        required=False, label=_("What"), widget=forms.Select(attrs={"class": "form-select"})
    )
    year = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=_("Year"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    since = DayField(_("From"))
    until = DayField(_("To"))

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted((kind.title, kind.slug) for kind in KINDS)
        self.fields["what"].choices = [("", _("Everything")), *((slug, title) for title, slug in kinds)]  # type: ignore[attr-defined]
        years = ScorecardYear.objects.filter(scorecard__unit__organization=organization)
        known = years.order_by("year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [("", _("All years")), *((year, str(year)) for year in known)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day can't be before the first."))
        return cleaned

    def filters(self) -> Filters | None:
        """What is asked for; None when something of it can't be read."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        return Filters(
            who=asked["who"],
            kind=BY_SLUG.get(asked["what"]),
            since=asked["since"],
            until=asked["until"],
            year=asked["year"],
        )
