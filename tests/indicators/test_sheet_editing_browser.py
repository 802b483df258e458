"""The KPI sheet in a real browser: edited in place by one and by two people, and the fullest on paper."""

import re
from decimal import Decimal

import pytest

from indicators import services
from indicators.models import Indicator
from organizations.models import Membership
from scorecards.models import ObjectiveStatement
from tests.browser import let_in
from tests.factories import (
    PASSWORD,
    InitiativeFactory,
    MembershipFactory,
    RootUnitFactory,
    StatementFactory,
    UserFactory,
    WorkProgramFactory,
)
from tests.indicators.scorecards import berdikari

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
LONG_TEXT = (
    "Perbandingan waktu penyelesaian yang disepakati bersama pelanggan dengan waktu yang sesungguhnya sampai "
    "produk diterima pelanggan, untuk seluruh pesanan tahun itu."
)
TEXTS = ("definition", "formula", "information_produced", "data_source", "when_data_missing", "target_source")


@pytest.fixture
def unit(db):
    return RootUnitFactory(organization__code="ACME")


@pytest.fixture
def staff(unit):
    user = UserFactory(language="en", name="Staf Pengembangan Sumber Daya Manusia")
    return MembershipFactory(unit=unit, user=user, role=Membership.Role.STAFF).user


@pytest.fixture
def indicator(unit):
    """SS7-1 of PT Berdikari: a percentage whose target of 2013 has been missed."""
    card = berdikari(
        unit, achieve={2012: lambda inputs: inputs.target, 2013: lambda inputs: inputs.target - 2}
    )
    return card.objectives.get(code="SS7").indicators.get()


@pytest.fixture
def open_sheet(new_page, indicator):
    """Opens the sheet for somebody."""

    def open_for(user):
        page = new_page(width=1280)
        let_in(page, user)
        page.goto(f"/o/ACME/ACME/2013/indicators/{indicator.pk}/")
        return page

    return open_for


def shown(page, indicator, key):
    return page.locator(f"#value-{key}-{indicator.pk}")


def test_facts_are_edited_where_they_stand(open_sheet, indicator, staff):
    page = open_sheet(staff)
    shown(page, indicator, "name").click()
    page.locator("#fact_name:focus").wait_for()
    page.keyboard.type("Punctuality")
    page.keyboard.press("Enter")
    page.locator(f"#sheet-title-{indicator.pk}", has_text="Punctuality").wait_for()
    assert page.locator(".fact-form").count() == 0
    assert page.title().startswith("SS7-1 Punctuality")
    assert page.evaluate("document.activeElement.classList.contains('fact-pencil')")

    page.keyboard.press("Enter")  # the pencil, by keyboard
    page.locator("#fact_name:focus").fill("Something else")
    page.keyboard.press("Escape")
    assert shown(page, indicator, "name").inner_text() == "Punctuality"

    shown(page, indicator, "bounds").click()
    page.locator("#fact_natural_max").fill("9o")
    page.keyboard.press("Enter")
    page.get_by_text("Read “9o”").wait_for()
    assert page.locator("#fact_natural_max").evaluate("each => each === document.activeElement")
    page.keyboard.press("Escape")
    assert shown(page, indicator, "bounds").inner_text() == "from 0 to 100"

    shown(page, indicator, "definition").click()
    page.locator("#fact_definition:focus").fill("One\nTwo")
    page.keyboard.press("Control+Enter")
    shown(page, indicator, "definition").filter(has_text="Two").wait_for()

    below = page.locator(f"#years-{indicator.pk} tr", has_text="2013").get_by_text("Below")
    assert below.count() == 1
    shown(page, indicator, "polarity").click()
    page.locator("#fact_polarity:focus").select_option("lower")
    page.keyboard.press("Enter")
    below.wait_for(state="detached")
    fresh = Indicator.objects.get(pk=indicator.pk)
    assert (fresh.name, fresh.definition, fresh.polarity) == ("Punctuality", "One\nTwo", "lower")


def test_what_somebody_else_wrote_meanwhile_is_shown_not_overwritten(open_sheet, indicator, staff, unit):
    colleague = MembershipFactory(unit=unit, user__name="Bu Ratna", role=Membership.Role.MANAGER).user
    page = open_sheet(staff)
    shown(page, indicator, "formula").click()
    page.locator("#fact_formula:focus").fill("mine")
    services.change_indicator(indicator, by=colleague, formula="theirs")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Bu Ratna has changed this").wait_for()
    assert page.locator(".fact-theirs").inner_text() == "theirs"
    assert page.locator("#fact_formula").input_value() == "mine"
    page.get_by_role("button", name="Keep what is there").click()
    assert shown(page, indicator, "formula").inner_text() == "theirs"
    assert Indicator.objects.get(pk=indicator.pk).formula == "theirs"


def test_a_year_is_edited_where_it_stands_and_what_follows_is_drawn_anew(open_sheet, indicator, staff):
    page = open_sheet(staff)
    year = page.locator(f"#years-{indicator.pk} tr", has_text="2013").first
    assert year.get_by_text("Below").count() == 1
    year.get_by_role("link", name="Change: Target 2013").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Target", exact=True).fill("99")  # opened, not saved: it outlives what follows
    year.locator(".is-figure", has_text="98").click()
    figure = page.get_by_label("Achievement", exact=True)
    figure.fill("9o")
    page.keyboard.press("Enter")
    page.get_by_text("Read “9o”").wait_for()
    figure.fill("100")
    page.keyboard.press("Enter")
    year.get_by_text("Below").wait_for(state="detached")
    assert page.locator(f"#proofs-{indicator.pk} li", has_text="2013").locator("strong").inner_text() == "100"
    assert "100" in page.locator("[data-chart] svg").text_content()
    assert page.evaluate("document.activeElement.closest('.is-figure').innerText.trim()") == "100"
    assert page.get_by_label("Target", exact=True).input_value() == "99"
    page.get_by_label("Target", exact=True).press("Escape")
    assert page.locator(".fact-form").count() == 0


def test_what_was_typed_outlives_the_session_and_leaving_is_asked(open_sheet, indicator, staff):
    services.change_indicator(indicator, by=staff, formula="a / b")
    page = open_sheet(staff)
    shown(page, indicator, "formula").click()
    page.locator("#fact_formula:focus").wait_for()
    page.keyboard.type(" * 100")
    field = page.locator("#fact_formula")
    assert field.input_value() == "a / b * 100"

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="All sheets").click()
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]

    page.context.clear_cookies(name="sessionid")
    field.press("Control+Enter")
    toast = page.locator(".toast", has_text="Your session has ended")
    with page.context.expect_page() as opened:
        toast.get_by_role("link").click()
    other = opened.value
    other.fill("input[name=username]", staff.email)
    other.fill("input[name=password]", PASSWORD)
    other.locator("form[method=post] button[type=submit]").last.click()
    other.wait_for_url(lambda url: "/accounts/login/" not in url)
    assert field.input_value() == "a / b * 100"
    field.press("Control+Enter")
    shown(page, indicator, "formula").filter(has_text="100").wait_for()


def test_the_baseline_is_set_beside_the_sheet(open_sheet, indicator, staff):
    page = open_sheet(staff)
    page.get_by_role("link", name="Set the baseline").click()
    panel = page.locator("#side-panel")
    panel.locator("select[name=method]").select_option("decreed")
    panel.locator("input[name=value]").fill("91.5")
    panel.get_by_role("button", name="Save the years and the baseline").click()
    page.locator(".sheet-baseline", has_text="91.5").wait_for()
    assert Indicator.objects.get(pk=indicator.pk).baseline == Decimal("91.5")


def fill(indicator, staff, text, initiatives=2):
    """Everything that a sheet can hold."""
    plan = indicator.objective.scorecard.plan
    services.change_indicator(
        indicator,
        by=staff,
        person_responsible="Manajer Pemasaran dan Layanan Pelanggan",
        kind="lag",
        **dict.fromkeys(TEXTS, text),
    )
    services.write_history(
        indicator=indicator,
        values={2009: Decimal("92.5"), 2010: Decimal("94.25"), 2011: Decimal("95.25")},
        note="Dibaca dari formulir lama bagian pemasaran",
        by=staff,
    )
    services.set_baseline(indicator=indicator, method="mean", years=3, note="Keputusan direksi", by=staff)
    services.write_history(indicator=indicator, values={2011: Decimal(95)}, by=staff)
    for place in range(4):
        statement = StatementFactory(
            plan=plan, code=f"M{place}", text="Memenuhi waktu yang disepakati pelanggan"
        )
        ObjectiveStatement.objects.create(objective=indicator.objective, statement=statement)
    year = indicator.objective.scorecard.years.get(year=2013)
    InitiativeFactory.create_batch(initiatives, indicator=indicator)
    for initiative in indicator.initiatives.all():
        WorkProgramFactory(
            initiative=initiative, scorecard_year=year, owner=staff, budget=Decimal(250_000_000), progress=40
        )
    for row in indicator.measurements.all():
        title = f"Laporan ketepatan waktu {row.scorecard_year.year}"
        url = f"https://dokumen.example.org/laporan/{row.scorecard_year.year}.pdf"
        services.add_evidence(measurement=row, title=title, url=url, by=staff)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("text", "initiatives"), [(LONG_TEXT, 2), (f"{LONG_TEXT} {LONG_TEXT}"[:350], 5)])
def test_a_full_sheet_is_printed_on_one_page(open_sheet, indicator, staff, language, text, initiatives):
    fill(indicator, staff, text, initiatives)
    staff.language = language
    staff.save()
    paper = open_sheet(staff).pdf(prefer_css_page_size=True)
    assert len(PAGE_OF_PDF.findall(paper)) == 1


def test_a_sheet_with_endless_texts_flows_to_further_pages(open_sheet, indicator, staff):
    fill(indicator, staff, LONG_TEXT * 12)
    paper = open_sheet(staff).pdf(prefer_css_page_size=True)
    assert len(PAGE_OF_PDF.findall(paper)) > 1
