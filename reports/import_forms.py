"""The form that takes a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """A file to import. What is in it is judged when it is read."""

    file = forms.FileField(
        label=_("Workbook or CSV file"),
        allow_empty_file=True,
        max_length=200,
        help_text=_("An .xlsx file, or a table with the columns code and achievement; at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": _("Choose a file."), "missing": _("Choose a file.")},
    )
