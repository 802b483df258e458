"""The forms of closing a year and of opening it again. Rules live in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from indicators.models import Measurement, Seal
from performance.closing_services import OfMissing

LONGEST_STATE_REASON = Measurement._meta.get_field("state_reason").max_length
LONGEST_REOPENING = Seal._meta.get_field("reopened_reason").max_length

CHOICES = (
    (OfMissing.LOWEST.value, _("Count as the lowest level")),
    (OfMissing.NOT_APPLICABLE.value, _("Mark as not applicable")),
)


class ClosingForm(forms.Form):
    """What becomes of the missing ones, and that values which nobody approved are closed all the same.

    missing: how many there are; may_set_aside: whether something would count without them; unapproved: how
    many reported values are not approved. What is not asked for has no field.
    """

    missing = forms.ChoiceField(
        label=_("What becomes of the missing ones"),
        widget=forms.RadioSelect,
        choices=CHOICES,
        error_messages={"required": _("Choose what becomes of the missing ones.")},
    )
    reason = forms.CharField(
        label=_("Reason, if they are not applicable"),
        max_length=LONGEST_STATE_REASON,
        required=False,
        help_text=_("It stands beside each of them, and in the seal."),
    )
    confirmed = forms.BooleanField(
        label="", error_messages={"required": _("Confirm it, or have them approved first.")}
    )

    def __init__(
        self,
        data: Any = None,
        *,
        missing: int,
        may_set_aside: bool,
        unapproved: int,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        if not may_set_aside:
            self.fields["missing"].choices = CHOICES[:1]  # type: ignore[attr-defined]
        if not missing or not may_set_aside:
            del self.fields["reason"]
        if not missing:
            del self.fields["missing"]
        if not unapproved:
            del self.fields["confirmed"]
            return
        label = ngettext(
            "Close although %(count)s value is not approved",
            "Close although %(count)s values are not approved",
            unapproved,
        )
        self.fields["confirmed"].label = label % {"count": unapproved}

    @property
    def of_missing(self) -> OfMissing:
        """The choice of a valid form; where nothing was missing, what came up since is refused."""
        return OfMissing(self.cleaned_data.get("missing", OfMissing.REFUSE.value))


class ReopeningForm(forms.Form):
    """Why a closed year is opened again."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REOPENING,
        help_text=_("It stands beside the seal, for everybody who reads the year."),
        error_messages={"required": _("Say why.")},
    )
