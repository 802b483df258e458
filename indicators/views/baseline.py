"""The baseline of an indicator: how it is set, from which years, and what it would become."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from indicators import services
from indicators.baseline_forms import BaselineForm
from indicators.baseline_page import preview_baseline, put_conflict, start_of
from indicators.kpi_sheet import Sheet, load_sheet
from indicators.models import Measurement
from indicators.views.place import IndicatorView
from organizations.form_view import CONFLICT, ServiceFormMixin
from organizations.history_rows import HIDDEN_FIELDS
from organizations.history_view import HistoryMixin
from organizations.permissions import Action


class BaselinePage(IndicatorView):
    """What the pages of one baseline share: the sheet, the history and the form."""

    @cached_property
    def sheet(self) -> Sheet:
        return load_sheet(self.indicator)

    def baseline_form(self, data: QueryDict | None = None) -> BaselineForm:
        """The years before the plan and how the baseline is set, with what is typed when there are data."""
        return BaselineForm(data, start=start_of(self.sheet))


class Baseline(BaselinePage, ServiceFormMixin, FormView):
    """Shows the baseline with its inputs; POST saves the years before the plan and sets it.

    409 where somebody else changed the same meanwhile.
    """

    writes = Action.EDIT
    template_name = "indicators/baseline.html"
    success_message = _("The years before the plan and the baseline are saved.")

    def get_form(self, form_class: Any = None) -> BaselineForm:
        return self.baseline_form(self.request.POST if self.request.method == "POST" else None)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except services.StaleStart as stale:
            return self.show_conflict(stale)

    def perform(self, form: Any) -> None:
        years, baseline = form.wanted_years(), form.wanted_baseline()
        try:
            services.save_start(self.indicator, years=years, baseline=baseline, by=self.scope.user)
        except ValidationError as error:
            raise form.at_fields(error) from error

    def show_conflict(self, stale: services.StaleStart) -> HttpResponse:
        """The page as it stands now, with what was typed and, at its field, what somebody else wrote."""
        self._indicator = None
        del self.sheet
        form = self.get_form()
        put_conflict(form, stale)
        return self.render_to_response(self.get_context_data(form=form), status=CONFLICT)

    def get_success_url(self) -> str:
        """Its own page, or the sheet when the form was opened beside it."""
        if "beside" in self.request.GET:
            return f"{self.sheet_url()}#baseline-{self.indicator.pk}"
        return self.scope.url("indicators:baseline", self.indicator.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = context.pop("form", None) or self.get_form()
        preview = preview_baseline(form)
        return super().get_context_data(form=form, sheet=self.sheet, preview=preview, **context)


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
        preview = preview_baseline(self.baseline_form(self.request.GET))
        return super().get_context_data(preview=preview, **context)


def year_of(record: Any) -> str:
    """The year that a row of the history is about."""
    return str(record.year)


class BaselineHistory(HistoryMixin, BaselinePage):
    """Who changed which achievement of the years before the plan."""

    hidden_fields = HIDDEN_FIELDS | {"entered_at", "entered_by"}
    about = year_of

    def get_history(self) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = Measurement.history.filter(
            indicator_id=self.indicator.pk, scorecard_year__year__lt=self.scorecard.plan.first_year
        )
        return rows.annotate(year=F("scorecard_year__year"))

    def title(self) -> str:
        return gettext("%(code)s before the plan") % {"code": self.indicator.code}

    def back_url(self) -> str:
        return self.scope.url("indicators:baseline", self.indicator.pk)
