"""The link with which a new person chooses the first password, and the mail that brings it."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from organizations.models import Membership, Organization, Unit, User

logger = logging.getLogger(__name__)

CONSOLE_BACKEND = "django.core.mail.backends.console.EmailBackend"


def may_be_invited(user: User, unit: Unit) -> bool:
    """Whether an administrator of the unit may hand out a link that sets this person's password.

    Whoever has the link can be that person. So only while the person never had a password, has no rights
    over the site, and has nothing outside the unit and what is below it, practice copies aside. Nobody is
    invited to a practice copy.
    """
    if unit.organization.practice_of_id is not None:
        return False
    if user.has_usable_password() or not user.is_active or user.is_staff or user.is_superuser:
        return False
    covered = Unit.objects.under(unit).values("pk")
    copies = Unit.objects.filter(organization__practice_of=unit.organization_id).values("pk")
    outside = Membership.objects.filter(user=user).exclude(unit__in=covered).exclude(unit__in=copies)
    holds_outside = Unit.objects.filter(holder=user).exclude(pk__in=covered).exclude(pk__in=copies)
    return not outside.exists() and not holds_outside.exists()


def mails_reach_people() -> bool:
    """Whether mails go further than the server's console, where they stand while no mail server is set."""
    return settings.EMAIL_BACKEND != CONSOLE_BACKEND


def invitation_link(user: User, request: HttpRequest) -> str:
    """A full URL that lets whoever opens it choose the person's password; it holds for some days."""
    arguments = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    return request.build_absolute_uri(reverse("password_reset_confirm", kwargs=arguments))


def send_invitation(user: User, organization: Organization, request: HttpRequest) -> bool:
    """Mails the link; answers whether the mail went out. A mail server that fails is logged, no more."""
    words = {"user": user, "organization": organization, "link": invitation_link(user, request)}
    text = render_to_string("organizations/invitation_email.txt", words)
    try:
        return bool(send_mail(_("Selaras: your new account"), text, None, [user.email]))
    except OSError:
        logger.exception("The invitation of person %s could not be sent.", user.pk)
        return False
