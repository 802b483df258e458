"""Follow-ups of what is below target: the list of a year, writing, reporting on and closing one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from indicators.models import Measurement
from indicators.sealed_year import load_shown_year
from indicators.states import standing_of
from organizations.form_view import ServiceFormMixin
from organizations.history_view import HistoryMixin
from organizations.permissions import Action, insist
from organizations.shown_names import called
from performance import follow_up_services as services
from performance.follow_up_conflicts import StaleFollowUp
from performance.follow_up_forms import CloseForm, FollowUpEditForm, FollowUpForm, ProgressForm, ReopenForm
from performance.follow_up_page import Reader, answer, chosen_show, filter_links, load_follow_ups, shown
from performance.follow_ups import below_rows
from performance.models import FollowUp
from performance.tables import target_text, value_text
from scorecards.scope import ScorecardView

PAGE = "performance:follow-ups"


class FollowUpsView(ScorecardView, TemplateView):
    """What is below target in the year and what is done about it, with what came over from earlier years."""

    writes = Action.FOLLOW_UP
    template_name = "performance/follow_ups.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        table = load_shown_year(self.scorecard_year)
        reader = Reader(self.scope.access, timezone.localdate())
        year = load_follow_ups(table, reader)
        show = chosen_show(self.request.GET)
        return super().get_context_data(
            answer=answer(year, len(below_rows(table))),
            filters=filter_links(year, show, reader),
            show=show.value,
            year=shown(year, show, reader),
            has_any=bool(year.blocks or year.carried),
            **context,
        )


class FollowUpFormPage(ScorecardView, ServiceFormMixin, FormView):
    """What the forms share: they lead back to the result on the list of the year."""

    writes = Action.FOLLOW_UP
    is_form = True
    template_name = "performance/follow_up_form.html"
    kwargs: dict[str, Any]

    @property
    def measurement(self) -> Measurement:
        """The result that it is about, with indicator and scorecard-year."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        return f"{self.scope.url(PAGE)}#result-{self.measurement.pk}"

    def back(self, why: str) -> HttpResponseBase:
        """To the list, where it says why there is no form."""
        messages.error(self.request, why)
        return redirect(self.scope.url(PAGE))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        result, indicator = self.measurement, self.measurement.indicator
        return super().get_context_data(
            result=result,
            result_year=result.scorecard_year.year,
            achievement=value_text(result.achievement, indicator.decimals),
            target=target_text(result.target, result.target_upper, indicator.decimals),
            cancel_url=self.get_success_url(),
            breadcrumb_url=self.scope.url(PAGE),
            breadcrumb_label=_("Follow-ups %(year)s") % {"year": self.scope.year},
            **context,
        )


class FollowUpAdd(FollowUpFormPage):
    """Answers a result of the year that is below target."""

    form_class = FollowUpForm
    success_message = gettext_lazy("The follow-up is written.")

    @cached_property
    def measurement(self) -> Measurement:
        """The measurement in the URL. Raises Http404."""
        found = Measurement.objects.select_related("indicator")
        measurement = get_object_or_404(found, pk=self.kwargs["pk"], scorecard_year=self.scorecard_year)
        measurement.scorecard_year = self.scorecard_year
        return measurement

    def instead(self, request: HttpRequest) -> HttpResponseBase | None:
        refused = super().instead(request)
        if refused or standing_of(self.measurement, self.scorecard_year.scheme.rule()).is_below:
            return refused
        return self.back(str(services.IS_NOT_BELOW))

    def get_form_kwargs(self) -> dict[str, Any]:
        place = {"organization": self.scope.organization, "year": self.scope.year}
        return super().get_form_kwargs() | place

    def perform(self, form: Any) -> None:
        services.create_follow_up(measurement=self.measurement, by=self.scope.user, **form.cleaned_data)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(title=_("Write a follow-up"), **context)


class FollowUpView(ScorecardView):
    """A page about a follow-up of the unit, of this year or an earlier one."""

    kwargs: dict[str, Any]

    @cached_property
    def follow_up(self) -> FollowUp:
        """The follow-up in the URL. Raises Http404."""
        found = FollowUp.objects.of_unit(self.scorecard.unit_id, upto_year=self.scope.year)
        related = found.select_related("measurement__indicator", "measurement__scorecard_year", "owner")
        return get_object_or_404(related, pk=self.kwargs["pk"])


class StoredFollowUpPage(FollowUpView, FollowUpFormPage):
    """A form about a stored follow-up: it does not undo unawares what somebody else changed meanwhile."""

    fields: ClassVar[tuple[str, ...]] = ()
    is_for_settled: ClassVar[bool] = False

    @property
    def measurement(self) -> Measurement:
        return self.follow_up.measurement

    def instead(self, request: HttpRequest) -> HttpResponseBase | None:
        refused = super().instead(request)
        if refused or request.method == "POST" or self.follow_up.is_settled == self.is_for_settled:
            return refused
        words = services.IS_NOT_SETTLED if self.is_for_settled else services.IS_SETTLED
        return self.back(str(words))

    def get_initial(self) -> dict[str, Any]:
        stored = {name: getattr(self.follow_up, name) for name in self.fields}
        return {**stored, "seen": self.follow_up.version}

    def write(self, **values: Any) -> None:
        """Calls the service. Raises ValidationError."""
        raise NotImplementedError

    def perform(self, form: Any) -> None:
        try:
            self.write(by=self.scope.user, **form.cleaned_data)
        except StaleFollowUp as stale:
            form.show_again(stale.newest)
            raise

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            follow_up=self.follow_up,
            owner=called(self.follow_up.owner, self.scope.organization.pk),
            history_url=self.scope.url("performance:follow-up-history", self.follow_up.pk),
            **context,
        )


class FollowUpEdit(StoredFollowUpPage):
    """Changes cause, action, owner and due date."""

    form_class = FollowUpEditForm
    success_message = gettext_lazy("The follow-up is saved.")
    fields: ClassVar[tuple[str, ...]] = ("cause", "action", "owner", "due")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"owner": self.follow_up.owner_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        year = self.measurement.scorecard_year.year
        return super().get_form_kwargs() | {"organization": self.scope.organization, "year": year}

    def write(self, **values: Any) -> None:
        services.change_follow_up(self.follow_up, **values)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(title=_("Change the follow-up"), **context)


class FollowUpProgress(StoredFollowUpPage):
    """Reports how it gets on: its owner may, and whoever writes follow-ups."""

    # The right to read is what everybody here needs; `check_verb` asks for the rest.
    writes = Action.VIEW
    template_name = "performance/follow_up_about.html"
    form_class = ProgressForm
    success_message = gettext_lazy("The progress is saved.")
    fields: ClassVar[tuple[str, ...]] = ("status", "progress_note")

    def check_verb(self, request: HttpRequest) -> HttpResponseBase | None:
        refusal = super().check_verb(request)
        if refusal is None and request.method != "OPTIONS":
            insist(self.scope.access.may_report(self.follow_up.owner_id))
        return refusal

    def write(self, **values: Any) -> None:
        services.report_progress(self.follow_up, **values)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(title=_("Report progress"), **context)


class FollowUpClose(StoredFollowUpPage):
    """Closes or cancels it, with what came of it."""

    template_name = "performance/follow_up_about.html"
    form_class = CloseForm
    success_message = gettext_lazy("The follow-up no longer comes back.")

    def write(self, **values: Any) -> None:
        services.close_follow_up(self.follow_up, **values)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        words = {"title": _("Close the follow-up"), "submit_label": _("Close")}
        return super().get_context_data(**words, **context)


class FollowUpReopen(StoredFollowUpPage):
    """Lets a closed one come back."""

    template_name = "performance/follow_up_about.html"
    form_class = ReopenForm
    is_for_settled: ClassVar[bool] = True
    success_message = gettext_lazy("The follow-up is open again.")

    def write(self, **values: Any) -> None:
        services.reopen_follow_up(self.follow_up, **values)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        words = {"title": _("Open the follow-up again"), "submit_label": _("Open again")}
        return super().get_context_data(**words, **context)


class FollowUpHistory(HistoryMixin, FollowUpView):
    """Who changed the follow-up."""

    hidden_fields = frozenset({"version", "closed_at", "closed_by"})

    def get_object(self) -> FollowUp:
        return self.follow_up

    def back_url(self) -> str:
        return f"{self.scope.url(PAGE)}#result-{self.follow_up.measurement_id}"
