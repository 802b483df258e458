"""One world for all tests of a module that only ask: what a request changes, they take back."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import translation

from tests.conftest import make_cast, make_scorecard
from tests.site.world import World, build_world


@pytest.fixture(scope="module")
def shared_world(_plain_http, django_db_setup, django_db_blocker) -> Iterator[World]:
    """Filled once; its rows are never committed, so tests of other modules don't meet them."""
    with django_db_blocker.unblock(), transaction.atomic():
        with translation.override("en"):
            cast = make_cast()
            world = build_world(cast, make_scorecard(cast))
        yield world
        transaction.set_rollback(True)
