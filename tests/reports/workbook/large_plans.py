"""A plan of any size as the cells of a workbook, with everything that a plan can have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from reports.workbook.sheets import BY_NAME
from tests.reports.workbook.files import Tables, table

PERSPECTIVES = ("F", "C", "P", "L")
FIRST_YEAR = 2021
POLARITIES = ("higher", "higher", "lower", "range")


def large_plan(*, indicators: int, years: int, scheme: str, seed: int = 1) -> Tables:
    """The workbook of a generated plan: ten indicators to an objective, two initiatives to an indicator.

    Each indicator has a row in every year and one in each of two years before the plan; each initiative has
    half a work program in every year. scheme: the code of one that the organization has.
    """
    draw = random.Random(seed)
    plan_years = range(FIRST_YEAR, FIRST_YEAR + years)
    objectives = [f"SS{number}" for number in range(1, indicators // 10 + 1)]
    codes = [(f"{objective}-{place}", objective) for objective in objectives for place in range(10)]
    sheets = {
        "Plan": _plan(plan_years, scheme),
        "Statements": ({"code": f"M{n}", "kind": "mission", "text": f"Mission {n}"} for n in range(1, 6)),
        "Perspectives": ({"code": code, "name_en": f"Perspective {code}"} for code in PERSPECTIVES),
        "Objectives": _objectives(objectives),
        "Links": (
            {"cause": cause, "effect": effect, "note": "Because"} for cause, effect in pairwise(objectives)
        ),
        "Indicators": (_indicator(code, objective, draw) for code, objective in codes),
        "Years": _years(codes, plan_years, draw),
        "Initiatives": (
            {"indicator": code, "name": f"Initiative {place}"}
            for code, _objective in codes
            for place in (1, 2)
        ),
        "WorkPrograms": _work(codes, plan_years),
        "Weights": (
            {"of": "objective", "code": code, "year": year, "weight": Decimal(draw.randint(1, 400)) / 4}
            for code in objectives
            for year in plan_years
        ),
    }
    merged: Tables = {}
    for name, rows in sheets.items():
        merged |= table(name, *rows)
    return merged


def _plan(years: range, scheme: str) -> Iterator[dict[str, Any]]:
    rules = {"weighting": "hierarchical", "scheme": scheme}
    yield {"period": f"{years.start}-{years.stop - 1}", "name": "Generated", **rules}
    for year in years:
        yield {"period": year, **rules}


def _objectives(codes: list[str]) -> Iterator[dict[str, Any]]:
    for place, code in enumerate(codes):
        yield {
            "code": code,
            "perspective": PERSPECTIVES[place % 4],
            "name": f"Objective {code}",
            "statements": f"M{place % 5 + 1}",
        }


def _indicator(code: str, objective: str, draw: random.Random) -> dict[str, Any]:
    place = int(code.rpartition("-")[2])
    return {
        "code": code,
        "objective": objective,
        "name": f"Indicator {code}",
        "unit_of_measure": "%",
        "polarity": POLARITIES[place % 4],
        "weight": Decimal(draw.randint(1, 400)) / 4,
        "definition": f"What {code} measures",
        "baseline_method": "decreed" if place % 2 else "previous",
        "baseline": Decimal(place + 1),
    }


def _years(codes: list[tuple[str, str]], years: range, draw: random.Random) -> Iterator[dict[str, Any]]:
    for code, _objective in codes:
        place = int(code.rpartition("-")[2])
        for year in (years.start - 2, years.start - 1):
            yield {"indicator": code, "year": year, "achievement": Decimal(place + 1)}
        for year in years:
            target = Decimal(draw.randint(1, 10**9)) / 1000
            yield {
                "indicator": code,
                "year": year,
                "target": target,
                "target_upper": target + 10 if POLARITIES[place % 4] == "range" else None,
                "weight": Decimal(draw.randint(1, 400)) / 4,
                "achievement": Decimal(draw.randint(1, 10**9)) / 1000,
                "note": "Checked" if draw.random() < 0.1 else None,
            }


def _work(codes: list[tuple[str, str]], years: range) -> Iterator[dict[str, Any]]:
    for code, _objective in codes:
        for year in years:
            initiative = f"Initiative {year % 2 + 1}"
            yield {
                "indicator": code,
                "initiative": initiative,
                "year": year,
                "name": f"Work of {year}",
                "budget": Decimal(1_250_000),
                "progress": 40,
                "status": "running",
            }


def rows_in(tables: Tables) -> int:
    """How many rows the workbook has, without heads."""
    return sum(len(rows) - 1 for name, rows in tables.items() if name in BY_NAME)
