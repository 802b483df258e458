"""A year's target or achievement, changed where it stands on the KPI sheet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from indicators.asking import Doubtful, write_or_ask
from indicators.doubt_words import confirmation_mark, form_question
from indicators.indicator_list import target_text
from indicators.kpi_sheet import load_sheet
from indicators.measuring import StaleVersion
from indicators.models import Measurement
from indicators.sheet_fact_forms import put_in_place
from indicators.sheet_year_forms import YearValueForm, value_fields
from indicators.views.place import IndicatorView
from indicators.views.sheet_fields import CONFLICT
from indicators.who_wrote import last_writing, writer_words
from organizations.form_view import INVALID
from organizations.numbers import format_number
from organizations.permissions import Action


class YearValue(IndicatorView):
    """GET answers the small form of a year's value; POST saves it and answers all that follows from it.

    422 for what can't be read, is refused or in doubt, 409 where somebody else changed the value meanwhile.
    """

    is_form = True
    what: ClassVar[str]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form(self.measurement))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with translation.override(self.typed_language()):
            form = self.form(self.measurement, request.POST)
            if not form.is_valid():
                return self.show(form, status=INVALID)
            try:
                self.write(form)
            except StaleVersion as stale:
                return self.show_conflict(stale.current)
            except Doubtful as doubtful:
                return self.show_question(form, doubtful)
            except ValidationError as error:
                put_in_place(form, form.typed, error)
                return self.show(form, status=INVALID)
            except Measurement.DoesNotExist:
                raise Http404 from None
            return self.show_saved()

    def typed_language(self) -> str:
        """The language of the page on which the numbers were typed."""
        sent = self.request.POST.get("language", "")
        return sent if sent in dict(settings.LANGUAGES) else translation.get_language() or "en"

    @cached_property
    def measurement(self) -> Measurement:
        """The indicator's row of the year in the URL, which is one of the plan's. Raises Http404."""
        year = self.kwargs["of_year"]
        if year not in self.scorecard.plan.years:
            raise Http404
        rows = Measurement.objects.select_related("scorecard_year__scorecard")
        row = get_object_or_404(rows, indicator=self.indicator, scorecard_year__year=year)
        row.indicator = self.indicator
        return row

    def form(self, row: Measurement, data: Any = None) -> YearValueForm:
        """The form of the row; what is typed stands in it when there are data."""
        return YearValueForm(data, measurement=row, labels=value_fields(self.indicator, self.what))

    def write(self, form: YearValueForm) -> None:
        """Stores what was typed; a change of something else in the row is no conflict."""
        values, version = form.values(), form.cleaned_data["version"]
        try:
            self.store(values, version)
        except StaleVersion as stale:
            read = stale.current.history.filter(version=version).first()
            if read is None or any(getattr(read, name) != getattr(stale.current, name) for name in values):
                raise
            self.store(values, stale.current.version)

    def store(self, values: Any, version: int) -> None:
        """Writes the values as those read at the version, and asks first about what is hardly meant."""
        write_or_ask(
            measurement=self.measurement,
            changes=values,
            by=self.scope.user,
            version=version,
            confirmed=self.request.POST.get("confirmed") == confirmation_mark(values.values()),
        )

    def show(self, form: YearValueForm, *, status: int = 200, **context: Any) -> HttpResponse:
        """The form as a fragment."""
        words = self.get_context_data(form=form, **context)
        return render(self.request, "indicators/sheet_fact_form.html", words, status=status)

    def show_question(self, form: YearValueForm, doubtful: Doubtful) -> HttpResponse:
        """The form with what was typed, and what is asked about it."""
        mark = confirmation_mark(form.values().values())
        question = form_question(doubtful.doubts, mark, self.indicator.decimals)
        return self.show(form, status=INVALID, question=question)

    def show_conflict(self, row: Measurement) -> HttpResponse:
        """What stands there now, who put it there, and the form with what was typed, ready to replace it."""
        data = self.request.POST.copy()
        data["version"] = str(row.version)
        form, decimals = self.form(row, data), self.indicator.decimals
        is_target = self.what == "target"
        theirs = (
            target_text(row, decimals) if is_target else format_number(row.achievement, decimals=decimals)
        )
        writing = last_writing(row, form.typed)
        words = writer_words(writing.by, writing.at, self.scope.organization.pk)
        return self.show(form, status=CONFLICT, conflict={"theirs": theirs, **words}, sheet=self.sheet())

    def show_saved(self) -> HttpResponse:
        """Whatever on the sheet follows from the value, as it stands now."""
        context = self.get_context_data(sheet=self.sheet())
        return render(self.request, "indicators/sheet_saved.html", context)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        key = f"{self.what}-{self.measurement.pk}"
        return super().get_context_data(
            **{
                "key": key,
                "label": f"{value_label(self.what)} {self.kwargs['of_year']}",
                "action": self.request.path,
                "may_write": self.scope.may(Action.EDIT),
                "may_enter": self.scope.may(Action.ENTER),
                **context,
            }
        )

    def sheet(self) -> Any:
        """The sheet, read anew."""
        self._indicator = None
        return load_sheet(self.indicator)


class YearTarget(YearValue):
    """The target of a year of the plan; a range has both of its targets written together."""

    writes = Action.EDIT
    what = "target"


class YearAchievement(YearValue):
    """The achievement of a year of the plan."""

    writes = Action.ENTER
    what = "achievement"


def value_label(what: str) -> str:
    """What the value is called."""
    return _("Target") if what == "target" else _("Achievement")
