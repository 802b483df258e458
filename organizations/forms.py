"""Forms of the settings: the organization, its units, and who has which role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.codes import validate_code
from organizations.currency import LONGEST, validate_currency
from organizations.models import Membership, Unit
from organizations.text_checks import check_direction
from organizations.unit_tree import TreeRow

KINDS_BELOW_THE_ROOT = [choice for choice in Unit.Kind.choices if choice[0] != Unit.Kind.ORGANIZATION]


class OrganizationForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        disabled=True,
        required=False,
        help_text=_("Never changes: it stands in links that people have sent around."),
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    currency = forms.CharField(
        label=_("Currency"),
        validators=[validate_currency],
        widget=forms.TextInput({"maxlength": LONGEST}),
        help_text=_("Stands before the amounts of budgets, such as Rp."),
    )
    self_approval_allowed = forms.BooleanField(
        label=_("People may approve what they entered themselves"), required=False
    )


def unit_choices(rows: list[TreeRow]) -> list[tuple[int, str]]:
    """Units for a select, indented by dashes."""
    return [(row.unit.pk, f"{'– ' * row.depth}{row.unit.name}") for row in rows]


class UnitChoiceField(forms.ChoiceField):
    """One of the units of a tree; its cleaned value is the Unit."""

    units: Mapping[str, Unit] = {}

    def offer(self, rows: list[TreeRow]) -> None:
        """Takes the units that may be chosen."""
        self.units = {str(row.unit.pk): row.unit for row in rows}
        self.choices = unit_choices(rows)

    def clean(self, value: Any) -> Unit:
        return self.units[super().clean(value)]


class RootUnitForm(forms.Form):
    """The topmost unit keeps everything but its name."""

    name = forms.CharField(label=_("Name"), max_length=200)


class UnitForm(forms.Form):
    """A unit below the root. `rows`: the tree from which the unit above is chosen; None keeps it."""

    code = forms.CharField(label=_("Code"), max_length=30, validators=[validate_code])
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS_BELOW_THE_ROOT)
    parent = UnitChoiceField(label=_("Under"))
    holder = forms.EmailField(
        label=_("Holder's e-mail address"),
        required=False,
        max_length=254,
        help_text=_("Only for the kind person: who enters and reads this unit's own scorecard."),
    )
    holder_name = forms.CharField(
        label=_("Holder's name"),
        required=False,
        max_length=150,
        help_text=_("Only for somebody whose address is not known yet."),
    )
    holder_from = forms.DateField(
        label=_("Holder from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    holder_until = forms.DateField(
        label=_("Holder until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, rows: list[TreeRow] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        if rows is None:
            del self.fields["parent"]
        elif isinstance(parent, UnitChoiceField):
            parent.offer(rows)


class MemberForm(forms.Form):
    """A new role for somebody, known or not. `rows`: the units to choose from."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        help_text=_("Needed only when the address is new: people change their own name."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
    unit = UnitChoiceField(label=_("Unit"), help_text=_("The role covers this unit and everything under it."))

    def __init__(self, *args: Any, rows: list[TreeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        if isinstance(unit, UnitChoiceField):
            unit.offer(rows)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=250,
        help_text=_("Stands in the history."),
        validators=[check_direction],
    )
