"""One fact of the KPI sheet, changed in place: a fragment with its form, a fragment with what was saved."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from indicators import services
from indicators.kpi_sheet import load_sheet
from indicators.models import Indicator
from indicators.services import StaleFields
from indicators.sheet_fact_forms import FactForm, put_in_place
from indicators.sheet_facts import BY_KEY, FactRule, fact_of, fingerprint, label_of
from indicators.views.place import IndicatorView
from indicators.who_wrote import writer_words
from organizations.form_view import INVALID
from organizations.permissions import Action
from scorecards.models import Objective

CONFLICT = 409


class SheetField(IndicatorView):
    """GET answers the small form of a fact; POST saves it and answers everything that changed with it.

    422 for what can't be read or is refused, 409 where somebody else changed the fact since it was opened.
    """

    writes = Action.EDIT
    is_form = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.form(self.indicator))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(self.indicator, request.POST)
        if not form.is_valid():
            return self.show(form, status=INVALID)
        seen, values = form.cleaned_data["seen"], form.values()
        try:
            services.change_fields(self.indicator, by=self.scope.user, seen=seen, **values)
        except StaleFields as stale:
            return self.show_conflict(stale)
        except ValidationError as error:
            put_in_place(form, self.rule.fields, error)
            return self.show(form, status=INVALID)
        return self.show_saved()

    @cached_property
    def rule(self) -> FactRule:
        """The fact in the URL. Raises Http404."""
        try:
            return BY_KEY[self.kwargs["field"]]
        except KeyError:
            raise Http404 from None

    def form(self, indicator: Indicator, data: Any = None) -> FactForm:
        """The fact's form; what is typed stands in it when there are data."""
        objectives = Objective.objects.filter(scorecard=self.scorecard)
        ordered = objectives.order_by("perspective__order", "order", "pk")
        return FactForm(data, instance=indicator, objectives=ordered, rule=self.rule)

    def show(self, form: FactForm, *, status: int = 200, **context: Any) -> HttpResponse:
        """The form as a fragment."""
        words = self.get_context_data(form=form, **context)
        return render(self.request, "indicators/sheet_fact_form.html", words, status=status)

    def show_conflict(self, stale: StaleFields) -> HttpResponse:
        """What stands there now, who put it there, and the form with what was typed, ready to replace it."""
        data = self.request.POST.copy()
        data["seen"] = fingerprint(stale.current, self.rule.fields)
        conflict = {
            "theirs": fact_of(stale.current, self.rule).text,
            **writer_words(stale.changed_by, stale.changed_at, self.scope.organization.pk),
        }
        form = self.form(stale.current, data)
        return self.show(form, status=CONFLICT, conflict=conflict, sheet=self.sheet())

    def show_saved(self) -> HttpResponse:
        """The fact and whatever else on the sheet follows from it, as it stands now."""
        context = self.get_context_data(sheet=self.sheet())
        return render(self.request, "indicators/sheet_saved.html", context)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            key=self.rule.key,
            label=label_of(self.rule),
            action=self.request.path,
            may_enter=self.scope.may(Action.ENTER),
            **context,
        )

    def sheet(self) -> Any:
        """The sheet, read anew."""
        self._indicator = None
        return load_sheet(self.indicator)
