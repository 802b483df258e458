"""The forms of the review. Rules live in the services."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import Measurement
from organizations.text_checks import check_direction

LONGEST_REASON = Measurement._meta.get_field("state_reason").max_length


class WhyForm(forms.Form):
    """Why a value is returned, or why an indicator does not apply; whoever entered the value reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("It stands beside the value, and the history keeps it."),
        validators=[check_direction],
        error_messages={"required": _("Say why.")},
    )


class AppliesForm(forms.Form):
    """Confirms that an indicator applies again. `version`: the one that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class AppliesNotForm(WhyForm, AppliesForm):
    """Why an indicator does not apply in the year."""
