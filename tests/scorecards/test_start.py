"""The guided start: adding what was typed on a page, and how far a plan has come."""

import pytest
from django.core.exceptions import ValidationError

from scorecards import services
from scorecards.models import Objective, ObjectiveWeight, Perspective, Plan, Scorecard, Statement
from scorecards.scope import scorecard_scope
from scorecards.services import PerspectiveRow
from scorecards.start import Step, load_progress
from scorecards.start_lines import read_lines
from tests.factories import ObjectiveFactory, PlanFactory, ScoringSchemeFactory, StatementFactory


def lines(text, place="lines", **kwargs):
    return read_lines(text, longest=250, place=place, **kwargs)[0]


@pytest.fixture
def add(scorecard, cast):
    def statements(text, kind="mission"):
        return services.add_statements(
            plan=scorecard.plan, kind=kind, lines=lines(text), by=cast.administrator
        )

    return statements


@pytest.fixture
def add_objectives(scorecard, cast):
    def objectives(text, code="F"):
        perspective = scorecard.plan.perspectives.get(code=code)
        known = scorecard.plan.statements.values_list("code", flat=True)
        typed = [(perspective, line) for line in lines(text, statements=[*known])]
        return services.add_objectives(scorecard=scorecard, lines=typed, by=cast.administrator)

    return objectives


class TestStatements:
    def test_each_line_becomes_one_with_the_next_code(self, add, scorecard):
        add("Make parts\nMake friends")
        found = scorecard.plan.statements.values_list("code", "text", "order")
        assert list(found) == [("M1", "Make parts", 1), ("M2", "Make friends", 2)]

    @pytest.mark.parametrize(("kind", "code"), [("vision", "V1"), ("mission", "M1"), ("goal", "T1")])
    def test_the_code_says_the_kind(self, add, kind, code):
        assert add("Grow", kind).codes == (code,)

    def test_each_leaves_a_trace(self, add, cast):
        add("Make parts")
        assert Statement.history.get().history_user == cast.administrator

    def test_codes_in_use_by_another_kind_are_skipped(self, add, scorecard):
        StatementFactory(plan=scorecard.plan, kind="goal", code="M1")
        assert add("Make parts").codes == ("M2",)

    def test_saving_the_same_again_adds_nothing(self, add):
        add("Make parts\nMake friends")
        again = add("make  PARTS\nMake friends")
        assert (again.codes, again.doubles) == ((), ("make PARTS", "Make friends"))
        assert Statement.objects.count() == 2

    def test_a_line_written_twice_is_added_once(self, add):
        assert add("Make parts\nMake parts").codes == ("M1",)

    def test_the_same_text_may_be_of_two_kinds(self, add):
        add("Grow", "goal")
        assert add("Grow", "vision").codes == ("V1",)

    def test_a_code_that_was_pasted_along_is_kept_and_not_given_to_another(self, add):
        assert add("Make friends\nM1\tMake parts").codes == ("M2", "M1")

    def test_a_refused_line_refuses_all_and_is_told_with_its_number(self, add, scorecard):
        StatementFactory(plan=scorecard.plan, kind="goal", code="M7")
        with pytest.raises(ValidationError) as caught:
            add("Make parts\nM7\tMake friends")
        told = caught.value.message_dict
        assert told == {"lines": ["Line 2: Another statement of this plan uses this code."]}
        assert Statement.objects.count() == 1


class TestObjectives:
    def test_each_line_becomes_one_of_its_perspective(self, add_objectives):
        add_objectives("Raise the profit\nLower the cost")
        found = Objective.objects.values_list("code", "name", "perspective__code", "order")
        assert list(found) == [("SS1", "Raise the profit", "F", 1), ("SS2", "Lower the cost", "F", 2)]

    def test_it_is_weighed_in_every_year(self, add_objectives, scorecard):
        add_objectives("Raise the profit")
        assert ObjectiveWeight.objects.count() == scorecard.years.count()

    def test_the_statements_named_are_ticked(self, add, add_objectives):
        add("Make parts\nMake friends")
        add_objectives("Raise the profit [M2]")
        assert [each.code for each in Objective.objects.get().statements.all()] == ["M2"]

    def test_one_called_like_another_of_the_scorecard_is_left_out(self, add_objectives):
        add_objectives("Raise the profit")
        assert add_objectives("raise the profit", "C").doubles == ("raise the profit",)

    def test_a_statement_that_has_gone_refuses_all(self, add, add_objectives, scorecard, cast):
        add("Make parts")
        typed = lines("Raise the profit\nLower the cost [M1]", statements=["M1"])
        Statement.objects.all().delete()
        perspective = scorecard.plan.perspectives.get(code="F")
        with pytest.raises(ValidationError, match="Line 2: The statement M1 is not there any more"):
            services.add_objectives(
                scorecard=scorecard, lines=[(perspective, line) for line in typed], by=cast.administrator
            )
        assert not Objective.objects.exists()

    def test_a_perspective_of_another_plan_is_refused(self, scorecard, cast):
        other = services.create_default_perspectives(PlanFactory(), by=None)[0]
        with pytest.raises(ValidationError):
            services.add_objectives(
                scorecard=scorecard, lines=[(other, lines("Grow")[0])], by=cast.administrator
            )
        assert not Objective.objects.exists()


class TestPerspectives:
    @pytest.fixture
    def plan(self, db):
        return PlanFactory()

    def rows(self, *names):
        return [PerspectiveRow(number, "", name, 1) for number, name in enumerate(names, start=1)]

    def test_rows_become_perspectives_in_their_order(self, plan):
        services.add_perspectives(plan=plan, rows=self.rows("Money", "People", "Parts"), by=None)
        found = plan.perspectives.values_list("code", "name_en", "order")
        assert list(found) == [("M", "Money", 1), ("P", "People", 2), ("P2", "Parts", 3)]

    def test_saving_the_same_again_adds_nothing(self, plan):
        for _time in range(2):
            added = services.add_perspectives(plan=plan, rows=self.rows("Money", "People"), by=None)
        assert (added.codes, added.doubles) == ((), ("Money", "People"))
        assert plan.perspectives.count() == 2

    def test_a_refused_row_refuses_all_and_is_named(self, plan):
        rows = [PerspectiveRow(1, "", "Money", 1, "X"), PerspectiveRow(4, "", "People", 1, "X")]
        with pytest.raises(ValidationError) as caught:
            services.add_perspectives(plan=plan, rows=rows, by=None)
        assert list(caught.value.message_dict) == ["code-4"]
        assert not Perspective.objects.exists()


class TestPlan:
    def begin(self, cast, **fields):
        organization = cast.unit.organization
        scheme = organization.schemes.first() or ScoringSchemeFactory(organization=organization)
        given = {"name": "", "first_year": 2020, "last_year": 2024, "scheme": scheme, "unit": cast.unit}
        return services.begin_plan(organization=organization, by=cast.administrator, **{**given, **fields})

    def test_it_comes_with_the_units_scorecard_and_its_years(self, cast):
        card = self.begin(cast)
        assert (card.unit, card.years.count()) == (cast.unit, 5)

    def test_without_a_name_it_is_called_by_its_years(self, cast):
        assert self.begin(cast).plan.name == "Strategic plan 2020–2024"

    def test_where_the_scorecard_is_refused_there_is_no_plan_either(self, cast):
        cast.unit.active = False
        with pytest.raises(ValidationError):
            self.begin(cast)
        assert not Plan.objects.exists()
        assert not Scorecard.objects.exists()


class TestProgress:
    @pytest.fixture
    def progress(self, cast):
        def of(user=None, unit=None, year=2012):
            unit = unit or cast.unit
            return load_progress(scorecard_scope(user or cast.administrator, "ACME", unit.code, year))

        return of

    def done(self, progress):
        return [each.step for each in progress.steps if each.done]

    def test_an_empty_organization_has_done_nothing(self, progress):
        assert self.done(progress()) == []
        assert progress().next.step is Step.ORGANIZATION

    def test_only_organization_and_plan_are_ready_without_a_plan(self, progress):
        ready = [each.step for each in progress().steps if each.ready]
        assert ready == [Step.ORGANIZATION, Step.PLAN]

    def test_a_scorecard_with_perspectives_has_done_three_steps(self, progress, scorecard):
        assert self.done(progress()) == [Step.ORGANIZATION, Step.PLAN, Step.PERSPECTIVES]

    def test_the_first_step_not_done_comes_next(self, progress, scorecard):
        StatementFactory(plan=scorecard.plan, kind="vision")
        assert progress().next.step is Step.MISSIONS

    def test_a_step_left_out_does_not_hold_up_the_others(self, progress, scorecard):
        ObjectiveFactory(scorecard=scorecard)
        assert progress().is_complete

    def test_it_counts_objectives_their_perspectives_and_those_from_no_statement(self, progress, scorecard):
        first, second = scorecard.plan.perspectives.all()[:2]
        objective = ObjectiveFactory(scorecard=scorecard, perspective=first)
        ObjectiveFactory(scorecard=scorecard, perspective=second)
        for statement in StatementFactory.create_batch(2, plan=scorecard.plan):
            services.set_tick(objective=objective, statement=statement, ticked=True, by=None)
        found = progress().found
        assert (found.objectives, found.covered, found.underived) == (2, 2, 1)

    @pytest.mark.parametrize(
        ("role", "step"),
        [("viewer", None), ("staff", Step.VISION), ("manager", Step.VISION), ("administrator", Step.VISION)],
    )
    def test_next_is_what_the_reader_may_do(self, progress, scorecard, cast, role, step):
        following = progress(cast.by_name(role)).next
        assert (following and following.step) == step

    def test_a_unit_without_a_scorecard_begins_with_it(self, progress, scorecard, cast):
        state = progress(unit=cast.desk).of(Step.PLAN)
        assert (state.done, bool(state.may)) == (False, True)

    def test_who_administers_only_a_unit_may_give_it_a_scorecard_but_make_no_plan(self, cast, progress):
        user = desk_administrator(cast)
        assert not progress(user, cast.desk).of(Step.PLAN).may
        PlanFactory(organization=cast.unit.organization)
        assert progress(user, cast.desk).of(Step.PLAN).may

    def test_a_refusal_has_its_reason(self, progress, scorecard, cast):
        reason = progress(cast.viewer).of(Step.OBJECTIVES).may.reason
        assert "Only HR staff" in str(reason)


def desk_administrator(cast):
    """Somebody who administers nothing but the desk."""
    cast.viewer.memberships.update(unit=cast.desk, role="administrator")
    return cast.viewer
