"""Practice copies: making one, finding it again, throwing it away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from indicators import services
from indicators.models import Indicator
from organizations.belonging import original_of
from organizations.form_view import INVALID
from organizations.history import CREATED
from organizations.models import Organization, Unit, User
from organizations.permissions import Action
from scorecards.scope import ScorecardScope, ScorecardView
from scorecards.views.pages import DeletePage


class Practice(ScorecardView, TemplateView):
    """What a practice copy is, and the person's own ones; POST makes one of the unit's scorecard."""

    needs = ""
    writes = Action.VIEW
    template_name = "indicators/practice.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        organization = self.scope.organization
        own = services.practice_copies(organization, self.scope.user)
        roots = Unit.objects.filter(organization__in=own, parent=None).select_related("organization")
        made = Organization.history.filter(id=OuterRef("organization"), history_type=CREATED)
        is_practice = organization.practice_of_id is not None
        words = {
            "plan": self.scope.plan,
            "scorecard": self.scope.scorecard,
            "is_practice": is_practice,
            "refused": "" if is_practice else services.practice_refused(organization, self.scope.user),
            "roots": roots.annotate(made_at=Subquery(made.values("history_date")[:1])).order_by(
                "organization"
            ),
        }
        return super().get_context_data(**{**words, **context})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            root = services.make_practice_copy(self.scorecard, by=self.scope.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
            return self.render_to_response(self.get_context_data(refused=refusal), status=INVALID)
        messages.success(request, _("Your practice copy is ready. Try anything: nothing here counts."))
        place = [root.organization.code, root.code, self.scope.year]
        return redirect(reverse("indicators:plan", args=place))


class PracticeThrowAway(DeletePage):
    """Asks before a practice copy is thrown away; exists in practice copies only."""

    needs = ""
    reads = Action.VIEW
    writes = Action.ADMINISTER
    whole_organization = True
    question = gettext_lazy("Throw away “%(name)s”?")
    success_message = gettext_lazy("The practice copy has been thrown away.")
    object: Any = None
    real_url = ""

    def find_scope(self, user: User, organization: str, unit: str, year: int) -> ScorecardScope:
        scope = super().find_scope(user, organization, unit, year)
        if scope.organization.practice_of_id is None:
            raise Http404
        self.object = scope.organization
        return scope

    def list_url(self) -> str:
        """Where to go afterwards: to the practice copies of the real unit."""
        return self.real_url or reverse("home")

    def consequences(self) -> list[str]:
        organization = self.scope.organization
        count = Indicator.objects.filter(objective__scorecard__unit__organization=organization).count()
        people = User.objects.filter(memberships__unit__organization=organization).distinct().count()
        indicators = ngettext(
            "%(count)s indicator with its targets and achievements, and all objectives",
            "%(count)s indicators with their targets and achievements, and all objectives",
            count,
        )
        readers = ngettext("the access of %(count)s person", "the access of %(count)s people", people)
        return [indicators % {"count": count}, readers % {"count": people}]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        words = {
            "cancel_url": self.scope.url("indicators:practice"),
            "submit_label": _("Throw it away"),
        }
        return super().get_context_data(**{**words, **context})

    def perform(self) -> None:
        today = timezone.localdate()
        real = original_of(self.scope.unit, self.scope.user, today=today)
        if real is not None:
            place = [real.organization.code, real.code, self.scope.year]
            self.real_url = reverse("indicators:practice", args=place)
        services.throw_away(self.scope.organization, by=self.scope.user)
