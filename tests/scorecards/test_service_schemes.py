"""Scoring schemes: one that a year uses is never edited."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from scorecards import services
from scorecards.models import ScoringScheme
from scorecards.schemes import BUILT_IN, PAPER_3, Band
from tests.factories import OrganizationFactory, PlanFactory, ScorecardYearFactory, ScoringSchemeFactory

TWO = (Band(1, None), Band(2, Decimal(100)))


@pytest.fixture
def organization(db):
    return OrganizationFactory()


def make(organization, **fields):
    fields = {"code": "own", "name": "Own", "bands": PAPER_3.bands, **fields}
    return services.create_scheme(organization=organization, by=None, **fields)


def test_an_organization_starts_with_the_built_in_schemes(organization):
    schemes = services.add_built_in_schemes(organization=organization, by=None)
    assert [scheme.rule() for scheme in schemes] == list(BUILT_IN)


def test_the_built_in_schemes_are_added_once(organization):
    for _ in range(2):
        services.add_built_in_schemes(organization=organization, by=None)
    assert ScoringScheme.objects.count() == len(BUILT_IN)


def test_a_code_is_used_once_in_an_organization(organization):
    make(organization)
    with pytest.raises(ValidationError) as caught:
        make(organization)
    assert list(caught.value.message_dict) == ["code"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"bands": (Band(1, None), Band(1, Decimal(100)))}, "bands"),
        ({"tolerance": Decimal(100)}, "tolerance"),
        ({"cap": Decimal(50)}, "cap"),
    ],
)
def test_a_scheme_that_contradicts_itself_is_refused_at_its_field(organization, fields, field):
    with pytest.raises(ValidationError) as caught:
        make(organization, **fields)
    assert field in caught.value.message_dict


def test_an_unused_scheme_is_changed_in_place(organization):
    scheme = make(organization)
    changed = services.change_scheme(scheme, by=None, bands=TWO, name="Two")
    assert (changed.pk, changed.rule().bands, changed.name) == (scheme.pk, TWO, "Two")


def test_a_scheme_that_a_year_uses_gets_a_new_version(scorecard):
    used = scorecard.years.first().scheme
    new = services.change_scheme(used, by=None, bands=TWO)
    assert (new.version, new.rule().bands) == (2, TWO)
    used.refresh_from_db()
    assert used.rule().bands == PAPER_3.bands


def test_a_year_keeps_its_version_of_a_scheme(scorecard):
    used = scorecard.years.first().scheme
    services.change_scheme(used, by=None, bands=TWO)
    assert set(scorecard.years.values_list("scheme", flat=True)) == {used.pk}


def test_a_used_scheme_in_which_nothing_changes_gets_no_version(scorecard):
    used = scorecard.years.first().scheme
    assert services.change_scheme(used, by=None, bands=PAPER_3.bands, name=used.name) == used


def test_only_the_newest_version_is_changed(scorecard):
    used = scorecard.years.first().scheme
    services.change_scheme(used, by=None, name="New")
    with pytest.raises(ValidationError, match="newer version of this scheme, 2"):
        services.change_scheme(used, by=None, name="Newer")


def test_a_scheme_that_nobody_uses_is_deleted(organization):
    services.delete_scheme(make(organization), by=None)
    assert not ScoringScheme.objects.exists()


def test_a_scheme_that_a_year_uses_stays(db):
    year = ScorecardYearFactory()
    with pytest.raises(ValidationError, match="1 year of a scorecard is scored"):
        services.delete_scheme(year.scheme, by=None)


def test_the_default_of_a_plan_stays(db):
    plan = PlanFactory(name="Renstra")
    with pytest.raises(ValidationError, match="default of Renstra"):
        services.delete_scheme(plan.scheme, by=None)


def test_a_scheme_of_another_organization_is_not_in_the_way(organization):
    ScoringSchemeFactory(code="own")
    assert make(organization).version == 1
