"""The frame of a page, sidebar and pickers, as far as a browser's copy of the page depends on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from bsc_site.navigation import nav_of, nav_stamp
from organizations.digests import digest
from organizations.models import User
from organizations.scope import UnitScope


class FrameMiddleware:
    """Gives each request `frame_stamp()`, for views that tell a browser that its copy still holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.frame_stamp = partial(frame_stamp, request)  # type: ignore[attr-defined]
        return self.get_response(request)


def frame_stamp(request: HttpRequest) -> str | None:
    """What the frame shows to whom, in a word; the same only while all of it is.

    None while a message waits to be shown, and for a browser without the token that forms are sent with.
    """
    scope, token = getattr(request, "scope", None), request.META.get("CSRF_COOKIE")
    user = request.user
    if not (token and isinstance(user, User) and isinstance(scope, UnitScope)) or len(get_messages(request)):
        return None
    return digest(
        settings.RELEASE,
        get_language(),
        token,
        (user.pk, user.name, user.email),
        nav_stamp(nav_of(request, scope)),
    )
