"""The small form with which one fact of the KPI sheet is changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.sheet_facts import FactRule, fingerprint
from indicators.sheet_forms import SheetFieldsForm

LONGEST_MARK = 64


class FactForm(SheetFieldsForm):
    """The fields of one fact, and the mark of what stood in them when the form was opened."""

    seen = forms.CharField(required=False, max_length=LONGEST_MARK, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule: FactRule, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="fact_%s", **kwargs)
        self.rule = rule
        for name in set(self.fields) - {*rule.fields, "seen"}:
            del self.fields[name]
        self.fields["seen"].initial = fingerprint(self.instance, rule.fields)

    def values(self) -> dict[str, Any]:
        """What the fields are to hold."""
        return {name: self.cleaned_data[name] for name in self.rule.fields}


def put_in_place(form: forms.BaseForm, fields: Sequence[str], error: ValidationError) -> None:
    """Puts a service's errors at the fields; what concerns none of them stands at the first."""
    if not hasattr(error, "error_dict"):
        form.add_error(fields[0], error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in fields else fields[0], errors)
