"""The factories make rows that the models and the database accept."""

import pytest

from organizations.history import validate
from tests import factories


@pytest.mark.parametrize(
    "factory_class",
    [
        value
        for value in vars(factories).values()
        if isinstance(value, type) and value.__module__ == factories.__name__
    ],
    ids=lambda factory_class: factory_class.__name__,
)
def test_a_factory_makes_a_valid_row(db, factory_class):
    validate(factory_class())
