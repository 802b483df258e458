"""The forms of follow-ups. Rules live in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.work_forms import DayField
from organizations.models import Organization, User
from organizations.shown_names import shown_name
from performance.follow_up_rules import REPORTED, first_day, last_day
from performance.models import LONGEST_TEXT, SETTLED, FollowUp
from performance.review_forms import LONGEST_REASON
from scorecards.services import people_of

LARGEST_VERSION = 2**31 - 1


class SeenForm(forms.Form):
    """What the forms of a stored follow-up share. `seen`: the version that the page showed."""

    seen = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION
    )

    def clean_seen(self) -> int:
        """A number in any case: without it nothing is known of what was seen, which is not to agree."""
        return self.cleaned_data["seen"] or 0

    def show_again(self, newest: int) -> None:
        """Lets the entries be saved from the page that tells what they undo."""
        entered: Any = self.data
        data = entered.copy()
        data["seen"] = str(newest)
        self.data = data


def text_field(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class FollowUpForm(forms.Form):
    """The answer to a result below target."""

    cause = text_field(
        pgettext_lazy("follow-up", "Cause"),
        help_text=_("Why the target was missed: what lies behind it rather than what happened."),
        error_messages={"required": _("Say what caused the result.")},
    )
    action = text_field(
        _("Action"),
        help_text=_("What is done so that it does not happen again."),
        error_messages={"required": _("Say what is done about it.")},
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=User.objects.none(),
        empty_label=_("Choose a person"),
        help_text=_("Who answers for it and, if they can see this unit, reports how it gets on."),
        error_messages={
            "required": _("Say who answers for it."),
            "invalid_choice": _("Choose a person of this organization."),
        },
    )
    due = DayField(label=_("Due date"), error_messages={"required": _("Say until when.")})

    def __init__(self, *args: Any, organization: Organization, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever has left the organization may stay named.
        kept = User.objects.filter(pk=self.initial.get("owner", 0))
        people = User.objects.filter(pk__in=(people_of(organization) | kept).values("pk"))
        owner: Any = self.fields["owner"]
        owner.queryset = people.annotate(shown_name=shown_name(organization.pk)).order_by("shown_name", "pk")
        owner.label_from_instance = lambda person: person.shown_name
        bounds = {"min": first_day(year), "max": last_day(year, timezone.localdate())}
        self.fields["due"].widget.attrs.update({name: each.isoformat() for name, each in bounds.items()})


class FollowUpEditForm(FollowUpForm, SeenForm):
    """A stored follow-up, changed."""


class ProgressForm(SeenForm):
    """How it gets on: what its owner reports."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[choice for choice in FollowUp.Status.choices if choice[0] in REPORTED],
        widget=forms.RadioSelect,
    )
    progress_note = text_field(
        _("Progress"),
        rows=4,
        required=False,
        help_text=_("What has been done so far and what is still to come."),
    )


class CloseForm(SeenForm):
    """How it ends."""

    status = forms.ChoiceField(
        label=_("How it ends"),
        choices=[
            (SETTLED[0], _("Closed: the action is carried out")),
            (SETTLED[1], _("Cancelled: it will not be carried out, and the result counts as unanswered")),
        ],
        widget=forms.RadioSelect,
    )
    outcome = text_field(
        pgettext_lazy("follow-up", "Outcome"),
        rows=4,
        help_text=_("What came of it or, where it is cancelled, why."),
        error_messages={"required": _("Say what came of it.")},
    )


class ReopenForm(SeenForm):
    """Why a closed follow-up comes back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("The history keeps it, together with the outcome that stands there now."),
        error_messages={"required": _("Say why.")},
    )
