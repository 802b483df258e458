"""What a page offers its reader can be used: no link leads to a refusal, no form is refused."""

from __future__ import annotations

import os
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.site.permission_table import AT_THE_DESK, NO_FILE, TABLE
from tests.site.test_permissions import address, client_of
from tests.site.world import World

# What a role may open is opened once, by one process.
pytestmark = pytest.mark.xdist_group("offers")

READERS = ("viewer", "staff", "manager", "administrator", "person", "holder", "desk_administrator")
ROWS = {row.name: row for row in TABLE}
LINK = re.compile(r'(?:href|hx-get)="([^"#]+)')
FORM = re.compile(r'<form(?![^>]* hidden)[^>]*method="post"[^>]*>')
ACTION = re.compile(r'\baction="([^"]+)"')
BUTTON = re.compile(r'formaction="([^"]+)"')


@pytest.fixture
def world(shared_world, db) -> World:
    return shared_world


@pytest.fixture(scope="module")
def opened() -> dict[str, dict[str, str]]:
    """The pages of each role that were opened already: nothing changes in the world."""
    return {}


@pytest.fixture
def pages(world, role, opened) -> dict[str, str]:
    """The address and the content of every page that the table lets the role open."""
    if role not in opened:
        opened[role] = open_pages(world, role, client_of(world, role))
    return opened[role]


def open_pages(world: World, role: str, client: Client) -> dict[str, str]:
    at_the_desk = role in AT_THE_DESK
    unit, keys = (world.cast.desk, world.desk_keys) if at_the_desk else (world.cast.unit, world.keys)
    addresses = [address(row, unit, keys) for row in TABLE if row.verbs.get("get", {}).get(role) == 200]
    pages = {url: client.get(url) for url in [*addresses, reverse("profile")]}
    return {
        url: page.content.decode() for url, page in pages.items() if page["Content-Type"][:9] == "text/html"
    }


def path_of(link: str) -> str:
    """The path of a link within the site; empty for others."""
    parts = urlsplit(unescape(link))
    return "" if parts.netloc or parts.scheme or parts.path.startswith("/static/") else parts.path


@pytest.mark.parametrize("role", READERS)
def test_every_link_that_a_page_shows_can_be_opened(role, world, pages):
    """Every day one of each kind that a page shows, on long days all of them."""
    client = client_of(world, role)
    shown: dict[str, str] = {}
    kinds = set()
    for url, content in pages.items():
        for link in LINK.findall(content):
            path = path_of(link)
            kind = path if os.environ.get("FULL_SIZES") else (name_of(url), name_of(path))
            if path.startswith("/") and path not in shown and path not in pages and kind not in kinds:
                kinds.add(kind)
                shown[path] = url
    status = {path: client.get(path).status_code for path in shown}
    assert {path: (status[path], shown[path]) for path in shown if status[path] >= 400} == {}


@pytest.mark.parametrize("role", READERS)
def test_every_form_that_a_page_shows_may_be_sent(role, pages):
    refused = set()
    for url, content in pages.items():
        targets = [ACTION.search(form) for form in FORM.findall(content)]
        for action in [*(found[1] if found else url for found in targets), *BUTTON.findall(content)]:
            name = name_of(path_of(action))
            if name in ROWS and ROWS[name].status(role, "post") not in (200, 302, NO_FILE):
                refused.add((url, name))
    assert refused == set()


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
