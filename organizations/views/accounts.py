"""Sign-in, the own profile, the language and health: pages that are about no unit."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views import View, i18n
from django.views.decorators.http import require_POST, require_safe
from django.views.generic.base import ContextMixin
from django.views.generic.edit import FormView

from organizations.account_forms import ProfileForm, SignInForm
from organizations.form_view import ServiceFormMixin
from organizations.history_view import HistoryMixin
from organizations.models import Membership, User
from organizations.services import change_profile

DEMO_PASSWORD = "selaras-demo"  # noqa: S105 (shown on the sign-in page of a demo)
DEMO_ACCOUNTS = [
    {"email": "admin@berdikari.example", "role": Membership.Role.ADMINISTRATOR.label},
    {"email": "hr@berdikari.example", "role": Membership.Role.STAFF.label},
    {"email": "manager@berdikari.example", "role": Membership.Role.MANAGER.label},
    {"email": "auditor@berdikari.example", "role": Membership.Role.VIEWER.label},
    {"email": "admin@dinas.example", "role": _("Administrator of another organization")},
]


class SignInView(LoginView):
    """Sign-in by e-mail address; a demo shows its accounts below the form."""

    authentication_form = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO_ACCOUNTS_SHOWN:
            context |= {"demo_accounts": DEMO_ACCOUNTS, "demo_password": DEMO_PASSWORD}
        return context


@login_not_required
@require_safe
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """The emergency admin has no sign-in of its own: it uses this one, with its lock."""
    return redirect(
        f"{reverse('login')}?{urlencode({'next': request.GET.get('next') or reverse('admin:index')})}"
    )


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Keeps the language in a cookie and, for a signed-in person, in the profile; goes back to the page."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        with suppress(ValidationError):
            change_profile(request.user, by=request.user, language=language)
    return i18n.set_language(request)


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers, 503 otherwise; for monitors, so it says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def signed_in(request: HttpRequest) -> User:
    """The signed-in person. Raises Http404 for anybody else."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


class ProfileView(ServiceFormMixin, FormView):
    """The own name, language and reminders, and what roles the person has."""

    form_class = ProfileForm
    template_name = "organizations/profile.html"
    success_message = _("Your profile is saved.")

    def get_initial(self) -> dict[str, Any]:
        user = signed_in(self.request)
        return {"name": user.name, "language": user.language, "reminders": user.reminders}

    def perform(self, form: ProfileForm) -> None:
        user = signed_in(self.request)
        change_profile(User.objects.get(pk=user.pk), by=user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("profile")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = signed_in(self.request)
        memberships = user.memberships.select_related("unit__organization").order_by(
            "unit__organization__name", "unit__name"
        )
        held = user.held_units.select_related("organization").order_by("organization__name", "name")
        return {**super().get_context_data(**kwargs), "memberships": memberships, "held_units": held}


@method_decorator(require_safe, name="dispatch")
class ProfileHistoryView(HistoryMixin, ContextMixin, View):
    """What was changed in the own profile."""

    hidden_fields = frozenset({"is_superuser"})

    def get_object(self) -> User:
        return signed_in(self.request)

    def back_url(self) -> str:
        return reverse("profile")
