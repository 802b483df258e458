"""What people type about statements, objectives, links, perspectives and plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, User
from organizations.number_forms import StrictDecimalField
from organizations.shown_names import shown_name
from scorecards.models import (
    FIRST_YEAR,
    LAST_YEAR,
    Objective,
    Perspective,
    Plan,
    Scorecard,
    Statement,
)
from scorecards.plan_years import year_error
from scorecards.services import people_of, supportable_objectives


def weight_form_field(help_text: str | Promise) -> StrictDecimalField:
    return StrictDecimalField(label=_("Default weight"), min_value=0, max_decimals=4, help_text=help_text)


def choice(form: forms.BaseForm, name: str) -> Any:
    """A form's choice among rows, whose queryset depends on the page."""
    return form.fields[name]


class StatementForm(forms.ModelForm):
    class Meta:
        model = Statement
        fields = ["kind", "code", "text", "note"]
        widgets = {"text": forms.Textarea({"rows": 3}), "note": forms.Textarea({"rows": 2})}
        help_texts = {
            "code": _("Short, such as V1, M1 or T1."),
            "note": _("Where it comes from, if need be."),
        }


class ObjectiveForm(forms.ModelForm):
    default_weight = weight_form_field(
        _("Copied into years made later; the weights of a year are changed under Settings, Weights.")
    )

    class Meta:
        model = Objective
        fields = ["perspective", "code", "name", "owner", "default_weight", "parent"]
        help_texts = {
            "code": _("Short, such as SS1."),
            "owner": _("Who answers for it: a person of this organization."),
            "parent": _("The objective of the unit above to which this one contributes."),
        }

    def __init__(self, *args: Any, scorecard: Scorecard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "perspective").queryset = Perspective.objects.filter(plan=scorecard.plan_id)
        choice(self, "perspective").empty_label = None
        organization = scorecard.unit.organization_id
        people = User.objects.filter(pk__in=self.owners(organization).values("pk"))
        choice(self, "owner").queryset = people.annotate(shown_name=shown_name(organization)).order_by(
            "shown_name", "pk"
        )
        choice(self, "owner").empty_label = _("Without an owner")
        choice(self, "owner").label_from_instance = lambda person: person.shown_name
        above = supportable_objectives(scorecard).select_related("scorecard__unit")
        choice(self, "parent").queryset = above
        choice(self, "parent").label_from_instance = lambda parent: f"{parent.scorecard.unit}: {parent}"
        if scorecard.unit.is_root:
            del self.fields["parent"]

    def owners(self, organization: int) -> QuerySet[User]:
        """Who can be chosen."""
        people: QuerySet[User] = people_of(organization)
        return people


class ObjectiveEditForm(ObjectiveForm):
    """An owner who has left the organization may stay named."""

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        self.objective = objective
        super().__init__(*args, **kwargs)

    def owners(self, organization: int) -> QuerySet[User]:
        return super().owners(organization) | User.objects.filter(owned_objectives=self.objective)


class PerspectiveForm(forms.ModelForm):
    default_weight = weight_form_field(
        _("Copied into years made later; the weights of a year are changed under Settings, Weights.")
    )

    class Meta:
        model = Perspective
        fields = ["code", "name_id", "name_en", "tone", "default_weight"]
        help_texts = {
            "code": _("Short, such as F, C, P or L."),
            "name_id": _("One of the two names may stay empty: then the other is shown."),
        }


class YearField(forms.IntegerField):
    """A year that a plan can have; anything else is told with what was read."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        try:
            return super().to_python(value)
        except ValidationError:
            raise year_error(value) from None

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and not FIRST_YEAR <= value <= LAST_YEAR:
            raise year_error(value)


class PlanDefaultsForm(forms.ModelForm):
    """Name, note and what years made later begin with."""

    class Meta:
        model = Plan
        fields = ["name", "weighting_mode", "scheme", "note"]
        widgets = {"note": forms.Textarea({"rows": 2})}
        help_texts = {
            "weighting_mode": _("For years made later; a year's own is changed under Settings, Weights."),
            "scheme": _("For years made later; a year's own is changed under Settings, Weights."),
            "note": _("Stands on every page of the plan, for example that figures are illustrative."),
        }

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "scheme").queryset = organization.schemes.all()
        choice(self, "scheme").empty_label = None


class PlanForm(PlanDefaultsForm):
    """A new plan with its years and perspectives."""

    BUSINESS, PUBLIC_SECTOR, NONE = "business", "public_sector", "none"

    first_year = YearField(label=_("First year"))
    last_year = YearField(label=_("Last year"))
    perspectives = forms.ChoiceField(
        label=_("Perspectives"),
        choices=[
            (BUSINESS, _("Business: Financial, Customer, Internal Business Process, Learning and Growth")),
            (PUBLIC_SECTOR, _("Public body: Stakeholder on top, Financial at the base")),
            (NONE, _("None yet: I add them myself")),
        ],
        initial=BUSINESS,
        help_text=_("They can be renamed, reordered and added to afterwards."),
    )
    field_order = ["name", "first_year", "last_year", "perspectives", "weighting_mode", "scheme", "note"]
