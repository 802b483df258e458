"""The form of a year's rules: weighting, scheme, threshold, and a weight for everything that has one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.scorecard_year import ScorecardYearTable
from organizations.number_forms import StrictDecimalField
from performance.rules import RuleChanges, Weighed, rules_mark, weight_name, weights_of
from scorecards.models import ScorecardYear, ScoringScheme, WeightingModes

WEIGHT_DECIMALS = 4
LARGEST_WEIGHT = Decimal("999999.9999")
LONGEST_REASON = ScorecardYear._meta.get_field("fixed_threshold_reason").max_length


class WeightField(StrictDecimalField):
    """A weight: at least 0, at most 4 decimals, typed as the language writes numbers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_decimals=WEIGHT_DECIMALS, min_value=0, max_value=LARGEST_WEIGHT, required=True, **kwargs
        )
        self.error_messages["required"] = _("Type a weight; 0 takes it out of the sums.")


class YearRulesForm(forms.Form):
    """Reads a year's rules from its loaded tree; `changes` is what the services take.

    One that is not writable shows its fields disabled.
    """

    weighting_mode = forms.ChoiceField(label=gettext_lazy("Weighting"), choices=WeightingModes.choices)
    scheme = forms.ChoiceField(label=gettext_lazy("Scoring scheme"))
    fixed_threshold = StrictDecimalField(
        label=gettext_lazy("Fixed threshold"),
        help_text=gettext_lazy("Leave it blank to derive the threshold from the targets."),
        min_value=0,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control num"}),
    )
    fixed_threshold_reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed when the threshold is fixed. It is shown beside it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        table: ScorecardYearTable,
        schemes: Sequence[ScoringScheme],
        is_writable: bool,
        **kwargs: Any,
    ) -> None:
        year = table.scorecard_year
        kwargs["initial"] = {
            "weighting_mode": year.weighting_mode,
            "scheme": str(year.scheme_id),
            "fixed_threshold": year.fixed_threshold,
            "fixed_threshold_reason": year.fixed_threshold_reason,
            "mark": rules_mark(table),
        }
        super().__init__(*args, **kwargs)
        self.schemes = {str(scheme.pk): scheme for scheme in schemes}
        self.fields["scheme"].choices = [(key, str(scheme)) for key, scheme in self.schemes.items()]  # type: ignore[attr-defined]
        self.weights = {kind: list(weights) for kind, weights in weights_of(table).items()}
        self._add_weights(table)
        if not is_writable:
            for field in self.fields.values():
                field.disabled = True

    def _add_weights(self, table: ScorecardYearTable) -> None:
        names = {
            (Weighed.PERSPECTIVE, each.perspective.pk): str(each.perspective) for each in table.perspectives
        }
        names |= {(Weighed.OBJECTIVE, each.objective.pk): str(each.objective) for each in table.objectives}
        names |= {(Weighed.INDICATOR, row.measurement.pk): str(row.indicator) for row in table.rows}
        for kind, weights in weights_of(table).items():
            for key, weight in weights.items():
                label = _("Weight of %(name)s") % {"name": names[kind, key]}
                widget = forms.TextInput(attrs={"class": "cell-input num", "aria-label": label})
                self.fields[weight_name(kind, key)] = WeightField(label=label, initial=weight, widget=widget)

    def see(self, table: ScorecardYearTable) -> None:
        """Takes note that the person has been shown the rules as they are now; what was typed stays."""
        self.data = {**self.data.dict(), "mark": rules_mark(table)}  # type: ignore[attr-defined]

    def weight(self, kind: Weighed, key: int) -> forms.BoundField:
        """The field of one weight."""
        return self[weight_name(kind, key)]

    def threshold_fields(self) -> list[forms.BoundField]:
        """The fixed threshold and its reason."""
        return [self["fixed_threshold"], self["fixed_threshold_reason"]]

    @property
    def changes(self) -> RuleChanges:
        """The new rules of a valid form."""
        cleaned = self.cleaned_data
        new = {
            kind: {key: cleaned[weight_name(kind, key)] for key in keys}
            for kind, keys in self.weights.items()
        }
        return RuleChanges(
            weighting_mode=cleaned["weighting_mode"],
            scheme=self.schemes[cleaned["scheme"]],
            fixed_threshold=cleaned["fixed_threshold"],
            fixed_threshold_reason=cleaned["fixed_threshold_reason"],
            perspective_weights=new[Weighed.PERSPECTIVE],
            objective_weights=new[Weighed.OBJECTIVE],
            indicator_weights=new[Weighed.INDICATOR],
        )
