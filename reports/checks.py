"""Checks of the installation: the links in e-mails lead to this site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

HINT = "Set SITE_URL to the address that people open, like https://selaras.example.org."
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


def is_address(url: str) -> bool:
    """Whether links can begin with it: http or https, a host, perhaps a path, nothing else."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    odd = parts.query or parts.fragment or parts.username or not url.isprintable() or " " in url
    return parts.scheme in ("http", "https") and bool(host) and not odd


def is_local(url: str) -> bool:
    """Whether nobody but this machine can open it."""
    return urlsplit(url).hostname in LOCAL_HOSTS


def site_url_is_an_address(**kwargs: Any) -> list[CheckMessage]:
    """SITE_URL can begin a link."""
    if is_address(settings.SITE_URL):
        return []
    return [Error(f"SITE_URL is no address of a site: {settings.SITE_URL!r}.", hint=HINT, id="reports.E001")]


def site_url_reaches_people(**kwargs: Any) -> list[CheckMessage]:
    """In production SITE_URL is an address that others can open."""
    if settings.DEBUG or not is_address(settings.SITE_URL) or not is_local(settings.SITE_URL):
        return []
    text = f"SITE_URL is {settings.SITE_URL}: links in reminders would lead nobody here."
    return [Warning(text, hint=HINT, id="reports.W001")]
