"""The review of submitted values: approve, return with a reason, mark as not applicable."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from indicators import services
from indicators.scorecard_year import Row, ScorecardYearTable, load_scorecard_year
from indicators.state_words import done_words
from indicators.states import Move, Mover, State, mover_of
from organizations.form_view import INVALID, ServiceFormMixin, put_errors
from organizations.permissions import Action
from performance.follow_up_page import Reader, load_follow_ups
from performance.links import link_to
from performance.review import (
    EMPTY,
    PARAMETER,
    Links,
    chosen_queue,
    queue_links,
    result_with,
    review_groups,
    review_page,
)
from performance.review_forms import AppliesForm, AppliesNotForm, WhyForm
from performance.rules_page import effect
from scorecards.locks import YearClosed
from scorecards.scope import ScorecardView

CHOSEN = "chosen"
"""What the buttons send that are about every row whose checkbox is set."""
ROW = re.compile(r"(\d{1,18}):(\d{1,9})", re.ASCII)
PAGE_NUMBER = re.compile(r"[0-9]{1,6}")


def read_rows(texts: list[str]) -> dict[int, int]:
    """The versions of the chosen measurements by primary key; what is no row of the page is left out."""
    found = (ROW.fullmatch(text) for text in texts)
    return {int(match[1]): int(match[2]) for match in found if match}


class ReviewPage(ScorecardView):
    """A page of the review of a year."""

    writes = Action.APPROVE

    @cached_property
    def table(self) -> ScorecardYearTable:
        """The year's tree, loaded once for a request."""
        return load_scorecard_year(self.scorecard_year)

    def queue_url(self, state: State) -> str:
        """The measurements in a state."""
        return f"{self.scope.url('performance:review')}?{PARAMETER}={state.value}"


class ReviewView(ReviewPage):
    """The queue; takes `approve` and `return`, about one row or about the chosen ones (`row`)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "performance/review.html", self.get_context_data())

    def post(self, request: HttpRequest) -> HttpResponse:
        move = next((each for each in (Move.APPROVE, Move.RETURN) if each.value in request.POST), None)
        if move is None:
            return self.back(_("Nothing was chosen."))
        sent = request.POST[move.value]
        versions = read_rows(request.POST.getlist("row") if sent == CHOSEN else [sent])
        if not versions:
            return self.back(_("Nothing was chosen."))
        return self.approve(versions) if move is Move.APPROVE else self.ask_why(versions)

    def approve(self, versions: dict[int, int]) -> HttpResponse:
        """Approves what was seen, and says so or why not."""
        try:
            self.make(Move.APPROVE, versions)
        except ValidationError as error:
            return self.back(" ".join(error.messages))
        return self.back()

    def ask_why(self, versions: dict[int, int]) -> HttpResponse:
        """Returns the values with the reason that was given, or asks for one."""
        form = WhyForm(self.request.POST if "reason" in self.request.POST else None)
        if form.is_valid():
            try:
                self.make(Move.RETURN, versions, form.cleaned_data["reason"])
            except ValidationError as error:
                put_errors(form, error)
            else:
                return self.back()
        rows = [row for row in self.table.rows if row.measurement.pk in versions]
        if not rows:
            return self.back(_("This is not here, or not here any more."))
        context = super().get_context_data(
            form=form,
            title=ngettext("Return %(n)s achievement", "Return %(n)s achievements", len(rows))
            % {"n": len(rows)},
            rows=rows,
            sent=[f"{key}:{version}" for key, version in versions.items()],
            submit_label=_("Return"),
            cancel_url=self.here(),
            breadcrumb_url=self.scope.url("performance:review"),
            breadcrumb_label=_("Review"),
        )
        status = INVALID if form.errors else 200
        return render(self.request, "performance/review_return.html", context, status=status)

    def make(self, move: Move, versions: dict[int, int], reason: str = "") -> None:
        """Makes the move and says what was done. Raises ValidationError."""
        moved = services.move_states(
            scorecard_year=self.scorecard_year,
            measurements=list(versions),
            move=move,
            by=self.scope.user,
            reason=reason,
            versions=versions,
        )
        messages.success(self.request, done_words(move, len(moved)))

    def back(self, error: str = "") -> HttpResponse:
        """To the queue that the person came from."""
        if error:
            messages.error(self.request, error)
        return redirect(self.here())

    def here(self) -> str:
        """The queue and the page of it that the person came from."""
        page = self.request.GET.get("page", "")
        url = self.queue_url(chosen_queue(self.request.GET))
        return f"{url}&page={page}" if PAGE_NUMBER.fullmatch(page) else url

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        state, year = chosen_queue(self.request.GET), self.scorecard_year
        links = Links(
            history=link_to(self.scope, "indicators:measurement-history"),
            sheet=link_to(self.scope, "indicators:indicator"),
            applies=link_to(self.scope, "performance:review-applies"),
            file=link_to(self.scope, "indicators:evidence-file"),
        )
        page = review_page(self.table, state, self.request.GET)
        groups = review_groups(self.table, page, self.mover(), links, self.scope.organization.pk)
        queues = queue_links(self.table, state)
        follow_ups = load_follow_ups(self.table, Reader(self.scope.access, timezone.localdate()))
        return super().get_context_data(
            state=state.value,
            queues=queues,
            page_obj=page,
            groups=groups,
            may_decide=any(group.may_be_chosen for group in groups),
            waiting=queues[0].count,
            empty=EMPTY[state],
            last_year=year.year - 1,
            carried=follow_ups.carried_lines,
            unanswered={block.key for block in follow_ups.unanswered},
            may_follow_up=self.scope.may(Action.FOLLOW_UP),
            closed=year.is_closed,
            **context,
        )

    def mover(self) -> Mover:
        """What the person may do here; nothing in a closed year."""
        mover = mover_of(self.scope.access)
        if self.scorecard_year.is_closed:
            return replace(mover, may_enter=False, may_approve=False)
        return mover


class AppliesView(ReviewPage, ServiceFormMixin, FormView):
    """Marks an indicator as not applicable in the year, or takes the mark away; shows the effect before."""

    is_form = True
    template_name = "performance/review_applies.html"
    kwargs: dict[str, Any]

    @cached_property
    def row(self) -> Row:
        """The measurement in the URL. Raises Http404."""
        found = (row for row in self.table.rows if row.measurement.pk == self.kwargs["pk"])
        row = next(found, None)
        if row is None:
            raise Http404
        return row

    @cached_property
    def move(self) -> Move:
        """What the page does with the measurement as it stands."""
        is_marked = self.row.measurement.state == State.NOT_APPLICABLE
        return Move.APPLICABLE if is_marked else Move.NOT_APPLICABLE

    def get_form_class(self) -> type[forms.Form]:
        return AppliesForm if self.move is Move.APPLICABLE else AppliesNotForm

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.measurement.version}

    def perform(self, form: Any) -> None:
        key = self.row.measurement.pk
        moved = services.move_states(
            scorecard_year=self.scorecard_year,
            measurements=[key],
            move=self.move,
            by=self.scope.user,
            reason=form.cleaned_data.get("reason", ""),
            versions={key: form.cleaned_data["version"]},
        )
        messages.success(self.request, done_words(self.move, len(moved)))

    def get_success_url(self) -> str:
        return self.queue_url(State.NOT_APPLICABLE)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        year, marks = self.scorecard_year, self.move is Move.NOT_APPLICABLE
        after = result_with(self.table, {self.row.measurement.pk}, not_applicable=marks)
        words = {"code": self.row.indicator.code, "year": year.year}
        question = (
            _("Mark %(code)s as not applicable in %(year)s?")
            if marks
            else _("Let %(code)s count in %(year)s again?")
        )
        return super().get_context_data(
            title=question % words,
            row=self.row,
            marks=marks,
            effect=effect(self.table, self.table.result, after),
            closed=" ".join(YearClosed(year.year).messages) if year.is_closed else "",
            submit_label=_("Mark as not applicable") if marks else _("Take the mark away"),
            cancel_url=self.queue_url(State(self.row.measurement.state)),
            breadcrumb_url=self.scope.url("performance:review"),
            breadcrumb_label=_("Review"),
            **context,
        )
