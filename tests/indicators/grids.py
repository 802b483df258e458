"""What browser tests of the grid look at: its addresses, its cells, and what is stored."""

from indicators.models import Measurement

ENTRY = "/o/ACME/ACME/2013/entry/"
TARGETS = "/o/ACME/ACME/2013/entry/targets/"
PLAN = "/o/ACME/ACME/2013/plan/"
CODES = ["SS1-1", "SS2-1", "SS3-1", "SS4-1"]


def stored(code: str, year: int = 2013) -> Measurement:
    return Measurement.objects.get(indicator__code=code, scorecard_year__year=year)


def cell(page, code: str, field: str = "achievement"):
    return page.locator(f'tr[data-row="{code}"] [data-field="{field}"]')


def status(page, code: str):
    return page.locator(f'tr[data-row="{code}"] [id^="status-"]')


def is_saved(page) -> None:
    page.locator("#grid-state", has_text="Everything is saved.").wait_for()


def focused(page) -> list[str]:
    """The code of the line and the field of the cell that has the focus."""
    found: list[str] = page.evaluate(
        "[document.activeElement.closest('tr')?.dataset.row, document.activeElement.dataset.field]"
    )
    return found


def said(page) -> str:
    """What was said last, to whoever hears the page."""
    text: str = page.locator("#grid-said").inner_text()
    return text
