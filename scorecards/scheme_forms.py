"""What people type about a scoring scheme: its bands row by row, with each fault at its field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.codes import validate_code
from organizations.number_forms import StrictDecimalField
from scorecards.models import ScoringScheme
from scorecards.models.plans import SCHEME_FAULT_FIELDS
from scorecards.scheme_words import scheme_error_message
from scorecards.schemes import LARGEST_LEVEL, MOST_BANDS, Band, Scheme, SchemeError

SPARE_ROWS = 2
FROM, ABOVE = "from", "above"


class BandForm(forms.Form):
    """One band; a row without level and percentage does not exist."""

    level = StrictDecimalField(label=_("Level"), required=False, max_decimals=0, max_value=LARGEST_LEVEL)
    from_percent = StrictDecimalField(
        label=_("Attainment in percent"), required=False, max_decimals=2, min_value=0
    )
    starts = forms.ChoiceField(
        label=_("Reached"),
        required=False,
        choices=[(FROM, _("from this percentage on")), (ABOVE, _("only above this percentage"))],
    )

    def band(self) -> Band | None:
        """The band that this row describes; None for an empty row."""
        level, from_percent = self.cleaned_data.get("level"), self.cleaned_data.get("from_percent")
        if level is None:
            return None
        return Band(int(level), from_percent, self.cleaned_data.get("starts") != ABOVE)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("from_percent") is not None and typed.get("level") is None and "level" in typed:
            self.add_error("level", _("Which level does this percentage reach?"))
        return typed


def band_initial(scheme: Scheme) -> list[dict[str, Any]]:
    """The rows that show a scheme's bands."""
    return [
        {
            "level": band.level,
            "from_percent": band.from_percent,
            "starts": FROM if band.inclusive else ABOVE,
        }
        for band in scheme.bands
    ]


class SchemeForm(forms.Form):
    """A scheme with the rows of its bands in `bands`. Its cleaned data are arguments of the services."""

    name = forms.CharField(label=_("Name"), max_length=100)
    tolerance = StrictDecimalField(
        label=_("Tolerance in percent"),
        max_decimals=2,
        help_text=_("An attainment within this distance of 100 percent counts as on target."),
    )
    cap = StrictDecimalField(
        label=_("Highest attainment shown, in percent"),
        required=False,
        max_decimals=2,
        help_text=_("Empty: no upper limit. Levels are decided before it."),
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The rule or decree that this scheme follows."),
    )

    def __init__(self, data: Any = None, *, scheme: ScoringScheme | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        rows = band_initial(scheme.rule()) if scheme else [{"level": 1}]
        formset = forms.formset_factory(
            BandForm, extra=SPARE_ROWS, max_num=MOST_BANDS, absolute_max=MOST_BANDS, validate_max=True
        )
        # What was typed stands for itself: beside the rows shown before, unchanged ones would count as empty.
        self.bands = formset(data, prefix="bands", initial=rows if data is None else None)

    def clean(self) -> dict[str, Any]:
        """Adds the bands. A scheme that contradicts itself is told at the row or field where it does."""
        typed = self.cleaned_data
        if not self.bands.is_valid():
            self.add_error(None, list(self.bands.non_form_errors()) or _("Look at the bands below."))
            return typed
        rows = [(row, band) for row in self.bands if (band := row.band())]
        typed["bands"] = tuple(band for _row, band in rows)
        tolerance = typed.get("tolerance")
        try:
            Scheme(
                code="new",
                version=1,
                bands=typed["bands"],
                tolerance=Decimal(0) if tolerance is None else tolerance,
                cap=typed.get("cap"),
            )
        except SchemeError as error:
            self._put(error, rows)
        return typed

    def _put(self, error: SchemeError, rows: list[tuple[Any, Band]]) -> None:
        words = scheme_error_message(error)
        at_level = [row for row, band in rows if band.level == error.params.get("level")]
        if at_level:
            at_level[-1].add_error("from_percent", words)
        self.add_error(SCHEME_FAULT_FIELDS.get(error.code), words)


class NewSchemeForm(SchemeForm):
    """A scheme under a new code."""

    code = forms.CharField(
        label=_("Code"), max_length=30, validators=[validate_code], help_text=_("Short, without spaces.")
    )
    field_order = ["code", "name"]
