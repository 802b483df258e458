"""Fixtures that drive a real Chromium against the live server."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from organizations.models import User
from tests.factories import PASSWORD

INSTALL = "Debian: apt-get install chromium-headless-shell, or chromium (or name one in CHROMIUM)"
NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """Chromium as it is named, else as it is found: best without the windows that nobody looks at."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(f"no Chromium found. {INSTALL}")
        pytest.skip(f"no Chromium found. {INSTALL}")
    # The driver keeps an event loop in this thread; the tests themselves use the database synchronously.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, live_server) -> Iterator:
    """Opens pages in fresh browser contexts: one for each person of a test. Fails on script errors."""
    contexts, errors = [], []

    def open_page(*, width: int = 1280, height: int = 900, language: str = "id-ID", **options) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, locale=language, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Signs in through the sign-in page, as a person does."""
    page.goto("/accounts/login/")
    page.fill("input[name=username]", email)
    page.fill("input[name=password]", password)
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def let_in(page: Page, user: User) -> None:
    """Gives the browser the session of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])


def paste(page: Page, text: str) -> None:
    """What Ctrl+V does with a block copied from a spreadsheet."""
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(event);
        }""",
        text,
    )
