"""Work programs of a year: plan, add, change, report, reorder, delete; who changed them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView

from indicators import services
from indicators.models import WorkProgram
from indicators.views.place import DeletePage, InitiativeView
from indicators.work_conflicts import StaleWorkProgram, newest_trace
from indicators.work_forms import ProgressForm, WorkProgramForm
from organizations.directions import read_direction
from organizations.form_view import ServiceFormMixin
from organizations.history_view import HistoryMixin
from organizations.permissions import Action
from scorecards.scope import ScorecardView
from scorecards.views.pages import MovePage

PAGE = "indicators:initiatives"


class WorkProgramView(ScorecardView):
    """A page about a work program of the scope's scorecard-year."""

    kwargs: dict[str, Any]

    @cached_property
    def work_program(self) -> WorkProgram:
        """The work program in the URL, found within the scorecard-year. Raises Http404."""
        # Before the row is read: what comes in between makes a form of it outdated.
        self.newest_trace = newest_trace(self.kwargs["pk"])
        found = WorkProgram.objects.select_related("initiative__indicator", "owner")
        program = get_object_or_404(found, pk=self.kwargs["pk"], scorecard_year=self.scorecard_year)
        program.scorecard_year = self.scorecard_year
        return program

    def row_url(self) -> str:
        """Its row on the page of the year."""
        return f"{self.scope.url(PAGE)}#work-{self.work_program.pk}"


class WorkProgramFormPage(ScorecardView, ServiceFormMixin, FormView):
    """What adding and changing share."""

    writes = Action.EDIT
    is_form = True
    template_name = "indicators/work_form.html"
    form_class: Any = WorkProgramForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "organization": self.scope.organization, "year": self.scope.year}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        breadcrumb = _("Initiatives %(year)s") % {"year": self.scope.year}
        return super().get_context_data(
            breadcrumb_url=self.scope.url(PAGE), breadcrumb_label=breadcrumb, **context
        )


class WorkProgramAdd(InitiativeView, WorkProgramFormPage):
    """Adds a work program to an initiative."""

    success_message = gettext_lazy("The work program is added.")

    def get_initial(self) -> dict[str, Any]:
        taken = WorkProgram.objects.filter(initiative=self.initiative, scorecard_year=self.scorecard_year)
        return {**super().get_initial(), "name": "" if taken.exists() else self.initiative.name}

    def perform(self, form: Any) -> None:
        self.made = services.create_work_program(
            initiative=self.initiative,
            scorecard_year=self.scorecard_year,
            by=self.scope.user,
            **form.cleaned_data,
        )

    def get_success_url(self) -> str:
        return f"{self.scope.url(PAGE)}#work-{self.made.pk}"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Add a work program of %(year)s") % {"year": self.scope.year},
            initiative=self.initiative,
            cancel_url=f"{self.scope.url(PAGE)}#initiative-{self.initiative.pk}",
            **context,
        )


class WorkProgramEdit(WorkProgramView, WorkProgramFormPage):
    """Changes a work program."""

    success_message = gettext_lazy("The work program is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        instance = self.work_program
        opened = {"seen": self.newest_trace}
        return {**super().get_form_kwargs(), "instance": instance, "initial": opened}

    def perform(self, form: Any) -> None:
        try:
            services.change_work_program(self.work_program, by=self.scope.user, **form.cleaned_data)
        except StaleWorkProgram as stale:
            form.show_again(stale.newest)
            raise

    def get_success_url(self) -> str:
        return self.row_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.work_program.name,
            initiative=self.work_program.initiative,
            cancel_url=self.row_url(),
            history_url=self.scope.url("indicators:work-program-history", self.work_program.pk),
            delete_url=self.scope.url("indicators:work-program-delete", self.work_program.pk),
            **context,
        )


class WorkProgramProgress(WorkProgramEdit):
    """Reports status, progress and spent: a page, or what htmx puts into the side panel."""

    form_class = ProgressForm
    success_message = gettext_lazy("The progress is saved.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_template_names(self) -> list[str]:
        in_panel = "HX-Request" in self.request.headers
        return ["indicators/work_progress_body.html" if in_panel else "indicators/work_progress.html"]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["year"]
        return kwargs


class WorkProgramMove(WorkProgramView, MovePage):
    """Moves a work program up or down among those of its initiative."""

    writes = Action.EDIT

    def perform(self) -> None:
        direction = read_direction(self.request)
        services.move_work_program(self.work_program, direction=direction, by=self.scope.user)

    def get_success_url(self) -> str:
        return self.row_url()


class WorkProgramDelete(WorkProgramView, DeletePage):
    """Deletes a work program."""

    success_message = gettext_lazy("The work program is deleted.")

    def title(self) -> str:
        words = {"name": self.work_program.name, "year": self.scope.year}
        return _("Delete the work program “%(name)s” of %(year)s?") % words

    def perform(self, form: Any) -> None:
        reason = form.cleaned_data["reason"]
        services.delete_work_program(self.work_program, by=self.scope.user, reason=reason)

    def cancel_url(self) -> str:
        return self.row_url()

    def get_success_url(self) -> str:
        url: str = self.scope.url(PAGE)
        return url


class WorkProgramHistory(HistoryMixin, WorkProgramView):
    """Who changed the work program."""

    def get_object(self) -> WorkProgram:
        return self.work_program

    def back_url(self) -> str:
        return self.row_url()


class WorkProgramsHistory(HistoryMixin, ScorecardView):
    """Who changed which work program of the year, those included that have been deleted."""

    @classmethod
    def about(cls, record: Any) -> str:  # type: ignore[override]
        return str(record.name)

    def get_history(self) -> QuerySet[Any]:
        return WorkProgram.history.filter(scorecard_year_id=self.scorecard_year.pk)

    def title(self) -> str:
        return _("Work programs %(year)s") % {"year": self.scope.year}

    def back_url(self) -> str:
        url: str = self.scope.url(PAGE)
        return url


class YearAct(ScorecardView):
    """A button that writes many work programs at once; answers with a redirect and how many there are."""

    writes = Action.EDIT

    def perform(self) -> int:
        """How many work programs were made. Raises ValidationError."""
        raise NotImplementedError

    def done_words(self, count: int) -> str:
        """What happened, in a sentence."""
        words = ngettext(
            "%(count)s work program of %(year)s has been planned.",
            "%(count)s work programs of %(year)s have been planned.",
            count,
        )
        return words % {"count": count, "year": self.scope.year}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            count = self.perform()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if count:
                messages.success(request, self.done_words(count))
            else:
                messages.info(request, _("There was nothing to plan."))
        return redirect(self.scope.url(PAGE))


class PlanWorkPrograms(YearAct):
    """Makes a work program of each initiative that has none in the year."""

    def perform(self) -> int:
        return services.plan_work_programs(self.scorecard_year, by=self.scope.user)


class CarryOver(YearAct):
    """Plans last year's unfinished work programs again."""

    def perform(self) -> int:
        return services.carry_over(self.scorecard_year, by=self.scope.user)
