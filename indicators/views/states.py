"""Submitting achievements from the entry page, and taking them back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from indicators import services
from indicators.entry_filters import PARAMETER, Show, chosen_filter
from indicators.entry_states import chosen_rows
from indicators.scorecard_year import load_scorecard_year
from indicators.state_words import done_words
from indicators.states import Move, mover_of
from organizations.permissions import Action
from scorecards.scope import ScorecardView


class EntryStatesView(ScorecardView):
    """Takes the buttons of the entry page: `submit` or `take_back`, with what they are about."""

    writes = Action.ENTER

    def post(self, request: HttpRequest) -> HttpResponse:
        for move in (Move.SUBMIT, Move.TAKE_BACK):
            if move.value in request.POST:
                self.make(move, request.POST[move.value])
                break
        else:
            messages.error(request, _("Nothing was chosen."))
        return redirect(self.entry_url())

    def make(self, move: Move, chosen: str) -> None:
        """Makes the move with what was chosen, and says what came of it."""
        table = load_scorecard_year(self.scorecard_year)
        keys = chosen_rows(table, chosen, move, mover_of(self.scope.access))
        if not keys:
            messages.error(self.request, _("Nothing of what was chosen can be moved."))
            return
        try:
            moved = services.move_states(
                scorecard_year=self.scorecard_year, measurements=keys, move=move, by=self.scope.user
            )
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, done_words(move, len(moved)))

    def entry_url(self) -> str:
        """The entry page, narrowed down as it was."""
        url, chosen = self.scope.url("indicators:entry"), chosen_filter(self.request.GET)
        return url if chosen is Show.ALL else f"{url}?{PARAMETER}={chosen}"
