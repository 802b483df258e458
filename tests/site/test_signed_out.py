"""A part of a page that is asked for after the session ended: the sign-in page does not take its place."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_part_of_a_page_is_refused_to_who_is_signed_out(scorecard, verb):
    url = reverse("indicators:list", args=["ACME", "ACME", 2012])
    response = getattr(Client(), verb)(url, headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (401, b"")


def test_a_whole_page_still_leads_to_the_sign_in_page(scorecard):
    response = Client().get(reverse("indicators:list", args=["ACME", "ACME", 2012]))
    assert response.url.startswith(reverse("login"))
