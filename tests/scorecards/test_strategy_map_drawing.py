"""The SVG of the strategy map: names, links and colours that need no style sheet."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from scorecards.strategy_map import Card, Drawing, Lane, Link, MapStatus, draw, lay_out
from scorecards.strategy_map.drawing import STATUS_COLOURS, TONE_COLOURS

SVG = "{http://www.w3.org/2000/svg}"
STATUSES = {"a": MapStatus("below", "Di bawah"), "b": MapStatus("missing", "Belum diisi")}
URLS = {"a": "/a/", "b": "/b/"}


def drawing(urls: dict[str, str] | None = None) -> Drawing:
    """Draw three linked objectives, the third without a status."""
    layout = lay_out(
        [Lane("F", "Finansial", 1), Lane("C", "Pelanggan", 99)],
        [
            Card("a", "C", "SS1", 'Mutu <b> & "Bahan"', 1),
            Card("b", "F", "SS2", "Profit", 1),
            Card("c", "F", "SS3", "Biaya", 2),
        ],
        [Link("a", "b"), Link("b", "c")],
    )
    return draw(layout, statuses=STATUSES, urls=urls)


def svg(urls: dict[str, str] | None = None) -> str:
    """Render the template as an Indonesian page does."""
    context = {"drawing": drawing(urls), "title": "Peta strategi", "description": "Tiga sasaran"}
    with translation.override("id"):
        return render_to_string("scorecards/strategy_map.svg", context).strip()


def parsed(urls: dict[str, str] | None = None) -> ElementTree.Element:
    """Parse the rendered map, which fails where it is not well-formed."""
    return ElementTree.fromstring(svg(urls))  # noqa: S314


def test_every_objective_with_an_address_is_a_named_link() -> None:
    links = parsed(URLS).findall(f"{SVG}a")
    assert [(link.get("href"), link.get("aria-label")) for link in links] == [
        ("/b/", "SS2 Profit, Belum diisi"),
        ("/a/", 'SS1 Mutu <b> & "Bahan", Di bawah'),
    ]


def test_a_map_with_links_is_a_group_since_an_image_would_hide_them() -> None:
    assert parsed(URLS).get("role") == "group"


def test_a_map_for_download_is_an_image_without_links() -> None:
    root = parsed()
    assert (root.get("role"), root.findall(f".//{SVG}a")) == ("img", [])


def test_the_map_has_a_title_and_a_description() -> None:
    root = parsed()
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == ("Peta strategi", "Tiga sasaran")


def test_the_map_has_no_style_that_the_security_policy_forbids() -> None:
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", svg(URLS))


def test_a_status_has_shape_and_word_beside_its_colour() -> None:
    card = next(link for link in parsed(URLS).findall(f"{SVG}a") if link.get("data-key") == "a")
    texts = ["".join(text.itertext()) for text in card.findall(f"{SVG}text")]
    shapes = [path for path in card.findall(f"{SVG}path") if path.get("class") == "map-status-shape"]
    assert ("Di bawah" in texts, len(shapes)) == (True, 1)


def test_chains_of_cause_and_effect_are_given_for_highlighting() -> None:
    chains = {card.box.card.key: (card.upstream, card.downstream) for card in drawing().cards}
    assert chains == {"a": ("", "b c"), "b": ("a", "c"), "c": ("b a", "")}


def test_an_arrow_carries_the_status_of_its_cause() -> None:
    assert [arrow.cause_status for arrow in drawing().arrows] == ["below", "missing"]


def test_numbers_in_the_drawing_are_written_for_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "USE_THOUSAND_SEPARATOR", True)
    assert re.fullmatch(r"\d+", parsed().get("width", ""))


def test_the_colours_of_the_file_are_those_of_the_page() -> None:
    css = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
    light = dict(reversed(re.findall(r"--([\w-]+):\s*(#\w+);", css)))
    tones = {number: (light[f"tone-{number}"], light[f"tone-{number}-soft"]) for number in TONE_COLOURS}
    assert (tones, {code: light[code] for code in STATUS_COLOURS}) == (TONE_COLOURS, STATUS_COLOURS)
