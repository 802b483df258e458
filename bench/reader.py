"""A signed-in person's requests, straight to the WSGI application: what a worker does of a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler

from organizations.models import User

BACKEND = "organizations.backends.EmailBackend"
TOKEN = "a" * 32


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Reader:
    """A person who has signed in, with the cookies of a browser."""

    def __init__(self, user: User) -> None:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = BACKEND
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: TOKEN}
        self.cookies = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.application = WSGIHandler()

    def get(self, address: str, **headers: str) -> Answer:
        """Asks for a page. headers: in the names of WSGI (HTTP_IF_NONE_MATCH)."""
        environment: dict[str, Any] = {
            "PATH_INFO": address,
            "wsgi.url_scheme": "https",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": self.cookies,
            "HTTP_ACCEPT_LANGUAGE": "en",
            **headers,
        }
        setup_testing_defaults(environment)
        said: list[Any] = []

        def begin(*status_and_headers: Any) -> Callable[[bytes], object]:
            said.extend(status_and_headers)
            return bytes

        response = self.application(environment, begin)
        body = b"".join(response)
        response.close()
        return Answer(int(said[0].split()[0]), dict(said[1]), body)
