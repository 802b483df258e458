"""The shared parts of the pages: every template compiles, and a status is never colour alone."""

from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
STATUSES = ["below", "on", "above", "missing", "not_applicable", "no_target"]


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
)
def test_a_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_needs_no_context(name: str) -> None:
    assert "css/error.css" in render_to_string(name)


def test_the_page_of_a_refusal_says_why() -> None:
    assert "Only a manager" in render_to_string("403.html", {"exception": "Only a manager may approve."})


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_has_a_shape_and_a_word(status: str) -> None:
    badge = render_to_string("components/status_badge.html", {"status": status})
    assert "<svg" in badge
    assert badge.rsplit("</svg>", 1)[1].removesuffix("</span>\n").strip()


def test_statuses_have_different_words() -> None:
    badges = [render_to_string("components/status_badge.html", {"status": status}) for status in STATUSES]
    assert len({badge.rsplit("</svg>", 1)[1] for badge in badges}) == len(STATUSES)


def level_marks(reached: int | None) -> str:
    context = {"levels": [1, 2, 3], "reached": reached, "status": "on"}
    return render_to_string("components/level_marks.html", context)


def test_only_the_reached_level_is_marked() -> None:
    assert level_marks(2).count("is-reached") == 1


def test_a_missing_level_leaves_every_mark_hollow() -> None:
    assert level_marks(None).count("is-reached") == 0


def test_there_is_one_cell_for_each_level() -> None:
    assert level_marks(2).count("<td") == 3


def test_an_interval_bar_without_threshold_has_no_tick() -> None:
    bar = {"lowest_x": 0, "highest_x": 500, "threshold_x": None}
    assert "interval-threshold" not in render_to_string("components/interval_bar.html", {"bar": bar})
