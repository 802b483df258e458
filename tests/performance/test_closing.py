"""Closing a year: what stands open, what is chosen for it, the seal, and opening the year again."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from indicators import services
from indicators.models import Indicator, Measurement, Seal
from indicators.scorecard_year import load_scorecard_year
from indicators.scoring import Verdict
from indicators.sealed_year import load_shown_year
from indicators.sealing import Missing, digest_of
from indicators.year_results import load_plan_years
from performance.closing_checks import checklist, outcomes
from performance.closing_services import ChangedMeanwhile, OfMissing, YearOpen, close_year, reopen_year
from scorecards.locks import YearClosed
from scorecards.models import Objective, Perspective, ScorecardYear
from tests.indicators.berdikari import just_below, on_target
from tests.indicators.scorecards import berdikari


@pytest.fixture
def card(cast):
    """PT Berdikari's plan with everything on target in 2012 and nothing reported in 2013."""
    return berdikari(cast.unit, achieve={2012: on_target})


def year_of(card, year=2012) -> ScorecardYear:
    return ScorecardYear.objects.select_related("scorecard__plan", "scheme").get(scorecard=card, year=year)


def shown(card, year=2012):
    return load_shown_year(year_of(card, year))


def close(card, cast, *, year=2012, missing=OfMissing.REFUSE, **options) -> Seal:
    options = {"by": cast.administrator} | options
    return close_year(scorecard_year=year_of(card, year), missing=missing, **options)


def forget(*codes: str) -> None:
    """Takes the achievements of 2012 away."""
    rows = Measurement.objects.filter(indicator__code__in=codes, scorecard_year__year=2012)
    rows.update(achievement=None, level=None, attainment=None)


# --- closing ----------------------------------------------------------------


def test_a_closed_year_says_when_and_by_whom_it_was_closed(card, cast):
    seal = close(card, cast)
    year = year_of(card)
    assert (year.is_closed, year.closed_by, year.closed_at) == (True, cast.administrator, seal.sealed_at)


def test_a_complete_year_is_sealed_with_its_total_threshold_and_verdict(card, cast):
    sealed = close(card, cast).sealed_year()
    result = sealed.result
    assert (result.total, result.threshold, result.verdict) == (Fraction(40), Fraction(40), Verdict.GOOD)
    assert (sealed.missing, sealed.number, sealed.previous) == (Missing.NONE, 1, "")


def test_the_digest_of_a_seal_is_that_of_its_content(card, cast):
    seal = close(card, cast)
    assert seal.digest == digest_of(seal.content)
    assert seal.is_intact


def test_a_seal_names_the_units_from_the_root_down(cast):
    card = berdikari(cast.desk, achieve={2012: on_target})
    sealed = close(card, cast).sealed_year()
    assert [unit.code for unit in sealed.unit_path] == [cast.unit.code, cast.desk.code]


def test_closing_leaves_a_trace_of_the_year_and_of_the_seal(card, cast):
    seal = close(card, cast)
    traces = [year_of(card).history.first(), seal.history.first()]
    assert [trace.history_user for trace in traces] == [cast.administrator] * 2


def test_a_year_with_something_missing_is_not_closed_when_that_is_refused(card, cast):
    forget("SS1-1", "SS2-1")
    with pytest.raises(ValidationError) as caught:
        close(card, cast)
    assert list(caught.value.message_dict) == ["missing"]
    assert "2 achievements are missing (SS1-1, SS2-1)" in caught.value.messages[0]
    assert not year_of(card).is_closed


def test_missing_ones_that_count_as_the_lowest_level_lower_the_total(card, cast):
    forget("SS1-1")
    close(card, cast, missing=OfMissing.LOWEST)
    result = shown(card).result
    assert (result.total, result.threshold, result.verdict) == (39, 40, Verdict.NOT_GOOD)
    assert (result.reported, result.counted_lowest, result.expected) == (19, 1, 20)


def test_missing_ones_that_are_not_applicable_leave_both_sides(card, cast):
    forget("SS1-1")
    close(card, cast, missing=OfMissing.NOT_APPLICABLE, reason="No data this year")
    result = shown(card).result
    assert (result.total, result.threshold, result.verdict) == (38, 38, Verdict.GOOD)
    row = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=2012)
    assert (row.state, row.state_reason) == ("not_applicable", "No data this year")


def test_setting_missing_ones_aside_needs_a_reason(card, cast):
    forget("SS1-1")
    with pytest.raises(ValidationError) as caught:
        close(card, cast, missing=OfMissing.NOT_APPLICABLE, reason="  ")
    assert list(caught.value.message_dict) == ["reason"]
    assert not year_of(card).is_closed


def test_a_year_in_which_everything_is_missing_is_not_set_aside_as_a_whole(card, cast):
    with pytest.raises(ValidationError):
        close(card, cast, year=2013, missing=OfMissing.NOT_APPLICABLE, reason="Nothing came")
    assert not year_of(card, 2013).is_closed
    assert not Measurement.objects.filter(state="not_applicable").exists()


def test_a_year_without_a_target_is_not_closed(card, cast):
    Measurement.objects.filter(scorecard_year__year=2013).update(target=None)
    with pytest.raises(ValidationError, match="without a target"):
        close(card, cast, year=2013)


def test_a_year_whose_weights_are_all_0_is_not_closed_without_a_verdict(card, cast):
    card.years.update(weighting_mode="indicator")
    Measurement.objects.update(weight=0)
    with pytest.raises(ValidationError, match="All weights that count are 0"):
        close(card, cast)


def test_a_year_whose_stored_scores_contradict_the_rule_is_not_closed(card, cast):
    Measurement.objects.filter(indicator__code="SS1-1", scorecard_year__year=2012).update(level=3)
    with pytest.raises(ValidationError, match=r"SS1-1.*rescore"):
        close(card, cast)


def test_a_closed_year_is_not_closed_again(card, cast):
    close(card, cast)
    with pytest.raises(YearClosed):
        close(card, cast)


def test_a_year_that_changed_since_its_check_list_was_read_is_not_closed(card, cast):
    seen = card.version
    row = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=2012)
    services.move_states(
        scorecard_year=year_of(card), measurements=[row.pk], move="submit", by=cast.administrator
    )
    with pytest.raises(ChangedMeanwhile):
        close(card, cast, seen=seen)


def test_a_year_before_the_plan_is_not_closed(card, cast):
    ScorecardYear.objects.filter(pk=year_of(card).pk).update(year=2011)
    Measurement.objects.filter(scorecard_year__year=2011).update(target=1)
    with pytest.raises(ValidationError, match="Only the years of the plan"):
        close(card, cast, year=2011)


@pytest.mark.parametrize("number", [1, 2])
def test_the_database_keeps_one_standing_seal_a_year(card, cast, number):
    seal = close(card, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.create(
            scorecard_year=seal.scorecard_year,
            number=number,
            content="{}",
            digest="0" * 64,
            sealed_at=seal.sealed_at,
            sealed_by=cast.administrator,
        )


def test_what_is_missing_counts_lowest_in_closed_years_only(card):
    with pytest.raises(IntegrityError), transaction.atomic():
        card.years.update(missing_count_lowest=True)


# --- shown from the seal ----------------------------------------------------


def test_a_sealed_year_shows_the_same_figures_as_its_rows(card, cast):
    forget("SS1-1")
    close(card, cast, missing=OfMissing.LOWEST)
    assert shown(card).result == load_scorecard_year(year_of(card)).result


def test_a_sealed_year_is_read_in_one_query(card, cast, django_assert_num_queries):
    close(card, cast)
    year = year_of(card)
    with django_assert_num_queries(1):
        table = load_shown_year(year)
        texts = [
            f"{row.perspective.name} {row.objective} {row.indicator} {row.targets}" for row in table.rows
        ]
    assert len(texts) == 20


def test_a_closed_year_keeps_its_names_when_they_change_later(card, cast):
    before = [(row.perspective.name, str(row.objective), row.indicator.name) for row in shown(card).rows]
    close(card, cast)
    for model in (Objective, Indicator):
        model.objects.update(name="Renamed")
    Perspective.objects.update(name_en="Renamed", name_id="Berubah")
    after = [(row.perspective.name, str(row.objective), row.indicator.name) for row in shown(card).rows]
    assert after == before


def test_a_closed_year_keeps_the_targets_that_stood_beside_it(card, cast):
    before = [row.targets for row in shown(card).rows]
    close(card, cast)
    Measurement.objects.filter(scorecard_year__year=2013).update(target=Decimal(1))
    assert [row.targets for row in shown(card).rows] == before


def test_figures_changed_behind_the_programs_back_are_not_shown(card, cast):
    close(card, cast)
    Measurement.objects.filter(scorecard_year__year=2012).update(achievement=Decimal(0))
    assert (shown(card).result.total, shown(card).seal_broken) == (40, False)


@pytest.mark.parametrize("tamper", [{"content": "{}"}, {"digest": "0" * 64}])
def test_a_seal_that_was_tampered_with_is_not_trusted(card, cast, tamper):
    close(card, cast)
    Seal.objects.update(**tamper)
    table = shown(card)
    assert (table.seal_broken, table.result.total) == (True, 40)


def test_the_trend_takes_closed_years_from_their_seals(card, cast):
    close(card, cast)
    forget("SS1-1")
    [first, _second] = load_plan_years(card)
    assert first.result.total == 40


# --- the check list ---------------------------------------------------------


def test_the_check_list_names_what_stands_open(card):
    forget("SS1-1")
    rows = Measurement.objects.filter(scorecard_year__year=2012)
    rows.filter(indicator__code="SS2-1").update(state="approved")
    found = checklist(load_scorecard_year(year_of(card)))
    assert [row.indicator.code for row in found.missing] == ["SS1-1"]
    assert len(found.not_approved) == 18
    assert (found.unexplained, found.differing) == ((), ())


def test_the_check_list_names_what_is_below_target_without_a_note(cast):
    card = berdikari(cast.unit, achieve={2012: just_below})
    Measurement.objects.filter(indicator__code="SS1-1").update(note="The line stood still")
    found = checklist(load_scorecard_year(year_of(card)))
    assert len(found.unexplained) == 19


def test_each_choice_is_shown_with_what_it_would_give(card, cast):
    forget("SS1-1", "SS2-1")
    seen = outcomes(load_scorecard_year(year_of(card)))
    given = [
        (each.total, each.threshold, each.verdict) for each in (seen.now, seen.lowest, seen.not_applicable)
    ]
    assert given == [
        (36, 40, Verdict.UNDECIDED),
        (38, 40, Verdict.NOT_GOOD),
        (36, 36, Verdict.GOOD),
    ]


@pytest.mark.parametrize("missing", [OfMissing.LOWEST, OfMissing.NOT_APPLICABLE])
def test_closing_gives_what_the_check_list_promised(card, cast, missing):
    forget("SS1-1", "SS2-1")
    promised = getattr(outcomes(load_scorecard_year(year_of(card))), missing.name.lower())
    close(card, cast, missing=missing, reason="No data")
    assert shown(card).result == promised


# --- opening again ----------------------------------------------------------


def test_a_reopened_year_keeps_its_seal_with_who_when_and_why(card, cast):
    close(card, cast)
    reopen_year(scorecard_year=year_of(card), reason="A wrong invoice", by=cast.administrator)
    seal = Seal.objects.get()
    assert (seal.stands, seal.reopened_by, seal.reopened_reason) == (
        False,
        cast.administrator,
        "A wrong invoice",
    )
    assert not year_of(card).is_closed


def test_in_a_reopened_year_what_counted_as_the_lowest_level_is_missing_again(card, cast):
    forget("SS1-1")
    close(card, cast, missing=OfMissing.LOWEST)
    reopen_year(scorecard_year=year_of(card), reason="It came after all", by=cast.administrator)
    result = shown(card).result
    assert (result.counted_lowest, result.verdict) == (0, Verdict.UNDECIDED)


def test_a_year_closed_again_has_a_second_seal_that_names_the_first(card, cast):
    first = close(card, cast)
    reopen_year(scorecard_year=year_of(card), reason="A wrong invoice", by=cast.administrator)
    second = close(card, cast)
    assert (second.number, second.sealed_year().previous) == (2, first.digest)
    assert Seal.objects.standing().get() == second


@pytest.mark.parametrize("reason", ["", "   ", "x" * 251, "nul \0", "\ud800", "\u202e"])
def test_opening_again_needs_a_reason_that_can_be_kept(card, cast, reason):
    close(card, cast)
    with pytest.raises(ValidationError) as caught:
        reopen_year(scorecard_year=year_of(card), reason=reason, by=cast.administrator)
    assert list(caught.value.message_dict) == ["reason"]
    assert year_of(card).is_closed


def test_an_open_year_is_not_opened_again(card, cast):
    with pytest.raises(YearOpen):
        reopen_year(scorecard_year=year_of(card), reason="Why not", by=cast.administrator)


def test_a_practice_copy_of_a_closed_year_is_open_and_counts_nothing_as_the_lowest(card, cast):
    forget("SS1-1")
    close(card, cast, missing=OfMissing.LOWEST)
    services.make_practice_copy(card, by=cast.administrator)
    copied = ScorecardYear.objects.exclude(scorecard=card).get(year=2012)
    assert (copied.is_closed, copied.missing_count_lowest, copied.seals.count()) == (False, False, 0)
