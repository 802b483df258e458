"""What every answer carries: the security policy, and no copy of private pages in shared caches."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def pages(cast, scorecard, sign_in):
    """Answers of every kind: a page, a refusal, nothing there, and the sign-in page."""
    place = [cast.unit.organization.code, cast.unit.code, 2012]
    viewer = sign_in(cast.viewer)
    return {
        200: viewer.get(reverse("performance:overview", args=place)),
        403: viewer.get(reverse("indicators:indicator-add", args=place)),
        404: viewer.get(reverse("indicators:indicator", args=[*place, 1])),
        "sign-in": Client().get(reverse("login")),
    }


def test_every_answer_allows_only_our_own_scripts_and_styles(pages):
    for answer in pages.values():
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_a_signed_in_page_is_kept_by_no_shared_cache(pages):
    for status in (200, 403, 404):
        assert pages[status].status_code == status
        assert "private" in pages[status]["Cache-Control"]


def test_no_answer_can_be_framed_or_sniffed(pages):
    for answer in pages.values():
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_object_in_a_year_without_a_plan_is_not_found(cast, scorecard, sign_in):
    place = [cast.unit.organization.code, cast.unit.code, 2050]
    viewer = sign_in(cast.viewer)
    assert viewer.get(reverse("indicators:list", args=place)).status_code == 200
    assert viewer.get(reverse("indicators:indicator", args=[*place, 1])).status_code == 404


def test_a_request_in_an_encoding_that_forms_never_have_is_refused_as_unreadable(db):
    answer = Client(raise_request_exception=False).post(
        reverse("login"),
        b"username=a",
        content_type="application/x-www-form-urlencoded; charset=utf-16",
        headers={"accept-language": "en"},
    )
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()
