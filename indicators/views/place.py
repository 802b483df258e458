"""What the pages of indicators share: finding an object within the scope, deleting."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.views.generic import FormView

from indicators.models import Indicator, Initiative
from indicators.sheet_forms import ReasonForm
from organizations.form_view import ServiceFormMixin
from organizations.permissions import Action
from scorecards.scope import ScorecardView


class IndicatorView(ScorecardView):
    """A page about an indicator of the scope's scorecard."""

    kwargs: dict[str, Any]
    _indicator: Indicator | None = None

    @property
    def indicator(self) -> Indicator:
        """The indicator in the URL, found within the scorecard. Raises Http404."""
        if self._indicator is None:
            found = Indicator.objects.select_related(
                "objective__perspective", "objective__scorecard__plan", "objective__scorecard__unit"
            )
            self._indicator = get_object_or_404(
                found, pk=self.kwargs["pk"], objective__scorecard=self.scorecard
            )
        return self._indicator

    def sheet_url(self) -> str:
        """The page of the indicator's KPI sheet."""
        return self.scope.url("indicators:indicator", self.indicator.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(indicator=self.indicator, **context)


class InitiativeView(ScorecardView):
    """A page about an initiative of an indicator of the scope's scorecard."""

    kwargs: dict[str, Any]
    _initiative: Initiative | None = None

    @property
    def initiative(self) -> Initiative:
        """The initiative in the URL, found within the scorecard. Raises Http404."""
        if self._initiative is None:
            found = Initiative.objects.select_related("indicator__objective__scorecard__plan")
            self._initiative = get_object_or_404(
                found, pk=self.kwargs["pk"], indicator__objective__scorecard=self.scorecard
            )
        return self._initiative

    def sheet_url(self) -> str:
        """The page of its indicator's KPI sheet."""
        return self.scope.url("indicators:indicator", self.initiative.indicator_id)


class DeletePage(ScorecardView, ServiceFormMixin, FormView):
    """Asks before it deletes and says what goes with it; a refusal is told at once."""

    writes = Action.EDIT
    is_form = True
    template_name = "components/confirm_delete.html"
    form_class = ReasonForm

    def title(self) -> str:
        """The question."""
        raise NotImplementedError

    def consequences(self) -> list[str]:
        """What goes with it, a sentence each."""
        return []

    def hanging(self) -> str:
        """A fingerprint of what goes with it, where the page has to show all of that before it goes."""
        return ""

    @property
    def shown(self) -> str:
        """The fingerprint of what the page showed that is confirmed now."""
        return self.request.POST.get("shown", "")

    def refused(self) -> str | Promise:
        """Why it can't be deleted; empty when it can."""
        return ""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form = context.get("form") or self.get_form()
        return super().get_context_data(
            **{
                **context,
                "form": form,
                "title": self.title(),
                # Before the list: what comes in between is not on it, and then this is outdated too.
                "shown": self.hanging(),
                "consequences": self.consequences(),
                "refused": self.refused(),
                "cancel_url": self.cancel_url(),
            }
        )

    def cancel_url(self) -> str:
        """Where the reader came from."""
        raise NotImplementedError
