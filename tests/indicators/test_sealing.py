"""Seals: what goes in comes out, in one canonical form, and the rule gives the same again."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from indicators.scoring import Inputs, MeasurementInput, Polarity, YearRules, score_year
from indicators.sealing import (
    Difference,
    Missing,
    Part,
    SealedIndicator,
    SealedObjective,
    SealedPerson,
    SealedPerspective,
    SealedPlan,
    SealedRow,
    SealedRules,
    SealedUnit,
    SealedYear,
    SealUnreadable,
    differences,
    digest_of,
    read_seal,
    recomputed,
    result_of,
    sealed_result,
    sealed_score,
    write_seal,
)
from indicators.sealing.canonical import plain
from scorecards.schemes import PAPER_3
from tests.indicators.test_scoring_scorecard import OBJECTIVES, years

KEYS = {name: number for number, name in enumerate([*sorted(OBJECTIVES), *sorted(set(OBJECTIVES.values()))])}
BY = SealedPerson(key=1, email="ani@example.org", name="Ani")


def keyed(rules: YearRules, rows: list[MeasurementInput]) -> tuple[YearRules, list[MeasurementInput]]:
    """The same year with primary keys for names."""
    rules = replace(
        rules,
        perspective_weights={KEYS[key]: weight for key, weight in rules.perspective_weights.items()},
        objective_weights={KEYS[key]: weight for key, weight in rules.objective_weights.items()},
    )
    rows = [
        row._replace(perspective_key=KEYS[row.perspective_key], objective_key=KEYS[row.objective_key])
        for row in rows
    ]
    return rules, rows


def sealed(rules: YearRules, rows: list[MeasurementInput]) -> SealedYear:
    rules, rows = keyed(rules, rows)
    result = score_year(rules, rows)
    return SealedYear(
        format=1,
        number=1,
        previous="",
        organization="ACME",
        unit_path=(SealedUnit(1, "ACME", "Acme"),),
        plan=SealedPlan(1, "Renstra", 2012, 2013),
        year=2012,
        sealed_at="2013-02-01T00:00:00+00:00",
        sealed_by=BY,
        missing=Missing.NONE,
        missing_reason="",
        rules=SealedRules(
            scheme=rules.scheme.to_json(),
            weighting_mode=rules.weighting_mode,
            fixed_threshold=rules.fixed_threshold,
            fixed_threshold_reason="",
            missing_count_lowest=rules.missing_count_lowest,
        ),
        perspectives=tuple(
            SealedPerspective(key, f"P{key}", "Nama", "Name", 1, weight, result.perspectives.get(key))
            for key, weight in rules.perspective_weights.items()
        ),
        objectives=tuple(
            SealedObjective(
                KEYS[name],
                KEYS[perspective],
                name,
                name,
                rules.objective_weights[KEYS[name]],
                result.objectives.get(KEYS[name]),
            )
            for name, perspective in OBJECTIVES.items()
        ),
        rows=tuple(sealed_row(row, scored) for row, scored in zip(rows, result.rows, strict=True)),
        result=sealed_result(result),
    )


def sealed_row(row: MeasurementInput, scored) -> SealedRow:
    given = row.inputs
    return SealedRow(
        key=row.key,
        indicator=SealedIndicator(
            key=row.key,
            objective=row.objective_key,
            code=f"I{row.key}",
            name="Indikator “A”",
            unit_of_measure="%",
            polarity=given.polarity,
            decimals=None,
            baseline=given.baseline,
            natural_min=given.natural_min,
            natural_max=given.natural_max,
            worst_value=given.worst,
        ),
        target=given.target,
        target_upper=given.target_upper,
        weight=row.weight,
        achievement=given.achievement,
        state="not_applicable" if row.not_applicable else "approved",
        state_reason="",
        note="",
        entered_by=BY,
        entered_at=None,
        targets={"2012": given.target, "2013": None},
        upper_targets={"2012": given.target_upper, "2013": None},
        score=sealed_score(scored),
    )


@given(years())
def test_a_seal_is_read_as_it_was_written(case):
    seal = sealed(*case)
    assert write_seal(read_seal(write_seal(seal))) == write_seal(seal)
    assert read_seal(write_seal(seal)) == seal


@given(years())
def test_the_result_comes_out_of_a_seal_as_it_went_in(case):
    rules, rows = keyed(*case)
    assert result_of(read_seal(write_seal(sealed(*case)))) == score_year(rules, rows)


@given(years())
def test_the_result_of_a_year_that_counts_missing_ones_lowest_comes_out_as_it_went_in(case):
    rules, rows = keyed(replace(case[0], missing_count_lowest=True), case[1])
    written = write_seal(sealed(replace(case[0], missing_count_lowest=True), case[1]))
    assert result_of(read_seal(written)) == score_year(rules, rows)


@given(years())
def test_the_rule_gives_again_what_was_sealed(case):
    seal = read_seal(write_seal(sealed(*case)))
    assert recomputed(seal) == seal
    assert differences(seal, recomputed(seal)) == ()


@given(years())
def test_the_canonical_form_has_no_numbers_but_integers_and_no_spaces_between(case):
    written = write_seal(sealed(*case))
    assert json.dumps(json.loads(written, parse_float=pytest.fail), separators=(",", ":")) == json.dumps(
        json.loads(written), separators=(",", ":"), sort_keys=True
    )
    assert ": " not in written.replace("Indikator", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12.600000", "12.6"),
        ("0.000000", "0"),
        ("-0", "0"),
        ("1E+3", "1000"),
        ("-3.50", "-3.5"),
        ("100", "100"),
    ],
)
def test_equal_numbers_have_one_form(value, text):
    assert plain(Decimal(value)) == text


def example() -> SealedYear:
    rules = YearRules(
        scheme=PAPER_3,
        perspective_weights=dict.fromkeys(set(OBJECTIVES.values()), Decimal(1)),
        objective_weights=dict.fromkeys(OBJECTIVES, Decimal(1)),
    )
    objective = next(iter(OBJECTIVES))
    row = MeasurementInput(
        1,
        OBJECTIVES[objective],
        objective,
        Inputs(Polarity.HIGHER, Decimal("12.6"), achievement=Decimal("12.9")),
    )
    return sealed(rules, [row])


def test_a_changed_cell_is_named_with_its_row_field_and_both_values():
    seal = example()
    [row] = seal.rows
    other = replace(seal, rows=(replace(row, achievement=Decimal("12.5")),))
    assert differences(seal, other) == (Difference(Part.MEASUREMENT, 1, "I1", "achievement", "12.9", "12.5"),)


def test_a_score_that_the_rule_does_not_give_shows_when_it_is_recomputed():
    seal = example()
    [row] = seal.rows
    forged = replace(seal, rows=(replace(row, score=replace(row.score, contribution=Fraction(2))),))
    [found] = differences(forged, recomputed(forged))
    assert (found.place, found.field, found.old, found.new) == ("I1", "score.contribution", "2", "3")


def test_a_row_that_only_one_seal_has_is_named_field_by_field():
    seal = example()
    found = differences(seal, replace(seal, rows=()))
    assert {(each.part, each.place, each.new) for each in found} == {(Part.MEASUREMENT, "I1", None)}


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: "{}",
        lambda text: "[]",
        lambda text: "null",
        lambda text: text[:-1],
        lambda text: text.replace('"format":1', '"format":2'),
        lambda text: text.replace('"format":1', '"format":1,"further":1'),
        lambda text: text.replace('"12.9"', "12.9"),
        lambda text: text.replace('"12.9"', '"many"'),
        lambda text: text.replace('"polarity":"higher"', '"polarity":"sideways"'),
        lambda text: text.replace('"year":2012', '"year":"2012"'),
    ],
)
def test_any_other_text_is_refused_as_unreadable(damage):
    written = write_seal(example())
    assert damage(written) != written
    with pytest.raises(SealUnreadable):
        read_seal(damage(written))


def test_the_digest_is_the_sha_256_of_the_text():
    assert digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
