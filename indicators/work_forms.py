"""The forms of work programs and the filters of their page. Rules live in the services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from indicators.models import WorkProgram
from indicators.work_programs import COMPLETE, Timing
from indicators.work_year import WorkLine
from organizations.models import Organization, User
from organizations.number_forms import StrictDecimalField
from organizations.shown_names import shown_name
from scorecards.models import Perspective
from scorecards.services import people_of

MONEY_DECIMALS = 2
LARGEST_AMOUNT = Decimal("9999999999999.99")
SHOWN_LENGTH = 40
MINE, NOBODY = "mine", "nobody"


@dataclass(frozen=True, slots=True)
class WorkFilters:
    """What the reader asked for; an empty text does not filter.

    perspective: a code. stand: a timing or a status. owner: "mine" or "nobody".
    """

    perspective: str = ""
    stand: str = ""
    owner: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.perspective or self.stand or self.owner)

    def accept(self, line: WorkLine, reader: User) -> bool:
        """Whether the work program is among what was asked for, the perspective aside."""
        owners = {"": True, MINE: line.program.owner_id == reader.pk, NOBODY: line.program.owner_id is None}
        return owners[self.owner] and self.stand in ("", line.timing.value, line.work.status)


class WorkFilterForm(forms.Form):
    """The filters of the page, from the URL; a choice that does not exist filters nothing."""

    perspective = forms.ChoiceField(required=False)
    stand = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("Every status")),
            (Timing.OVERDUE.value, _("Overdue")),
            (Timing.SOON.value, _("Ends within 30 days")),
            *WorkProgram.Status.choices,
        ],
    )
    owner = forms.ChoiceField(
        required=False, choices=[("", _("Every owner")), (MINE, _("Mine")), (NOBODY, _("Without an owner"))]
    )

    def __init__(self, *args: Any, perspectives: Iterable[Perspective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Every perspective")), *((each.code, each.name) for each in perspectives)]
        self.fields["perspective"].choices = choices  # type: ignore[attr-defined]
        labels = {"perspective": _("Perspective"), "stand": _("Status"), "owner": _("Owner")}
        for name, label in labels.items():
            attrs = {"aria-label": label, "class": "form-select", "data-submit-on-change": ""}
            self.fields[name].widget.attrs |= attrs

    def filters(self) -> WorkFilters:
        """What is to be filtered, faulty choices left out."""
        self.is_valid()
        return WorkFilters(**{name: self.cleaned_data.get(name) or "" for name in self.fields})


class DayField(forms.DateField):
    """A day from the browser's calendar; anything else is told with what was read."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d"]

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            words = {"read": Truncator(str(value)).chars(SHOWN_LENGTH)}
            message = _("Read “%(read)s”; expected a day written as year-month-day, such as 2026-03-31.")
            raise ValidationError(message, code="invalid", params=words) from None


class PercentField(StrictDecimalField):
    """A whole number from 0 to 100."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_decimals=0, min_value=0, max_value=COMPLETE, **kwargs)

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else int(number)


def amount_field(label: Any, **kwargs: Any) -> StrictDecimalField:
    """An amount of money, or nothing said."""
    return StrictDecimalField(
        label=label,
        required=False,
        max_decimals=MONEY_DECIMALS,
        min_value=0,
        max_value=LARGEST_AMOUNT,
        **kwargs,
    )


class ProgressForm(forms.ModelForm):
    """How far a work program is: what people report between two plans."""

    spent = amount_field(_("Spent"), help_text=_("Empty means nothing is known; 0 means nothing was spent."))
    progress = PercentField(label=_("Progress in percent"), initial=0)
    # The newest trace that the work program had when the form was opened; the service judges it.
    seen = forms.Field(required=False, widget=forms.HiddenInput)

    class Meta:
        model = WorkProgram
        fields: tuple[str, ...] = ("status", "progress", "spent")

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = organization.currency
        if not self.instance.pk:
            del self.fields["seen"]
        self.fields["status"].widget.attrs["data-work-status"] = ""
        self.fields["progress"].widget.attrs["data-work-progress"] = ""
        for name in {"budget", "spent"} & self.fields.keys():
            words = {"amount": self.fields[name].label, "currency": self.currency}
            self.fields[name].label = _("%(amount)s in %(currency)s") % words

    def clean_seen(self) -> str:
        """A text in any case: without it nothing is known of what was seen, which is not to agree."""
        return self.cleaned_data["seen"] or ""

    def show_again(self, newest: str) -> None:
        """Lets the entries be saved from the page that tells what they undo."""
        entered: Any = self.data
        data = entered.copy()
        data["seen"] = newest
        self.data = data

    def _post_clean(self) -> None:
        """The service validates and writes a fresh copy: the page keeps showing the stored one."""


class WorkProgramForm(ProgressForm):
    """Everything about a work program."""

    budget = amount_field(
        _("Budget"), help_text=_("Empty means no budget is stated; 0 means it costs nothing.")
    )
    start = DayField(label=_("Start"), required=False)
    end = DayField(
        label=_("End"), required=False, help_text=_("Empty means the last day of the year counts as its end.")
    )

    class Meta(ProgressForm.Meta):
        fields = ("name", "owner", "start", "end", "budget", "spent", "status", "progress")
        help_texts = {"owner": _("Who answers for it: a person of this organization.")}

    def __init__(self, *args: Any, organization: Organization, year: int, **kwargs: Any) -> None:
        super().__init__(*args, organization=organization, **kwargs)
        # Whoever has left the organization may stay named.
        known = people_of(organization) | User.objects.filter(owned_work_programs=self.instance.pk)
        people = User.objects.filter(pk__in=known.values("pk")).annotate(
            shown_name=shown_name(organization.pk)
        )
        owner: Any = self.fields["owner"]
        owner.queryset = people.order_by("shown_name", "pk")
        owner.empty_label = _("Without an owner")
        owner.label_from_instance = lambda person: person.shown_name
        for name in ("start", "end"):
            self.fields[name].widget.attrs |= {"min": f"{year:04d}-01-01", "max": f"{year:04d}-12-31"}
