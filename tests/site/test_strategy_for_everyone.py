"""Whoever has a role anywhere in an organization reads its strategy, and nothing else above the own unit."""

import pytest

from organizations.models import Membership
from tests.factories import MembershipFactory
from tests.site.permission_table import STRATEGY, TABLE
from tests.site.test_permissions import address, ask
from tests.site.world import build_world

READ = [row for row in TABLE if "get" in row.verbs]
WRITTEN = [row for row in TABLE if "post" in row.verbs]


@pytest.fixture
def world(cast, scorecard):
    return build_world(cast, scorecard)


@pytest.fixture(params=[Membership.Role.VIEWER, Membership.Role.ADMINISTRATOR])
def member_below(request, cast):
    """Somebody whose only role lies in the desk."""
    return MembershipFactory(unit=cast.desk, role=request.param).user


def test_a_member_of_a_unit_below_reads_the_strategy_of_the_root_and_nothing_else(
    world, member_below, sign_in
):
    client = sign_in(member_below)
    answered = {row.name: ask(client, "get", address(row, world.cast.unit, world.keys), {}) for row in READ}
    may_read = {row.name for row in READ if row.verbs["get"] == STRATEGY}
    assert {name for name, status in answered.items() if status == 200} == may_read


def test_a_member_of_a_unit_below_changes_nothing_at_the_root(world, member_below, sign_in):
    client = sign_in(member_below)
    answered = {
        row.name: ask(client, "post", address(row, world.cast.unit, world.keys), row.data(world.keys))
        for row in WRITTEN
    }
    assert set(answered.values()) == {403, 404}


def test_the_map_of_the_root_shows_a_member_of_a_unit_below_no_status(world, member_below, sign_in):
    row = next(row for row in TABLE if row.name == "performance:map-svg")
    drawn = sign_in(member_below).get(address(row, world.cast.unit, world.keys)).content.decode()
    assert "map-card" in drawn
    assert "map-status" not in drawn
