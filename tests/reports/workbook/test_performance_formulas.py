"""The performance sheets, recalculated by LibreOffice, give the figures of the program."""

import itertools
from decimal import Decimal

import pytest
from django.utils import translation

from indicators.models import Measurement
from scorecards.models import ObjectiveWeight, Scorecard, ScorecardYear, WeightingModes
from scorecards.schemes import BUILT_IN, Band, Scheme, bands_to_json
from tests.factories import (
    IndicatorFactory,
    MeasurementFactory,
    ObjectiveFactory,
    ObjectiveWeightFactory,
    PerspectiveFactory,
    PerspectiveWeightFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    ScoringSchemeFactory,
)
from tests.indicators.berdikari import just_below, on_target, one_step_better
from tests.indicators.scorecards import berdikari
from tests.reports.workbook.performance_figures import differences, program_figures, sheet_figures
from tests.reports.workbook.spreadsheets import (
    cell_of,
    exported,
    needs_libreoffice,
    opened,
    recalculated,
    saved,
    turned_around,
    without_figures,
)

pytestmark = [pytest.mark.django_db, needs_libreoffice]

D = Decimal
TOLERANT = Scheme(
    code="tolerant",
    version=1,
    bands=(Band(1, None), Band(2, D("66.67")), Band(4, D("99.5")), Band(7, D("133.33"), inclusive=False)),
    tolerance=D("2.5"),
    cap=D("150.25"),
)
FIXED = {"equal": D(61), "indicator": D("33.6663"), "hierarchical": D("1.5")}
"""With paper-3: just the highest that is possible, just the lowest, between the two."""

UNSCORED = {"level": None, "attainment": None}
SCHEMES = (*BUILT_IN, TOLERANT)

# (polarity, target, upper target, baseline, worst value, natural minimum, natural maximum, achievement)
CASES = (
    ("higher", "10", None, "8", None, None, None, "9"),
    ("higher", "10", None, "8", None, None, None, "8"),
    ("higher", "10", None, "8", None, None, None, "7.999999"),
    ("higher", "10", None, "8", None, None, None, "11"),
    ("higher", "10", None, "8", None, None, None, "11.000001"),
    ("higher", "12.6", None, "8", None, None, None, "12.600001"),
    ("higher", "0.3", None, None, None, None, None, "0.27"),
    ("higher", "0.7", None, None, None, None, None, "0.56"),
    ("higher", "1.1", None, None, None, None, None, "0.99"),
    ("higher", "1234567890.12", None, None, None, None, None, "1111111101.108"),
    ("higher", "99999999999999", None, None, None, None, None, "99999999999998"),
    ("higher", "100", None, None, None, "0", "100", "100"),
    ("higher", "98", None, None, None, "0", "100", None),
    ("higher", "100", None, None, None, "0", "100", None),
    ("higher", "0", None, "4", None, None, None, "-0.4"),
    ("higher", "0", None, "0", None, None, None, "0"),
    ("higher", "0", None, None, None, None, None, "3"),
    ("higher", "0", None, None, None, None, None, "-3"),
    ("higher", "-5", None, None, None, None, None, "-4.5"),
    ("higher", "80", None, None, None, None, None, "0"),
    ("higher", "80", None, None, None, None, None, "-90"),
    ("higher", "30", None, None, None, None, None, "29.9999"),
    ("higher", "30", None, None, None, None, None, "40.075"),
    ("lower", "5", None, None, None, None, None, "5.5"),
    ("lower", "5", None, None, None, None, None, "5.500001"),
    ("lower", "5", None, None, None, None, None, "4.5"),
    ("lower", "0", None, "9", "20", "0", None, "4"),
    ("lower", "0", None, "9", None, "0", None, None),
    ("lower", "0", None, None, None, "0", None, "1"),
    ("lower", "3", None, None, None, "0", None, None),
    ("lower", "7", None, None, None, None, None, "14.5"),
    ("range", "95", "105", None, None, None, None, "100"),
    ("range", "95", "105", None, None, None, None, "95"),
    ("range", "95", "105", None, None, None, None, "85.5"),
    ("range", "95", "105", None, None, None, None, "85.499999"),
    ("range", "95", "105", None, None, None, None, "126"),
    ("range", "0", "10", "4", None, None, None, "-0.4"),
    ("range", "0", "10", None, None, None, None, "-0.4"),
    ("range", "5", "5", None, None, None, None, "5.5"),
    ("range", "95", "105", None, None, "0", "90", None),
    ("range", "95", "105", None, None, "110", None, None),
    ("range", "95", "105", None, None, None, None, None),
    ("range", "95", None, None, None, None, None, "100"),
    ("higher", None, None, "5", None, None, None, "5"),
    ("higher", None, None, None, None, None, None, None),
)


def number(text):
    return None if text is None else D(text)


def many_rules(unit) -> Scorecard:
    """A scorecard whose years are scored by every scheme and weighting, complete and not, fixed and not."""
    rules = list(itertools.product(SCHEMES, WeightingModes.values, (True, False)))
    plan = PlanFactory(organization=unit.organization, first_year=2001, last_year=2000 + len(rules))
    card = ScorecardFactory(plan=plan, unit=unit)
    schemes = {
        each.code: ScoringSchemeFactory(
            organization=unit.organization,
            code=each.code,
            bands=bands_to_json(each.bands),
            tolerance=each.tolerance,
            cap=each.cap,
        )
        for each in SCHEMES
    }
    perspectives = [PerspectiveFactory(plan=plan) for _each in range(4)]
    objectives = [ObjectiveFactory(scorecard=card, perspective=perspectives[place % 3]) for place in range(7)]
    indicators = [
        IndicatorFactory(
            objective=objectives[place % 6],
            polarity=polarity,
            baseline=number(baseline),
            worst_value=number(worst),
            natural_min=number(least),
            natural_max=number(most),
        )
        for place, (polarity, _target, _upper, baseline, worst, least, most, _value) in enumerate(CASES)
    ]
    for year, (scheme, mode, complete) in enumerate(rules, start=2001):
        fixed = {} if complete else {"fixed_threshold": FIXED[mode], "fixed_threshold_reason": 'As "agreed"'}
        scored = ScorecardYearFactory(
            scorecard=card, year=year, scheme=schemes[scheme.code], weighting_mode=mode, **fixed
        )
        for place, perspective in enumerate(perspectives):
            PerspectiveWeightFactory(scorecard_year=scored, perspective=perspective, weight=D(place))
        for place, objective in enumerate(objectives):
            weight = D(place).scaleb(-1)
            ObjectiveWeightFactory(scorecard_year=scored, objective=objective, weight=weight)
        for place, (indicator, case) in enumerate(zip(indicators, CASES, strict=True)):
            _polarity, target, upper, *_facts, value = case
            if complete and value is None:
                target = upper = None
            MeasurementFactory(
                indicator=indicator,
                scorecard_year=scored,
                target=number(target),
                target_upper=number(upper),
                achievement=number(value),
                weight=D(place % 5) / 3 if place else D("0.3333"),
                **({} if complete or place % 7 else {"state": "not_applicable", "state_reason": "Closed"}),
            )
    return card


def years_of(card: Scorecard):
    return ScorecardYear.objects.filter(scorecard=card).select_related("scheme", "scorecard__plan")


def test_every_scheme_and_weighting_gives_the_figures_of_the_program(cast, tmp_path):
    card = many_rules(cast.unit)
    content = exported(card)
    book = recalculated({"rules": without_figures(content)}, tmp_path)["rules"]
    as_written = opened(content, figures=True)
    found = {}
    for year in years_of(card):
        known = program_figures(year)
        found[year.year] = differences(sheet_figures(book, year), known)
        assert differences(sheet_figures(as_written, year), known) == []
    assert {year: each for year, each in found.items() if each} == {}


def with_odd_weights(card: Scorecard) -> Scorecard:
    """Hierarchical weights that no binary fraction holds."""
    ScorecardYear.objects.filter(scorecard=card).update(weighting_mode="hierarchical")
    for place, weight in enumerate(ObjectiveWeight.objects.filter(scorecard_year__scorecard=card), start=1):
        ObjectiveWeight.objects.filter(pk=weight.pk).update(weight=round(D(place) / 7, 4))
    return card


def test_the_workbook_follows_what_is_changed_in_it(cast, tmp_path):
    """Each book is changed in the spreadsheet as the database is changed, and must then agree with it."""
    card = with_odd_weights(berdikari(cast.unit, achieve={2012: on_target, 2013: one_step_better}))
    first, second = years_of(card)
    content, wanted, books = exported(card), {}, {}

    books["as-is"], wanted["as-is"] = opened(content), [program_figures(each) for each in (first, second)]
    assert wanted["as-is"][0]["sums"]["sums"][-1] == "Good"

    books["sorted"], wanted["sorted"] = opened(content), wanted["as-is"]
    for sheet in ("Years", "Indicators", "Weights", "Plan"):
        turned_around(books["sorted"], sheet)

    one = first.measurements.select_related("indicator").order_by("pk")[3]
    books["worse"] = opened(content)
    cell_of(books["worse"], "Years", "achievement", indicator=one.indicator.code, year=2012).value = float(
        just_below(one.inputs())
    )
    Measurement.objects.filter(pk=one.pk).update(achievement=just_below(one.inputs()), **UNSCORED)
    wanted["worse"] = [program_figures(each) for each in years_of(card)]
    assert wanted["worse"][0]["sums"]["sums"][-1] == "Not good yet"

    books["emptied"] = opened(content)
    cell_of(books["emptied"], "Years", "achievement", indicator=one.indicator.code, year=2012).value = None
    Measurement.objects.filter(pk=one.pk).update(achievement=None, **UNSCORED)
    wanted["emptied"] = [program_figures(each) for each in years_of(card)]

    books["equal"] = opened(content)
    for row in range(3, 5):
        books["equal"]["Plan"].cell(row, 3).value = "equal"
        books["equal"]["Plan"].cell(row, 6).value = 41
    Measurement.objects.filter(pk=one.pk).update(achievement=one.target, **UNSCORED)
    ScorecardYear.objects.update(weighting_mode="equal", fixed_threshold=41, fixed_threshold_reason="Paper")
    wanted["equal"] = [program_figures(each) for each in years_of(card)]

    answers = recalculated({name: saved(book) for name, book in books.items()}, tmp_path)
    found = {
        (name, year.year): differences(sheet_figures(answers[name], year), known)
        for name in books
        for year, known in zip((first, second), wanted[name], strict=True)
    }
    assert {name: each for name, each in found.items() if each} == {}
    assert answers["equal"]["Performance 2012"]["B3"].value == "Not good yet"


def test_the_words_are_those_of_the_language(cast, tmp_path):
    card = berdikari(cast.unit, achieve={2012: on_target})
    with translation.override("id"):
        book = recalculated({"id": without_figures(exported(card))}, tmp_path)["id"]
    assert book["Performance 2012"]["B3"].value == "Baik"
    assert book["Performance 2013"]["B3"].value == "Belum dapat diputuskan"
