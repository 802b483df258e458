"""The years of a mean that was stored before they were: told from its inputs."""

from importlib import import_module

import pytest

span_of = import_module("indicators.migrations.0003_baseline_span").span_of


@pytest.mark.parametrize(
    ("inputs", "span"),
    [
        ({"2009": "12.1", "2010": "12.35", "2011": "12.6"}, 3),
        ({"2011": "1"}, 1),
        ({"2008": "1", "2011": "2"}, None),
        ({}, None),
    ],
)
def test_as_many_years_as_inputs_that_follow_one_another(inputs, span):
    assert span_of(inputs) == span
