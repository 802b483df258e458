"""`manage.py close_year` and `verify_seals`: the same closing, and the proof that seals still hold."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from indicators.models import Indicator, Measurement, Seal
from indicators.sealing import digest_of
from organizations.services import change_unit
from performance.closing_services import OfMissing, close_year, reopen_year
from scorecards.models import Objective, ObjectiveWeight, Perspective, ScorecardYear, ScoringScheme
from tests.factories import FollowUpFactory, ObjectiveFactory, UnitFactory
from tests.indicators.berdikari import just_below, on_target
from tests.indicators.scorecards import berdikari


@pytest.fixture
def card(cast):
    return berdikari(cast.unit, achieve={2012: on_target})


def year_of(card, year=2012) -> ScorecardYear:
    return ScorecardYear.objects.select_related("scorecard__plan", "scheme").get(scorecard=card, year=year)


def close(card, cast) -> Seal:
    return close_year(scorecard_year=year_of(card), missing=OfMissing.LOWEST, by=cast.administrator)


@pytest.fixture
def seal(card, cast):
    return close(card, cast)


def rows_of_2012():
    return Measurement.objects.filter(scorecard_year__year=2012, indicator__code="SS1-1")


def of_2012():
    return ScorecardYear.objects.filter(year=2012)


def run(*command: str) -> str:
    said = StringIO()
    call_command(*command, stdout=said)
    return said.getvalue()


def refused(*command: str) -> str:
    """What a command that fails has said, its error last."""
    said = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(*command, stdout=said)
    return f"{said.getvalue()}{caught.value}"


# --- verify_seals -----------------------------------------------------------


def test_seals_that_hold_are_said_to_hold(seal):
    assert run("verify_seals") == "The seals of 1 years hold.\n"


def test_a_seal_of_a_reopened_year_holds_whatever_the_year_became(seal, card, cast):
    reopen_year(scorecard_year=year_of(card), reason="A wrong invoice", by=cast.administrator)
    rows_of_2012().update(achievement=Decimal(1))
    assert "hold" in run("verify_seals")


def test_two_seals_of_a_year_hold(seal, card, cast):
    reopen_year(scorecard_year=year_of(card), reason="A wrong invoice", by=cast.administrator)
    close(card, cast)
    assert "hold" in run("verify_seals")


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"achievement": Decimal(1)}, "rows SS1-1 achievement"),
        ({"target": Decimal(1)}, "rows SS1-1 target"),
        ({"weight": Decimal(2)}, "rows SS1-1 weight"),
        ({"level": 3}, "rows SS1-1 stored level: 2 -> 3"),
        ({"attainment": Decimal("99.00")}, "rows SS1-1 stored attainment: 100 -> 99.00"),
        ({"note": "Otherwise"}, "rows SS1-1 note: - -> Otherwise"),
        ({"state": "approved"}, "rows SS1-1 state: draft -> approved"),
    ],
)
def test_a_row_that_was_changed_behind_the_programs_back_is_named(seal, change, part):
    rows_of_2012().update(**change)
    assert part in refused("verify_seals")


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (
            lambda: ScorecardYear.objects.filter(year=2012).update(weighting_mode="indicator"),
            "weighting_mode",
        ),
        (
            lambda: of_2012().update(fixed_threshold=50, fixed_threshold_reason="So decided"),
            "rules fixed_threshold: - -> 50",
        ),
        (lambda: ScoringScheme.objects.update(tolerance=5), "rules scheme.tolerance"),
        (
            lambda: ObjectiveWeight.objects.filter(scorecard_year__year=2012).update(weight=9),
            "weight: 1 -> 9",
        ),
        (lambda: Indicator.objects.filter(code="SS1-1").update(polarity="lower"), "indicator.polarity"),
        (
            lambda: Indicator.objects.filter(code="SS4-1").update(natural_max=42),
            "score.highest_level: 3 -> 2",
        ),
        (lambda: rows_of_2012().delete(), "rows SS1-1 achievement"),
        (lambda: of_2012().update(closed_at=timezone.now()), "year closed"),
    ],
)
def test_a_rule_that_was_changed_behind_the_programs_back_is_named(seal, change, part):
    change()
    assert part in refused("verify_seals")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"digest": "0" * 64}, "not the one whose SHA-256"),
        ({"content": "{}"}, "can't be read as a seal"),
        ({"number": 2}, "does not follow on the seal before it"),
        ({"sealed_at": timezone.now()}, "year sealed_at"),
    ],
)
def test_a_seal_that_was_changed_is_named(seal, change, words):
    Seal.objects.update(**change)
    assert words in refused("verify_seals")


def test_a_forged_result_is_found_even_with_its_digest_made_to_fit(seal):
    forged = seal.content.replace('"verdict":"good"', '"verdict":"not_good"')
    Seal.objects.update(content=forged, digest=digest_of(forged))
    assert "the rule gives something else: result verdict: not_good -> good" in refused("verify_seals")


def test_a_seal_that_was_exchanged_is_found_by_the_one_after_it(seal, card, cast):
    reopen_year(scorecard_year=year_of(card), reason="A wrong invoice", by=cast.administrator)
    close(card, cast)
    forged = seal.content.replace("Renstra", "Rencana")
    Seal.objects.filter(number=1).update(content=forged, digest=digest_of(forged))
    assert "ACME 2012 seal 2: it does not follow on the seal before it" in refused("verify_seals")


def test_a_year_that_is_closed_without_a_seal_is_named(card, cast):
    ScorecardYear.objects.filter(year=2012).update(closed_at=timezone.now(), closed_by=cast.administrator)
    assert "ACME 2012: closed without a seal" in refused("verify_seals")


def test_an_open_year_whose_seal_stands_is_named(seal):
    ScorecardYear.objects.update(closed_at=None, closed_by=None)
    assert "ACME 2012 seal 1: open, although its seal stands" in refused("verify_seals")


@pytest.mark.parametrize(
    "change",
    [
        lambda cast: Indicator.objects.update(name="Renamed", unit_of_measure="pieces", decimals=2),
        lambda cast: Indicator.objects.update(baseline=Decimal(3), worst_value=Decimal(-9)),
        lambda cast: Objective.objects.update(name="Renamed"),
        lambda cast: Perspective.objects.update(name_en="Renamed", tone=5),
        lambda cast: Measurement.objects.filter(scorecard_year__year=2013).update(target=Decimal(1)),
        lambda cast: change_unit(cast.unit, name="Renamed", by=cast.administrator),
        lambda cast: UnitFactory(parent=cast.unit),
    ],
)
def test_names_and_other_years_may_change_after_closing(seal, cast, change):
    change(cast)
    assert "hold" in run("verify_seals")


def test_an_objective_that_held_nothing_may_go_after_closing(card, cast):
    empty = ObjectiveFactory(scorecard=card, perspective=card.plan.perspectives.first())
    close(card, cast)
    empty.delete()
    assert "hold" in run("verify_seals")


def test_only_a_units_subtree_is_verified_when_asked(seal, cast):
    Seal.objects.update(digest="0" * 64)
    assert run("verify_seals", "--unit", "ACME/DESK") == "The seals of 0 years hold.\n"


def test_verifying_takes_the_same_queries_however_many_rows_a_year_has(seal, django_assert_max_num_queries):
    with django_assert_max_num_queries(11):
        run("verify_seals")


# --- close_year -------------------------------------------------------------


def test_the_command_closes_as_the_page_does(card, cast):
    said = run("close_year", "ACME", "2012", "--missing", "refuse", "--as", cast.administrator.email)
    seal = Seal.objects.get()
    assert "a total of 40 against 40: good." in said
    assert f"Seal 1, SHA-256 {seal.digest}" in said
    assert year_of(card).closed_by == cast.administrator


def test_the_command_prints_what_stands_open(card, cast):
    said = run("close_year", "ACME", "2013", "--missing", "lowest", "--as", cast.administrator.email)
    assert said.startswith("20 missing: SS1-1, SS2-1")
    assert "the missing ones counted as the lowest level, a total of 20 against 40: not good yet." in said


def test_the_command_prints_the_open_questions(cast):
    berdikari(cast.unit, achieve={2012: just_below})
    answered = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=2012)
    FollowUpFactory(measurement=answered)
    said = run("close_year", "ACME", "2012", "--missing", "refuse", "--as", cast.administrator.email)
    assert "19 below target without a follow-up: SS2-1" in said
    assert "1 follow-ups still open: SS1-1\n" in said


def test_the_command_marks_missing_ones_as_not_applicable_for_a_reason(card, cast):
    rows_of_2012().update(achievement=None, level=None, attainment=None)
    run(
        *("close_year", "ACME", "2012", "--missing", "not-applicable"),
        *("--as", cast.administrator.email, "--reason", "No data"),
    )
    assert rows_of_2012().get().state_reason == "No data"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ACME", "2013", "--missing", "refuse"], "20 achievements are missing"),
        (["ACME", "2013", "--missing", "not-applicable", "--reason", "None"], "Nothing would count any more"),
        (["ACME", "2013", "--missing", "not-applicable"], "Say why."),
        (["ACME", "1999", "--missing", "lowest"], "1999"),
        (["NOWHERE", "2012", "--missing", "lowest"], "There is no unit"),
    ],
)
def test_the_command_refuses_what_the_page_refuses(card, cast, arguments, words):
    assert words in refused("close_year", *arguments, "--as", cast.administrator.email)
    assert not Seal.objects.exists()


@pytest.mark.parametrize(
    ("somebody", "words"),
    [
        ("manager", "Only administrators"),
        ("staff", "Only administrators"),
        ("viewer", "Only administrators"),
        ("outsider", "Nobody with the address"),
    ],
)
def test_only_administrators_close_from_the_command_line(card, cast, somebody, words):
    email = cast.by_name(somebody).email
    assert words in refused("close_year", "ACME", "2012", "--missing", "lowest", "--as", email)
    assert not Seal.objects.exists()


def test_the_command_refuses_a_closed_year(seal, cast):
    said = refused("close_year", "ACME", "2012", "--missing", "lowest", "--as", cast.administrator.email)
    assert "The year 2012 is closed" in said
