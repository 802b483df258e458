"""A year with three people in a real browser: entered, reviewed, closed, and then nothing moves any more."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from indicators.models import Evidence, Indicator, Measurement, Seal
from organizations.models import Membership
from tests.browser import sign_in
from tests.factories import MembershipFactory, RootUnitFactory
from tests.indicators.berdikari import on_target
from tests.indicators.grids import cell, is_saved
from tests.indicators.proofs import PDF
from tests.indicators.scorecards import berdikari
from tests.performance.test_closing import forget
from tests.site.closed_years import snapshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "/o/ACME/ACME/2012/"
SEND = """async ([path, verb, body, form]) => {
  const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
  const headers = {"X-CSRFToken": token};
  if (!form) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, {
    method: verb, headers, redirect: "manual", body: form ? new URLSearchParams(body) : JSON.stringify(body),
  });
  return answer.status;
}"""
"""What a script of the page, or somebody with its developer tools, sends."""


@pytest.fixture
def open_as(live_server, new_page):
    unit = RootUnitFactory(organization__code="ACME")
    berdikari(unit, achieve={2012: on_target})
    forget("SS1-1", "SS2-1", "SS3-1")

    def go(role: str) -> Page:
        page = new_page(language="en-US")
        sign_in(page, MembershipFactory(unit=unit, role=role).user.email)
        return page

    return go


def toast(page: Page, text: str) -> None:
    expect(page.locator(".toast").last).to_contain_text(text)


def enter(staff: Page) -> None:
    """Three values come, one of them below target with its note and its proof; everything is submitted."""
    staff.goto(PLACE + "entry/")
    for code, value in {"SS1-1": "1", "SS2-1": "36", "SS3-1": "11.5"}.items():
        cell(staff, code).fill(value)
        staff.keyboard.press("Tab")
    cell(staff, "SS1-1", "note").fill("The press stood still")
    staff.keyboard.press("Tab")
    is_saved(staff)
    staff.goto(PLACE + f"indicators/{Indicator.objects.get(code='SS1-1').pk}/")
    staff.get_by_role("link", name="Add evidence for 2012").click()
    proof = {"name": "press.pdf", "mimeType": "application/pdf", "buffer": PDF}
    staff.get_by_label("File").set_input_files(proof)
    staff.get_by_role("button", name="Save").click()
    staff.locator(".proof a").first.wait_for()
    staff.goto(PLACE + "entry/")
    staff.get_by_role("button", name="Submit 20").click()
    toast(staff, "20 achievements are submitted")


def review(manager: Page, staff: Page) -> None:
    """One is returned with a reason, put right and submitted again; then all are approved."""
    manager.goto(PLACE + "review/")
    expect(manager.locator("tr", has_text="SS1-1").first).to_contain_text("press.pdf")
    manager.get_by_role("button", name="Return SS1-1").click()
    manager.get_by_label("Reason").fill("Which press?")
    manager.get_by_role("button", name="Return", exact=True).click()
    toast(manager, "1 achievement is returned.")

    staff.goto(PLACE + "entry/")
    expect(staff.locator('tr[data-row="SS1-1"] [id^="state-"]')).to_contain_text("Which press?")
    cell(staff, "SS1-1", "note").fill("The second press stood still")
    staff.keyboard.press("Tab")
    is_saved(staff)
    staff.locator('tr[data-row="SS1-1"]').get_by_role("button", name="Submit").click()
    expect(staff.locator('tr[data-row="SS1-1"] [id^="state-"]')).to_contain_text("Submitted")

    manager.goto(PLACE + "review/")
    for box in manager.locator("[data-choose-all]").all():
        box.check()
    manager.get_by_role("button", name="Approve the chosen").click()
    toast(manager, "20 achievements are approved.")


def close(administrator: Page) -> None:
    """Nothing stands open any more, and the year is sealed."""
    administrator.goto(PLACE + "performance/closing/")
    administrator.get_by_role("button", name="Close 2012").click()
    toast(administrator, "2012 is closed and sealed.")


def attempts() -> list[tuple[str, str, str, dict[str, str] | dict[str, object], bool]]:
    """Each way in: page that is open, address, verb, what is sent, and whether it is a form."""
    rows = Measurement.objects.select_related("indicator__objective__scorecard")
    row = rows.get(indicator__code="SS1-1", scorecard_year__year=2012)
    place, plan = ["ACME", "ACME", 2012], row.indicator.objective.scorecard.plan_id
    chosen = f"{row.pk}:{row.version}"
    typed = {"key": str(row.pk), "version": row.version, "field": "achievement", "text": "15"}
    evidence = Evidence.objects.get()

    def at(name: str, *keys: object) -> str:
        return reverse(name, args=[*place, *keys])

    cells: dict[str, object] = {"values": {"achievement": "15"}, "version": row.version, "language": "en"}
    targets: dict[str, object] = {"values": {"target": "15"}, "version": row.version, "language": "en"}
    block: dict[str, object] = {"cells": [typed], "language": "en", "save": True}
    reason = {"reason": "So"}
    return [
        ("cell", at("indicators:cell", row.pk), "PATCH", cells, False),
        ("plan cell", at("indicators:target-cell", row.pk), "PATCH", targets, False),
        ("block", at("indicators:entry-block"), "POST", block, False),
        ("submit", at("indicators:entry-states"), "POST", {"take_back": chosen}, True),
        ("review", at("performance:review"), "POST", {"return": chosen, **reason}, True),
        (
            "applies",
            at("performance:review-applies", row.pk),
            "POST",
            {"version": str(row.version), **reason},
            True,
        ),
        ("evidence", at("indicators:evidence-delete", evidence.pk), "POST", reason, True),
        ("rules", at("performance:year-rules"), "POST", {"weighting_mode": "indicator"}, True),
        ("indicator", at("indicators:indicator-delete", row.indicator_id), "POST", reason, True),
        ("objective", at("indicators:objective-delete", row.indicator.objective_id), "POST", reason, True),
        (
            "scorecard",
            at("indicators:scorecard-delete", plan),
            "POST",
            {},
            True,
        ),
    ]


def test_three_people_play_the_year_and_then_nobody_moves_it(open_as) -> None:
    staff, manager, administrator = (
        open_as(role)
        for role in (Membership.Role.STAFF, Membership.Role.MANAGER, Membership.Role.ADMINISTRATOR)
    )
    enter(staff)
    review(manager, staff)
    close(administrator)
    assert Seal.objects.get().is_intact
    sealed = snapshot()

    for person in (staff, manager, administrator):
        person.goto(PLACE + "entry/")
        expect(person.locator("main")).to_contain_text("nothing in this year changes any more")
        expect(cell(person, "SS1-1")).to_have_count(0)
        for what, path, verb, body, is_form in attempts():
            status = person.evaluate(SEND, [path, verb, body, is_form])
            assert (what, status < 500, snapshot() == sealed) == (what, True, True)
        upload(person)
        assert snapshot() == sealed


def upload(person: Page) -> None:
    """A file with another value is told that the year is closed."""
    person.goto(PLACE + "workbook/")
    table = {"name": "values.csv", "mimeType": "text/csv", "buffer": b"code,achievement\nSS1-1,15\n"}
    person.locator("input[type=file]").set_input_files(table)
    person.get_by_role("button", name="Check the file").click()
    expect(person.locator("main")).to_contain_text("that year is closed")
