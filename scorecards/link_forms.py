"""What people type about a cause-effect link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations.shown_names import called
from scorecards.models import Objective, ObjectiveLink, Scorecard
from scorecards.services import StaleLink, newest_trace

GONE = _(
    "There is no such objective on this map: it has been deleted meanwhile, or belongs to another scorecard."
)


def require_sent(form: forms.ModelForm, name: str) -> None:
    """Only a text that was sent empty is cleared: one that was not sent at all is told at its place."""
    if form.add_prefix(name) not in form.data:
        form.add_error(name, ValidationError(_("The note was not sent."), code="required"))


def stale_words(stale: StaleLink, organization_id: int) -> str:
    """Who changed a link meanwhile, and what it says now."""
    link = stale.current
    words = {
        "who": called(stale.changed_by, organization_id) or gettext("The system"),
        "when": date_format(timezone.localtime(stale.changed_at), "SHORT_DATETIME_FORMAT"),
        "cause": link.cause.code,
        "effect": link.effect.code,
        "note": link.note,
    }
    if not link.note:
        return (
            gettext(
                "%(who)s has changed this link on %(when)s. Now it reads: %(cause)s drives %(effect)s, "
                "without a note. What you typed stands below: save again to put it in place."
            )
            % words
        )
    return (
        gettext(
            "%(who)s has changed this link on %(when)s. Now it reads: %(cause)s drives %(effect)s, "
            "“%(note)s”. What you typed stands below: save again to put it in place."
        )
        % words
    )


class LinkForm(forms.ModelForm):
    """A new link between two objectives of a scorecard."""

    class Meta:
        model = ObjectiveLink
        fields = ["cause", "effect", "note"]
        help_texts = {
            "cause": _("What is improved first ..."),
            "effect": _("... and what gets better because of it."),
            "note": _("Why the one leads to the other."),
        }

    def __init__(self, *args: Any, scorecard: Scorecard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cause", "effect"):
            field: Any = self.fields[name]
            field.queryset = Objective.objects.filter(scorecard=scorecard)
            field.error_messages["invalid_choice"] = GONE

    def _post_clean(self) -> None:
        """The service validates and writes a fresh copy: no link is a double of itself."""


class LinkEditForm(LinkForm):
    """A link that is there already, with the mark of what stood there when the form was opened."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, link: ObjectiveLink, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = newest_trace(link)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        require_sent(self, "note")
        return cleaned

    def see(self, newest: int) -> None:
        """Lets the same entries be saved knowing what stands there now."""
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data["seen"] = str(newest)
            self.data = data
