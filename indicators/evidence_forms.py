"""The forms of evidence. Rules live in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.file_kinds import ENDINGS
from indicators.sheet_forms import LONGEST_REASON, ReasonForm
from organizations.text_checks import check_direction

LONGEST_TITLE = 200
LONGEST_ADDRESS = 500
SHOWN_LENGTH = 60
is_web_address = URLValidator(schemes=["http", "https"])


class EvidenceForm(forms.Form):
    """The proof, a file or where it is kept, and what it is called."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "Choose it or drop it here: PDF, picture (PNG, JPEG, WebP), Excel, Word, PowerPoint, "
            "OpenDocument, CSV or plain text; at most 10 MB. It is kept here, and whoever may read this "
            "sheet can download it."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS), "class": "drop-here"}),
    )
    url = forms.CharField(
        label=gettext_lazy("Or its address"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=gettext_lazy("Where the proof is kept: begins with http:// or https://."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy(
            "For example: Audited annual report 2013, page 12. A file without a title is called by its name."
        ),
    )

    def clean_url(self) -> str:
        """Nothing but addresses of the web: no script, no file of somebody's own machine."""
        address: str = self.cleaned_data["url"]
        if not address:
            return ""
        try:
            is_web_address(address)
        except ValidationError:
            read = address if len(address) <= SHOWN_LENGTH else f"{address[:SHOWN_LENGTH]}…"
            message = _("Read “%(read)s”; expected a web address such as https://files.example.org/report.")
            raise ValidationError(message % {"read": read}, code="invalid") from None
        return address

    def clean(self) -> dict[str, Any]:
        """One of file and address, and a title for an address."""
        cleaned = self.cleaned_data
        file, address = cleaned.get("file"), cleaned.get("url")
        if file and address:
            self.add_error("url", _("Read a file and an address; expected one of them. Add them one by one."))
        elif not file and address == "":
            self.add_error("url", _("Read neither a file nor an address; expected one of them."))
        elif not file and not cleaned.get("title", "-"):
            self.add_error("title", _("Say what stands at this address."))
        return cleaned


class WhyForm(ReasonForm):
    """Why evidence is deleted; the history keeps it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("The history keeps it."),
        validators=[check_direction],
        error_messages={"required": gettext_lazy("Say why: the history keeps it.")},
    )
