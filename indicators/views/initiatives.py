"""Initiatives: add, rename, reorder, delete on the KPI sheet; all of a scorecard with their work programs."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from indicators import services
from indicators.deletions import initiative_consequences, initiative_deletion_refused
from indicators.models import Initiative
from indicators.sheet_forms import InitiativeForm
from indicators.shown_deletions import hanging_on_initiative
from indicators.views.place import DeletePage, IndicatorView, InitiativeView
from indicators.work_forms import WorkFilterForm
from indicators.work_page import draw_timeline
from indicators.work_words import gaps, year_answer
from indicators.work_year import load_work_year, narrow
from organizations.directions import read_direction
from organizations.form_view import ServiceFormMixin
from organizations.history_view import HistoryMixin
from organizations.permissions import Action
from scorecards.scope import ScorecardView
from scorecards.views.pages import MovePage


class InitiativeList(ScorecardView, TemplateView):
    """The initiatives under their indicators, with the year's work programs: amounts, progress, timeline."""

    template_name = "indicators/initiatives.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        year = load_work_year(self.scorecard_year, today=timezone.localdate())
        form = WorkFilterForm(
            self.request.GET, perspectives=[group.perspective for group in year.perspectives]
        )
        filters, currency = form.filters(), self.scope.organization.currency
        shown = year
        if filters.active:
            reader = self.scope.user
            shown = narrow(year, lambda line: filters.accept(line, reader), perspective=filters.perspective)
        return super().get_context_data(
            year=year,
            shown=shown,
            timeline=draw_timeline(shown),
            answer=year_answer(year, currency),
            gaps=gaps(year.totals, currency, year.decimals),
            form=form,
            filters=filters,
            currency=currency,
            is_closed=self.scorecard_year.is_closed,
            **context,
        )


class InitiativeAdd(IndicatorView, ServiceFormMixin, FormView):
    """Adds an initiative to an indicator."""

    writes = Action.EDIT
    is_form = True
    template_name = "components/form_page.html"
    form_class = InitiativeForm
    success_message = gettext_lazy("The initiative is added.")

    def perform(self, form: Any) -> None:
        services.create_initiative(indicator=self.indicator, by=self.scope.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return f"{self.sheet_url()}#initiatives"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Add an initiative to %(code)s") % {"code": self.indicator.code},
            cancel_url=self.sheet_url(),
            **context,
        )


class InitiativeEdit(InitiativeView, ServiceFormMixin, FormView):
    """Renames an initiative."""

    writes = Action.EDIT
    is_form = True
    template_name = "components/form_page.html"
    form_class = InitiativeForm
    success_message = gettext_lazy("The initiative is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.initiative}

    def perform(self, form: Any) -> None:
        services.change_initiative(self.initiative, by=self.scope.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return f"{self.sheet_url()}#initiatives"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Change the initiative"),
            cancel_url=self.sheet_url(),
            history_url=self.scope.url("indicators:initiative-history", self.initiative.pk),
            delete_url=self.scope.url("indicators:initiative-delete", self.initiative.pk),
            **context,
        )


class InitiativeMove(InitiativeView, MovePage):
    """Moves an initiative up or down on its KPI sheet."""

    writes = Action.EDIT

    def perform(self) -> None:
        services.move_initiative(self.initiative, direction=read_direction(self.request), by=self.scope.user)

    def get_success_url(self) -> str:
        return f"{self.sheet_url()}#initiatives"


class InitiativeDelete(InitiativeView, DeletePage):
    """Deletes an initiative."""

    success_message = gettext_lazy("The initiative is deleted.")

    def title(self) -> str:
        return _("Delete the initiative “%(name)s”?") % {"name": self.initiative.name}

    def consequences(self) -> list[str]:
        return initiative_consequences(self.initiative)

    def hanging(self) -> str:
        return hanging_on_initiative(self.initiative)

    def refused(self) -> str:
        return initiative_deletion_refused(self.initiative)

    def perform(self, form: Any) -> None:
        reason = form.cleaned_data["reason"]
        services.delete_initiative(self.initiative, by=self.scope.user, reason=reason, shown=self.shown)

    def cancel_url(self) -> str:
        return self.sheet_url()

    def get_success_url(self) -> str:
        return f"{self.sheet_url()}#initiatives"


class InitiativeHistory(HistoryMixin, InitiativeView):
    """Who changed the initiative."""

    def get_object(self) -> Initiative:
        return self.initiative

    def back_url(self) -> str:
        return self.sheet_url()
