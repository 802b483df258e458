"""Settings: the weights, scheme and threshold of a year, with the effect of a change before it is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from indicators.explanations import explain_year
from indicators.scorecard_year import ScorecardYearTable, load_scorecard_year
from indicators.scoring import YearResult
from organizations.form_view import INVALID, put_errors
from organizations.permissions import Action
from performance.rules_forms import YearRulesForm
from performance.rules_page import effect, effective_sum, mode_choices, scheme_choices, weight_lines
from performance.services import RulesChanged, change_year_rules, preview_year_rules
from scorecards.models import ScoringScheme
from scorecards.scope import ScorecardView

PREVIEW = "preview"


class YearRulesView(ScorecardView):
    """Shows the rules of a year; administrators try changes out (`preview` in the form) and save them."""

    reads = Action.VIEW_SETTINGS
    writes = Action.ADMINISTER

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if PREVIEW in request.POST:
            return self.show(form, self.try_out(form))
        if form.is_valid() and self.save(form):
            return redirect(self.scope.url("performance:year-rules"))
        return self.show(form)

    @cached_property
    def table(self) -> ScorecardYearTable:
        """The year's tree, loaded once for a request."""
        return load_scorecard_year(self.scorecard_year, other_years=False)

    def form(self, data: Any = None) -> YearRulesForm:
        schemes = ScoringScheme.objects.filter(organization=self.scope.organization)
        return YearRulesForm(data, table=self.table, schemes=list(schemes), is_writable=self.is_writable())

    def is_writable(self) -> bool:
        """Whether the person may change these rules and the year is still open."""
        return bool(self.may_write()) and not self.scorecard_year.is_closed

    def try_out(self, form: YearRulesForm) -> YearResult | None:
        """What the form would make of the year; None, with errors in the form, when it can't be."""
        if not form.is_valid():
            return None
        try:
            _now, after = preview_year_rules(
                scorecard_year=self.scorecard_year, table=self.table, **form.changes
            )
        except ValidationError as error:
            put_errors(form, error)
            return None
        return after

    def save(self, form: YearRulesForm) -> bool:
        """Whether the change was saved; if not, the form says why."""
        try:
            year = change_year_rules(
                scorecard_year=self.scorecard_year,
                by=self.scope.user,
                mark=form.cleaned_data["mark"],
                **form.changes,
            )
        except ValidationError as error:
            put_errors(form, error)
            if isinstance(error, RulesChanged):
                form.see(self.table)
            return False
        sentence = explain_year(load_scorecard_year(year, other_years=False).result)[0]
        messages.success(
            self.request,
            _("The rules of %(year)s are saved. %(verdict)s") % {"year": year.year, "verdict": sentence},
        )
        return True

    def show(self, form: YearRulesForm, after: YearResult | None = None) -> HttpResponse:
        by_htmx = self.request.headers.get("HX-Request") == "true"
        template = "performance/rules_answer.html" if by_htmx else "performance/rules.html"
        status = INVALID if form.is_bound and form.errors else 200
        return render(self.request, template, self.get_context_data(form=form, after=after), status=status)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form, now = context["form"], self.table.result
        result = context.pop("after", None) or now
        newest, older = scheme_choices(form)
        return super().get_context_data(
            **context,
            year=self.scope.year,
            closed=self.scorecard_year.is_closed,
            is_writable=self.is_writable(),
            answer=explain_year(now)[0],
            modes=mode_choices(form),
            schemes=newest,
            older_schemes=older,
            older_open=any(choice.checked for choice in older),
            lines=weight_lines(self.table, form, result),
            effective_sum=effective_sum(result),
            effect=effect(self.table, now, result),
            invalid=form.is_bound and bool(form.errors),
        )
