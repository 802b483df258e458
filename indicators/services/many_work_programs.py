"""Making many work programs of a scorecard at once: what an import brings."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from indicators.models import WorkProgram
from indicators.services.many_indicators import ManyRefused
from indicators.work_programs import problems
from indicators.work_words import problem_errors
from indicators.work_year import work_of
from organizations import history
from organizations.models import User
from scorecards.locks import YearClosed, lock_years, raise_version
from scorecards.models import Scorecard
from scorecards.services import people_of

Place = tuple[int, int]
"""The primary keys of an initiative and of a year of its scorecard."""


@transaction.atomic
def create_work_programs(
    *, scorecard: Scorecard, rows: Sequence[WorkProgram], by: User | None, reason: str = ""
) -> list[WorkProgram]:
    """Stores new work programs, each as the last of its initiative and year, all or none.

    rows: not saved yet, with initiatives and years of the scorecard loaded. The rules are those of
    create_work_program. Raises ManyRefused.
    """
    years = {year.pk: year for year in lock_years(scorecard)}
    there = WorkProgram.objects.filter(scorecard_year__in=list(years)).order_by()
    last: dict[Place, int] = {
        (initiative, year): order
        for initiative, year, order in there.values_list("initiative", "scorecard_year").annotate(
            last=Max("order")
        )
    }
    taken = set(there.values_list("initiative", "scorecard_year", "name"))
    people = set(people_of(scorecard.plan.organization_id).values_list("pk", flat=True))
    refused: dict[int, ValidationError] = {}
    for number, row in enumerate(rows):
        row.scorecard_year = years[row.scorecard_year_id]
        place = (row.initiative_id, row.scorecard_year_id)
        row.order = last[place] = last.get(place, 0) + 1
        try:
            _check(row, (*place, row.name) in taken, people)
        except ValidationError as error:
            refused[number] = error
        taken.add((*place, row.name))
    if refused:
        raise ManyRefused(refused)
    made = history.create_many(WorkProgram, rows, by=by, reason=reason)
    raise_version(scorecard)
    return made


def _check(row: WorkProgram, is_taken: bool, people: Collection[int]) -> None:
    """Raises ValidationError by field for a new work program that can't be stored, YearClosed."""
    year = row.scorecard_year
    if year.is_closed:
        raise YearClosed(year.year)
    if year.year not in year.scorecard.plan.years:
        message = _("The year %(year)s is none of the plan's years: work programs belong to those.")
        raise ValidationError({"year": message % {"year": year.year}})
    history.validate_values(row)
    errors = dict(problem_errors(problems(work_of(row), year.year), work_of(row), year.year))
    if row.owner_id is not None and row.owner_id not in people:
        errors["owner"] = [ValidationError(_("This person has no role in this organization."))]
    if is_taken:
        message = _("This initiative already has that work program in this year.")
        errors["name"] = [ValidationError(message)]
    if errors:
        raise ValidationError(errors)
