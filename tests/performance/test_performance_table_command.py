"""manage.py performance_table: the table for other programs."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from indicators.models import Measurement
from scorecards.models import PerspectiveWeight
from tests.factories import IndicatorFactory, ScorecardFactory
from tests.indicators.berdikari import just_below, on_target
from tests.indicators.scorecards import berdikari, measure


def run(*arguments) -> str:
    output = io.StringIO()
    with override("en"):
        call_command("performance_table", *arguments, stdout=output)
    return output.getvalue()


def data(unit="ACME", year="2012") -> dict:
    return json.loads(run(unit, year, "--format", "json"))


def test_the_printed_plan_on_target_gives_40_of_40_good(cast):
    berdikari(cast.unit, achieve={2012: on_target})
    table = data()
    rows, subtotals = table.pop("rows"), table.pop("subtotals")
    assert table == {
        "total": "40",
        "threshold": "40",
        "derived_threshold": "40",
        "threshold_so_far": "40",
        "index": "100.00",
        "verdict": "good",
        "reported": 20,
        "counted_lowest": 0,
        "expected": 20,
        "interval": {"lowest": "40", "highest": "40"},
        "reachable": {"lowest": "20", "on_target": "40", "highest": "60"},
    }
    assert len(rows) == 20
    assert list(subtotals["objectives"])[:2] == ["SS1", "SS2"]
    assert {code: group["total"] for code, group in subtotals["perspectives"].items()} == {
        "F": "6",
        "C": "6",
        "P": "12",
        "L": "16",
    }


def test_a_row_has_plain_decimals_as_strings_and_the_targets_by_year(cast):
    berdikari(cast.unit, achieve={2012: on_target})
    assert data()["rows"][0] == {
        "code": "SS1-1",
        "objective": "SS1",
        "perspective": "F",
        "name": "Return On Investment (ROI)",
        "unit": "%",
        "polarity": "higher",
        "baseline": "12.35",
        "targets": {"2012": "12.6", "2013": "13"},
        "upper_targets": {"2012": None, "2013": None},
        "achievement": "12.6",
        "attainment": "100.00",
        "level": 2,
        "weight": "1",
        "score": "2",
        "state": "draft",
    }


def test_what_is_missing_is_null_and_the_verdict_undecided(cast):
    berdikari(cast.unit)
    table = data()
    row = table["rows"][0]
    assert [row[name] for name in ("achievement", "attainment", "level", "score")] == [None] * 4
    assert (table["total"], table["index"], table["verdict"]) == ("0", None, "undecided")
    assert table["interval"] == {"lowest": "20", "highest": "60"}


def test_one_just_below_its_target_gives_39_not_good(cast):
    berdikari(cast.unit, achieve={2012: on_target})
    row = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=2012)
    row.achievement = just_below(row.inputs())
    row.save()
    table = data()
    assert (table["total"], table["verdict"]) == ("39", "not_good")


def test_a_fixed_threshold_stands_beside_the_derived_one(cast):
    card = berdikari(cast.unit, achieve={2012: on_target})
    card.years.filter(year=2012).update(fixed_threshold=Decimal(42), fixed_threshold_reason="As printed")
    table = data()
    assert (table["threshold"], table["derived_threshold"]) == ("42", "40")
    assert table["verdict"] == "not_good"


def test_hierarchical_weights_are_shown_with_six_decimals_at_most(cast):
    card = berdikari(cast.unit, achieve={2012: on_target})
    card.years.update(weighting_mode="hierarchical")
    PerspectiveWeight.objects.filter(perspective__code="F").update(weight=2)
    table = data()
    assert (table["rows"][0]["weight"], table["rows"][0]["score"]) == ("0.133333", "0.266667")
    assert (table["total"], table["threshold"]) == ("2", "2")


def test_large_and_tiny_values_are_written_without_an_exponent(scorecard):
    indicator = IndicatorFactory(objective__scorecard=scorecard)
    achieved = Decimal("0.000001")
    measure(indicator, scorecard.years.get(year=2012), Decimal("10000000000000"), lambda inputs: achieved)
    (row,) = data()["rows"]
    assert (row["targets"]["2012"], row["achievement"]) == ("10000000000000", "0.000001")


def test_the_csv_has_a_column_for_each_years_target(scorecard):
    indicator = IndicatorFactory(objective__scorecard=scorecard, polarity="range")
    measure(indicator, scorecard.years.get(year=2012), Decimal(95), target_upper=Decimal(105))
    (row,) = csv.DictReader(io.StringIO(run("ACME", "2012", "--format", "csv")))
    assert (row["target_2012"], row["upper_target_2012"], row["target_2013"]) == ("95", "105", "")


def test_the_text_ends_with_the_verdict_in_words(cast):
    berdikari(cast.unit, achieve={2012: on_target})
    lines = run("ACME", "2012").splitlines()
    assert lines[0].split()[:2] == ["code", "name"]
    assert lines[-1] == "20 of 20 reported, a total of 40 against 40: good."


def test_a_scorecard_without_indicators_is_an_empty_table_in_every_format(scorecard):
    assert data()["rows"] == []
    assert run("ACME", "2012", "--format", "csv") == "\n"
    assert "undecided" in run("ACME", "2012")


def test_a_unit_below_the_root_is_named_with_its_organization(scorecard, cast):
    card = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    card.years.create(year=2012, weighting_mode="equal", scheme=card.plan.scheme)
    assert data("ACME/DESK")["rows"] == []


@pytest.mark.parametrize(
    ("unit", "year", "message"),
    [
        ("NOBODY", "2012", "There is no unit “NOBODY”"),
        ("ACME/NOTHING", "2012", "There is no unit “ACME/NOTHING”"),
        ("ACME/", "2012", "There is no unit “ACME/”"),
        ("ACME", "1999", "ACME has no scorecard for 1999."),
        ("ACME/DESK", "2012", "ACME/DESK has no scorecard for 2012."),
    ],
)
def test_what_does_not_exist_is_said_in_one_line(scorecard, unit, year, message):
    with pytest.raises(CommandError, match=message) as caught:
        run(unit, year)
    assert "\n" not in str(caught.value)
    assert caught.value.returncode == 1
