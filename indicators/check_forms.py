"""The forms of the plan check: its filters, and why findings are accepted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators.accepted_findings import Reference
from indicators.check_page import Filters, Item
from indicators.check_words import SEVERITIES, rule_name
from indicators.models import AcceptedFinding
from indicators.plan_check import RULES, PlanFacts
from indicators.plan_check_words import subject_name
from organizations.text_checks import check_direction

LONGEST_REASON = AcceptedFinding._meta.get_field("reason").max_length
SHOWN_LENGTH = 80


class FilterForm(forms.Form):
    """The filters of the plan check, from the URL; a choice that does not exist filters nothing."""

    severity = forms.ChoiceField(
        required=False,
        choices=[("", _("Every severity")), *((each.value, words) for each, words in SEVERITIES.items())],
    )
    perspective = forms.ChoiceField(required=False)
    rule = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, facts: PlanFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subjects = [each.subject for each in facts.perspectives]
        choices: dict[str, list[tuple[str, Any]]] = {
            "perspective": [
                ("", _("Every perspective")),
                *((each.code, subject_name(each)) for each in subjects),
            ],
            "rule": [("", _("Every rule")), *((code, rule_name(code)) for code in RULES)],
        }
        labels = {"severity": _("Severity"), "perspective": _("Perspective"), "rule": _("Rule")}
        for name, label in labels.items():
            field: Any = self.fields[name]
            field.choices = choices.get(name, field.choices)
            field.widget.attrs |= {"aria-label": label, "class": "form-select", "data-submit-on-change": ""}

    def filters(self) -> Filters:
        """What is to be filtered, faulty choices left out."""
        self.is_valid()
        return Filters(**{name: self.cleaned_data.get(name) or "" for name in self.fields})


class ReferencesField(forms.MultipleChoiceField):
    """Findings as their references. Whether they stand is for the service to say."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "unreadable": _("“%(read)s” is not a finding of the plan check. Choose from the list."),
    }

    def clean(self, value: Any) -> list[Reference]:
        return [self._read(text) for text in super().clean(value)]

    def valid_value(self, value: Any) -> bool:
        return True

    def _read(self, text: str) -> Reference:
        try:
            return Reference.read(text)
        except ValueError:
            params = {"read": text[:SHOWN_LENGTH]}
            message = self.error_messages["unreadable"]
            raise ValidationError(message, code="unreadable", params=params) from None


class AcceptForm(forms.Form):
    """Which findings are accepted, and why."""

    findings = ReferencesField(
        label=_("What is accepted"), error_messages={"required": _("Choose a finding.")}
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why it may stay as it is.")},
        help_text=_("Everyone who reads the plan check sees it, with your name."),
        validators=[check_direction],
    )

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["findings"]
        field.choices = [(item.token, f"{item.code} {item.name}: {item.message}") for item in items]
