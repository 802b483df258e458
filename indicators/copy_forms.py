"""What people say about the copy of a plan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from scorecards.forms import YearField
from scorecards.models import Plan


class CopyPlanForm(forms.ModelForm):
    """Name and years of the new plan."""

    first_year = YearField(label=_("First year"))
    last_year = YearField(label=_("Last year"))

    class Meta:
        model = Plan
        fields = ("name", "first_year", "last_year")

    def _post_clean(self) -> None:
        """The service validates what it makes."""
