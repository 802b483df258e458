"""The forms of the indicator list, KPI sheets, initiatives and plan years. Rules live in the services."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.indicator_list import Filters
from indicators.models import Indicator, Initiative
from indicators.scoring import Status
from indicators.sheet_merge import plain_lines
from organizations.number_forms import StrictDecimalField, WholeNumberField
from organizations.numbers import MAX_DECIMALS
from organizations.text_checks import check_direction
from scorecards.forms import YearField
from scorecards.models import Objective, Perspective, Plan

WEIGHT_DECIMALS = 4
LONGEST_SEARCH = 100
LONGEST_REASON = 250
NO_SUCH_OBJECTIVE = _(
    "The objective that was sent belongs to another scorecard or does not exist any more; choose one of the "
    "list."
)
STATUS_CHOICES = [
    (Status.BELOW.value, _("Below target")),
    (Status.ON.value, _("On target")),
    (Status.ABOVE.value, _("Above target")),
    (Status.MISSING.value, _("Not reported")),
    (Status.NO_TARGET.value, _("No target")),
    (Status.NOT_APPLICABLE.value, _("Not applicable")),
]


class SearchForm(forms.Form):
    """Filters of indicators by text and perspective, from the URL; an unknown choice filters nothing."""

    q = forms.CharField(
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control"}),
    )
    perspective = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, perspectives: Iterable[Perspective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Every perspective")), *((each.code, each.name) for each in perspectives)]
        self.fields["perspective"].choices = choices  # type: ignore[attr-defined]
        labels = {
            "q": _("Search code, name, objective or person"),
            "perspective": _("Perspective"),
            "status": _("Status"),
            "polarity": _("Polarity"),
        }
        for name, field in self.fields.items():
            label = labels[name]
            attrs: dict[str, Any] = {"aria-label": label}
            if name == "q":
                attrs["placeholder"] = label
            else:
                attrs |= {"class": "form-select", "data-submit-on-change": ""}
            field.widget.attrs |= attrs

    def filters(self) -> Filters:
        """What is to be filtered, faulty choices left out."""
        self.is_valid()
        return Filters(**{name: self.cleaned_data.get(name) or "" for name in self.fields})


class FilterForm(SearchForm):
    """The filters of the indicator list."""

    status = forms.ChoiceField(required=False, choices=[("", _("Every status")), *STATUS_CHOICES])
    polarity = forms.ChoiceField(
        required=False, choices=[("", _("Every polarity")), *Indicator.Polarity.choices]
    )


class SheetFieldsForm(forms.ModelForm):
    """The fields of a KPI sheet, the baseline aside, which has its own page."""

    default_weight = StrictDecimalField(
        label=_("Default weight"),
        max_decimals=WEIGHT_DECIMALS,
        min_value=0,
        max_value=999_999,
        initial=Decimal(1),
        help_text=_(
            "Copied to the years that are made from now on; a year's own weights are in its settings."
        ),
    )
    natural_min = StrictDecimalField(
        label=_("Natural minimum"),
        required=False,
        help_text=_("The lowest value there can be: 0 of a percentage."),
    )
    natural_max = StrictDecimalField(
        label=_("Natural maximum"),
        required=False,
        help_text=_("The highest there can be: 100, or 4 of a 1-4 scale."),
    )
    worst_value = StrictDecimalField(
        label=_("Worst value"),
        required=False,
        help_text=_("Only needed for a target of 0: what counts as 0 % attainment."),
    )

    decimals = WholeNumberField(
        label=_("Decimals shown"),
        required=False,
        max_value=MAX_DECIMALS,
        help_text=_("At least so many decimals are shown; no digit is ever dropped."),
    )

    class Meta:
        model = Indicator
        fields = (
            "objective",
            "code",
            "name",
            "unit_of_measure",
            "polarity",
            "kind",
            "decimals",
            "default_weight",
            "natural_min",
            "natural_max",
            "caps_at_maximum",
            "worst_value",
            "definition",
            "formula",
            "information_produced",
            "data_source",
            "when_data_missing",
            "target_source",
            "person_responsible",
        )
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in (
                "definition",
                "formula",
                "information_produced",
                "data_source",
                "when_data_missing",
                "target_source",
            )
        }
        help_texts = {
            "unit_of_measure": _("For example %, days, million rupiah, scale 1-4."),
            "polarity": _("Which way is better."),
            "caps_at_maximum": _(
                "Whoever types an achievement above the maximum is asked whether the maximum is meant, and "
                "that is stored; otherwise it is refused."
            ),
        }

    def __init__(self, *args: Any, objectives: models.QuerySet[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["objective"]
        choice.queryset = objectives
        choice.empty_label = None if self.instance.pk else "—"
        choice.error_messages["invalid_choice"] = NO_SUCH_OBJECTIVE

    def clean(self) -> dict[str, Any]:
        """Line ends as they are stored, not as browsers send them."""
        cleaned = super().clean() or {}
        return {name: plain_lines(value) for name, value in cleaned.items()}

    def _post_clean(self) -> None:
        """The service validates and writes a fresh copy: the page keeps showing the stored one."""


class InitiativeForm(forms.ModelForm):
    """The name of an initiative."""

    class Meta:
        model = Initiative
        fields = ("name",)

    def _post_clean(self) -> None:
        """The service validates and writes a fresh copy."""


class ReasonForm(forms.Form):
    """Why something is deleted; it stays in the history."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Optional; the history keeps it."),
        validators=[check_direction],
    )


class PlanYearsForm(forms.ModelForm):
    """The first and the last year of a plan."""

    first_year = YearField(label=_("First year"))
    last_year = YearField(label=_("Last year"))

    class Meta:
        model = Plan
        fields = ("first_year", "last_year")

    def _post_clean(self) -> None:
        """The service validates and writes a fresh copy."""
