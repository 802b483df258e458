"""Sign-in by e-mail address, whatever its case."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from organizations.models import User


class EmailBackend(ModelBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        email = (username or kwargs.get(User.USERNAME_FIELD) or "").strip().lower()
        user: User | None = super().authenticate(request, username=email, password=password)
        return user
