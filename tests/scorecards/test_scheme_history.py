"""The history of schemes is told in words, not as it is stored."""

import pytest
from django.utils.translation import override

from organizations.history_rows import Change, differences, value_in_words
from scorecards.models import ScoringScheme, Statement
from scorecards.scheme_history import SchemeWords
from scorecards.schemes import PAPER_3, bands_to_json


def words(name: str, value: object) -> str:
    return SchemeWords().describe_value(ScoringScheme._meta.get_field(name), value, {})


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "1 = below 100 %; 2 = exactly 100 %; 3 = above 100 %"),
        ("id", "1 = di bawah 100 %; 2 = tepat 100 %; 3 = di atas 100 %"),
    ],
)
def test_bands_read_as_on_the_page_of_the_schemes(language, expected):
    with override(language):
        assert words("bands", bands_to_json(PAPER_3.bands)) == expected


def test_bands_that_no_longer_read_as_such_are_shown_as_they_are():
    assert words("bands", ["?"]) == "['?']"


def test_a_built_in_name_is_shown_in_the_reader_s_language():
    with override("id"):
        assert words("name", PAPER_3.name) == "Tiga level: di bawah, sesuai, di atas target"


def test_a_name_that_somebody_wrote_stays_as_it_is():
    with override("id"):
        assert words("name", "Our own") == "Our own"


def test_a_relation_is_called_by_what_it_points_to():
    field = Statement._meta.get_field("plan")
    with override("id"):
        found = differences([field], None, {"plan_id": 7}, lambda field, value: str(value or ""))
    assert found == (Change("Rencana", "", "7"),)


def test_an_empty_value_stays_empty():
    assert words("cap", None) == value_in_words(ScoringScheme._meta.get_field("cap"), None, {}) == ""
