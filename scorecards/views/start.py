"""The guided start of a plan: one question a page, left and taken up again at any step."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from organizations.form_view import ServiceFormMixin
from organizations.permissions import Action, Allowed, Denied
from organizations.services import change_organization
from scorecards import services
from scorecards.models import LAST_YEAR, Perspective, Plan, Statement
from scorecards.scope import ScorecardView
from scorecards.start import KINDS, Progress, Step, StepState, load_progress
from scorecards.start_forms import (
    SETS,
    ObjectiveLinesForm,
    PerspectiveRowsForm,
    StartOrganizationForm,
    StartPlanForm,
    StatementLinesForm,
    row_initial,
)
from scorecards.start_words import (
    EXAMPLES,
    STEP_WORDS,
    added_words,
    doubles_words,
    perspectives_meanwhile,
    plan_meanwhile,
    step_rows,
)
from scorecards.tables import load_objectives

USUAL_YEARS = 5


class StartPart(ScorecardView):
    """A page of the guided start. Every member reads it; each step says who may do it."""

    reads = Action.VIEW_SETTINGS
    needs = ""

    @cached_property
    def progress(self) -> Progress:
        return load_progress(self.scope)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        steps = step_rows(self.progress)
        return super().get_context_data(progress=self.progress, steps=steps, **context)


class Start(StartPart, TemplateView):
    """The steps: what is done, what comes next, and what to do when all is done."""

    template_name = "scorecards/start.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        upcoming = self.progress.next
        return super().get_context_data(
            upcoming=upcoming and STEP_WORDS[upcoming.step].label,
            upcoming_url=upcoming and self.scope.url(upcoming.page),
            **context,
        )


class StepPage(StartPart, ServiceFormMixin, FormView):
    """One step: what there is, and the form that adds to it. Without a plan it leads to the plan's step."""

    step: ClassVar[Step]

    @cached_property
    def state(self) -> StepState:
        return self.progress.of(self.step)

    def instead(self, request: HttpRequest) -> HttpResponseBase | None:
        if self.state.ready:
            return None
        if request.method not in ("GET", "HEAD"):
            raise Http404
        return redirect(self.scope.url("scorecards:start-plan"))

    def may_write(self) -> Allowed | Denied:
        return self.state.may

    def get_success_url(self) -> str:
        following = self.progress.after(self.step)
        url: str = self.scope.url(following.page if following else "scorecards:start")
        return url

    def tell(self, added: services.Added) -> None:
        """Messages about what was added, and what was there already."""
        if added.codes:
            messages.success(self.request, added_words(self.step, added.codes))
        if added.doubles:
            messages.info(self.request, doubles_words(added.doubles))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        before = self.progress.before(self.step)
        return super().get_context_data(
            state=self.state,
            words=STEP_WORDS[self.step],
            next_url=self.get_success_url(),
            back_url=self.scope.url(before.page if before else "scorecards:start"),
            **context,
        )


class StartOrganization(StepPage):
    """Name and currency; the code only shown."""

    step = Step.ORGANIZATION
    writes = Action.ADMINISTER
    whole_organization = True
    form_class = StartOrganizationForm
    template_name = "scorecards/start_organization.html"

    def get_initial(self) -> dict[str, Any]:
        organization = self.scope.organization
        return {name: getattr(organization, name) for name in ("code", "name", "currency")}

    def perform(self, form: Any) -> None:
        name, currency = form.cleaned_data["name"], form.cleaned_data["currency"]
        change_organization(self.scope.organization, by=self.scope.user, name=name, currency=currency)


class StartPlan(StepPage):
    """The plan of the year with this unit's scorecard; where there is a plan, only the scorecard."""

    step = Step.PLAN
    writes = Action.ADMINISTER
    form_class = StartPlanForm
    template_name = "scorecards/start_plan.html"
    year: int | None = None

    @property
    def is_typed(self) -> bool:
        """Somebody sends a plan, not only the button that stands below one."""
        return not self.form_class.base_fields.keys().isdisjoint(self.request.POST)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.scope.plan is None or self.is_typed:
            self.scope.access.require(Action.ADMINISTER, whole_organization=True)
            return super().post(request, *args, **kwargs)
        return self.form_valid(self.get_form())

    def other_plans(self) -> QuerySet[Plan]:
        return Plan.objects.filter(organization=self.scope.organization)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organization": self.scope.organization}

    def get_initial(self) -> dict[str, Any]:
        if self.scope.plan:
            return {}
        first = self.scope.year
        later = self.other_plans().filter(first_year__gt=first).values_list("first_year", flat=True)
        last = min([first + USUAL_YEARS - 1, LAST_YEAR, *(year - 1 for year in later)])
        scheme = self.scope.organization.schemes.filter(code="paper-3").first()
        return {"first_year": first, "last_year": last, "weighting_mode": "equal", "scheme": scheme}

    def perform(self, form: Any) -> None:
        plan, unit, by = self.scope.plan, self.scope.unit, self.scope.user
        if plan is None or (self.is_typed and not form.repeats(plan)):
            typed = form.cleaned_data
            services.begin_plan(organization=self.scope.organization, unit=unit, by=by, **typed)
            if self.scope.year not in range(typed["first_year"], typed["last_year"] + 1):
                self.year = typed["first_year"]
        elif self.scope.scorecard is None:
            services.create_scorecard(plan=plan, unit=unit, by=by)

    def form_invalid(self, form: Any) -> HttpResponse:
        if self.is_typed and (plan := self.scope.plan):
            form.add_error(None, plan_meanwhile(plan.name, plan.first_year, plan.last_year))
        return super().form_invalid(form)

    def get_success_url(self) -> str:
        url: str = self.scope.url("scorecards:start-perspectives", year=self.year)
        return url

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        plans = [] if self.scope.plan else [self.way_on(plan) for plan in self.other_plans()]
        asks = self.scope.plan is None or self.is_typed
        return super().get_context_data(plans=plans, asks=asks, **context)

    def way_on(self, plan: Plan) -> dict[str, Any]:
        """Where the guide goes on with a plan of other years, and where that plan is copied to new years."""
        return {
            "plan": plan,
            "url": self.scope.url("scorecards:start", year=plan.first_year),
            "copy_url": self.scope.url("indicators:plan-copy", plan.pk),
        }


class StartPerspectives(StepPage):
    """A usual set of perspectives or the own ones, changed in place before they are saved."""

    step = Step.PERSPECTIVES
    writes = Action.ADMINISTER
    whole_organization = True
    form_class = PerspectiveRowsForm
    template_name = "scorecards/start_perspectives.html"

    def chosen(self) -> str:
        """The set that the rows begin with."""
        chosen = self.request.GET.get("set", "")
        return chosen if chosen in SETS else next(iter(SETS))

    def get_initial(self) -> dict[str, Any]:
        return row_initial("own" if self.state.done else self.chosen())

    def perform(self, form: Any) -> None:
        rows, beside = form.typed(), "beside" in self.request.POST
        self.tell(services.add_perspectives(plan=self.plan, rows=rows, by=self.scope.user, beside=beside))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Rows are only sent where there were no perspectives: those that there are came in the meantime."""
        if self.perspectives and not form.has_error(NON_FIELD_ERRORS, "meanwhile"):
            form.add_error(None, perspectives_meanwhile())
        return super().form_invalid(form)

    @cached_property
    def perspectives(self) -> list[Perspective]:
        return list(Perspective.objects.filter(plan=self.plan))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        asks = not self.perspectives or "form" in context  # a form that is refused is shown again
        return super().get_context_data(
            perspectives=self.perspectives, asks=asks, chosen=self.chosen(), **context
        )


class StartStatements(StepPage):
    """Vision, missions or goals: one per line. `as_view(step=...)` says which."""

    writes = Action.EDIT
    whole_organization = True
    form_class = StatementLinesForm
    template_name = "scorecards/start_statements.html"
    step = Step.VISION

    def get_form_kwargs(self) -> dict[str, Any]:
        words = {"label": STEP_WORDS[self.step].label, "example": EXAMPLES[self.step]}
        return {**super().get_form_kwargs(), **words}

    def perform(self, form: Any) -> None:
        kind, lines = KINDS[self.step], form.cleaned_data["lines"]
        self.tell(services.add_statements(plan=self.plan, kind=kind, lines=lines, by=self.scope.user))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        statements = list(Statement.objects.filter(plan=self.plan, kind=KINDS[self.step]))
        return super().get_context_data(statements=statements, **context)


class StartObjectives(StepPage):
    """The first objectives, one per line under their perspectives, with the statements they come from."""

    step = Step.OBJECTIVES
    writes = Action.EDIT
    form_class = ObjectiveLinesForm
    template_name = "scorecards/start_objectives.html"

    @cached_property
    def groups(self) -> list[Any]:
        return list(load_objectives(self.scorecard))

    @cached_property
    def statements(self) -> list[Statement]:
        """All of the plan: vision, missions, goals."""
        kinds = list(Statement.Kind.values)
        return sorted(Statement.objects.filter(plan=self.plan), key=lambda each: kinds.index(each.kind))

    def get_form_kwargs(self) -> dict[str, Any]:
        perspectives = [group.perspective for group in self.groups]
        codes = [each.code for each in self.statements]
        return {**super().get_form_kwargs(), "perspectives": perspectives, "statements": codes}

    def perform(self, form: Any) -> None:
        self.tell(services.add_objectives(scorecard=self.scorecard, lines=form.lines(), by=self.scope.user))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(statements=self.statements, **context)
        fields = (context["form"][name] for name in context["form"].fields)
        return {**context, "lanes": list(zip(self.groups, fields, strict=True))}
