"""The registry of the audit trail holds every tracked model, and says of each where it belongs."""

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, reverse

from organizations.models import Organization, Unit, User
from reports.audit.kinds import BY_MODEL, BY_SLUG, ITSELF, KINDS, has_year, is_of_organization, way_up

OF_A_YEAR = {
    "evidence",
    "followup",
    "importedfile",
    "measurement",
    "objectiveweight",
    "perspectiveweight",
    "scorecardyear",
    "seal",
    "sealunit",
    "workprogram",
}
OF_THE_ORGANIZATION = {"organization", "perspective", "plan", "scoringscheme", "statement", "user"}


def test_every_tracked_model_is_a_kind():
    tracked = {model for model in apps.get_models() if hasattr(model, "history")}
    assert tracked == set(BY_MODEL)


def test_no_two_kinds_share_a_slug():
    assert len(BY_SLUG) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_a_kind_leads_up_to_a_unit_or_to_the_organization(kind):
    *_steps, top = way_up(kind)
    leads_to = top.relation(top.within)
    assert leads_to is None
    assert top.model in (Unit, Organization, User)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_what_a_kind_is_named_and_placed_by_comes_after_it(kind):
    later = {other.model for other in KINDS[KINDS.index(kind) + 1 :]}
    assert {relation.related_model for relation in kind.relations()} <= later


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_a_kind_is_shown_on_a_page(kind):
    arguments = ["ACME", "ACME", 2012] + ([1] if kind.about else [])
    try:
        assert reverse(kind.page, args=arguments)
    except NoReverseMatch:
        pytest.fail(f"{kind.page} does not take {arguments}")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_a_page_about_an_object_is_reached_by_relations(kind):
    step = kind
    for name in kind.about.split(".") if kind.about not in ("", ITSELF) else ():
        relation = step.relation(name)
        assert relation is not None
        step = BY_MODEL[relation.related_model]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_what_a_kind_hides_is_a_field(kind):
    names = {field.name for field in kind.model._meta.concrete_fields}
    assert kind.hidden - {"version"} <= names


def test_some_kinds_are_about_a_year():
    assert {kind.slug for kind in KINDS if has_year(kind)} == OF_A_YEAR


def test_some_kinds_belong_to_no_unit():
    assert {kind.slug for kind in KINDS if is_of_organization(kind)} == OF_THE_ORGANIZATION
