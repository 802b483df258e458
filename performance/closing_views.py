"""Closing a year under a seal, and opening it again."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organizations.form_view import CONFLICT, INVALID, put_errors
from organizations.permissions import Action
from performance.closing_forms import ClosingForm, ReopeningForm
from performance.closing_lines import Places
from performance.closing_page import closing_page
from performance.closing_services import ChangedMeanwhile, close_year, reopen_year
from performance.closing_year import OpenYear, load_open_year
from performance.links import link_to
from performance.seal_page import closed_answer, seal_facts, seal_lines
from performance.seal_views import SealPage
from scorecards.locks import YearClosed

VERSION = re.compile(r"\d{1,18}", re.ASCII)
KEPT = ("missing", "reason")
"""What stays typed when the check list has changed; that values are not approved is confirmed anew."""


class ClosingPage(SealPage):
    """The page of a year's closing: an open year's check list, a closed year's seals."""

    writes = Action.ADMINISTER

    def show_closed(self, form: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
        """A closed year: its verdict, its seals, and the way to open it again."""
        seal = next((each for each in self.seals if each.stands), None)
        context = self.get_context_data(
            year=self.scope.year,
            answer=closed_answer(seal, self.scope.year),
            facts=seal_facts(seal, self.scope.year) if seal else None,
            is_broken=seal is None or not seal.is_intact,
            seals=seal_lines(self.seals),
            form=form or ReopeningForm(),
        )
        return render(self.request, "performance/closed.html", context, status=status)

    def show_open(self, open_year: OpenYear, form: ClosingForm, *, status: int = 200) -> HttpResponse:
        """An open year: what stands open, what each choice would give, and the way to close it."""
        chosen = str(form["missing"].value() or "") if "missing" in form.fields else ""
        context = self.get_context_data(
            year=self.scope.year,
            page=closing_page(open_year, self.places(), chosen),
            seen=open_year.version,
            seals=seal_lines(self.seals),
            form=form,
        )
        return render(self.request, "performance/closing.html", context, status=status)

    def back(self, error: str = "") -> HttpResponse:
        """To the page as it is now."""
        if error:
            messages.error(self.request, error)
        return redirect(self.scope.url("performance:closing"))

    def places(self) -> Places:
        """The addresses that the check list leads to."""
        may_see_rules = self.scope.may(Action.VIEW_SETTINGS)
        return Places(
            sheet=link_to(self.scope, "indicators:indicator"),
            entry=self.scope.url("indicators:entry"),
            review=self.scope.url("performance:review"),
            follow_ups=self.scope.url("performance:follow-ups"),
            rules=self.scope.url("performance:year-rules") if may_see_rules else "",
        )


class ClosingView(ClosingPage):
    """Shows the page, and closes the year."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.scorecard_year.is_closed:
            return self.show_closed()
        open_year = load_open_year(self.scorecard_year)
        return self.show_open(open_year, form_for(open_year))

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.scorecard_year.is_closed or self.seen() != self.scorecard.version:
            return self.changed()
        open_year = load_open_year(self.scorecard_year)
        form = form_for(open_year, request.POST)
        if not form.is_valid():
            return self.show_open(open_year, form, status=INVALID)
        try:
            return self.close(form)
        except (ChangedMeanwhile, YearClosed):
            return self.changed()
        except ValidationError as error:
            put_errors(form, error)
            return self.show_open(open_year, form, status=INVALID)

    def close(self, form: ClosingForm) -> HttpResponse:
        """Closes the year and says so. Raises ValidationError."""
        close_year(
            scorecard_year=self.scorecard_year,
            missing=form.of_missing,
            reason=form.cleaned_data.get("reason", ""),
            by=self.scope.user,
            seen=self.seen(),
        )
        messages.success(self.request, _("%(year)s is closed and sealed.") % {"year": self.scope.year})
        return self.back()

    def changed(self) -> HttpResponse:
        """The year as it is by now; what was typed stays."""
        scope = self.scope
        self.scope = self.find_scope(scope.user, scope.organization.code, scope.unit.code, scope.year)
        if self.scorecard_year.is_closed:
            return self.back(" ".join(YearClosed(scope.year).messages))
        open_year = load_open_year(self.scorecard_year)
        typed = {name: self.request.POST.get(name, "") for name in KEPT}
        form = form_for(open_year, initial=typed)
        messages.error(self.request, " ".join(ChangedMeanwhile().messages))
        return self.show_open(open_year, form, status=CONFLICT)

    def seen(self) -> int | None:
        """The version of the scorecard whose check list was read; None where none was sent."""
        sent = self.request.POST.get("seen", "")
        return int(sent) if VERSION.fullmatch(sent) else None


def form_for(open_year: OpenYear, data: Any = None, initial: dict[str, Any] | None = None) -> ClosingForm:
    """The form that asks for what an open year needs."""
    return ClosingForm(
        data,
        missing=len(open_year.found.missing),
        may_set_aside=open_year.may_set_aside,
        unapproved=len(open_year.found.not_approved),
        initial=initial,
    )


class ReopeningView(ClosingPage):
    """Opens a closed year again, for a reason."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReopeningForm(request.POST)
        if not self.scorecard_year.is_closed:
            return self.back(_("The year %(year)s is open.") % {"year": self.scope.year})
        if not form.is_valid():
            return self.show_closed(form, status=INVALID)
        try:
            reopen_year(
                scorecard_year=self.scorecard_year, reason=form.cleaned_data["reason"], by=self.scope.user
            )
        except ValidationError as error:
            put_errors(form, error)
            return self.show_closed(form, status=INVALID)
        messages.success(request, _("%(year)s is open again; its seal is kept.") % {"year": self.scope.year})
        return self.back()
