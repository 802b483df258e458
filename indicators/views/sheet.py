"""The KPI sheet of an indicator: read, make, change, delete, history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from indicators import services
from indicators.deletions import indicator_consequences, indicator_deletion_refused
from indicators.indicator_form import IndicatorForm
from indicators.kpi_sheet import load_sheet, load_sheets, neighbours, ordered_indicators
from indicators.models import Indicator
from indicators.sheet_facts import fingerprint
from indicators.sheet_print import print_density
from indicators.shown_deletions import hanging_on_indicator
from indicators.views.place import DeletePage, IndicatorView
from indicators.work_year import IndicatorWork, WorkYear, load_indicator_work, load_work_year
from organizations.form_view import ServiceFormMixin
from organizations.history_rows import HIDDEN_FIELDS
from organizations.history_view import HistoryMixin
from organizations.permissions import Action
from scorecards.models import Objective
from scorecards.scope import ScorecardView

SAVED_AT_ONCE = gettext_lazy(
    "Somebody else saved this sheet at the same moment. Save again: where you both changed a field, it "
    "will be told there."
)


def indicator_works(year: WorkYear) -> dict[int, IndicatorWork]:
    """The work on each indicator by its key."""
    objectives = (objective for group in year.perspectives for objective in group.objectives)
    return {work.indicator.pk: work for objective in objectives for work in objective.indicators}


class KpiSheet(IndicatorView, TemplateView):
    """The KPI sheet (figure 3): reads like the printed form, edited in place, prints on one page."""

    template_name = "indicators/sheet.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        work = load_indicator_work(self.indicator, self.scorecard_year, today=timezone.localdate())
        sheet = load_sheet(self.indicator)
        return super().get_context_data(
            sheet=sheet,
            work=work,
            density=print_density(sheet, work),
            currency=self.scope.organization.currency,
            is_closed=self.scorecard_year.is_closed,
            neighbours=neighbours(self.indicator),
            may_enter=self.scope.may(Action.ENTER),
            **context,
        )


class AllSheets(ScorecardView, TemplateView):
    """Every KPI sheet of the scorecard, one page of paper each."""

    template_name = "indicators/sheets.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        sheets = load_sheets(ordered_indicators(self.scorecard))
        works = indicator_works(load_work_year(self.scorecard_year, today=timezone.localdate()))
        worked = [(sheet, works.get(sheet.indicator.pk)) for sheet in sheets]
        return super().get_context_data(
            sheets=[(sheet, work, print_density(sheet, work)) for sheet, work in worked],
            currency=self.scope.organization.currency,
            **context,
        )


class SheetFormView(ScorecardView, ServiceFormMixin, FormView):
    """What adding and changing a KPI sheet share."""

    writes = Action.EDIT
    is_form = True
    template_name = "indicators/sheet_form.html"
    form_class = IndicatorForm

    def get_form_kwargs(self) -> dict[str, Any]:
        objectives = Objective.objects.filter(scorecard=self.scorecard)
        ordered = objectives.order_by("perspective__order", "order", "pk")
        return {**super().get_form_kwargs(), "objectives": ordered}


class IndicatorAdd(SheetFormView):
    """Makes an indicator; ?objective= chooses its objective beforehand."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "objective": self.request.GET.get("objective")}

    def perform(self, form: IndicatorForm) -> None:
        self.indicator = services.create_indicator(**form.cleaned_data, by=self.scope.user)
        messages.success(self.request, _("%(code)s is in the list.") % {"code": self.indicator.code})

    def get_success_url(self) -> str:
        return self.scope.url("indicators:indicator", self.indicator.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Add an indicator"), cancel_url=self.scope.url("indicators:list"), **context
        )


class IndicatorEdit(IndicatorView, SheetFormView):
    """Changes the fields of the KPI sheet."""

    success_message = gettext_lazy("The KPI sheet is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.indicator}

    def perform(self, form: IndicatorForm) -> None:
        changes = form.changes()
        seen = fingerprint(self.indicator, changes)
        try:
            services.change_fields(self.indicator, by=self.scope.user, seen=seen, **changes)
        except services.StaleFields:
            raise ValidationError(SAVED_AT_ONCE, code="stale") from None

    def get_success_url(self) -> str:
        return self.sheet_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Change %(code)s") % {"code": self.indicator.code},
            cancel_url=self.sheet_url(),
            history_url=self.scope.url("indicators:indicator-history", self.indicator.pk),
            delete_url=self.scope.url("indicators:indicator-delete", self.indicator.pk),
            **context,
        )


class IndicatorDelete(IndicatorView, DeletePage):
    """Deletes an indicator after saying what goes with it."""

    success_message = gettext_lazy("The indicator is deleted.")

    def title(self) -> str:
        return _("Delete %(indicator)s?") % {"indicator": self.indicator}

    def consequences(self) -> list[str]:
        return indicator_consequences([self.indicator])

    def hanging(self) -> str:
        return hanging_on_indicator(self.indicator)

    def refused(self) -> str:
        return indicator_deletion_refused([self.indicator])

    def perform(self, form: Any) -> None:
        reason = form.cleaned_data["reason"]
        services.delete_indicator(self.indicator, by=self.scope.user, reason=reason, shown=self.shown)

    def cancel_url(self) -> str:
        return self.sheet_url()

    def get_success_url(self) -> str:
        return self.scope.url("indicators:list")


class IndicatorHistory(HistoryMixin, IndicatorView):
    """Who changed the KPI sheet, its baseline included."""

    hidden_fields = HIDDEN_FIELDS | {"baseline_inputs"}

    def get_object(self) -> Indicator:
        return self.indicator

    def back_url(self) -> str:
        return self.sheet_url()
