"""The baseline of an indicator: how it is set, from which years, and what it would become."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from indicators import services
from indicators.baseline_forms import BaselineForm, HistoryYearsForm
from indicators.baseline_page import HISTORY_YEARS, BaselinePreview, preview_baseline
from indicators.kpi_sheet import Sheet, load_sheet
from indicators.models import Indicator, Measurement
from indicators.sheet_years import achievements_before
from indicators.views.place import IndicatorView
from organizations.form_view import ServiceFormMixin
from organizations.history_rows import HIDDEN_FIELDS
from organizations.history_view import HistoryMixin
from organizations.permissions import Action


class BaselinePage(IndicatorView):
    """What the pages of one baseline share: the sheet, the history and both forms."""

    @cached_property
    def sheet(self) -> Sheet:
        return load_sheet(self.indicator)

    @cached_property
    def first_year(self) -> int:
        return self.scorecard.plan.first_year

    def history_form(self, data: Any = None) -> HistoryYearsForm:
        """The achievements before the plan, with fields for the last years before it at least."""
        known = achievements_before(self.sheet.years)
        offered = {self.first_year - back for back in range(1, HISTORY_YEARS + 1)}
        return HistoryYearsForm(
            data, achievements=known, first_year=self.first_year, years=offered | set(known)
        )

    def baseline_form(self, data: Any = None) -> BaselineForm:
        """How the baseline is set now."""
        indicator = self.indicator
        is_mean = indicator.baseline_method == Indicator.BaselineMethod.MEAN
        initial = {
            "method": indicator.baseline_method,
            "value": indicator.baseline,
            "years": len(indicator.baseline_inputs) if is_mean else None,
            "note": indicator.baseline_note,
        }
        return BaselineForm(data, initial=initial)

    def preview(self, form: BaselineForm) -> BaselinePreview:
        """What the form would make the baseline."""
        return preview_baseline(form, achievements_before(self.sheet.years), self.indicator, self.first_year)


class Baseline(BaselinePage, ServiceFormMixin, FormView):
    """Shows the baseline with its inputs; POST sets it."""

    writes = Action.EDIT
    template_name = "indicators/baseline.html"
    success_message = _("The baseline is saved.")

    def get_form(self, form_class: Any = None) -> BaselineForm:
        return self.baseline_form(self.request.POST if self.request.method == "POST" else None)

    def perform(self, form: Any) -> None:
        services.set_baseline(indicator=self.indicator, by=self.scope.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.scope.url("indicators:baseline", self.indicator.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = context.pop("form", None) or self.get_form()
        context.setdefault("history_form", self.history_form())
        return super().get_context_data(form=form, sheet=self.sheet, preview=self.preview(form), **context)


class BaselineYears(BaselinePage, ServiceFormMixin, FormView):
    """POST stores achievements of years before the plan; an invalid form shows the baseline page again."""

    http_method_names = ["post", "options"]
    writes = Action.EDIT
    template_name = "indicators/baseline.html"
    success_message = _("The achievements before the plan are saved.")

    def get_form(self, form_class: Any = None) -> HistoryYearsForm:
        return self.history_form(self.request.POST)

    def perform(self, form: Any) -> None:
        services.write_history(indicator=self.indicator, values=form.values(), by=self.scope.user)

    def get_success_url(self) -> str:
        return self.scope.url("indicators:baseline", self.indicator.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        history_form = context.pop("form")
        form = self.baseline_form()
        return super().get_context_data(
            form=form, history_form=history_form, sheet=self.sheet, preview=self.preview(form), **context
        )


class BaselineAgain(BaselinePage):
    """POST computes the baseline from the history as it is now; redirects to where it stands."""

    http_method_names = ["post", "options"]
    writes = Action.EDIT

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            services.compute_baseline_again(self.indicator, by=self.scope.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, gettext("The baseline is computed from the history as it is now."))
        return redirect(f"{self.sheet_url()}#baseline-{self.indicator.pk}")


class BaselineComputed(BaselinePage, TemplateView):
    """A fragment: what the typed method and years would make the baseline, before it is saved."""

    template_name = "indicators/baseline_preview.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = self.baseline_form(self.request.GET)
        return super().get_context_data(preview=self.preview(form), **context)


def year_of(record: Any) -> str:
    """The year that a row of the history is about."""
    return str(record.year)


class BaselineHistory(HistoryMixin, BaselinePage):
    """Who changed which achievement of the years before the plan."""

    hidden_fields = HIDDEN_FIELDS | {"entered_at", "entered_by"}
    about = year_of

    def get_history(self) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = Measurement.history.filter(
            indicator_id=self.indicator.pk, scorecard_year__year__lt=self.first_year
        )
        return rows.annotate(year=F("scorecard_year__year"))

    def title(self) -> str:
        return gettext("%(code)s before the plan") % {"code": self.indicator.code}

    def back_url(self) -> str:
        return self.scope.url("indicators:baseline", self.indicator.pk)
