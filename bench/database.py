"""Databases of the bench's own, made and thrown away, on the server or in the place DATABASE_URL names.

Importing this module sets Django up: import it before any model.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.cache import caches
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bsc_site.settings")
os.environ.setdefault("SECRET_KEY", "of the bench alone")
django.setup()

NUMBERS = count(1)


class Database:
    """One of the bench's databases, with all tables. Several may be there, the connection is to one."""

    def __init__(self) -> None:
        self.outside = connection.settings_dict["NAME"]
        label = f"bench_{os.getpid()}_{next(NUMBERS)}"
        is_file = connection.vendor == "sqlite"
        connection.settings_dict["TEST"]["NAME"] = (
            f"{tempfile.gettempdir()}/{label}.sqlite3" if is_file else label
        )
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        self.name = connection.settings_dict["NAME"]
        forget_pages()

    def use(self) -> None:
        """Connects to it, unless the connection is to it already. What a cache keeps is of another one."""
        if connection.settings_dict["NAME"] != self.name:
            connection.close()
            connection.settings_dict["NAME"] = self.name
            forget_pages()
        connection.ensure_connection()

    def destroy(self) -> None:
        self.use()
        connection.creation.destroy_test_db(self.outside, verbosity=0)


def settings_of_the_bench() -> None:
    """Those of production, with the floor of pages and without the hashes of static files."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.ROOT_URLCONF = "bench.bare_page"
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@contextmanager
def own_database() -> Iterator[Database]:
    """Inside it the connection is one to an empty database with all tables."""
    settings_of_the_bench()
    database = Database()
    try:
        yield database
    finally:
        database.destroy()


def forget_pages() -> None:
    """Nothing is kept of pages."""
    for name in settings.CACHES:
        caches[name].clear()


def settle() -> None:
    """Lets a PostgreSQL server count the rows that were just loaded, as it would by itself after a while."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def address() -> str:
    """The DATABASE_URL of the database at hand, for a process of its own."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
