"""Settings: perspectives, plans and schemes, and the page that says what to do first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scorecards import services
from scorecards.models import Perspective, Plan, Scorecard, ScoringScheme
from tests.factories import (
    MembershipFactory,
    ObjectiveFactory,
    PerspectiveFactory,
    PlanFactory,
    ScoringSchemeFactory,
    UnitFactory,
)
from tests.scorecards.places import place


@pytest.fixture
def admin(sign_in, cast):
    return sign_in(cast.administrator)


def read(client, scorecard, name, *args, **kwargs):
    return " ".join(client.get(place(scorecard, name, *args, **kwargs)).content.decode().split())


def perspective_typed(**fields):
    return {"code": "X", "name_id": "Tambahan", "name_en": "", "tone": "5", "default_weight": "1", **fields}


def plan_typed(scheme, **fields):
    return {
        "name": "Renstra",
        "first_year": "2020",
        "last_year": "2021",
        "perspectives": "business",
        "weighting_mode": "equal",
        "scheme": scheme.pk,
        "note": "",
        **fields,
    }


def scheme_typed(*bands, **fields):
    rows = {"bands-TOTAL_FORMS": len(bands), "bands-INITIAL_FORMS": 0}
    for number, (level, from_percent, starts) in enumerate(bands):
        rows |= {
            f"bands-{number}-level": level,
            f"bands-{number}-from_percent": from_percent,
            f"bands-{number}-starts": starts,
        }
    return {"code": "own", "name": "Own", "tolerance": "0", "cap": "", "source": "", **rows, **fields}


TWO = (("1", "", "from"), ("2", "100", "from"), ("", "", "from"))


@pytest.mark.parametrize("name", ["perspectives", "plans", "schemes"])
@pytest.mark.parametrize(
    ("role", "status"), [("administrator", 200), ("viewer", 200), ("person", 404), ("outsider", 404)]
)
def test_members_read_the_settings(sign_in, cast, scorecard, name, role, status):
    assert sign_in(cast.by_name(role)).get(place(scorecard, name)).status_code == status


@pytest.mark.parametrize(
    ("name", "links"),
    [
        ("perspectives", ["perspective-add"]),
        ("plans", ["plan-add"]),
        ("schemes", ["scheme-add"]),
    ],
)
def test_an_auditor_finds_no_controls_in_settings(sign_in, cast, scorecard, name, links):
    html = read(sign_in(cast.viewer), scorecard, name)
    assert not [link for link in links if place(scorecard, link) in html]
    assert "This belongs to the whole organization" in html


@pytest.mark.parametrize("name", ["perspective-add", "plan-add", "scheme-add"])
def test_an_administrator_of_a_part_does_not_change_the_whole(sign_in, cast, scorecard, name):
    department = UnitFactory(parent=cast.unit)
    client = sign_in(MembershipFactory(unit=department, role="administrator").user)
    assert client.get(place(scorecard, name, unit=department)).status_code == 403


def test_a_reader_of_a_part_does_not_read_which_other_units_use_a_scheme(sign_in, cast, scorecard):
    department = UnitFactory(parent=cast.unit)
    client = sign_in(MembershipFactory(unit=department).user)
    assert f"{scorecard.unit.name}: 2012" not in read(client, scorecard, "schemes", unit=department)


def test_perspectives_are_listed_with_their_objectives(admin, scorecard):
    ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    assert "from 4 perspectives" in read(admin, scorecard, "perspectives")


def test_a_perspective_is_added(admin, scorecard):
    admin.post(place(scorecard, "perspective-add"), perspective_typed())
    added = Perspective.objects.get(code="X")
    assert (added.name_id, added.tone, added.order) == ("Tambahan", 5, 5)


def test_a_perspective_without_a_name_is_refused(admin, scorecard):
    answer = admin.post(place(scorecard, "perspective-add"), perspective_typed(name_id=""))
    assert answer.status_code == 422
    assert "at least one language" in answer.content.decode()


def test_a_perspective_is_edited_and_moved(admin, scorecard):
    first = scorecard.plan.perspectives.first()
    admin.post(place(scorecard, "perspective-edit", first.pk), perspective_typed(code="F", name_id="Uang"))
    admin.post(place(scorecard, "perspective-move", first.pk), {"direction": "down"})
    first.refresh_from_db()
    assert (first.name_id, first.order) == ("Uang", 2)


@pytest.mark.parametrize("data", [{}, {"direction": "left"}, {"direction": "\0"}])
def test_another_direction_than_up_and_down_cannot_be_read(admin, scorecard, data):
    url = place(scorecard, "perspective-move", scorecard.plan.perspectives.first().pk)
    assert admin.post(url, data).status_code == 400


def test_a_perspective_with_objectives_says_why_it_stays(admin, scorecard):
    perspective = scorecard.plan.perspectives.first()
    ObjectiveFactory(scorecard=scorecard, perspective=perspective)
    url = place(scorecard, "perspective-delete", perspective.pk)
    assert "holds 1 objective" in admin.get(url).content.decode()
    assert admin.post(url).status_code == 422


def test_an_empty_perspective_is_deleted(admin, scorecard):
    perspective = scorecard.plan.perspectives.first()
    admin.post(place(scorecard, "perspective-delete", perspective.pk))
    assert not Perspective.objects.filter(pk=perspective.pk).exists()


def test_an_auditor_reads_the_history_of_perspectives(sign_in, cast, scorecard):
    perspective = scorecard.plan.perspectives.first()
    services.change_perspective(perspective, by=cast.administrator, name_en="Money")
    client = sign_in(cast.viewer)
    assert "Money" in read(client, scorecard, "perspective-history", perspective.pk)
    assert "Money" in read(client, scorecard, "perspectives-history")


def test_a_perspective_of_another_plan_is_not_found(admin, scorecard):
    url = place(scorecard, "perspective-edit", PerspectiveFactory().pk)
    assert admin.get(url).status_code == 404


def test_plans_are_listed_with_their_years(admin, scorecard):
    html = read(admin, scorecard, "plans")
    assert "2012–2013" in html
    assert "has a scorecard" in html


def test_a_plan_of_a_public_body_puts_stakeholders_on_top(admin, scorecard):
    admin.post(place(scorecard, "plan-add"), plan_typed(scorecard.plan.scheme, perspectives="public_sector"))
    plan = Plan.objects.get(name="Renstra")
    assert plan.perspectives.first().name_en == "Stakeholder"


def test_a_plan_that_overlaps_another_is_told_at_its_years(admin, scorecard):
    answer = admin.post(place(scorecard, "plan-add"), plan_typed(scorecard.plan.scheme, first_year="2013"))
    assert answer.status_code == 422
    assert "already covers 2012 to 2013" in answer.context["form"].errors["first_year"][0]


def test_a_year_out_of_range_says_what_was_read_and_which_years_there_are(admin, scorecard):
    fields = plan_typed(scorecard.plan.scheme, first_year="1", last_year="soon")
    errors = admin.post(place(scorecard, "plan-add"), fields).context["form"].errors
    assert errors["first_year"] == ["Read “1”; expected a year from 1900 to 2100."]
    assert errors["last_year"] == ["Read “soon”; expected a year from 1900 to 2100."]


@pytest.mark.parametrize("year", ["", "soon", "1066", "9" * 40])
def test_a_year_that_is_none_is_told_at_its_field(admin, scorecard, year):
    answer = admin.post(place(scorecard, "plan-add"), plan_typed(scorecard.plan.scheme, first_year=year))
    assert "first_year" in answer.context["form"].errors


def test_a_plan_is_edited(admin, scorecard):
    fields = plan_typed(scorecard.plan.scheme, note="Illustrative figures")
    admin.post(place(scorecard, "plan-edit", scorecard.plan.pk), fields)
    scorecard.plan.refresh_from_db()
    assert (scorecard.plan.name, scorecard.plan.note) == ("Renstra", "Illustrative figures")


def test_a_plan_takes_no_scheme_of_another_organization(admin, scorecard):
    fields = plan_typed(ScoringSchemeFactory())
    answer = admin.post(place(scorecard, "plan-edit", scorecard.plan.pk), fields)
    assert "scheme" in answer.context["form"].errors


def test_an_auditor_reads_the_history_of_plans(sign_in, cast, scorecard):
    services.change_plan(scorecard.plan, by=cast.administrator, note="Read this")
    client = sign_in(cast.viewer)
    assert "Read this" in read(client, scorecard, "plan-history", scorecard.plan.pk)
    assert "Read this" in read(client, scorecard, "plans-history")


def test_a_plan_of_another_organization_is_not_found(admin, scorecard):
    other = PlanFactory()
    for name in ("plan-edit", "plan-history"):
        assert admin.get(place(scorecard, name, other.pk)).status_code == 404


def test_a_unit_is_given_a_scorecard(admin, cast, scorecard):
    department = UnitFactory(parent=cast.unit)
    url = place(scorecard, "scorecard-add", scorecard.plan.pk, unit=department)
    answer = admin.post(url, follow=True)
    assert "has a scorecard now" in answer.content.decode()
    assert Scorecard.objects.get(unit=department).years.count() == 2


def test_a_second_scorecard_is_refused_with_the_reason(admin, scorecard):
    answer = admin.post(place(scorecard, "scorecard-add", scorecard.plan.pk), follow=True)
    assert "already has a scorecard" in answer.content.decode()


def test_a_scorecard_is_not_given_by_following_a_link(admin, scorecard):
    assert admin.get(place(scorecard, "scorecard-add", scorecard.plan.pk)).status_code == 405


def test_an_administrator_without_a_plan_is_led_to_the_first(admin, scorecard):
    html = read(admin, scorecard, "objectives", year=2030)
    assert "No plan covers 2030 yet" in html
    assert place(scorecard, "plan-add", year=2030) in html


def test_others_without_a_plan_read_who_can_begin(sign_in, cast, scorecard):
    html = read(sign_in(cast.staff), scorecard, "objectives", year=2030)
    assert f"Ask: {cast.administrator.name}." in html


def test_an_administrator_of_a_unit_without_scorecard_can_give_it_one(sign_in, cast, scorecard):
    html = read(sign_in(cast.administrator), scorecard, "objectives", unit=cast.desk)
    assert place(scorecard, "scorecard-add", scorecard.plan.pk, unit=cast.desk) in html


def test_others_of_a_unit_without_scorecard_read_who_can(sign_in, cast, scorecard):
    html = read(sign_in(cast.person), scorecard, "objectives", unit=cast.desk)
    assert "has no scorecard in the plan" in html
    assert f"Ask: {cast.administrator.name}." in html


def test_schemes_are_listed_in_words_with_their_use(admin, scorecard):
    html = read(admin, scorecard, "schemes")
    assert "above 100 %" in html
    assert f"{scorecard.unit.name}: 2012, 2013" in html


def test_a_scheme_is_copied(admin, scorecard):
    url = f"{place(scorecard, 'scheme-add')}?from={scorecard.plan.scheme.pk}"
    assert "Paper, three levels (copy)" in admin.get(url).content.decode()
    admin.post(url, scheme_typed(*TWO))
    assert ScoringScheme.objects.get(code="own").rule().levels == (1, 2)


@pytest.mark.parametrize("key", ["x", "99999", "9" * 5000])
def test_a_scheme_that_does_not_exist_is_not_copied(admin, scorecard, key):
    assert admin.get(f"{place(scorecard, 'scheme-add')}?from={key}").status_code == 404


def test_a_bound_out_of_order_is_told_at_its_row(admin, scorecard):
    bands = (("1", "", "from"), ("2", "100", "from"), ("3", "90", "from"))
    answer = admin.post(place(scorecard, "scheme-add"), scheme_typed(*bands))
    assert answer.status_code == 422
    assert "from_percent" in answer.context["form"].bands[2].errors


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"tolerance": "100"}, "tolerance"), ({"cap": "50"}, "cap"), ({"code": "a b"}, "code")],
)
def test_a_fault_of_a_scheme_is_told_at_its_field(admin, scorecard, fields, field):
    answer = admin.post(place(scorecard, "scheme-add"), scheme_typed(*TWO, **fields))
    assert list(answer.context["form"].errors) == [field]


@pytest.mark.parametrize(
    "bands",
    [
        (),
        (("1", "", "from"),),
        (("", "100", "from"), ("2", "100", "from")),
        (("x", "y", "z"), ("2", "100", "from")),
        (("1.5", "", "from"), ("2", "100", "from")),
        (("1", "", "from"), ("2", "-5", "from")),
        (("1", "", "from"),) * 12,
    ],
)
def test_bands_that_are_none_are_refused(admin, scorecard, bands):
    answer = admin.post(place(scorecard, "scheme-add"), scheme_typed(*bands))
    assert answer.status_code == 422
    assert answer.content


def test_a_scheme_form_without_its_rows_is_refused(admin, scorecard):
    assert admin.post(place(scorecard, "scheme-add"), {"code": "own", "name": "Own"}).status_code == 422


def test_an_unused_scheme_is_changed_in_place(admin, scorecard):
    scheme = ScoringSchemeFactory(organization=scorecard.plan.organization)
    admin.post(place(scorecard, "scheme-edit", scheme.pk), scheme_typed(*TWO))
    scheme.refresh_from_db()
    assert (scheme.version, scheme.name, scheme.rule().levels) == (1, "Own", (1, 2))


def test_changing_a_used_scheme_makes_a_version_and_says_so(admin, scorecard):
    url = place(scorecard, "scheme-edit", scorecard.plan.scheme.pk)
    assert "saving makes a new version" in admin.get(url).content.decode()
    html = admin.post(url, scheme_typed(*TWO), follow=True).content.decode()
    assert "Version 2 has been made." in html


def test_an_unused_scheme_is_deleted(admin, scorecard):
    scheme = ScoringSchemeFactory(organization=scorecard.plan.organization)
    admin.post(place(scorecard, "scheme-delete", scheme.pk))
    assert not ScoringScheme.objects.filter(pk=scheme.pk).exists()


def test_a_used_scheme_says_why_it_stays(admin, scorecard):
    url = place(scorecard, "scheme-delete", scorecard.plan.scheme.pk)
    assert "2 years of scorecards are scored by this scheme" in admin.get(url).content.decode()
    assert admin.post(url).status_code == 422


def test_the_history_of_a_scheme_shows_its_versions(sign_in, cast, scorecard):
    services.change_scheme(scorecard.plan.scheme, by=cast.administrator, name="Second")
    html = read(sign_in(cast.viewer), scorecard, "scheme-history", scorecard.plan.scheme.pk)
    assert "Second" in html
    assert "Second" in read(sign_in(cast.viewer), scorecard, "schemes-history")


def test_a_scheme_of_another_organization_is_not_found(admin, scorecard):
    other = ScoringSchemeFactory()
    for name in ("scheme-edit", "scheme-delete", "scheme-history"):
        assert admin.get(place(scorecard, name, other.pk)).status_code == 404


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("perspectives", lambda card: PerspectiveFactory.create_batch(5, plan=card.plan)),
        ("schemes", lambda card: ScoringSchemeFactory.create_batch(5, organization=card.plan.organization)),
        (
            "plans",
            lambda card: [
                PlanFactory(organization=card.plan.organization, first_year=year, last_year=year)
                for year in range(2030, 2035)
            ],
        ),
    ],
)
def test_a_list_of_settings_needs_the_same_queries_for_many_rows(
    admin, scorecard, name, more, django_assert_num_queries
):
    read(admin, scorecard, name)
    with CaptureQueriesContext(connection) as captured:
        read(admin, scorecard, name)
    few = len(captured)
    more(scorecard)
    read(admin, scorecard, name)
    with django_assert_num_queries(few):
        read(admin, scorecard, name)
