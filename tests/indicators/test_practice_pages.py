"""The pages of practice copies: making one, knowing that one is in it, finding it again, throwing it away."""

import pytest
from django.urls import reverse

from indicators.services.practice import make_practice_copy, practice_refused
from organizations.models import Membership, Organization
from tests.browser import sign_in as sign_in_by_page
from tests.factories import MembershipFactory, ScorecardFactory, UnitFactory
from tests.indicators.full_plans import full_plan

BANNER = "practice-banner"


@pytest.fixture
def card(cast):
    return full_plan(cast.unit, people=[cast.administrator])


@pytest.fixture
def root(card, cast):
    """The viewer's practice copy."""
    return make_practice_copy(card, by=cast.viewer)


def place(unit, page="indicators:practice", year=2012):
    return reverse(page, args=[unit.organization.code, unit.code, year])


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


@pytest.mark.parametrize("who", ["viewer", "staff", "manager", "administrator"])
def test_whoever_reads_the_scorecard_makes_a_practice_copy_and_arrives_in_it(who, cast, card, sign_in):
    client = sign_in(cast.by_name(who))
    answer = client.post(place(cast.unit))
    made = Organization.objects.get(practice_of=cast.unit.organization)
    assert answer["Location"] == place(made.units.get(), "indicators:plan")
    assert client.get(answer["Location"]).status_code == 200


def test_a_holder_makes_one_of_the_own_scorecard(cast, card, sign_in):
    ScorecardFactory(plan=card.plan, unit=cast.desk).years.create(
        year=2012, weighting_mode="equal", scheme=card.plan.scheme
    )
    assert sign_in(cast.person).post(place(cast.desk)).status_code == 302
    assert sign_in(cast.person).post(place(cast.unit)).status_code == 404


def test_an_outsider_finds_neither_the_page_nor_the_copy(cast, root, sign_in):
    client = sign_in(cast.outsider)
    pages = [place(cast.unit), place(root), place(root, "indicators:plan")]
    assert [client.get(url).status_code for url in pages] == [404] * 3
    assert client.post(place(cast.unit)).status_code == 404
    assert client.post(place(root, "indicators:practice-throw-away")).status_code == 404


@pytest.mark.parametrize("who", ["staff", "administrator"])
def test_nobody_else_of_the_organization_finds_the_copy(who, cast, root, sign_in):
    client = sign_in(cast.by_name(who))
    assert client.get(place(root)).status_code == 404
    assert root.organization.code not in read(client, place(cast.unit))
    assert client.post(place(root, "indicators:practice-throw-away")).status_code == 404


def test_a_unit_without_a_scorecard_has_nothing_to_copy(cast, sign_in):
    client = sign_in(cast.administrator)
    assert "so there is nothing to copy" in read(client, place(cast.unit))
    assert client.post(place(cast.unit)).status_code == 404


def test_the_copies_that_a_person_has_are_listed(cast, root, sign_in):
    html = read(sign_in(cast.viewer), place(cast.unit))
    assert place(root, "indicators:plan") in html
    assert place(root, "indicators:practice-throw-away") in html


def test_one_copy_too_many_is_refused_with_the_reason(cast, card, root, sign_in):
    for _each in range(2):
        make_practice_copy(card, by=cast.viewer)
    client = sign_in(cast.viewer)
    answer = client.post(place(cast.unit))
    assert answer.status_code == 422
    assert "You have 3 practice copies already. Throw one away first." in answer.content.decode()
    assert Organization.objects.filter(practice_of__isnull=False).count() == 3


def test_a_practice_copy_offers_no_copy_of_itself(cast, root, sign_in):
    client = sign_in(cast.viewer)
    assert client.post(place(root)).status_code == 422
    assert "Make a practice copy" not in read(client, place(root))


@pytest.mark.parametrize(
    "page",
    [
        "indicators:practice",
        "indicators:plan",
        "indicators:entry",
        "performance:overview",
        "performance:map",
        "scorecards:statements",
        "scorecards:plans",
        "organizations:people",
    ],
)
def test_every_page_of_a_practice_copy_says_that_nothing_counts(page, cast, root, sign_in):
    client = sign_in(cast.viewer)
    html = read(client, place(root, page))
    assert BANNER in html
    assert place(cast.unit, "performance:overview") in html
    assert place(root, "indicators:practice-throw-away") in html
    assert BANNER not in read(client, place(cast.unit, page))


def test_the_way_back_leads_from_every_unit_of_the_copy_to_the_unit_that_was_copied(cast, root, sign_in):
    below = UnitFactory(parent=root)
    html = read(sign_in(cast.viewer), place(below, "organizations:units"))
    assert place(cast.unit, "performance:overview") in html


@pytest.mark.parametrize("left", ["nothing", "role below"])
def test_whoever_may_no_longer_read_the_original_finds_no_page_of_the_copy(left, cast, root, sign_in):
    Membership.objects.filter(user=cast.viewer, unit=cast.unit).delete()
    if left == "role below":
        MembershipFactory(user=cast.viewer, unit=cast.desk)
    client = sign_in(cast.viewer)
    pages = (
        "indicators:plan",
        "indicators:practice",
        "indicators:practice-throw-away",
        "scorecards:objectives",
    )
    assert {client.get(place(root, page)).status_code for page in pages} == {404}
    assert client.post(place(root, "indicators:practice-throw-away")).status_code == 404
    assert Organization.objects.filter(pk=root.organization_id).exists()


def test_home_does_not_lead_to_a_copy_whose_original_one_may_no_longer_read(cast, root, sign_in):
    client = sign_in(cast.viewer)
    client.get(place(root))
    assert client.get("/")["Location"].startswith("/o/ACME-PRAC-1/")
    Membership.objects.filter(user=cast.viewer, unit=cast.unit).delete()
    assert "Location" not in client.get("/").headers


def test_copies_that_one_may_no_longer_read_are_neither_listed_nor_counted(cast, card, sign_in):
    ScorecardFactory(plan=card.plan, unit=cast.desk)
    roots = [make_practice_copy(card, by=cast.viewer) for _each in range(3)]
    Membership.objects.filter(user=cast.viewer, unit=cast.unit).update(unit=cast.desk)
    html = read(sign_in(cast.viewer), place(cast.desk))
    assert [root for root in roots if root.organization.code in html] == []
    assert practice_refused(cast.unit.organization, cast.viewer) == ""


def test_a_guest_of_a_practice_copy_is_not_offered_to_throw_it_away(cast, root, sign_in):
    MembershipFactory(unit=root, user=cast.staff)
    client = sign_in(cast.staff)
    html = read(client, place(root))
    assert BANNER in html
    assert "Throw it away" not in html
    assert client.get(place(root, "indicators:practice-throw-away")).status_code == 403
    assert client.post(place(root, "indicators:practice-throw-away")).status_code == 403


def test_throwing_away_asks_first_and_says_what_goes(cast, root, sign_in):
    html = read(sign_in(cast.viewer), place(root, "indicators:practice-throw-away"))
    assert f"Throw away “Practice: {cast.unit.name}”?" in html
    assert "6 indicators with their targets and achievements" in html
    assert Organization.objects.filter(pk=root.organization_id).exists()


def test_after_throwing_away_one_is_back_at_the_real_unit(cast, root, sign_in):
    client = sign_in(cast.viewer)
    answer = client.post(place(root, "indicators:practice-throw-away"), follow=True)
    assert answer.redirect_chain == [(place(cast.unit), 302)]
    assert "The practice copy has been thrown away." in answer.content.decode()
    assert not Organization.objects.filter(pk=root.organization_id).exists()
    assert client.get("/")["Location"].startswith("/o/ACME/ACME/")


def test_a_real_organization_has_no_page_to_throw_it_away(cast, card, sign_in):
    client = sign_in(cast.administrator)
    url = place(cast.unit, "indicators:practice-throw-away")
    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)
    assert Organization.objects.filter(pk=cast.unit.organization_id).exists()


def test_the_person_menu_leads_to_the_practice_copies(cast, card, sign_in):
    assert f'class="dropdown-item" href="{place(cast.unit)}"' in read(
        sign_in(cast.viewer), place(cast.unit, "indicators:list")
    )


@pytest.mark.django_db(transaction=True)
def test_playing_in_the_browser_from_making_a_copy_to_throwing_it_away(cast, card, new_page):
    page = new_page(language="en-US")
    sign_in_by_page(page, cast.staff.email)
    page.goto(place(cast.unit, "indicators:list"))
    page.get_by_role("button", name="Staff (HR)").click()
    page.get_by_role("link", name="Practice copy").click()
    page.get_by_role("button", name="Make a practice copy").click()
    page.wait_for_url("**/o/ACME-PRAC-1/ACME/2012/plan/")
    assert "nothing here counts" in page.locator(".practice-banner").inner_text()
    page.goto("/o/ACME-PRAC-1/ACME/2012/entry/")
    field = page.locator("table input").first
    field.fill("12")
    field.press("Enter")
    page.locator(".practice-banner").get_by_role("link", name="Back to the real plan").click()
    assert page.locator(".practice-banner").count() == 0
    page.goto(place(cast.unit))
    page.get_by_role("link", name="Throw away ACME-PRAC-1").click()
    page.get_by_role("button", name="Throw it away").click()
    page.wait_for_url(f"**{place(cast.unit)}")
    assert page.get_by_role("link", name="Throw away ACME-PRAC-1").count() == 0
