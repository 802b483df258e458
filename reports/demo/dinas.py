"""A public body with the four indicators of a training example, which PT Berdikari's people can't see.

Its initiatives and work programs are illustrative: the example has none.
"""

from __future__ import annotations

import datetime
from typing import Any

from indicators.models import Indicator
from indicators.row_writes import Changes
from indicators.services import create_indicator, create_initiative, create_work_program
from organizations.models import Unit, User
from reports.demo.berdikari import write_column
from reports.demo.tables import number, rows
from scorecards.models import Scorecard, ScoringScheme
from scorecards.services import (
    create_objective,
    create_perspective,
    create_plan,
    create_scorecard,
    create_statement,
    set_tick,
)

CODE = "DINAS"
NAME = "Dinas Pelayanan Contoh"
PLAN_YEARS = (2025, 2026)
POLARITIES = {">=": "higher", "<=": "lower"}
ENGLISH = {
    "Keuangan": "Financial",
    "Pelanggan": "Customer",
    "Proses Internal": "Internal Business Process",
    "Pembelajaran & Pertumbuhan": "Learning and Growth",
}
PLAN_NOTE = (
    "Contoh dari bahan pelatihan; inisiatif dan program kerja ilustratif. · "
    "An example from training material; initiatives and work programs are illustrative."
)


def load(unit: Unit, scheme: ScoringScheme, *, by: User) -> None:
    """Fills the empty organization of this unit."""
    plan = create_plan(
        organization=unit.organization,
        name="Renstra 2025-2026",
        first_year=PLAN_YEARS[0],
        last_year=PLAN_YEARS[-1],
        scheme=scheme,
        note=PLAN_NOTE,
        by=by,
    )
    scorecard = create_scorecard(plan=plan, unit=unit, by=by)
    mission = create_statement(
        plan=plan, kind="mission", code="M1", text="Melayani masyarakat dengan cepat, mudah dan hemat", by=by
    )
    targets: dict[str, Changes] = {}
    indicators: dict[str, Indicator] = {}
    for number_, row in enumerate(rows("dinas/indicators"), start=1):
        perspective = create_perspective(
            plan=plan,
            code=f"P{number_}",
            name_id=row["perspective"],
            name_en=ENGLISH[row["perspective"]],
            tone=number_,
            by=by,
        )
        objective = create_objective(
            scorecard=scorecard, perspective=perspective, code=f"SS{number_}", name=row["objective"], by=by
        )
        set_tick(objective=objective, statement=mission, ticked=True, by=by)
        percent = row["unit"] == "%"
        indicator = create_indicator(
            objective=objective,
            code=f"SS{number_}-1",
            name=row["indicator"],
            unit_of_measure=row["unit"],
            polarity=POLARITIES[row["operator"]],
            natural_min=number("0"),
            natural_max=number("100") if percent else None,
            by=by,
        )
        indicators[indicator.code] = indicator
        targets[indicator.code] = {"target": number(row["target"])}
    for year in PLAN_YEARS:
        write_column(scorecard, year, targets, by=by)
    load_work(scorecard, indicators, by=by)


def load_work(scorecard: Scorecard, indicators: dict[str, Indicator], *, by: User) -> None:
    """The initiatives and their work programs of both years; some are done, some late, one has no owner."""
    years = {year.year: year for year in scorecard.years.select_related("scorecard__plan")}
    table = rows("dinas/work_programs")
    initiatives = {
        (code, name): create_initiative(indicator=indicators[code], name=name, by=by)
        for code, name in dict.fromkeys((row["indicator"], row["initiative"]) for row in table)
    }
    for row in table:
        create_work_program(
            initiative=initiatives[row["indicator"], row["initiative"]],
            scorecard_year=years[int(row["year"])],
            by=by,
            **work_facts(row, owner=by),
        )


def work_facts(row: dict[str, str], *, owner: User) -> dict[str, Any]:
    """What a row of the table says about a work program."""
    return {
        "name": row["name"],
        "owner": owner if row["owned"] else None,
        "budget": number(row["budget"]),
        "spent": number(row["spent"]),
        "start": day(row["start"]),
        "end": day(row["end"]),
        "progress": int(row["progress"]),
        "status": row["status"],
    }


def day(text: str) -> datetime.date | None:
    """A cell with a date, or nothing."""
    return datetime.date.fromisoformat(text) if text else None
