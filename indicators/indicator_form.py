"""The form of a whole KPI sheet, for a new indicator or to change many fields at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from indicators.models import Indicator
from indicators.sheet_facts import attname, shown_value
from indicators.sheet_forms import SheetFieldsForm
from indicators.sheet_merge import merge, plain_value
from indicators.who_wrote import last_writing, writer_words

SOMEBODY_WAS_FASTER = gettext_lazy(
    "Somebody else has changed this sheet since you opened it. Where you both changed a field, it says so "
    "there: save again to put yours in place of theirs. What you did not touch stays as they left it."
)


class IndicatorForm(SheetFieldsForm):
    """The fields of the sheet, and what stood in them when the form was opened."""

    # The newest trace that the sheet had when the form was opened.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest = self._newest_trace()
        self.fields["seen"].initial = self.newest

    @property
    def sheet_fields(self) -> list[str]:
        """The fields of the sheet: all but the mark."""
        return [name for name in self.fields if name != "seen"]

    def _newest_trace(self) -> int | None:
        if not self.instance.pk:
            return None
        newest: int | None = self.instance.history.values_list("history_id", flat=True).first()
        return newest

    def clean(self) -> dict[str, Any]:
        """What somebody else changed since the form was opened is not overwritten unawares.

        A field that was not touched here takes what they wrote; one that both changed is told.
        """
        cleaned = super().clean() or {}
        seen = cleaned.pop("seen", None)
        if self.newest is None or seen is None or seen == self.newest:
            return cleaned
        read = self.instance.history.filter(history_id=seen).first()
        found = merge(read, self.instance, cleaned, self.sheet_fields)
        self._put_in_place({name: self.initial.get(name) for name in found.untouched})
        cleaned |= {name: getattr(self.instance, name) for name in found.untouched}
        for name in found.disputed:
            self.add_error(name, dispute_message(self.instance, name))
        if found.disputed:
            raise ValidationError(SOMEBODY_WAS_FASTER, code="stale")
        return cleaned

    def _put_in_place(self, values: Mapping[str, Any]) -> None:
        """Lets the form show the values, and be sent again as one that was opened just now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = str(self.newest)
        for name, value in values.items():
            shown = self.fields[name].prepare_value(value)
            data[name] = "" if shown is None else str(shown)
        self.data = data

    def changes(self) -> dict[str, Any]:
        """What differs from the stored sheet."""
        values = {name: self.cleaned_data[name] for name in self.sheet_fields if name in self.cleaned_data}
        return {
            name: value
            for name, value in values.items()
            if plain_value(value) != plain_value(getattr(self.instance, attname(name)))
        }


def dispute_message(indicator: Indicator, field: str) -> str:
    """What somebody else wrote into the field meanwhile, who and when."""
    writing = last_writing(indicator, [attname(field)])
    organization = indicator.objective.scorecard.unit.organization_id
    theirs = {"theirs": shown_value(indicator, field) or gettext("nothing")}
    words = writer_words(writing.by, writing.at, organization) | theirs
    return (
        gettext("%(who)s changed this on %(when)s to “%(theirs)s”. Save again to put yours in place.") % words
    )
