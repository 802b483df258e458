"""Whatever cells hold: the workbook is refused and nothing is written, or written and then the same."""

import datetime
import os
import random
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction

from indicators.models import Indicator, Initiative, Measurement, WorkProgram
from organizations.models import Membership
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    ObjectiveWeight,
    Perspective,
    PerspectiveWeight,
    Plan,
    Scorecard,
    ScorecardYear,
    Statement,
)
from tests.factories import MembershipFactory
from tests.indicators.full_plans import full_plan
from tests.reports.workbook.files import bring, empty_organization, tables_of

RUNS = 600 if os.environ.get("FULL_SIZES") else 20
MODELS = (
    Plan, Scorecard, ScorecardYear, Statement, Perspective, PerspectiveWeight, Objective, ObjectiveWeight,
    ObjectiveLink, ObjectiveStatement,
    Indicator, Measurement, Initiative, WorkProgram,
)  # fmt: skip
VALUES = (
    None, "", " ", "x", "=1+1", "-5", "12,35", "12.35", "SS1", "yes", "2012", "2012-2013", "1900-2100", "a/b",
    "\u202e", "x" * 300, "x" * 3000, "mean", "previous", "range", "higher", "hierarchical", "done",
    "nobody@example.org", True, False, 0, 1, -1, 3, 2012, 2013, 1900, 1899, 99999, 2_000_000_000, 1e15,
    123456789012345.6, 0.1 + 0.2, 1e-7, 12.3456789, -0.0, 1e300, 999999999999.5,
    datetime.date(2012, 2, 29), datetime.date(2013, 12, 31), datetime.date(1900, 3, 1),
)  # fmt: skip


def cell_swapped(tables, draw):
    """Any value in any cell."""
    sheet = draw.choice(list(tables))
    if len(tables[sheet]) > 1:
        row = draw.choice(tables[sheet][1:])
        row[draw.randrange(len(row))] = draw.choice(VALUES)


def cell_exchanged(tables, draw):
    """Two cells of a column."""
    sheet = draw.choice(list(tables))
    if len(tables[sheet]) > 2:
        one, other = draw.sample(tables[sheet][1:], 2)
        place = draw.randrange(min(len(one), len(other)))
        one[place], other[place] = other[place], one[place]


def cell_of_another_column(tables, draw):
    """A value from anywhere in the workbook."""
    rows = [row for rows in tables.values() for row in rows[1:]]
    one, other = draw.choice(rows), draw.choice(rows)
    one[draw.randrange(len(one))] = draw.choice(other)


def row_doubled(tables, draw):
    sheet = draw.choice(list(tables))
    if len(tables[sheet]) > 1:
        row = list(draw.choice(tables[sheet][1:]))
        row[draw.randrange(len(row))] = draw.choice(("NEW", 2014, 2008, row[0]))
        tables[sheet].append(row)


def row_dropped(tables, draw):
    sheet = draw.choice(list(tables))
    if len(tables[sheet]) > 1:
        tables[sheet].remove(draw.choice(tables[sheet][1:]))


def sheet_dropped(tables, draw):
    if len(tables) > 1:
        del tables[draw.choice(list(tables))]


def column_dropped(tables, draw):
    sheet = draw.choice(list(tables))
    if len(tables[sheet][0]) > 1 and len({len(row) for row in tables[sheet]}) == 1:
        place = draw.randrange(len(tables[sheet][0]))
        for row in tables[sheet]:
            del row[place]


def head_renamed(tables, draw):
    sheet = draw.choice(list(tables))
    head = tables[sheet][0]
    head[draw.randrange(len(head))] = draw.choice(("", None, "code", "year", "NAME", "Target ", 5, head[0]))


def number_moved(tables, draw):
    """A number that is a little different: the change that most often can be written."""
    numbers = [
        (row, place)
        for rows in tables.values()
        for row in rows[1:]
        for place, value in enumerate(row)
        if isinstance(value, Decimal)
    ]
    row, place = draw.choice(numbers)
    row[place] = row[place] + draw.choice((0, 1, Decimal("0.25"), -3))


MUTATIONS = (cell_swapped, cell_exchanged, cell_of_another_column, row_doubled, row_dropped, number_moved)
RARE = (sheet_dropped, column_dropped, head_renamed)


def mutate(tables, draw):
    for _each in range(draw.choice((1, 1, 1, 2, 3, 6))):
        draw.choice(RARE if draw.random() < 0.15 else MUTATIONS)(tables, draw)


def stored():
    """Every row that an import could write."""
    return {model.__name__: sorted(model.objects.values_list(), key=repr) for model in MODELS}


class Rollback(Exception):
    pass


def check_one(unit, tables, by):
    """Imports the workbook twice; answers whether it was written."""
    before = stored()
    preview = bring(unit, tables, by=by, write=False)
    assert stored() == before
    report = bring(unit, tables, by=by, seen=preview.fingerprint)
    assert [str(each) for each in report.refusals] == [str(each) for each in preview.refusals]
    assert not report.overtaken
    if not report.written:
        assert stored() == before
        return False
    after = stored()
    again = bring(unit, tables, by=by)
    assert again.refusals == ()
    assert not again.changes_something, list(again.comparison.all_changes())
    assert stored() == after
    call_command("rescore", "--check")
    return True


@pytest.mark.django_db
def test_any_cells_are_refused_or_written_and_then_the_same(cast):
    here = full_plan(cast.unit, seed=3, people=[cast.administrator, cast.viewer])
    there = empty_organization(cast.unit.organization)
    newcomer = MembershipFactory(unit=there, role=Membership.Role.ADMINISTRATOR).user
    written = 0
    for seed in range(RUNS):
        draw = random.Random(seed)
        tables = tables_of(here)
        mutate(tables, draw)
        unit, by = draw.choice(((cast.unit, cast.administrator), (cast.unit, cast.staff), (there, newcomer)))
        try:
            with transaction.atomic():
                written += check_one(unit, tables, by)
                raise Rollback
        except Rollback:
            pass
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
    assert written > RUNS / 20
