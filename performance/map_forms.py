"""What is sent to the strategy map: a link drawn on it, and the note of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scorecards.forms import LinkForm
from scorecards.models import ObjectiveLink

GONE = _(
    "There is no such objective on this map: it has been deleted meanwhile, or belongs to another scorecard."
)


class DrawnLinkForm(LinkForm):
    """A link drawn from card to card."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cause", "effect"):
            self.fields[name].error_messages |= {
                "required": _("A link needs a cause and an effect."),
                "invalid_choice": GONE,
            }


class LinkNoteForm(forms.ModelForm):
    """Why the one leads to the other; what is typed over several lines becomes one."""

    class Meta:
        model = ObjectiveLink
        fields = ["note"]
        help_texts = {"note": _("Why the one leads to the other.")}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def clean_note(self) -> str:
        return " ".join(self.cleaned_data["note"].split())
