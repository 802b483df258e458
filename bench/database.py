"""A database of the bench's own, made and thrown away, on the server or in the place DATABASE_URL names.

Importing this module sets Django up: import it before any model.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bsc_site.settings")
django.setup()


@contextmanager
def own_database() -> Iterator[None]:
    """Inside it the connection is one to an empty database with all tables."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":  # another bench may run beside this one
        connection.settings_dict["TEST"]["NAME"] = f"test_bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
