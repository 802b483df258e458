"""Forms about the signed-in person, or about who wants to be it."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from organizations.models import User


class SignInForm(AuthenticationForm):
    """E-mail address and password. Django calls the field username; people read what it is."""

    username = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": _(
            "Address and password don't belong together. Mind upper and lower case in the password."
        ),
        "inactive": _("This account is deactivated."),
    }

    def clean_username(self) -> str:
        """Lower case, so that the lock counts one person's failures together."""
        return str(self.cleaned_data["username"]).lower()


class ProfileForm(forms.Form):
    """What people change about themselves."""

    name = forms.CharField(
        label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=User.Language.choices, required=False)
    reminders = forms.ChoiceField(
        label=_("Remind me by e-mail"),
        choices=User.Reminders.choices,
        help_text=_("Of what you have to enter, to submit, to approve and to follow up."),
    )
