"""What it takes: the fewest rises with what they ask for, and the verdict under other rules."""

from decimal import Decimal as D

import pytest
from django.urls import reverse

from indicators.models import Measurement
from tests.factories import IndicatorFactory, MeasurementFactory, ObjectiveFactory, ScoringSchemeFactory

YEAR = 2012


@pytest.fixture
def page(cast, sign_in, scorecard):
    """The page as an auditor sees it, in the given language."""
    url = reverse("performance:insights", args=[cast.unit.organization.code, cast.unit.code, YEAR])

    def show(language: str = "en"):
        cast.viewer.language = language
        cast.viewer.save()
        return sign_in(cast.viewer).get(url)

    return show


@pytest.fixture
def measure(scorecard):
    """Makes an indicator with a target of 100 in the year."""
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    year = scorecard.years.get(year=YEAR)

    def make(code: str, achievement: str | None, **sheet) -> Measurement:
        indicator = IndicatorFactory(objective=objective, code=code, name=f"Indicator {code}", **sheet)
        value = None if achievement is None else D(achievement)
        return MeasurementFactory(indicator=indicator, scorecard_year=year, target=D(100), achievement=value)

    return make


def test_the_fewest_indicators_that_would_do_are_named_with_what_they_need(page, measure) -> None:
    measure("A", "90")
    measure("B", "100")
    insights = page().context["insights"]
    assert insights.answer == "2012: the rise of 1 indicator would reach the threshold of 4."
    [line] = insights.rises
    assert (line.code, line.needed, line.distance, line.gain) == ("A", "at least 100", "10", "1")


def test_an_incomplete_year_says_how_much_is_reported_and_that_it_is_undecided(page, measure) -> None:
    measure("A", "90")
    measure("B", None)
    standing = page().context["insights"].standing
    assert standing == "2012: 1 of 2 reported, between 2 and 4 points against 4: undecided."


def test_lower_is_better_asks_for_at_most(page, measure) -> None:
    measure("A", "120", polarity="lower")
    [line] = page().context["insights"].rises
    assert line.needed == "at most 100"


def test_what_could_rise_beside_them_shows_its_next_level(page, measure) -> None:
    measure("A", "90")
    measure("B", "100")
    [line] = page().context["insights"].others
    assert (line.code, line.needed, line.to_level) == ("B", "more than 100", 3)


def test_a_good_year_needs_nothing(page, measure) -> None:
    measure("A", "100")
    insights = page().context["insights"]
    assert insights.rises == ()
    assert "nothing has to rise" in insights.answer


def test_a_threshold_out_of_reach_is_said_to_be(page, measure, scorecard) -> None:
    measure("A", "100", natural_max=D(100))
    year = scorecard.years.get(year=YEAR)
    year.fixed_threshold, year.fixed_threshold_reason = D(9), "Agreed"
    year.save()
    assert "not even everything at its highest" in page().context["insights"].answer


def test_a_year_without_targets_says_so(page) -> None:
    assert page().context["insights"].answer == "2012: no indicator has a target yet."


def test_the_verdict_stands_under_every_scheme_and_weighting_and_nothing_is_saved(
    page, measure, scorecard
) -> None:
    measure("A", "95")
    ScoringSchemeFactory(
        organization=scorecard.plan.organization,
        code="kind",
        bands=[
            {"level": 1, "from": None, "inclusive": True},
            {"level": 2, "from": "90", "inclusive": True},
        ],
    )
    before = Measurement.history.count()
    lines = page().context["insights"].schemes
    assert [len(line.cells) for line in lines] == [3, 3]
    assert {cell.verdict for cell in lines[0].cells} == {"Not good yet"}
    assert {cell.verdict for cell in lines[1].cells} == {"Good"}
    assert [cell.is_now for line in lines for cell in line.cells].count(True) == 1
    assert Measurement.history.count() == before


def test_the_page_speaks_indonesian(page, measure) -> None:
    measure("A", "90")
    text = page("id").content.decode()
    assert "paling sedikit 100" in text
