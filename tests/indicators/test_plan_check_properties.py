"""What holds for every plan: stable fingerprints, one finding per rule and subject, cures that cure."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from indicators.plan_check import RULES, Finding, PlanFacts, check_plan
from indicators.plan_check.plan import IndicatorFacts, InitiativeFacts, PlannedYear, WorkProgramFacts
from indicators.plan_check.rules import plain_text
from indicators.plan_check_words import finding_message
from indicators.plan_facts import SHEET_FIELDS
from indicators.scoring import Polarity, YearRules, score_year
from scorecards.schemes import BUILT_IN, WeightingMode
from tests.indicators.plans import YEARS, indicator, objective, perspective, plan, plan_of, year

figures = st.integers(-300, 300).map(lambda units: Decimal(units).scaleb(-1))
maybe = st.none() | figures


@st.composite
def planned_years(draw: st.DrawFn) -> tuple[PlannedYear, ...]:
    years = []
    for number in YEARS:
        target = draw(maybe)
        upper = None if target is None else draw(st.none() | st.just(target + 5))
        weight, applies = Decimal(draw(st.integers(0, 3))), draw(st.booleans())
        years.append(PlannedYear(number, target, upper, draw(maybe), weight, applies))
    return tuple(years)


@st.composite
def any_indicators(draw: st.DrawFn, key: int) -> IndicatorFacts:
    programs = st.builds(WorkProgramFacts, st.sampled_from(YEARS), st.none() | st.just(Decimal(5)))
    initiatives = st.builds(InitiativeFacts, st.text(max_size=5), st.lists(programs, max_size=2).map(tuple))
    return indicator(
        key,
        name=draw(st.sampled_from(["Jumlah cacat", "Persentase", "x"])),
        unit_of_measure=draw(st.sampled_from(["", "%", "72 Jam", "orang"])),
        polarity=draw(st.sampled_from(Polarity)),
        kind=draw(st.sampled_from(["", "lag", "lead"])),
        filled=draw(st.frozensets(st.sampled_from(SHEET_FIELDS))),
        natural_min=draw(st.none() | st.just(Decimal(-10))),
        natural_max=draw(st.none() | st.just(Decimal(20))),
        worst=draw(maybe),
        baseline=draw(maybe),
        years=draw(planned_years()),
        history=draw(st.dictionaries(st.integers(2008, 2011), figures, max_size=4)),
        initiatives=tuple(draw(st.lists(initiatives, max_size=2))),
    )


@st.composite
def plans(draw: st.DrawFn) -> PlanFacts:
    counts = draw(st.lists(st.lists(st.integers(0, 4), max_size=2), max_size=4))
    keys = iter(range(1, 1000))
    perspectives = tuple(
        perspective(
            place,
            *(
                replace(
                    objective(10 * place + number, derived=draw(st.booleans()), owned=draw(st.booleans())),
                    indicators=tuple(draw(any_indicators(next(keys))) for _ in range(count)),
                )
                for number, count in enumerate(objectives)
            ),
        )
        for place, objectives in enumerate(counts, start=1)
    )
    there = [each.subject.key for group in perspectives for each in group.objectives]
    links = draw(st.lists(st.tuples(*[st.sampled_from(there)] * 2), max_size=4)) if there else []
    weights = {key: Decimal(draw(st.integers(0, 2))) for key in [*range(1, 5), *there]}
    years = tuple(
        year(
            number,
            scheme=draw(st.sampled_from(BUILT_IN)),
            weighting_mode=draw(st.sampled_from(WeightingMode)),
            fixed_threshold=draw(st.none() | st.just(Decimal(6))),
            closed=draw(st.booleans()),
            perspective_weights=weights,
            objective_weights=weights,
        )
        for number in YEARS
    )
    return plan(perspectives=perspectives, links=tuple(links), years=years)


def fingerprints(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.fingerprint for finding in findings]


@given(plans())
def test_each_rule_finds_a_subject_at_most_once_and_tells_it_in_texts(facts):
    findings = check_plan(facts)
    named = [(finding.rule, finding.subject) for finding in findings]
    assert len(set(named)) == len(named)
    for finding in findings:
        assert finding_message(finding).endswith(".")
        for fact in finding.facts.values():
            assert isinstance(fact, str) or all(isinstance(each, str) for each in fact)
            assert json.loads(json.dumps(fact)) is not None


@given(plans())
def test_fingerprints_are_the_same_in_every_language_and_however_numbers_were_written(facts):
    with override("id"):
        in_indonesian = fingerprints(check_plan(facts))
    assert fingerprints(check_plan(facts)) == in_indonesian
    assert fingerprints(check_plan(written_longer(facts))) == in_indonesian


def written_longer(facts: PlanFacts) -> PlanFacts:
    """The same plan with every number as a column of 6 decimals gives it back."""

    def longer(value: Decimal | None) -> Decimal | None:
        return None if value is None else value.quantize(Decimal("0.000001"))

    def of(each: IndicatorFacts) -> IndicatorFacts:
        columns = ("natural_min", "natural_max", "worst", "baseline")
        years = tuple(
            replace(
                planned,
                **{
                    name: longer(getattr(planned, name)) for name in ("target", "target_upper", "achievement")
                },
            )
            for planned in each.years
        )
        written = {name: longer(getattr(each, name)) for name in columns}
        past = {number: value.quantize(Decimal("0.0001")) for number, value in each.history.items()}
        return replace(each, years=years, history=past, **written)

    return replace(
        facts,
        perspectives=tuple(
            replace(
                group,
                objectives=tuple(
                    replace(each, indicators=tuple(map(of, each.indicators))) for each in group.objectives
                ),
            )
            for group in facts.perspectives
        ),
        years=tuple(replace(each, fixed_threshold=longer(each.fixed_threshold)) for each in facts.years),
    )


@given(any_indicators(1), st.sampled_from(["code", "name"]))
def test_a_finding_changes_when_its_subject_is_called_otherwise(flawed, column):
    renamed = replace(flawed, subject=replace(flawed.subject, **{column: "Persentase jumlah"}))
    before, after = plan_of(flawed), plan_of(renamed)
    about = [f.fingerprint for f in check_plan(before) if f.subject == flawed.subject]
    assert set(about).isdisjoint(fingerprints(check_plan(after)))


@given(any_indicators(1))
def test_a_finding_about_targets_is_not_touched_by_what_its_rule_does_not_look_at(flawed):
    other = replace(flawed, filled=frozenset(), kind="lead", initiatives=(), unit_of_measure="m")
    rules = [rule for code, rule in RULES.items() if "target" in code]
    found, again = (
        [finding.fingerprint for rule in rules for finding in rule(plan_of(each))] for each in (flawed, other)
    )
    assert found == again


@given(plans())
def test_targets_that_improve_every_year_within_loose_bounds_cure_every_flaw_of_targets(facts):
    cured = replace(
        facts,
        perspectives=tuple(
            replace(
                group,
                objectives=tuple(
                    replace(each, indicators=tuple(map(improving, each.indicators)))
                    for each in group.objectives
                ),
            )
            for group in facts.perspectives
        ),
    )
    assert [finding.rule for finding in check_plan(cured) if "target" in finding.rule] == []


def improving(flawed: IndicatorFacts) -> IndicatorFacts:
    """The indicator with the baseline 50 and a step of 1 towards the better every year."""
    step = -1 if flawed.polarity is Polarity.LOWER else 1
    upper = Decimal(60) if flawed.polarity is Polarity.RANGE else None
    return replace(
        flawed,
        natural_min=None,
        natural_max=None,
        baseline=Decimal(50),
        history={2010: Decimal(50 - 10 * step), 2011: Decimal(50)},
        years=tuple(
            PlannedYear(number, Decimal(50 + step * place), upper)
            for place, number in enumerate(YEARS, start=1)
        ),
    )


@given(plans())
def test_the_derived_threshold_and_the_shares_are_those_of_the_scored_year(facts):
    differing = {f.subject.code: f.facts["fixed"] for f in RULES["fixed-threshold-differs"](facts)}
    lopsided = {
        (f.subject.key, number) for f in RULES["lopsided-weights"](facts) for number in f.facts["years"]
    }
    for each in facts.open_years:
        rules = YearRules(
            each.scheme,
            each.weighting_mode,
            each.fixed_threshold,
            each.perspective_weights,
            each.objective_weights,
        )
        result = score_year(rules, facts.counted(each.year))
        assert (str(each.year) in differing) == (result.fixed_differs and result.expected > 0)
        for key, subtotal in result.perspectives.items():
            among = len(result.perspectives) >= 3 and result.derived_threshold > 0
            share = subtotal.threshold / result.derived_threshold if among else Fraction(0)
            assert ((key, str(each.year)) in lopsided) == (share >= Fraction(2, 5))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**14), max_value=10**14))
def test_a_number_is_one_text_however_it_was_written(value):
    assert Decimal(plain_text(value)) == value
    assert plain_text(value) == plain_text(value.normalize())
    assert "E" not in plain_text(value.normalize())
