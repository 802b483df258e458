"""What people type in the guided start: one question a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.codes import validate_code
from organizations.forms import OrganizationForm
from scorecards.forms import PlanDefaultsForm, YearField
from scorecards.models import Objective, Perspective, Plan
from scorecards.services import PerspectiveRow
from scorecards.services.perspectives import BUSINESS, FINANCIAL, PUBLIC_SECTOR, STAKEHOLDER
from scorecards.start_lines import SHOWN_FAULTS, Line, read_lines
from scorecards.start_words import OBJECTIVE_EXAMPLES, line_error

LONGEST_STATEMENT = 1000
LONGEST_OBJECTIVE = Objective._meta.get_field("name").max_length or 0
LONGEST_PERSPECTIVE = Perspective._meta.get_field("name_en").max_length
PERSPECTIVE_ROWS = 6
SETS = {"business": BUSINESS, "public": PUBLIC_SECTOR, "own": ()}


class StartOrganizationForm(OrganizationForm):
    self_approval_allowed = None  # type: ignore[assignment]


class StartPlanForm(PlanDefaultsForm):
    """The years, and what has defaults. A plan without a name is called by its years."""

    first_year = YearField(label=_("First year"))
    last_year = YearField(label=_("Last year"))
    field_order = ["first_year", "last_year", "name", "weighting_mode", "scheme"]

    class Meta(PlanDefaultsForm.Meta):
        fields = ["name", "weighting_mode", "scheme"]
        help_texts = {
            "name": _("If it stays empty, the plan is called by its years."),
            "weighting_mode": _("How indicators are added up. It can be changed for every year later."),
            "scheme": _("How an achievement becomes a level. It can be changed for every year later."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def repeats(self, plan: Plan) -> bool:
        """Whether the plan is what was typed, so that nothing of it is lost."""
        names = ("first_year", "last_year", "weighting_mode", "scheme")
        same = all(self.cleaned_data[name] == getattr(plan, name) for name in names)
        return same and self.cleaned_data["name"] in ("", plan.name)

    @property
    def has_errors_in_defaults(self) -> bool:
        """Something is wrong in the part that is folded away."""
        return bool({"weighting_mode", "scheme"} & set(self.errors))


class LinesField(forms.CharField):
    """Several lines; the cleaned value is a list of Line, whose place is the field's name."""

    def __init__(
        self,
        *,
        longest: int,
        place: str,
        statements: Sequence[str] = (),
        example: str | Promise = "",
        **kwargs: Any,
    ) -> None:
        self.longest, self.place, self.statements = longest, place, statements
        widget = forms.Textarea({"rows": 4, "placeholder": example, "spellcheck": "true"})
        super().__init__(required=False, strip=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> list[Line]:
        lines, faults = read_lines(
            super().clean(value), longest=self.longest, statements=self.statements, place=self.place
        )
        if faults:
            raise ValidationError([line_error(each) for each in faults[:SHOWN_FAULTS]])
        return lines


class StatementLinesForm(forms.Form):
    """Statements of one kind."""

    def __init__(self, *args: Any, label: str | Promise, example: str | Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"] = LinesField(
            longest=LONGEST_STATEMENT, place="lines", label=label, example=example
        )


class ObjectiveLinesForm(forms.Form):
    """Objectives, with a field for each perspective."""

    def __init__(
        self, *args: Any, perspectives: Sequence[Perspective], statements: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.perspectives = perspectives
        is_public = any(each.code == STAKEHOLDER[0] for each in perspectives)
        for each in perspectives:
            is_means = is_public and each.code == FINANCIAL[0]
            self.fields[place_of(each)] = LinesField(
                longest=LONGEST_OBJECTIVE,
                place=place_of(each),
                statements=statements,
                label=each.name,
                example=OBJECTIVE_EXAMPLES.get("F-public" if is_means else each.code, ""),
            )
            self.fields[place_of(each)].widget.attrs["class"] = "form-control"

    def lines(self) -> list[tuple[Perspective, Line]]:
        """What was typed, with the perspective under which it stands."""
        return [(each, line) for each in self.perspectives for line in self.cleaned_data[place_of(each)]]


def place_of(perspective: Perspective) -> str:
    return f"perspective-{perspective.pk}"


class PerspectiveRowsForm(forms.Form):
    """Rows of perspectives: place, names, colour, code. A row without name and code does not exist.

    Fields are called by the model's field and the row's number, such as "name_id-2".
    """

    ROWS = range(1, PERSPECTIVE_ROWS + 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in self.ROWS:
            self.fields |= row_fields(number)

    def clean(self) -> dict[str, Any]:
        """Whoever writes a code means a row: its name is not left out in silence."""
        data = self.cleaned_data
        for number in self.ROWS:
            names = f"name_id-{number}", f"name_en-{number}"
            code = data.get(f"code-{number}")
            if code and not any(data.get(name) or name in self.errors for name in names):
                words = _("This row has the code “%(code)s” but no name; write one or empty the code.")
                self.add_error(names[0], ValidationError(words, params={"code": code}))
        return data

    def rows(self) -> Iterator[list[tuple[str, forms.BoundField]]]:
        """The fields of each row, with what they are: place, name_id, name_en, tone, code."""
        for number in self.ROWS:
            yield [(name.partition("-")[0], self[name]) for name in row_fields(number)]

    def typed(self) -> list[PerspectiveRow]:
        """The rows with a name, in the order of their places."""
        data = self.cleaned_data
        rows = [
            (data[f"place-{number}"] or number, PerspectiveRow(number, *row_values(data, number)))
            for number in self.ROWS
            if data[f"name_id-{number}"] or data[f"name_en-{number}"]
        ]
        return [row for _place, row in sorted(rows, key=lambda each: (each[0], each[1].number))]


def row_values(data: dict[str, Any], number: int) -> tuple[str, str, int, str]:
    return (
        data[f"name_id-{number}"],
        data[f"name_en-{number}"],
        int(data[f"tone-{number}"] or Perspective.Tone.OCHRE),
        data[f"code-{number}"],
    )


def row_fields(number: int) -> dict[str, forms.Field]:
    place = forms.NumberInput({"min": 1, "max": PERSPECTIVE_ROWS})
    return {
        f"place-{number}": forms.IntegerField(
            label=_("Place"), required=False, min_value=1, max_value=99, widget=place
        ),
        f"name_id-{number}": forms.CharField(
            label=_("Name in Indonesian"), required=False, max_length=LONGEST_PERSPECTIVE
        ),
        f"name_en-{number}": forms.CharField(
            label=_("Name in English"), required=False, max_length=LONGEST_PERSPECTIVE
        ),
        f"tone-{number}": forms.TypedChoiceField(
            label=_("Colour"), required=False, choices=Perspective.Tone.choices, coerce=int
        ),
        f"code-{number}": forms.CharField(
            label=_("Code"), required=False, max_length=30, validators=[validate_code]
        ),
    }


def row_initial(chosen: str) -> dict[str, Any]:
    """The rows of a usual set of perspectives ("business", "public"), or empty ones in different colours."""
    initial: dict[str, Any] = {}
    for number in PerspectiveRowsForm.ROWS:
        initial |= {f"place-{number}": number, f"tone-{number}": number}
    for number, (code, name_id, name_en, tone) in enumerate(SETS[chosen], start=1):
        initial |= {
            f"code-{number}": code,
            f"name_id-{number}": name_id,
            f"name_en-{number}": name_en,
            f"tone-{number}": tone.value,
        }
    return initial
