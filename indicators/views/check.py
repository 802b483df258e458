"""The plan check: what it finds, accepting findings with a reason, and taking that back."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from indicators import services
from indicators.accepted_findings import CheckedPlan, split_findings
from indicators.check_forms import AcceptForm, FilterForm
from indicators.check_page import Item, check_page, quiet_item, standing_item
from indicators.check_places import places_for
from indicators.check_words import kind_name, rule_name
from indicators.checked_plan import accepted_rows, checked_plan
from indicators.models import AcceptedFinding
from indicators.plan_check import SubjectKind, check_plan
from indicators.plan_facts import load_plan_facts
from indicators.sheet_forms import ReasonForm
from indicators.views.place import IndicatorView
from organizations.form_view import ServiceFormMixin
from organizations.history_rows import Field, Related
from organizations.history_view import HistoryMixin
from organizations.permissions import Action
from scorecards.scope import ScorecardView

REFRESH = 204


class InPanelMixin:
    """A page that htmx may also put into the side panel, without its frame, by `panel_name`."""

    request: HttpRequest
    template_name: str
    panel_name: str

    @property
    def in_panel(self) -> bool:
        """Whether htmx asked for it."""
        return "HX-Request" in self.request.headers

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_template_names(self) -> list[str]:
        return [self.panel_name if self.in_panel else self.template_name]


class PlanCheck(ScorecardView, TemplateView):
    """Everything that the plan check finds in the scorecard, and what of it is accepted."""

    template_name = "indicators/check.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        facts = load_plan_facts(self.scorecard)
        checked = split_findings(check_plan(facts), accepted_rows(self.scorecard))
        form = FilterForm(self.request.GET, facts=facts)
        filters, plan = form.filters(), self.plan
        years = f"{plan.first_year}–{plan.last_year}" if len(plan.years) > 1 else str(plan.first_year)
        name = f"{self.scope.unit.name} {years}"
        page = check_page(checked, filters, plan=name, facts=facts, place=places_for(self.scope))
        return super().get_context_data(page=page, form=form, filters=filters, **context)


class IndicatorFindings(InPanelMixin, IndicatorView, TemplateView):
    """What the plan check finds about one indicator: a page, or what htmx puts into the side panel."""

    template_name = "indicators/check_indicator.html"
    panel_name = "indicators/findings_of_indicator.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        checked = checked_plan(self.scorecard).of(SubjectKind.INDICATOR, self.indicator.pk)
        place = places_for(self.scope)
        return super().get_context_data(
            standing=[standing_item(each, place) for each in checked.standing],
            quiet=[quiet_item(each, place) for each in checked.quiet],
            in_panel=self.in_panel,
            **context,
        )


class FindingAccept(InPanelMixin, ScorecardView, ServiceFormMixin, FormView):
    """Accepts findings with a reason.

    `?finding=` offers one (its reference), `?rule=` those of a rule, without either all that stand.
    """

    writes = Action.EDIT
    is_form = True
    template_name = "indicators/check_accept.html"
    panel_name = "indicators/check_accept_form.html"
    form_class = AcceptForm
    success_message = gettext_lazy("Accepted: quiet until what it tells or its subject changes.")

    @cached_property
    def checked(self) -> CheckedPlan:
        return checked_plan(self.scorecard)

    def offered(self) -> list[Item]:
        """The standing findings that the URL asks for."""
        rule, token = self.request.GET.get("rule"), self.request.GET.get("finding")
        place = places_for(self.scope)
        standing = [each for each in self.checked.standing if rule in (None, each.finding.rule)]
        items = [standing_item(each, place) for each in standing]
        return [item for item in items if token in (None, item.token)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "items": self.offered()}

    def get_initial(self) -> dict[str, Any]:
        return {"findings": [self.request.GET["finding"]]} if "finding" in self.request.GET else {}

    def perform(self, form: Any) -> None:
        services.accept_findings(
            scorecard=self.scorecard,
            chosen=form.cleaned_data["findings"],
            reason=form.cleaned_data["reason"],
            by=self.scope.user,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if self.in_panel and response.status_code == 302:
            return HttpResponse(status=REFRESH, headers={"HX-Refresh": "true"})
        return response

    def get_success_url(self) -> str:
        return self.scope.url("indicators:check")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            **context, offered=self.offered(), action=self.request.get_full_path(), in_panel=self.in_panel
        )


class AcceptanceWithdraw(ScorecardView, ServiceFormMixin, FormView):
    """Lets an accepted finding stand again."""

    writes = Action.EDIT
    is_form = True
    template_name = "components/form_page.html"
    form_class = ReasonForm
    success_message = gettext_lazy("The acceptance is withdrawn.")
    kwargs: dict[str, Any]

    @cached_property
    def accepted(self) -> AcceptedFinding:
        rows = accepted_rows(self.scorecard).select_related("scorecard")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def perform(self, form: Any) -> None:
        services.withdraw_acceptance(self.accepted, by=self.scope.user, reason=form.cleaned_data["reason"])

    def get_success_url(self) -> str:
        return self.scope.url("indicators:check")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        words = {"rule": rule_name(self.accepted.rule), "code": self.accepted.subject_code}
        return super().get_context_data(
            title=_("Withdraw the acceptance of “%(rule)s” for %(code)s?") % words,
            answer=_("It was accepted because: %(reason)s") % {"reason": self.accepted.reason},
            submit_label=_("Withdraw"),
            cancel_url=self.get_success_url(),
            breadcrumb_url=self.get_success_url(),
            breadcrumb_label=_("Plan check"),
            **context,
        )


class AcceptanceHistory(HistoryMixin, ScorecardView):
    """Who accepted which finding and who withdrew it, those included that hold no more."""

    hidden_fields = frozenset({"scorecard", "fingerprint", "accepted_by", "accepted_at"})

    def get_history(self) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = AcceptedFinding.history.filter(scorecard=self.scorecard)
        return rows

    @classmethod
    def about(cls, record: Any) -> str:  # type: ignore[override]
        return f"{rule_name(record.rule)} · {record.subject_code}"

    def title(self) -> str:
        return _("Accepted findings")

    def back_url(self) -> str:
        return self.scope.url("indicators:check")

    def describe_value(self, field: Field, value: Any, related: Related) -> str:
        words = {"rule": rule_name, "subject_kind": kind_name}.get(field.name)
        return words(value) if words and value else super().describe_value(field, value, related)
