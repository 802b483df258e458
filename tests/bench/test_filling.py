"""The organizations to measure with: copies are what the services make, traces included."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models, transaction

from bench.copying import COPIED
from bench.filling import INDICATORS, LAST_YEAR, YEARS, make_organization
from indicators.models import Measurement
from indicators.scorecard_year import load_scorecard_year
from organizations.models import Unit
from organizations.services import create_unit

pytestmark = pytest.mark.django_db

MOMENTS = {"history_date", "entered_at"}


def tables() -> Iterator[Any]:
    for model in COPIED:
        yield from (model, model.history.model)


def dump() -> dict[str, list[dict[str, Any]]]:
    """Every row of what is copied: keys as their place among the keys of their table, moments left out.

    Of what is not copied (the organization, its plan, people) only whether something is named.
    """
    places = {
        model: {
            pk: place for place, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True))
        }
        for model in COPIED
    }

    def plain(table: Any, field: Any, value: Any) -> Any:
        model = field.related_model if isinstance(field, models.ForeignKey) else None
        if field.attname == "id":
            model = getattr(table, "instance_type", table)
        if model in places and value is not None:
            return places[model][value]
        return value if model is None else value is not None

    return {
        table.__name__: [
            {
                field.attname: plain(table, field, getattr(row, field.attname))
                for field in table._meta.concrete_fields
                if field.attname not in MOMENTS | {"history_id"}
            }
            for row in table.objects.order_by("pk")
        ]
        for table in tables()
    }


def made(units: int, **options: Any) -> dict[str, list[dict[str, Any]]]:
    """What an organization consists of; it is taken back."""
    with transaction.atomic():
        make_organization(units, indicators=3, **options)
        dumped = dump()
        transaction.set_rollback(True)
    return dumped


def test_copied_units_are_those_that_the_services_make():
    by_services, copied = made(20, copied=False), made(20)
    assert list(by_services) == list(copied)
    for table, rows in by_services.items():
        assert copied[table] == rows, table


def test_an_organization_has_so_many_scorecards_with_their_figures_and_traces():
    first = make_organization(30)
    rows = 30 * INDICATORS * YEARS
    assert (Unit.objects.count(), Measurement.objects.count()) == (31, rows)
    assert Measurement.history.count() == 2 * rows
    assert Unit.objects.get(code="U23").parent.code == "U20"
    twin = Unit.objects.get(code="U20").scorecards.get().years.get(year=LAST_YEAR)
    assert load_scorecard_year(twin).result.total == load_scorecard_year(first.year()).result.total


def test_what_is_added_to_a_filled_database_meets_no_key_twice():
    first = make_organization(20, indicators=1)
    assert create_unit(parent=first.scorecard.unit, code="NEW", name="New", kind="unit", by=None).pk
