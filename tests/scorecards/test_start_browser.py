"""The guided start as a person walks it, from an organization with nothing in it to first objectives."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from organizations.models import User
from scorecards.models import Objective, Perspective
from tests.browser import sign_in
from tests.factories import PASSWORD


@pytest.fixture
def guide(new_page, transactional_db):
    """The page of the new organization's administrator, just signed in."""
    call_command("create_organization", "KOTA", "Kota Bandung", "--admin", "ibu@kota.example")
    founder = User.objects.get(email="ibu@kota.example")
    founder.language = "en"
    founder.set_password(PASSWORD)
    founder.save()
    page = new_page(width=390)
    sign_in(page, founder.email)
    return page


def go_on(page, question):
    page.locator(".start-save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(question)


def test_from_an_empty_organization_to_first_objectives(guide):
    go_on(guide, "What is the organization called?")
    go_on(guide, "Which years does the plan cover?")
    go_on(guide, "From which sides do you look at the organization?")
    guide.get_by_role("link", name="Public body").click()
    expect(guide.locator("[name=name_en-1]")).to_have_value("Stakeholder")
    guide.locator(".start-row").nth(3).get_by_role("button", name="Move up").click()
    go_on(guide, "What do you want to become?")
    guide.get_by_label("Vision").fill("The most liveable city")
    go_on(guide, "What are you there for?")
    guide.get_by_role("link", name="Skip for now").click()
    guide.get_by_label("Goals").fill("Every citizen is served within a day\nThe city is clean")
    go_on(guide, "What has to get better for that?")
    guide.get_by_label("Stakeholder").fill("Raise satisfaction")
    guide.get_by_role("button", name="T2").click()
    go_on(guide, "Your plan stands")
    assert [each.code for each in Perspective.objects.all()] == ["S", "P", "F", "L"]
    objective = Objective.objects.get()
    assert (objective.code, objective.name) == ("SS1", "Raise satisfaction")
    assert [each.code for each in objective.statements.all()] == ["T2"]


def test_it_is_left_and_taken_up_again_at_the_step_that_comes_next(guide):
    go_on(guide, "What is the organization called?")
    go_on(guide, "Which years does the plan cover?")
    go_on(guide, "From which sides do you look at the organization?")
    guide.goto("/accounts/password_change/")
    guide.goto("/")
    go_on(guide, "From which sides do you look at the organization?")


def test_what_was_typed_is_not_left_without_asking(guide):
    asked = []
    guide.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    go_on(guide, "What is the organization called?")
    go_on(guide, "Which years does the plan cover?")
    guide.get_by_label("First year").fill("2027")
    guide.get_by_role("link", name="Back").last.click()
    expect(guide.get_by_role("heading", level=1)).to_have_text("What is the organization called?")
    assert asked == ["beforeunload"]
