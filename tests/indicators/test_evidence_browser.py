"""Files of evidence in a real browser, on a phone: refused, added, downloaded, deleted with a reason."""

from pathlib import Path

import pytest
from django.core.files.storage import storages

from indicators.models import Evidence
from organizations.models import Membership
from tests.browser import let_in
from tests.factories import MembershipFactory, RootUnitFactory, UserFactory
from tests.indicators.proofs import HTML, PDF
from tests.indicators.scorecards import berdikari

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(new_page):
    """The KPI sheet of SS7-1 on a phone, open for somebody of the staff."""
    unit = RootUnitFactory(organization__code="ACME")
    staff = UserFactory(language="en")
    MembershipFactory(unit=unit, user=staff, role=Membership.Role.STAFF)
    card = berdikari(unit, achieve={2012: lambda inputs: inputs.target})
    indicator = card.objectives.get(code="SS7").indicators.get()
    page = new_page(width=390, language="en", accept_downloads=True)
    let_in(page, staff)
    page.goto(f"/o/ACME/ACME/2012/indicators/{indicator.pk}/")
    return page


def choose(page, name, content):
    page.get_by_label("File").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )
    page.get_by_role("button", name="Save").click()


def is_as_wide_as_the_screen(page):
    return page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_file_goes_in_and_out_again_on_a_phone(phone, tmp_path):
    phone.get_by_role("link", name="Add evidence for 2012").click()
    choose(phone, "report.pdf", HTML)
    phone.get_by_text("ends in .pdf, but is a web page (HTML)").wait_for()
    assert is_as_wide_as_the_screen(phone)
    choose(phone, "a-report-whose-name-goes-on-and-on-" * 3 + ".pdf", PDF)
    link = phone.locator(".proof a").first
    link.wait_for()
    assert is_as_wide_as_the_screen(phone)
    with phone.expect_download() as started:
        link.click()
    started.value.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes() == PDF
    kept = Path(storages["evidence"].location) / Evidence.objects.get().stored_name
    assert kept.exists()
    phone.locator(".proof a").last.click()
    phone.get_by_label("Reason").fill("Wrong file")
    phone.get_by_role("button", name="Delete").click()
    phone.get_by_text("The evidence is deleted.").wait_for()
    assert not kept.exists()
