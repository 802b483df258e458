"""What waits in the organizations: five queries for each, however many people, units and values it has.

Years count that have begun and are not closed, those that are long over too: they wait until somebody closes
them. Practice copies and retired units count nowhere.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby, starmap

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q

from indicators.entry_progress import expected
from indicators.models import Measurement
from indicators.states import State, standing_of
from organizations.models import Organization, Unit, User
from organizations.permissions import Action
from performance.models import FollowUp
from reports.reminders.asking import DECIDING, Value, year_tasks
from reports.reminders.duties import Duty, Letter, Place, Task, ordered
from reports.reminders.people import Crew, People
from reports.reminders.rhythm import follow_up_presses, year_presses
from scorecards.models import ScorecardYear
from scorecards.schemes import Scheme

NEEDED = ("state", "achievement", "level", "note", "entered_by", "scorecard_year")
ROWS_AT_ONCE = 2000

Tasks = dict[int, dict[Place, list[Task]]]
"""By the key of the person, by place."""
TaskOf = tuple[int, int, int, Task]
"""For a person, about a unit, in a year."""


@dataclass(frozen=True, slots=True)
class _Year:
    """An open scorecard-year: its unit and its scheme, whose key is `scheme_key`."""

    unit: int
    year: int
    scheme_key: int
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class _FollowUp:
    """An open follow-up: of a result of the unit and year."""

    unit: int
    year: int
    owner: int
    status: str
    due: datetime.date


def letters(organizations: Iterable[Organization], *, today: datetime.date) -> list[Letter]:
    """A letter for each person for whom something waits in one of the organizations, by address."""
    users: dict[int, User] = {}
    tasks: Tasks = {}
    for organization in organizations:
        people = People(organization, today=today)
        for key, places in _tasks(people, organization, today).items():
            users[key] = people.users[key]
            tasks.setdefault(key, {}).update(places)
    found = [Letter(users[key], ordered(places)) for key, places in tasks.items()]
    return sorted(found, key=lambda letter: letter.to.email)


def organizations_of(chosen: Organization | None) -> list[Organization]:
    """The chosen organization and all others that its people belong to; all of them without a choice."""
    real = Organization.objects.filter(practice_of=None)
    if chosen is None:
        return list(real)
    people = User.objects.filter(
        Q(memberships__unit__organization=chosen) | Q(held_units__organization=chosen)
    ).order_by()
    there = Unit.objects.filter(Q(memberships__user__in=people) | Q(holder__in=people)).order_by()
    return list(real.filter(Q(pk=chosen.pk) | Q(pk__in=there.values("organization"))))


def _tasks(people: People, organization: Organization, today: datetime.date) -> Tasks:
    """What waits for the people of one organization."""
    places = _Places(people, organization)
    years = _open_years(organization, today)
    found: Tasks = {}
    for key, unit, year, task in chain(
        _value_tasks(people, organization, years, today), _follow_up_tasks(people, organization, years, today)
    ):
        found.setdefault(key, {}).setdefault(places.of(unit, year), []).append(task)
    return found


class _Places:
    """The places of an organization, in the order of its units."""

    def __init__(self, people: People, organization: Organization) -> None:
        self.people, self.organization = people, organization
        self.order = {key: order for order, key in enumerate(people.units)}

    def of(self, unit: int, year: int) -> Place:
        """A unit in a year."""
        found = self.people.units[unit]
        return Place(
            self.organization.name, self.organization.code, found.name, found.code, year, self.order[unit]
        )


def _value_tasks(
    people: People, organization: Organization, years: Mapping[int, _Year], today: datetime.date
) -> Iterator[TaskOf]:
    """One query: what waits for whom among the values of the open years."""
    for open_year, values in _values(organization, years, today):
        crew = Crew(people, open_year.unit)
        asked = year_tasks(values, crew, presses=year_presses(open_year.year, today))
        for key, tasks in asked.items():
            for task in tasks:
                yield key, open_year.unit, open_year.year, task


def _years(organization: Organization, today: datetime.date) -> Q:
    """Condition on scorecard-years: of a unit in use, within their plan, begun, and not closed."""
    return Q(
        scorecard__unit__organization=organization,
        scorecard__unit__active=True,
        scorecard__plan__first_year__lte=F("year"),
        scorecard__plan__last_year__gte=F("year"),
        year__lte=today.year,
        closed_at=None,
    )


def _open_years(organization: Organization, today: datetime.date) -> dict[int, _Year]:
    """One query: by key. A scheme that many years share is read once."""
    schemes: dict[int, Scheme] = {}
    found = {}
    years = ScorecardYear.objects.filter(_years(organization, today))
    for year in years.select_related("scheme", "scorecard").order_by():
        if year.scheme_id not in schemes:
            schemes[year.scheme_id] = year.scheme.rule()
        found[year.pk] = _Year(year.scorecard.unit_id, year.year, year.scheme_id, schemes[year.scheme_id])
    return found


def _values(
    organization: Organization, years: Mapping[int, _Year], today: datetime.date
) -> Iterator[tuple[_Year, list[Value]]]:
    """One query: each year with those of its values that leave something to do."""
    asked = ScorecardYear.objects.filter(_years(organization, today)).order_by().values("pk")
    missing = expected() & Q(achievement=None)
    in_work = Q(state__in=[State.DRAFT, State.RETURNED, State.SUBMITTED]) & ~Q(achievement=None)
    answering = FollowUp.objects.filter(measurement=OuterRef("pk")).answering().order_by()
    rows = (
        Measurement.objects.filter(scorecard_year__in=asked)
        .annotate(
            is_expected=ExpressionWrapper(expected(), output_field=BooleanField()),
            is_answered=Exists(answering),
            owner=F("indicator__objective__owner"),
            responsible=F("indicator__person_responsible"),
        )
        .filter(missing | in_work | (_below(years) & Q(is_answered=False)))
        .only(*NEEDED)
        .order_by("scorecard_year", "pk")
    )
    for key, group in groupby(rows.iterator(ROWS_AT_ONCE), key=lambda row: row.scorecard_year_id):
        if key in years:
            yield years[key], [_value(row, years[key].scheme) for row in group]


def _below(years: Mapping[int, _Year]) -> Q:
    """Condition on measurements: their level is below that of the target in their scheme."""
    below = Q(pk__in=[])
    for key, level in {(year.scheme_key, year.scheme.on_target_level) for year in years.values()}:
        below |= Q(scorecard_year__scheme=key, level__lt=level)
    return below & ~Q(state=State.NOT_APPLICABLE)


def _value(row: Measurement, scheme: Scheme) -> Value:
    standing = standing_of(row, scheme)
    return Value(
        standing=standing,
        is_missing=row.is_expected and not standing.has_achievement,  # type: ignore[attr-defined]
        is_unanswered=row.is_expected and standing.is_below and not row.is_answered,  # type: ignore[attr-defined]
        owner=row.owner,  # type: ignore[attr-defined]
        responsible=row.responsible,  # type: ignore[attr-defined]
    )


def _follow_up_tasks(
    people: People, organization: Organization, years: Mapping[int, _Year], today: datetime.date
) -> Iterator[TaskOf]:
    """One query: the own follow-ups of each owner, and those to close, unit by unit.

    They stand in the unit's latest year, whose page shows what came over from all years before it.
    """
    latest: dict[int, int] = {}
    dues: dict[tuple[int, int], list[datetime.date]] = {}
    done: Counter[int] = Counter()
    open_ones = _open_follow_ups(organization, today)
    for unit, year in chain(
        ((each.unit, each.year) for each in years.values()), ((each.unit, each.year) for each in open_ones)
    ):
        latest[unit] = max(year, latest.get(unit, year))
    for each in open_ones:
        if each.status == FollowUp.Status.DONE:
            done[each.unit] += 1
        elif Crew(people, each.unit).may(each.owner, Action.VIEW):
            dues.setdefault((each.owner, each.unit), []).append(each.due)
    for (owner, unit), days in dues.items():
        yield owner, unit, latest[unit], _own_follow_ups(days, today)
    for unit, count in done.items():
        for key in Crew(people, unit).first(*DECIDING):
            yield key, unit, latest[unit], Task(Duty.CLOSE, count, count, presses=True)


def _open_follow_ups(organization: Organization, today: datetime.date) -> list[_FollowUp]:
    at = "measurement__scorecard_year"
    begun = {
        f"{at}__scorecard__unit__organization": organization,
        f"{at}__scorecard__unit__active": True,
        f"{at}__year__lte": today.year,
    }
    columns = (f"{at}__scorecard__unit", f"{at}__year", "owner", "status", "due")
    rows = FollowUp.objects.open().filter(**begun).order_by().values_list(*columns)
    return list(starmap(_FollowUp, rows))


def _own_follow_ups(days: list[datetime.date], today: datetime.date) -> Task:
    """A person's open follow-ups with these due dates."""
    return Task(
        Duty.WORK,
        len(days),
        len(days),
        presses=any(follow_up_presses(day, today) for day in days),
        overdue=sum(day < today for day in days),
        next_due=min(days),
    )
