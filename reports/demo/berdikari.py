"""PT Berdikari: the published case, with an illustrative history, map and achievements."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.bulk_measuring import write_many
from indicators.models import Indicator, Measurement
from indicators.row_writes import Changes
from indicators.services import create_indicator, create_initiative, set_baseline, write_history
from organizations.models import Unit, User
from reports.demo.follow_ups import load_follow_ups
from reports.demo.tables import number, rows
from scorecards.models import Objective, Plan, Scorecard, ScoringScheme, Statement
from scorecards.services import (
    create_link,
    create_objective,
    create_perspective,
    create_plan,
    create_scorecard,
    create_statement,
    set_tick,
)

CODE = "BERDIKARI"
NAME = "PT Berdikari"
HISTORY_YEARS = (2009, 2010, 2011)
PLAN_YEARS = (2012, 2013)
ILLUSTRATIVE = "Ilustratif (illustrative)"
PLAN_NOTE = (
    "Ilustratif (illustrative): hubungan peta strategi, riwayat 2009-2011, capaian dan tindak lanjut "
    "2012-2013, lembar KPI selain SS7-1."
)
# The KPI sheet of the case, field by field; what the case leaves empty stays empty.
SHEET_FIELDS = {
    "definition": "definition",
    "formula": "formula",
    "information_produced": "information_produced",
    "data_source": "data_source",
    "when_data_missing": "when_data_missing",
    "target_source_and_approach": "target_source",
    "person_responsible": "person_responsible",
}


def load(unit: Unit, scheme: ScoringScheme, *, by: User) -> None:
    """Fills the empty organization of this unit."""
    plan = create_plan(
        organization=unit.organization,
        name="Rencana Strategis 2012-2013",
        first_year=PLAN_YEARS[0],
        last_year=PLAN_YEARS[-1],
        scheme=scheme,
        note=PLAN_NOTE,
        by=by,
    )
    scorecard = create_scorecard(plan=plan, unit=unit, by=by)
    objectives = load_strategy(plan, scorecard, by=by)
    indicators = load_indicators(objectives, by=by)
    load_targets(scorecard, indicators, by=by)
    load_history(indicators, by=by)
    load_achievements(scorecard, by=by)
    load_follow_ups(scorecard, by=by)


def load_strategy(plan: Plan, scorecard: Scorecard, *, by: User) -> dict[str, Objective]:
    """Statements, perspectives, objectives, the ticks of table 1 and the links of the map."""
    perspectives = {
        row["code"]: create_perspective(
            plan=plan, code=row["code"], name_id=row["name_id"], name_en=row["name_en"], tone=tone, by=by
        )
        for tone, row in enumerate(rows("berdikari/perspectives"), start=1)
    }
    statements: dict[str, Statement] = {
        row["code"]: create_statement(
            plan=plan, kind=row["kind"], code=row["code"], text=row["summary_id"], note=row["note"], by=by
        )
        for row in rows("berdikari/statements")
    }
    objectives = {
        row["code"]: create_objective(
            scorecard=scorecard,
            perspective=perspectives[row["perspective"]],
            code=row["code"],
            name=row["name"],
            by=by,
        )
        for row in rows("berdikari/objectives")
    }
    for row in rows("berdikari/decomposition"):
        if row["objective_code"]:
            objective, statement = objectives[row["objective_code"]], statements[row["statement"]]
            set_tick(objective=objective, statement=statement, ticked=True, by=by)
    for row in rows("berdikari/links"):
        cause, effect = objectives[row["cause"]], objectives[row["effect"]]
        create_link(cause=cause, effect=effect, note=ILLUSTRATIVE, by=by)
    return objectives


def load_indicators(objectives: dict[str, Objective], *, by: User) -> dict[str, Indicator]:
    sheets = {row["code"]: {**row} for row in rows("berdikari/kpi_sheets")}
    for sheet in sheets.values():
        del sheet["code"]
    sheets["SS7-1"] = case_sheet()
    indicators = {}
    for row in rows("berdikari/indicators"):
        indicator = create_indicator(
            objective=objectives[row["objective"]],
            code=row["code"],
            name=row["name"],
            unit_of_measure=row["unit"],
            polarity=row["polarity"],
            natural_min=number(row["scale_min"]),
            natural_max=number(row["scale_max"]),
            by=by,
            **sheets[row["code"]],
        )
        for name in filter(None, row["initiatives"].split("; ")):
            create_initiative(indicator=indicator, name=name, by=by)
        indicators[indicator.code] = indicator
    return indicators


def case_sheet() -> dict[str, str]:
    """The KPI sheet of the case's figure 3."""
    printed = {row["field"]: row["value"] for row in rows("berdikari/kpi_sheet_SS7-1")}
    return {field: printed[name] for name, field in SHEET_FIELDS.items()}


def load_targets(scorecard: Scorecard, indicators: dict[str, Indicator], *, by: User) -> None:
    """Targets exactly as printed, the suspicious ones too."""
    for year in PLAN_YEARS:
        printed = {row["code"]: number(row[f"target_{year}"]) for row in rows("berdikari/indicators")}
        write_column(scorecard, year, {code: {"target": target} for code, target in printed.items()}, by=by)


def load_history(indicators: dict[str, Indicator], *, by: User) -> None:
    """Three years before the plan, whose mean is the printed baseline."""
    for row in rows("berdikari/history"):
        indicator = indicators[row["code"]]
        values = {year: number(row[str(year)]) for year in HISTORY_YEARS}
        write_history(indicator=indicator, values=values, by=by, note=ILLUSTRATIVE)
        set_baseline(indicator=indicator, method="mean", years=len(HISTORY_YEARS), note=ILLUSTRATIVE, by=by)


def load_achievements(scorecard: Scorecard, *, by: User) -> None:
    for year in PLAN_YEARS:
        achieved = {row["code"]: number(row[str(year)]) for row in rows("berdikari/achievements")}
        entered: dict[str, Changes] = {
            code: {"achievement": achievement, "note": ILLUSTRATIVE}
            for code, achievement in achieved.items()
            if achievement is not None
        }
        write_column(scorecard, year, entered, by=by)


def write_column(scorecard: Scorecard, year: int, changes: Mapping[str, Changes], *, by: User) -> None:
    """Writes one year's values by indicator code, all or nothing."""
    measurements = Measurement.objects.filter(
        scorecard_year__scorecard=scorecard, scorecard_year__year=year, indicator__code__in=changes
    ).select_related("indicator", "scorecard_year")
    write_many(
        scorecard=scorecard,
        rows=[(measurement, changes[measurement.indicator.code]) for measurement in measurements],
        by=by,
    )
