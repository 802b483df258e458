"""The years of KPI sheets: targets, achievements, scores, and what proves them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from indicators.file_kinds import kind_of_type
from indicators.file_words import kind_name, size_text
from indicators.indicator_list import target_text
from indicators.models import Evidence, Indicator, Measurement
from indicators.scorecard_year import measurement_input
from indicators.scoring import IndicatorResult, Status, YearRules, score_year
from organizations.numbers import format_number
from organizations.shown_names import shown_name


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence as the sheet shows it; a file has no `url`.

    `detail`: whose address it is, so that nobody is led astray, or what kind of file and how large.
    """

    pk: int
    title: str
    url: str
    detail: str
    icon: str


@dataclass(frozen=True, slots=True)
class SheetYear:
    """A year of the sheet. `of_plan`: it is one of the plan's years, not history before it.

    `entered_by`: who entered the achievement, as people are called in this organization; may be empty.
    """

    year: int
    measurement: Measurement
    of_plan: bool
    target: str
    result: IndicatorResult
    status: Status
    levels: tuple[int, ...]
    entered_by: str
    evidence: tuple[Proof, ...]

    @property
    def is_closed(self) -> bool:
        """Whether nothing in the year changes any more."""
        return self.measurement.scorecard_year.is_closed

    @property
    def is_open(self) -> bool:
        """Whether its target and achievement may be changed on the sheet."""
        return self.of_plan and not self.is_closed

    @property
    def is_reported(self) -> bool:
        """Whether there is an achievement that evidence could prove, or evidence already."""
        return self.measurement.achievement is not None or bool(self.evidence)


def load_years(indicators: Sequence[Indicator]) -> dict[int, tuple[SheetYear, ...]]:
    """The years of each indicator by its key, in 2 queries: the plan's, and those before with an achievement.

    Expects indicators of one scorecard with objective, scorecard, plan and unit.
    """
    by_key = {indicator.pk: indicator for indicator in indicators}
    rows = list(_rows(indicators))
    proofs: dict[int, list[Proof]] = {}
    for evidence in Evidence.objects.filter(measurement__indicator__in=list(by_key)):
        proofs.setdefault(evidence.measurement_id, []).append(proof_of(evidence))
    years: dict[int, list[SheetYear]] = {pk: [] for pk in by_key}
    for row in rows:
        row.indicator = by_key[row.indicator_id]
        of_plan = row.scorecard_year.year in row.indicator.objective.scorecard.plan.years
        if of_plan or row.achievement is not None:
            years[row.indicator_id].append(_sheet_year(row, of_plan, proofs.get(row.pk, ())))
    return {pk: tuple(found) for pk, found in years.items()}


def achievements_before(years: Sequence[SheetYear]) -> dict[int, Decimal]:
    """The achievements of the years before the plan, by year."""
    return {
        each.year: each.measurement.achievement
        for each in years
        if not each.of_plan and each.measurement.achievement is not None
    }


def chart_data(years: Sequence[SheetYear], decimals: int | None) -> dict[str, Any]:
    """What static/js/chart.js draws: achievements as points, targets as a line, over the years."""
    rows = [year.measurement for year in years]
    data = {
        "type": "history",
        "shape": "points",
        "labels": [str(year.year) for year in years],
        "achievement": [_plain(row.achievement) for row in rows],
        "achievement_text": [format_number(row.achievement, decimals=decimals) for row in rows],
        "target": [_plain(row.target) for row in rows],
        "target_text": [year.target for year in years],
        "status": [year.status.value if year.result.level is not None else "" for year in years],
        "names": {"achievement": _("Achievement"), "target": _("Target"), "missing": _("Not reported")},
        "status_names": {
            Status.BELOW.value: _("Below target"),
            Status.ON.value: _("On target"),
            Status.ABOVE.value: _("Above target"),
        },
    }
    if any(row.target_upper is not None for row in rows):
        data["target_upper"] = [_plain(row.target_upper) for row in rows]
    return data


def _rows(indicators: Sequence[Indicator]) -> Iterable[Measurement]:
    if not indicators:
        return ()
    organization = indicators[0].objective.scorecard.unit.organization_id
    return (
        Measurement.objects.filter(indicator__in=[indicator.pk for indicator in indicators])
        .select_related("scorecard_year__scheme")
        .annotate(entered_by_name=shown_name(organization, "entered_by"))
        .order_by("scorecard_year__year")
    )


def proof_of(evidence: Evidence) -> Proof:
    """The evidence as pages show it."""
    if not evidence.is_file:
        host = urlsplit(evidence.url).hostname or ""
        return Proof(evidence.pk, evidence.title, evidence.url, host, "globe")
    kind = kind_of_type(evidence.content_type)
    name = evidence.file_name if evidence.file_name != evidence.title else ""
    parts = (name, kind_name(kind) if kind else "", size_text(evidence.size or 0))
    detail = "\N{NO-BREAK SPACE}· ".join(part for part in parts if part)
    return Proof(evidence.pk, evidence.title, "", detail, kind.icon if kind else "file")


def _sheet_year(row: Measurement, of_plan: bool, evidence: Iterable[Proof]) -> SheetYear:
    scheme = row.scorecard_year.scheme.rule()
    scored = score_year(YearRules(scheme), [measurement_input(row)]).rows[0]
    return SheetYear(
        year=row.scorecard_year.year,
        measurement=row,
        of_plan=of_plan,
        target=target_text(row, row.indicator.decimals),
        result=scored.result,
        status=scored.status,
        levels=scheme.levels,
        entered_by=row.entered_by_name or "",  # type: ignore[attr-defined]
        evidence=tuple(evidence),
    )


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
