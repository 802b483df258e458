"""Next year's targets: proposed, and taken, changed or left alone."""

from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.measuring import write_measurement
from indicators.models import Measurement
from indicators.views.proposals import ROWS_PER_PAGE
from tests.factories import IndicatorFactory, MeasurementFactory, ObjectiveFactory

YEAR = 2012


@pytest.fixture
def url(cast):
    def of(year: int = YEAR) -> str:
        return reverse("indicators:proposals", args=[cast.unit.organization.code, cast.unit.code, year])

    return of


@pytest.fixture
def pair(scorecard):
    """An indicator that reached 110 of 100 in 2012, and its measurement of 2013 without a target."""
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    indicator = IndicatorFactory(objective=objective, code="SS1-1")
    now, following = (scorecard.years.get(year=year) for year in (2012, 2013))
    return (
        MeasurementFactory(indicator=indicator, scorecard_year=now, target=D(100), achievement=D(110)),
        MeasurementFactory(indicator=indicator, scorecard_year=following, target=None),
    )


@pytest.fixture
def staff(cast, sign_in, pair):
    return sign_in(cast.staff)


def taking(following: Measurement, text: str, **more: str) -> dict[str, str]:
    """What the form sends with one line ticked."""
    key = str(following.pk)
    return {"take": key, f"target-{key}": text, f"version-{key}": str(following.version), **more}


def target(following: Measurement) -> D | None:
    return Measurement.objects.get(pk=following.pk).target


def test_a_proposal_stands_beside_its_reason(staff, url) -> None:
    [line] = staff.get(url()).context["page"].lines
    assert (line.typed, line.reason) == ("110", "2012 reached 110; that is held.")


def test_a_proposal_is_taken_with_the_history_of_who_took_it(staff, url, pair, cast) -> None:
    assert staff.post(url(), taking(pair[1], "110")).status_code == 302
    assert target(pair[1]) == D(110)
    assert pair[1].history.first().history_user == cast.staff


def test_a_proposal_can_be_changed_before_it_is_taken(staff, url, pair) -> None:
    staff.post(url(), taking(pair[1], "105.5"))
    assert target(pair[1]) == D("105.5")


def test_what_is_not_ticked_stays(staff, url, pair) -> None:
    sent = taking(pair[1], "110")
    del sent["take"]
    assert staff.post(url(), sent).status_code == 302
    assert target(pair[1]) is None


def test_what_can_not_be_read_is_told_at_its_line_and_nothing_is_written(staff, url, pair) -> None:
    response = staff.post(url(), taking(pair[1], "about 110"))
    assert response.status_code == 422
    [line] = response.context["page"].lines
    assert line.typed == "about 110"
    assert "expected a number" in line.error
    assert target(pair[1]) is None


def test_what_somebody_else_has_set_meanwhile_is_shown_first(staff, url, pair, cast) -> None:
    write_measurement(measurement=pair[1], changes={"target": D(120)}, by=cast.manager)
    response = staff.post(url(), taking(pair[1], "110"))
    assert response.status_code == 422
    assert "Somebody else has set this to 120" in response.context["page"].lines[0].error
    assert target(pair[1]) == D(120)


def test_a_number_that_can_hardly_be_meant_is_asked_about(staff, url, pair, scorecard) -> None:
    pair[0].indicator.baseline = D(95)
    pair[0].indicator.save()
    assert staff.post(url(), taking(pair[1], "11000")).status_code == 422
    assert staff.post(url(), taking(pair[1], "11000", meant="1")).status_code == 302
    assert target(pair[1]) == D(11000)


def test_a_closed_year_takes_no_targets(staff, url, pair, scorecard, cast) -> None:
    year = scorecard.years.get(year=2013)
    year.closed_at, year.closed_by = timezone.now(), cast.administrator
    year.save()
    assert staff.post(url(), taking(pair[1], "110")).status_code == 422
    assert target(pair[1]) is None


def test_after_the_last_year_of_the_plan_there_is_nothing_to_propose(staff, url) -> None:
    assert "2013 is the last year of the plan" in staff.get(url(2013)).content.decode()
    assert staff.post(url(2013), {}).status_code == 404


def test_a_key_of_another_year_is_not_found(staff, url, pair) -> None:
    assert staff.post(url(), {"take": str(pair[0].pk)}).status_code == 404


def test_a_target_that_is_taken_over_an_approved_one_says_that_the_approval_ends(staff, url, pair) -> None:
    Measurement.objects.filter(pk=pair[1].pk).update(target=D(90), achievement=D(95), state="approved")
    response = staff.post(url(), taking(pair[1], "110"), follow=True)
    assert "1 approved achievement is a draft again" in response.content.decode()
    assert Measurement.objects.get(pk=pair[1].pk).state == "draft"


def test_many_proposals_come_in_pages_that_a_form_can_send(staff, url, pair, scorecard, settings) -> None:
    objective = pair[0].indicator.objective
    for _ in range(ROWS_PER_PAGE):
        indicator = IndicatorFactory(objective=objective)
        for year in scorecard.years.filter(year__in=(2012, 2013)):
            MeasurementFactory(indicator=indicator, scorecard_year=year, target=D(100), achievement=None)
    first, second = (staff.get(f"{url()}?page={page}").context["page"].lines for page in (1, 2))
    assert (len(first), len(second)) == (ROWS_PER_PAGE, 1)
    assert 5 * ROWS_PER_PAGE < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_who_takes_targets_on_a_later_page_comes_back_to_it(staff, url, pair) -> None:
    response = staff.post(f"{url()}?page=2", taking(pair[1], "110"))
    assert response.url == f"{url()}?page=2"
