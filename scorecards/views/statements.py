"""The decomposition matrix: statements, and the ticks that derive objectives from them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from organizations.directions import read_direction
from organizations.form_view import INVALID
from organizations.permissions import Action
from scorecards import services
from scorecards.forms import StatementForm
from scorecards.matrix import Filters, Matrix, load_matrix
from scorecards.models import Objective, ObjectiveStatement, Statement
from scorecards.scope import ScorecardView
from scorecards.views.pages import (
    DeletePage,
    EditPage,
    FormPage,
    ListHistory,
    ListMovePage,
    NamedListHistory,
    ObjectHistory,
    ObjectPage,
    Part,
    key_of,
)


class StatementPart(Part):
    reads = Action.VIEW_STRATEGY
    writes = Action.EDIT
    whole_organization = True
    needs = "plan"
    list_page = "scorecards:statements"
    list_label = gettext_lazy("Statements")


class StatementObject(StatementPart, ObjectPage):
    def find(self) -> Statement:
        return get_object_or_404(Statement, pk=self.kwargs["pk"], plan=self.plan)


class Statements(ScorecardView, TemplateView):
    """Statement by objective, ticked in place."""

    reads = Action.VIEW_STRATEGY
    needs = "plan"
    template_name = "scorecards/statements.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        filters = read_filters(self.request.GET)
        return super().get_context_data(
            matrix=load_matrix(self.plan, self.scope.scorecard, filters),
            filters=filters,
            kinds=Statement.Kind.choices,
            may_write=self.scope.may(Action.EDIT, whole_organization=True),
            may_tick=self.scope.may(Action.EDIT),
            **context,
        )


def read_filters(sent: QueryDict) -> Filters:
    """The filters of the matrix that somebody sent."""
    return Filters.read(sent.get("kind", ""), sent.get("alone", ""))


class TickPost(ScorecardView):
    """POST `tick`: "statement-objective-1" ticks, "...-0" takes the tick away. JSON for scripts that ask.

    `kind` and `alone` are the filters of the page that a redirect leads back to.
    """

    reads = Action.VIEW_STRATEGY
    writes = Action.EDIT

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            statement, objective, ticked = self.read(request.POST.get("tick", ""))
            services.set_tick(objective=objective, statement=statement, ticked=ticked, by=self.scope.user)
        except ValidationError as error:
            return self.refuse(" ".join(error.messages))
        except Http404:
            return self.not_there()
        if self.wants_json():
            matrix = load_matrix(self.plan, self.scorecard)
            return JsonResponse(tick_answer(matrix, statement, objective, ticked=ticked))
        return redirect(f"{self.page_url()}#statement-{statement.pk}")

    def page_url(self) -> str:
        """The matrix as it was shown when the tick was sent."""
        filters = read_filters(self.request.POST)
        shown = {name: value for name, value in (("kind", filters.kind), ("alone", filters.alone)) if value}
        page: str = self.scope.url("scorecards:statements")
        return f"{page}?{urlencode(shown)}" if shown else page

    def not_there(self) -> HttpResponse:
        """Raises Http404 for whoever did not ask for JSON."""
        if not self.wants_json():
            raise Http404
        words = _("This statement or objective is not there any more. Reload the page to see what is.")
        return JsonResponse({"error": words}, status=404)

    def wants_json(self) -> bool:
        return self.request.accepts("application/json") and not self.request.accepts("text/html")

    def refuse(self, words: str) -> HttpResponse:
        if self.wants_json():
            return JsonResponse({"error": words}, status=INVALID)
        messages.error(self.request, words)
        return redirect(self.page_url())

    def read(self, tick: str) -> tuple[Statement, Objective, bool]:
        """What a tick names, within this scorecard. Raises Http404."""
        keys = tick.split("-")
        if len(keys) != 3 or keys[2] not in ("0", "1"):
            raise Http404
        statement = get_object_or_404(Statement, pk=key_of(keys[0]), plan=self.plan)
        objective = get_object_or_404(
            Objective.objects.select_related("scorecard"), pk=key_of(keys[1]), scorecard=self.scorecard
        )
        return statement, objective, keys[2] == "1"


def tick_answer(
    matrix: Matrix, statement: Statement, objective: Objective, *, ticked: bool
) -> dict[str, Any]:
    """What the matrix shows anew after a tick: the counts of its row and column, and the first line."""
    rows = {row.statement.pk: row.objectives for group in matrix.groups for row in group.rows}
    columns = {column.objective.pk: column.statements for column in matrix.columns}
    return {
        "ticked": ticked,
        "statement_count": rows.get(statement.pk, 0),
        "objective_count": columns.get(objective.pk, 0),
        "statements_alone": matrix.statements_alone,
        "objectives_alone": matrix.objectives_alone,
        "answer": matrix.answer,
    }


class StatementAdd(StatementPart, FormPage):
    heading = gettext_lazy("New statement")
    form_class = StatementForm
    success_message = gettext_lazy("The statement has been added.")

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", Statement.Kind.VISION)}

    def perform(self, form: Any) -> None:
        services.create_statement(plan=self.plan, by=self.scope.user, **form.cleaned_data)


class StatementEdit(StatementObject, EditPage):
    form_class = StatementForm
    success_message = gettext_lazy("The statement has been saved.")
    history_page = "scorecards:statement-history"
    delete_page = "scorecards:statement-delete"

    def perform(self, form: Any) -> None:
        services.change_statement(self.object, by=self.scope.user, **form.cleaned_data)


class StatementMove(StatementObject, ListMovePage):
    anchor = "statement"

    def perform(self) -> None:
        services.move_statement(self.object, direction=read_direction(self.request), by=self.scope.user)


class StatementDelete(StatementObject, DeletePage):
    question = gettext_lazy("Delete the statement “%(name)s”?")
    success_message = gettext_lazy("The statement has been deleted.")

    def consequences(self) -> list[str]:
        count = self.object.ticks.count()
        if not count:
            return []
        words = ngettext(
            "%(n)s tick: that objective no longer comes from this statement.",
            "%(n)s ticks: those objectives no longer come from this statement.",
            count,
        )
        return [words % {"n": count}]

    def perform(self) -> None:
        services.delete_statement(self.object, by=self.scope.user)


class StatementHistory(ObjectHistory, StatementObject):
    """Who changed a statement."""


class StatementsHistory(NamedListHistory, StatementPart):
    def get_history(self) -> QuerySet[Any]:
        return Statement.history.filter(plan_id=self.plan.pk)


class TickHistory(ListHistory):
    """Every tick that was ever set or taken away in this scorecard."""

    reads = Action.VIEW_STRATEGY
    list_page = "scorecards:statements"
    list_label = gettext_lazy("Statements")

    def title(self) -> str:
        return _("Ticks")

    def get_history(self) -> QuerySet[Any]:
        objectives = Objective.history.filter(scorecard_id=self.scorecard.pk).values("id")
        return ObjectiveStatement.history.filter(objective_id__in=objectives)
