"""What is sent to the strategy map: a link drawn on it, and the note of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scorecards.link_forms import LinkForm, require_sent
from scorecards.models import ObjectiveLink
from scorecards.services import newest_trace


class DrawnLinkForm(LinkForm):
    """A link drawn from card to card."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cause", "effect"):
            self.fields[name].error_messages["required"] = _("A link needs a cause and an effect.")


class LinkNoteForm(forms.ModelForm):
    """Why the one leads to the other; what is typed over several lines becomes one.

    seen: the newest trace of the link when the panel was opened.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ObjectiveLink
        fields = ["note"]
        help_texts = {"note": _("Why the one leads to the other.")}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = newest_trace(self.instance)

    def clean_note(self) -> str:
        return " ".join(self.cleaned_data["note"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        require_sent(self, "note")
        return cleaned
