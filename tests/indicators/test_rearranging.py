"""An objective moves to another perspective only if the weights that then count add up to something."""

import pytest
from django.core.exceptions import ValidationError

from indicators.services.objectives import rearrange_objective
from scorecards import services
from tests.factories import (
    IndicatorFactory,
    MeasurementFactory,
    ObjectiveFactory,
    ObjectiveWeightFactory,
    PerspectiveWeightFactory,
)
from tests.scorecards.places import place


@pytest.fixture
def years(scorecard):
    """The years, weighted by shares, with every perspective weighed."""
    scorecard.years.update(weighting_mode="hierarchical")
    for year in scorecard.years.all():
        for perspective in scorecard.plan.perspectives.all():
            PerspectiveWeightFactory(scorecard_year=year, perspective=perspective)
    return list(scorecard.years.all())


@pytest.fixture
def light(scorecard, years):
    """An objective of weight 0 beside one of weight 1 in the financial perspective; both count."""
    financial = scorecard.plan.perspectives.get(code="F")
    light, heavy = ObjectiveFactory.create_batch(2, scorecard=scorecard, perspective=financial)
    for objective, weight in ((light, 0), (heavy, 1)):
        indicator = IndicatorFactory(objective=objective)
        for year in years:
            ObjectiveWeightFactory(scorecard_year=year, objective=objective, weight=weight)
            MeasurementFactory(scorecard_year=year, indicator=indicator, target=10)
    return light


@pytest.fixture
def customer(scorecard):
    return scorecard.plan.perspectives.get(code="C")


def test_an_objective_that_would_leave_a_group_without_weight_stays(light, customer):
    with pytest.raises(ValidationError, match=customer.name):
        rearrange_objective(light, lambda: services.move_objective(light, perspective=customer, by=None))
    light.refresh_from_db()
    assert light.perspective.code == "F"
    assert not light.history.filter(history_type="~").exists()


def test_a_year_with_equal_weights_does_not_mind(scorecard, light, customer):
    scorecard.years.update(weighting_mode="equal")
    rearrange_objective(light, lambda: services.move_objective(light, perspective=customer, by=None))
    light.refresh_from_db()
    assert light.perspective == customer


def test_weights_that_were_wrong_before_do_not_hold_up_other_changes(scorecard, light, customer):
    services.move_objective(light, perspective=customer, by=None)
    light.refresh_from_db()
    rearrange_objective(light, lambda: services.change_objective(light, name="Lighter", by=None))
    light.refresh_from_db()
    assert light.name == "Lighter"


@pytest.mark.parametrize("position", ["", "1"])
def test_the_page_says_which_weights_stand_in_the_way(sign_in, cast, scorecard, light, customer, position):
    url = place(scorecard, "indicators:objective-move", light.pk)
    data = {"perspective": customer.pk, "position": position}
    answer = sign_in(cast.staff).post(url, data, follow=True)
    light.refresh_from_db()
    assert light.perspective.code == "F"
    assert any(customer.name in str(message) for message in answer.context["messages"])


def test_the_form_says_which_weights_stand_in_the_way(sign_in, cast, scorecard, light, customer):
    url = place(scorecard, "indicators:objective-edit", light.pk)
    data = {"perspective": customer.pk, "code": light.code, "name": light.name, "default_weight": "1"}
    answer = sign_in(cast.staff).post(url, data)
    assert answer.status_code == 422
    assert customer.name in answer.context["form"].non_field_errors()[0]
