"""The forms of evidence. Rules live in the services."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Evidence
from indicators.sheet_forms import LONGEST_REASON, ReasonForm

LONGEST_ADDRESS = 500
SHOWN_LENGTH = 60
is_web_address = URLValidator(schemes=["http", "https"])


class EvidenceForm(forms.ModelForm):
    """What the proof is called and where it is kept."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=gettext_lazy("Where the proof is kept: begins with http:// or https://."),
    )

    class Meta:
        model = Evidence
        fields = ("title", "url")
        help_texts = {"title": gettext_lazy("For example: Audited annual report 2013, page 12.")}

    def clean_url(self) -> str:
        """Nothing but addresses of the web: no script, no file of somebody's own machine."""
        address: str = self.cleaned_data["url"]
        try:
            is_web_address(address)
        except ValidationError:
            read = address if len(address) <= SHOWN_LENGTH else f"{address[:SHOWN_LENGTH]}…"
            message = _("Read “%(read)s”; expected a web address such as https://files.example.org/report.")
            raise ValidationError(message % {"read": read}, code="invalid") from None
        return address

    def _post_clean(self) -> None:
        """The service validates and writes."""


class WhyForm(ReasonForm):
    """Why evidence is deleted; the history keeps it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("The history keeps it."),
        error_messages={"required": gettext_lazy("Say why: the history keeps it.")},
    )
