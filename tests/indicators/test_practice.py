"""Practice copies: the real figures apart from the real ones, for who may see them, and gone at will."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.belongings import belongings
from indicators.measuring import write_measurement
from indicators.models import Measurement
from indicators.scorecard_year import load_scorecard_year
from indicators.services.practice import MOST_COPIES, make_practice_copy
from indicators.services.throwing_away import throw_away
from organizations.models import Membership, Organization, Unit, User
from organizations.services import remove_membership
from performance.plain_table import as_data
from scorecards.models import Objective, Plan, ScorecardYear, ScoringScheme
from tests.factories import MembershipFactory, ScorecardFactory, UnitFactory, UserFactory
from tests.indicators.full_plans import CONTENTS, full_plan, rows_of, said
from tests.indicators.scorecards import of_size

# What a practice copy says otherwise on purpose; people and units are compared by tests of their own.
OTHER = {
    "closed_at",
    "closed_by",
    "organization",
    "unit",
    "version",
    "parent",
    "owner",
    "entered_by",
    "added_by",
    "added_at",
}


@pytest.fixture(params=[1, 2, 3])
def source(request, cast):
    return full_plan(cast.unit, seed=request.param, people=[cast.administrator, cast.viewer, UserFactory()])


@pytest.fixture
def small(cast):
    return full_plan(cast.unit, people=[cast.administrator, UserFactory()])


def plan_of(root):
    return Plan.objects.get(organization=root.organization)


def everything():
    """How many rows there are of each model that belongs to organizations."""
    return {model: model._default_manager.count() for model, _path in belongings(Organization)}


def contents_of(plan, besides=()):
    return {model: [said(row, {*OTHER, *besides}) for row in rows_of(model, plan)] for model in CONTENTS}


def test_every_field_of_the_copy_says_what_the_original_says(source, cast):
    root = make_practice_copy(source, by=cast.viewer)
    assert contents_of(plan_of(root)) == contents_of(source.plan)
    assert said(plan_of(root), {"organization"}) == said(source.plan, {"organization"})


def read(year):
    """The year's table; a closed year leaves out what measures nothing in it, and its copy is open."""
    data = as_data(load_scorecard_year(year))
    measured = {key: {row[key] for row in data["rows"]} for key in ("objective", "perspective")}
    for key, codes in measured.items():
        totals = data["subtotals"][f"{key}s"]
        data["subtotals"][f"{key}s"] = {code: totals[code] for code in codes}
    return data


def test_every_year_reads_as_in_the_original_digit_by_digit(source, cast):
    root = make_practice_copy(source, by=cast.viewer)
    years = ScorecardYear.objects.filter(year__gte=2012).order_by("year")
    tables = [[read(year) for year in years.filter(scorecard__unit=unit)] for unit in (source.unit, root)]
    assert tables[0] == tables[1]
    assert len(tables[0]) == 2


def test_stored_scores_of_the_copy_are_what_the_rule_gives(source, cast):
    make_practice_copy(source, by=cast.viewer)
    call_command("rescore", "--check")


def test_the_original_stays_as_it_is(small, cast):
    before = contents_of(small.plan, ())
    make_practice_copy(small, by=cast.viewer)
    assert contents_of(small.plan) == before
    assert small.years.filter(closed_at__isnull=False).count() == 1


def test_every_year_of_the_copy_is_open(small, cast):
    root = make_practice_copy(small, by=cast.viewer)
    assert not ScorecardYear.objects.filter(scorecard__unit=root, closed_at__isnull=False).exists()


def test_the_copy_belongs_to_an_organization_of_its_own_that_the_maker_administers(small, cast):
    root = make_practice_copy(small, by=cast.viewer)
    made = root.organization
    assert (made.code, made.name, made.practice_of) == (
        "ACME-PRAC-1",
        f"Practice: {cast.unit.name}",
        cast.unit.organization,
    )
    assert (root.code, root.parent, root.kind) == (cast.unit.code, None, "organization")
    [membership] = Membership.objects.filter(unit__organization=made)
    assert (membership.user, membership.unit, membership.role) == (cast.viewer, root, "administrator")


def test_nothing_of_the_copy_leads_out_of_its_organization(small, cast):
    root = make_practice_copy(small, by=cast.viewer)
    schemes = ScoringScheme.objects.filter(organization=root.organization)
    plan = plan_of(root)
    assert plan.scheme in schemes
    assert all(year.scheme in schemes for year in rows_of(ScorecardYear, plan))
    assert all(each.perspective.plan == plan for each in rows_of(Objective, plan))


def test_nobody_but_the_maker_is_named_in_the_copy(small, cast):
    root = make_practice_copy(small, by=cast.administrator)
    named = {
        getattr(row, field.name)
        for model in CONTENTS
        for row in rows_of(model, plan_of(root))
        for field in row._meta.concrete_fields
        if field.related_model is User
    }
    assert named == {None, cast.administrator}


def test_an_objective_of_the_copy_supports_none_of_another_scorecard(cast, small):
    card = ScorecardFactory(plan=small.plan, unit=cast.desk)
    ours = Objective.objects.create(
        scorecard=card,
        perspective=small.plan.perspectives.first(),
        code="SS1",
        name="Sell",
        parent=small.objectives.first(),
    )
    root = make_practice_copy(card, by=cast.person)
    [copy] = rows_of(Objective, plan_of(root))
    assert (copy.code, copy.parent) == (ours.code, None)


def test_the_copy_of_a_unit_below_holds_nothing_of_the_units_above(cast, small):
    root = make_practice_copy(ScorecardFactory(plan=small.plan, unit=cast.desk), by=cast.person)
    assert rows_of(Objective, plan_of(root)) == []
    assert Unit.objects.filter(organization=root.organization).count() == 1


def test_everything_in_the_copy_has_a_trace(small, cast):
    before = {model: model.history.count() for model in CONTENTS}
    root = make_practice_copy(small, by=cast.viewer)
    made = {model: len(rows_of(model, plan_of(root))) for model in CONTENTS}
    assert {model: model.history.count() - before[model] for model in CONTENTS} == made
    traces = Measurement.history.filter(scorecard_year__scorecard__unit=root)
    assert {trace.history_user for trace in traces} == {cast.viewer}


def test_playing_changes_nothing_in_the_original(small, cast):
    root = make_practice_copy(small, by=cast.viewer)
    before = contents_of(small.plan)
    rows = Measurement.objects.filter(scorecard_year__scorecard__unit=root, scorecard_year__year=2012)
    write_measurement(measurement=rows.first(), changes={"achievement": Decimal(1)}, by=cast.viewer)
    assert contents_of(small.plan) == before


@pytest.mark.parametrize("indicators", [20, 200])
def test_a_plan_of_any_size_is_read_in_as_many_queries(indicators, scorecard, cast):
    of_size(scorecard, indicators)
    with CaptureQueriesContext(connection) as captured:
        make_practice_copy(scorecard, by=cast.viewer)
    assert sum(1 for query in captured if query["sql"].startswith(("SELECT", "EXECUTE"))) == 28


def test_a_person_has_only_so_many_copies_of_one_organization(small, cast):
    roots = [make_practice_copy(small, by=cast.viewer) for _each in range(MOST_COPIES)]
    with pytest.raises(ValidationError, match="You have 3 practice copies already"):
        make_practice_copy(small, by=cast.viewer)
    throw_away(roots[0].organization, by=cast.viewer)
    assert make_practice_copy(small, by=cast.viewer).organization.code == "ACME-PRAC-1"
    assert make_practice_copy(small, by=cast.staff).organization.code == "ACME-PRAC-4"


def test_there_is_no_practice_copy_of_a_practice_copy(small, cast):
    root = make_practice_copy(small, by=cast.viewer)
    with pytest.raises(ValidationError, match="This is a practice copy already"):
        make_practice_copy(root.scorecards.get(), by=cast.viewer)


def test_a_code_of_full_length_leaves_room_for_the_number(cast, small):
    Organization.objects.filter(pk=cast.unit.organization_id).update(code="A" * 30, name="N" * 200)
    Unit.objects.filter(pk=cast.unit.pk).update(name="U" * 200)
    small.unit.refresh_from_db()
    made = make_practice_copy(small, by=cast.viewer).organization
    assert (len(made.code), made.code[-7:], len(made.name)) == (27, "-PRAC-1", 200)


def test_everything_of_a_practice_copy_is_thrown_away(small, cast):
    before = everything()
    root = make_practice_copy(small, by=cast.viewer)
    MembershipFactory(unit=root, user=cast.staff)
    UnitFactory(parent=UnitFactory(parent=root), kind="person", holder=cast.staff)
    made = everything()
    throw_away(root.organization, by=cast.viewer)
    assert everything() == before
    assert 0 not in [made[model] - before[model] for model in {*CONTENTS, Organization, Unit, Membership}]


def test_what_is_thrown_away_leaves_its_traces(small, cast):
    root = make_practice_copy(small, by=cast.viewer)
    rows = {model: len(rows_of(model, plan_of(root))) for model in CONTENTS}
    throw_away(root.organization, by=cast.viewer)
    traces = {"history_type": "-", "history_user": cast.viewer}
    assert {model: model.history.filter(**traces).count() for model in CONTENTS} == rows
    assert Organization.history.filter(**traces).get().code == "ACME-PRAC-1"


def test_everything_that_belongs_to_an_organization_keeps_traces():
    assert [model for model, _path in belongings(Organization) if not hasattr(model, "history")] == []


def test_a_closed_year_keeps_no_practice_copy(small, cast):
    root = make_practice_copy(small, by=cast.viewer)
    years = ScorecardYear.objects.filter(scorecard__unit=root)
    years.update(closed_at="2013-01-01T00:00Z", closed_by=cast.viewer)
    throw_away(root.organization, by=cast.viewer)
    assert not years.exists()


def test_a_real_organization_is_never_thrown_away(small, cast):
    before = everything()
    with pytest.raises(ValidationError, match="This is no practice copy"):
        throw_away(cast.unit.organization, by=cast.administrator)
    assert everything() == before


def test_a_practice_copy_is_not_thrown_away_twice(small, cast):
    gone = make_practice_copy(small, by=cast.viewer).organization
    throw_away(Organization.objects.get(pk=gone.pk), by=cast.viewer)
    with pytest.raises(ValidationError, match="deleted this in the meantime"):
        throw_away(gone, by=cast.viewer)


def test_a_copy_that_nobody_administers_any_more_goes_when_the_next_one_is_made(small, cast):
    abandoned = make_practice_copy(small, by=cast.viewer).organization
    kept = make_practice_copy(small, by=cast.staff).organization
    remove_membership(cast.viewer.memberships.get(unit=cast.unit), by=cast.administrator)
    made = make_practice_copy(small, by=cast.manager).organization
    practices = Organization.objects.filter(practice_of__isnull=False)
    assert set(practices) == {kept, made}
    assert abandoned not in practices
