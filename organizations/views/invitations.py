"""Handing a new person the link with which the first password is chosen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from organizations.invitations import (
    invitation_link,
    mails_reach_people,
    may_be_invited,
    send_invitation,
)
from organizations.models import Unit, User
from organizations.permissions import Action
from organizations.scope import UnitView
from organizations.shown_names import shown_name

INVITED = "invited"


def invite(request: HttpRequest, person: User, unit: Unit) -> None:
    """Mails the link, and lets the next page show it once."""
    request.session[INVITED] = person.pk
    if not send_invitation(person, unit.organization, request):
        messages.warning(request, _("The mail could not be sent: hand over the link yourself."))
    elif mails_reach_people():
        messages.success(request, _("An invitation was mailed to %(address)s.") % {"address": person.email})
    else:
        words = _(
            "No mail server is set up, so the invitation for %(address)s only stands on the server's "
            "console: hand over the link yourself."
        )
        messages.warning(request, words % {"address": person.email})


class InvitingMixin:
    """For a form page whose `perform` leaves in `person` somebody who may be new."""

    person: User | None = None
    scope: Any
    request: HttpRequest

    def get_success_url(self) -> str:
        person = self.person
        if person is None or not may_be_invited(person, self.scope.unit):
            return super().get_success_url()  # type: ignore[misc]
        invite(self.request, person, self.scope.unit)
        return str(self.scope.url("organizations:invitation", person.pk))


@method_decorator(never_cache, name="dispatch")
class InvitationView(UnitView, TemplateView):
    """Shows a new link once after it was asked for, to administrators of everything the person has.

    HEAD shows nothing, so it leaves the link to the page that is opened next.
    """

    reads = Action.VIEW_SETTINGS
    writes = Action.ADMINISTER
    is_form = True
    template_name = "organizations/invitation.html"

    def find_person(self) -> User:
        """Somebody with a role or a held unit in the page's unit or below. Raises Http404."""
        covered = Unit.objects.under(self.scope.unit).values("pk")
        here = Q(memberships__unit__in=covered) | Q(held_units__in=covered)
        people = User.objects.filter(pk__in=User.objects.filter(here).values("pk"))
        named = people.annotate(shown_name=shown_name(self.scope.organization.pk))
        return get_object_or_404(named, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.find_person()
        allowed = may_be_invited(person, self.scope.unit)
        asked = self.request.session.get(INVITED) == person.pk
        if INVITED in self.request.session and self.request.method == "GET":
            del self.request.session[INVITED]
        context = {
            "person": person,
            "may_invite": allowed,
            "mails": mails_reach_people(),
            "link": invitation_link(person, self.request) if allowed and asked else "",
            "people_url": self.scope.url("organizations:people"),
        }
        return {**super().get_context_data(**kwargs), **context}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self.find_person()
        if not may_be_invited(person, self.scope.unit):
            raise PermissionDenied(
                _(
                    "This person has chosen a password already, or has a role that you don't administer: "
                    "use “Forgotten your password?” on the sign-in page."
                )
            )
        invite(request, person, self.scope.unit)
        return redirect(self.scope.url("organizations:invitation", person.pk))
