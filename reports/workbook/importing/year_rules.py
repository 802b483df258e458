"""Writes the rules of years: weighting, scheme, threshold, weights of perspectives and objectives."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from performance.rules import RuleChanges, Weighed, weight_name
from performance.services import change_year_rules
from reports.workbook.importing.applying import Work, by_code
from reports.workbook.importing.changes import RowChange
from reports.workbook.importing.places import PLAN_SHEET, WEIGHTS
from reports.workbook.importing.strategy import scheme_of
from reports.workbook.sheets import PERSPECTIVE
from scorecards.models import Objective, ScorecardYear


def write_rules(work: Work) -> dict[int, str]:
    """Changes the rules and weights of years, one year at a time.

    Answers the weightings that are still to come, by year, of an import by detour.
    """
    rows = _rows_by_year(work)
    found = work.scorecard.years.filter(year__in=rows).select_related("scheme", "scorecard__plan")
    years = {year.year: year for year in found}
    objectives = by_code(Objective.objects.filter(scorecard=work.scorecard))
    pending: dict[int, str] = {}
    for number, changes in sorted(rows.items()):
        if number not in years:  # it could not be made, and that is refused already
            continue
        writing = _YearRules(work, years[number], objectives)
        for change in changes:
            writing.collect(change)
        if work.by_detour and "weighting_mode" in writing.rules:
            pending[number] = writing.rules.pop("weighting_mode")
        writing.write(changes)
    return pending


def _rows_by_year(work: Work) -> dict[int, list[RowChange]]:
    rows: dict[int, list[RowChange]] = {}
    for change in work.changes(PLAN_SHEET):
        if isinstance(change.key[0], int):
            rows.setdefault(change.key[0], []).append(change)
    for change in work.changes(WEIGHTS):
        rows.setdefault(change.key[-1], []).append(change)
    return rows


class _YearRules:
    """The changes of one year, gathered from the rows that say something of it."""

    def __init__(self, work: Work, year: ScorecardYear, objectives: dict[str, Objective]) -> None:
        self.work, self.year, self.objectives = work, year, objectives
        self.weights: dict[str, dict[int, Decimal]] = {Weighed.PERSPECTIVE: {}, Weighed.OBJECTIVE: {}}
        self.rules: RuleChanges = {}
        self.sources: dict[str, RowChange] = {}

    def collect(self, change: RowChange) -> None:
        """Takes what a row says; refuses it where it names what is not there."""
        try:
            if change.sheet.sheet.name == WEIGHTS:
                self._collect_weight(change)
            else:
                self._collect_rules(change)
        except ValidationError as error:
            self.work.refuse(change, error)

    def write(self, changes: Sequence[RowChange]) -> None:
        """Changes the year; what is refused of it is noted at the row that it came from."""
        self.rules["perspective_weights"] = self.weights[Weighed.PERSPECTIVE]
        self.rules["objective_weights"] = self.weights[Weighed.OBJECTIVE]
        try:
            change_year_rules(scorecard_year=self.year, by=self.work.by, **self.rules)
        except ValidationError as error:
            if not hasattr(error, "error_dict"):
                self.work.refuse(changes[0], error)
                return
            for name, errors in error.error_dict.items():
                field = "weight" if name in self.sources else name
                source = self.sources.get(name, self.sources.get("", changes[0]))
                self.work.refuse(source, ValidationError({field: errors}))

    def _collect_weight(self, change: RowChange) -> None:
        kind, code, _year = change.key
        weighed = self.work.perspectives[code] if kind == PERSPECTIVE else self.objectives[code]
        of = Weighed.PERSPECTIVE if kind == PERSPECTIVE else Weighed.OBJECTIVE
        self.weights[of][weighed.pk] = change.values["weight"]
        self.sources[weight_name(of, weighed.pk)] = change

    def _collect_rules(self, change: RowChange) -> None:
        changed = change.changed
        self.sources[""] = change
        if "weighting" in changed:
            self.rules["weighting_mode"] = changed["weighting"]
        if "threshold" in changed:
            self.rules["fixed_threshold"] = changed["threshold"]
        if "threshold_reason" in changed:
            self.rules["fixed_threshold_reason"] = changed["threshold_reason"]
        self._check_reason(change)
        if not {"scheme", "scheme_version"}.isdisjoint(changed):
            self.rules["scheme"] = scheme_of(self.work, change, self.year.scheme)

    def _check_reason(self, change: RowChange) -> None:
        """A reason without a threshold would be dropped, and come back as a change with every import."""
        fixed = self.rules.get("fixed_threshold", self.year.fixed_threshold)
        if fixed is None and change.values.get("threshold_reason"):
            message = _("Read a reason without a threshold; expected both or neither.")
            raise ValidationError({"fixed_threshold_reason": message})
