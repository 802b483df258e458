"""The emergency admin of indicators: texts only, years read-only."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Indicator, Measurement
from tests.factories import (
    AcceptedFindingFactory,
    EvidenceFactory,
    InitiativeFactory,
    MeasurementFactory,
    UserFactory,
    WorkProgramFactory,
)

MODELS = ["indicator", "measurement", "initiative", "workprogram", "evidence", "acceptedfinding"]


@pytest.fixture
def admin(client, db):
    client.force_login(
        UserFactory(is_staff=True, is_superuser=True), backend="organizations.backends.EmailBackend"
    )
    return client


@pytest.fixture
def measurement(db):
    return MeasurementFactory(achievement=Decimal(90))


@pytest.mark.parametrize("model", MODELS)
def test_the_lists_open(admin, measurement, model):
    initiative = InitiativeFactory(indicator=measurement.indicator)
    WorkProgramFactory(initiative=initiative, scorecard_year=measurement.scorecard_year)
    EvidenceFactory(measurement=measurement)
    AcceptedFindingFactory(scorecard=measurement.scorecard_year.scorecard)
    assert admin.get(reverse(f"admin:indicators_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_added_here(admin, model):
    assert admin.get(reverse(f"admin:indicators_{model}_add")).status_code == 403


@pytest.mark.parametrize("model", ["indicator", "measurement"])
def test_nothing_is_deleted_here(admin, measurement, model):
    pk = measurement.pk if model == "measurement" else measurement.indicator_id
    assert (
        admin.post(reverse(f"admin:indicators_{model}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    )


def test_the_data_of_a_year_are_read_only(admin, measurement):
    address = reverse("admin:indicators_measurement_change", args=[measurement.pk])
    assert admin.get(address).status_code == 200
    assert admin.post(address, {"achievement": "1"}).status_code == 403
    assert Measurement.objects.get(pk=measurement.pk).achievement == 90


def test_a_text_is_corrected_and_nothing_else(admin, measurement):
    indicator = measurement.indicator
    data = {"name": "Corrected", "polarity": "lower", "natural_min": "95", "code": "HACK"}
    address = reverse("admin:indicators_indicator_change", args=[indicator.pk])
    assert admin.post(address, data).status_code == 302
    changed = Indicator.objects.get(pk=indicator.pk)
    assert (changed.name, changed.polarity, changed.natural_min, changed.code) == (
        "Corrected",
        "higher",
        None,
        indicator.code,
    )


def test_a_corrected_text_leaves_one_trace(admin, measurement):
    indicator = measurement.indicator
    before = indicator.history.count()
    admin.post(reverse("admin:indicators_indicator_change", args=[indicator.pk]), {"name": "Corrected"})
    assert indicator.history.count() == before + 1
