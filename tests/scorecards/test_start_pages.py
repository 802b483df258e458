"""The pages of the guided start: each step's way, what is refused, and taking it up again."""

from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.urls import reverse

from organizations.models import Organization, User
from scorecards import services
from scorecards.models import Objective, ObjectiveStatement, Perspective, Plan, Scorecard, Statement
from scorecards.start_forms import row_initial
from tests.factories import ObjectiveFactory, PlanFactory, StatementFactory
from tests.scorecards.places import place

LONG = "x" * 10_000


def at(page, year=2026, code="KOTA"):
    return reverse(f"scorecards:{page}", args=[code, code, year])


def text_of(response):
    return " ".join(unescape(response.content.decode()).split())


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def founder(db, sign_in, capsys):
    """The administrator of an organization in which there is nothing yet."""
    call_command("create_organization", "KOTA", "Kota", "--admin", "ibu@kota.example")
    User.objects.filter(email="ibu@kota.example").update(language="en")
    return sign_in(User.objects.get(email="ibu@kota.example"))


@pytest.fixture
def kota(founder):
    return Organization.objects.get(code="KOTA")


@pytest.fixture
def planned(founder, kota):
    """The founder, with a plan of 2026 to 2030 and a scorecard but no perspectives yet."""
    founder.post(at("start-plan"), plan_typed(kota))
    return founder


@pytest.fixture
def staff(sign_in, cast):
    return sign_in(cast.staff)


@pytest.fixture
def admin(sign_in, cast):
    return sign_in(cast.administrator)


def plan_typed(organization, **fields):
    scheme = organization.schemes.get(code="paper-3").pk
    typed = {"first_year": "2026", "last_year": "2030", "name": "", "weighting_mode": "equal"}
    return {**typed, "scheme": scheme, **fields}


def perspectives_typed(*names, **fields):
    return {f"name_en-{number}": name for number, name in enumerate(names, start=1)} | fields


class TestTheWay:
    def test_the_founder_of_an_empty_organization_arrives_at_the_guided_start(self, founder):
        assert founder.get("/")["Location"].endswith("/start/")

    def test_who_left_it_arrives_there_again_until_there_are_objectives(self, planned, kota):
        assert planned.get("/")["Location"] == at("start")
        ObjectiveFactory(scorecard=Scorecard.objects.get())
        assert not planned.get("/")["Location"].endswith("/start/")

    def test_whoever_only_reads_arrives_at_the_overview(self, cast, sign_in):
        assert "/start/" not in sign_in(cast.viewer).get("/")["Location"]

    @pytest.mark.parametrize("page", ["statements", "perspectives", "objectives"])
    def test_a_page_without_a_plan_offers_the_guided_start(self, founder, page):
        assert at("start") in text_of(founder.get(at(page)))

    def test_it_is_not_offered_to_who_may_not_begin(self, cast, sign_in):
        assert place_of_start(cast) not in text_of(sign_in(cast.viewer).get(statements_of(cast)))

    @pytest.mark.parametrize(
        "page", ["start-perspectives", "start-vision", "start-missions", "start-goals", "start-objectives"]
    )
    def test_without_a_plan_a_later_step_leads_to_the_plan(self, founder, page):
        assert founder.get(at(page))["Location"] == at("start-plan")
        assert founder.post(at(page), {"lines": "Grow"}).status_code == 404

    def test_it_goes_on_where_somebody_else_left_it(self, scorecard, staff):
        StatementFactory(plan=scorecard.plan, kind="vision")
        page = text_of(staff.get(place(scorecard, "start")))
        assert "Continue: Missions" in page
        assert "4 perspectives" in page

    def test_a_step_that_the_reader_may_not_do_says_why(self, scorecard, staff):
        page = text_of(staff.get(place(scorecard, "start-perspectives")))
        assert "only its administrators change it" in page
        assert "Save and continue" not in page

    def test_with_first_objectives_it_says_what_next(self, scorecard, staff):
        ObjectiveFactory(scorecard=scorecard)
        page = text_of(staff.get(place(scorecard, "start")))
        assert "1 objective comes from no statement yet" in page
        assert reverse("performance:map", args=["ACME", "ACME", 2012]) in page


def place_of_start(cast):
    return reverse("scorecards:start", args=["ACME", cast.unit.code, 2012])


def statements_of(cast):
    return reverse("scorecards:statements", args=["ACME", cast.unit.code, 2012])


class TestOrganization:
    def test_name_and_currency_are_saved_and_the_rest_stays(self, founder, kota):
        Organization.objects.update(self_approval_allowed=True)
        answer = founder.post(at("start-organization"), {"name": "Kota Bandung", "currency": "USD"})
        kota.refresh_from_db()
        assert answer["Location"] == at("start-plan")
        assert (kota.name, kota.currency, kota.self_approval_allowed) == ("Kota Bandung", "USD", True)

    @pytest.mark.parametrize("typed", [{}, {"name": "", "currency": "Rp"}, {"name": LONG}, {"name": "a\0"}])
    def test_a_name_that_is_none_is_shown_again(self, founder, kota, typed):
        assert founder.post(at("start-organization"), typed).status_code == 422
        kota.refresh_from_db()
        assert kota.name == "Kota"


class TestPlanAndYears:
    def test_it_makes_the_plan_and_the_units_scorecard(self, founder, kota):
        answer = founder.post(at("start-plan"), plan_typed(kota))
        card = Scorecard.objects.get()
        assert answer["Location"] == at("start-perspectives")
        assert (card.plan.name, card.years.count()) == ("Strategic plan 2026–2030", 5)
        assert not Perspective.objects.exists()

    def test_the_year_in_the_address_becomes_one_of_the_plan(self, founder, kota):
        answer = founder.post(at("start-plan"), plan_typed(kota, first_year="2027"))
        assert answer["Location"] == at("start-perspectives", year=2027)

    def test_saving_it_again_makes_no_second_plan(self, planned, kota):
        answer = planned.post(at("start-plan"), plan_typed(kota))
        assert (answer.status_code, Plan.objects.count(), Scorecard.objects.count()) == (302, 1, 1)

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ({"name": "Ours"}, 'value="Ours"'),
            ({"last_year": "2029"}, 'value="2029"'),
            ({"weighting_mode": "indicator"}, 'value="indicator" selected'),
            ({"first_year": "abc"}, 'value="abc"'),
            ({"name": LONG}, LONG),
            ({"name": "a\0b"}, "Null characters"),
        ],
    )
    def test_a_plan_made_in_the_meantime_is_named_and_what_was_typed_is_kept(
        self, planned, kota, typed, kept
    ):
        answer = planned.post(at("start-plan"), plan_typed(kota, **typed))
        told = "The plan “Strategic plan 2026–2030” for 2026 to 2030 was made in the meantime"
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert kept in text_of(answer)
        assert Plan.objects.get().name == "Strategic plan 2026–2030"

    def test_beside_a_plan_made_in_the_meantime_other_years_can_be_chosen(self, planned, kota):
        answer = planned.post(at("start-plan"), plan_typed(kota, first_year="2031", last_year="2035"))
        assert answer["Location"] == at("start-perspectives", year=2031)
        assert Plan.objects.count() == 2

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"first_year": "1899"}, "Read “1899”; expected a year from 1900 to 2100."),
            ({"first_year": "soon"}, "Read “soon”"),
            ({"first_year": "9" * 5000}, "expected a year"),
            ({"last_year": "2025"}, "The last year can't be before the first."),
            ({"last_year": "2100"}, "A plan has at most 30 years."),
            ({"name": LONG}, "at most 200 characters"),
            ({"name": "a\0b"}, "Null characters"),
            ({"scheme": "999999"}, "not one of the available choices"),
            ({"weighting_mode": "heavy"}, "not one of the available choices"),
            ({"first_year": ""}, "This field is required"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_made(self, founder, kota, typed, told):
        answer = founder.post(at("start-plan"), plan_typed(kota, **typed))
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert not Plan.objects.exists()

    def test_years_of_another_plan_are_refused_by_its_name(self, planned, kota):
        answer = planned.post(at("start-plan", year=2025), plan_typed(kota, first_year="2025"))
        assert answer.status_code == 422
        assert "The plan “Strategic plan 2026–2030” already covers 2026 to 2030" in text_of(answer)

    def test_other_plans_are_offered_to_go_on_with_or_to_copy(self, planned):
        page = text_of(planned.get(at("start-plan", year=2031)))
        assert at("start", year=2026) in page
        assert reverse("indicators:plan-copy", args=["KOTA", "KOTA", 2031, Plan.objects.get().pk]) in page

    def test_the_years_proposed_leave_those_of_a_later_plan_alone(self, planned):
        form = planned.get(at("start-plan", year=2023)).context["form"]
        assert (form["first_year"].value(), form["last_year"].value()) == (2023, 2025)

    def test_the_last_year_of_all_can_be_begun_in(self, founder):
        assert founder.get(at("start-plan", year=2100)).context["form"]["last_year"].value() == 2100

    def test_where_there_is_a_plan_the_unit_gets_its_scorecard_in_it(self, cast, admin):
        plan = PlanFactory(organization=cast.unit.organization)
        admin.post(reverse("scorecards:start-plan", args=["ACME", "DESK", 2012]))
        assert Scorecard.objects.get(unit=cast.desk).plan == plan

    def test_a_retired_unit_gets_none_and_is_told_why(self, cast, admin):
        PlanFactory(organization=cast.unit.organization)
        type(cast.desk).objects.filter(pk=cast.desk.pk).update(active=False)
        answer = admin.post(reverse("scorecards:start-plan", args=["ACME", "DESK", 2012]))
        assert answer.status_code == 422
        assert "This unit has retired" in text_of(answer)

    def test_who_administers_only_a_unit_makes_no_plan(self, cast, admin):
        cast.administrator.memberships.update(unit=cast.desk)
        answer = admin.post(reverse("scorecards:start-plan", args=["ACME", "DESK", 2012]))
        assert (answer.status_code, Plan.objects.exists()) == (403, False)


class TestPerspectives:
    @pytest.mark.parametrize(
        ("chosen", "first"),
        [("", "Finansial"), ("public", "Pemangku Kepentingan"), ("own", None), ("x", "Finansial")],
    )
    def test_the_rows_begin_with_the_chosen_set(self, planned, chosen, first):
        form = planned.get(at("start-perspectives"), {"set": chosen}).context["form"]
        assert form["name_id-1"].value() == first

    def test_the_rows_are_saved_in_the_order_of_their_places(self, planned):
        typed = perspectives_typed("People", "Money", **{"place-1": "2", "place-2": "1", "tone-1": "7"})
        answer = planned.post(at("start-perspectives"), typed)
        assert answer["Location"] == at("start-vision")
        found = Perspective.objects.values_list("code", "name_en", "tone")
        assert list(found) == [("M", "Money", 1), ("P", "People", 7)]

    def test_it_tells_what_was_added(self, planned):
        answer = planned.post(at("start-perspectives"), perspectives_typed("People", "Money"))
        assert said(answer)[-1] == "Added: 2 perspectives (P, M)."

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"name_en-2": LONG}, "at most 150 characters"),
            ({"name_en-2": "a\0"}, "Null characters"),
            ({"name_en-2": "Two", "code-2": "-"}, "A code has 1 to 30 letters"),
            ({"name_en-2": "Two", "code-1": "X", "code-2": "X"}, "Another perspective of this plan uses"),
            ({"name_en-2": "Two", "tone-2": "99"}, "not one of the available choices"),
            ({"name_en-2": "Two", "place-2": "many"}, "whole number"),
            ({"name_en-2": "Two", "place-2": "9" * 5000}, ""),
        ],
    )
    def test_a_wrong_row_refuses_all_and_keeps_what_was_typed(self, planned, typed, told):
        answer = planned.post(at("start-perspectives"), perspectives_typed("One", **typed))
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert 'value="One"' in text_of(answer)
        assert not Perspective.objects.exists()

    def test_a_code_without_a_name_is_not_left_out_in_silence(self, planned):
        answer = planned.post(at("start-perspectives"), perspectives_typed("One", **{"code-2": "X"}))
        assert "This row has the code “X” but no name" in text_of(answer)
        assert not Perspective.objects.exists()

    @pytest.mark.parametrize(
        "typed", [{}, {"name_en-2": "a\0"}, {"tone-2": "99"}, {"place-2": "9" * 5000}, {"name_en-2": LONG}]
    )
    def test_those_of_a_colleague_are_told_and_what_was_typed_is_kept(self, planned, typed):
        planned.post(at("start-perspectives"), perspectives_typed("Money", "People"))
        answer = planned.post(at("start-perspectives"), perspectives_typed("Citizens", **typed))
        assert answer.status_code == 422
        assert "Somebody has set up perspectives in the meantime" in text_of(answer)
        assert 'value="Citizens"' in text_of(answer)
        assert Perspective.objects.count() == 2

    def test_a_usual_set_is_not_merged_into_another_without_being_asked(self, planned):
        for chosen, there in (("business", 4), ("public", 4)):
            planned.post(at("start-perspectives"), row_initial(chosen))
            assert Perspective.objects.count() == there

    def test_they_are_added_to_those_of_a_colleague_on_demand(self, planned):
        planned.post(at("start-perspectives"), perspectives_typed("Money"))
        typed = perspectives_typed("Citizens", "Money", beside="1")
        assert planned.post(at("start-perspectives"), typed).status_code == 302
        assert [each.name_en for each in Perspective.objects.all()] == ["Money", "Citizens"]

    def test_saving_the_same_again_goes_on(self, planned):
        for _time in range(2):
            answer = planned.post(at("start-perspectives"), perspectives_typed("Money"))
        assert answer["Location"] == at("start-vision")

    def test_nothing_typed_adds_nothing_and_goes_on(self, planned):
        assert planned.post(at("start-perspectives")).status_code == 302
        assert not Perspective.objects.exists()

    def test_saved_ones_are_listed_with_links_to_change_them(self, scorecard, admin):
        page = text_of(admin.get(place(scorecard, "start-perspectives")))
        key = scorecard.plan.perspectives.first().pk
        assert place(scorecard, "perspective-edit", key) in page
        assert "name_en-1" not in page


class TestStatements:
    @pytest.mark.parametrize(
        ("step", "kind", "following"),
        [
            ("vision", "vision", "start-missions"),
            ("missions", "mission", "start-goals"),
            ("goals", "goal", "start-objectives"),
        ],
    )
    def test_each_step_adds_its_kind_and_goes_on(self, scorecard, staff, step, kind, following):
        answer = staff.post(place(scorecard, f"start-{step}"), {"lines": "One\nTwo"})
        assert answer["Location"] == place(scorecard, following)
        assert list(Statement.objects.values_list("kind", "text")) == [(kind, "One"), (kind, "Two")]

    def test_what_was_there_already_is_told(self, scorecard, staff):
        for _time in range(2):
            answer = staff.post(place(scorecard, "start-goals"), {"lines": "Grow"})
        assert said(answer)[-1] == "There already, so not added again: “Grow”."
        assert Statement.objects.count() == 1

    def test_there_ones_are_listed_with_links_to_change_them(self, scorecard, staff):
        mission = StatementFactory(plan=scorecard.plan, kind="mission", text="Make <b>parts</b>")
        page = staff.get(place(scorecard, "start-missions")).content.decode()
        assert "Make &lt;b&gt;parts&lt;/b&gt;" in page
        assert place(scorecard, "statement-edit", mission.pk) in page

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("Kept\n" + LONG, "Line 2: read 10000 characters; expected at most 1000."),
            ("Kept\nOne\0", "Null characters are not allowed."),
            ("Kept\n" + "One\n" * 200, "Read 201 lines; expected at most 200 at a time."),
            ("Kept\n3. ", "Line 2: read “3.”, but no text with it"),
            ("Kept\nTAKEN1\tMine", "Line 2: Another statement of this plan uses this code."),
        ],
    )
    def test_a_wrong_line_refuses_all_and_keeps_what_was_typed(self, scorecard, staff, typed, told):
        StatementFactory(plan=scorecard.plan, kind="goal", code="TAKEN1")
        answer = staff.post(place(scorecard, "start-missions"), {"lines": typed})
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert "Kept" in text_of(answer)
        assert Statement.objects.count() == 1

    @pytest.mark.parametrize("typed", [{}, {"lines": " \n\n"}])
    def test_nothing_typed_goes_on(self, scorecard, staff, typed):
        assert staff.post(place(scorecard, "start-vision"), typed).status_code == 302


class TestObjectives:
    def field(self, scorecard, code="F"):
        return f"perspective-{scorecard.plan.perspectives.get(code=code).pk}"

    def test_each_line_becomes_an_objective_of_its_perspective(self, scorecard, staff):
        StatementFactory(plan=scorecard.plan, code="M1")
        typed = {self.field(scorecard): "Raise the profit [M1]", self.field(scorecard, "L"): "Train people"}
        answer = staff.post(place(scorecard, "start-objectives"), typed)
        assert answer["Location"] == place(scorecard, "start")
        found = Objective.objects.values_list("code", "perspective__code", "name")
        assert list(found) == [("SS1", "F", "Raise the profit"), ("SS2", "L", "Train people")]
        assert ObjectiveStatement.objects.get().objective.code == "SS1"

    def test_the_statement_spelt_exactly_so_is_ticked(self, scorecard, staff):
        for code in ("v1", "V1"):
            StatementFactory(plan=scorecard.plan, code=code)
        staff.post(place(scorecard, "start-objectives"), {self.field(scorecard): "Grow [V1]"})
        assert ObjectiveStatement.objects.get().statement.code == "V1"

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("x" * 251, "Line 1: read 251 characters; expected at most 250."),
            (LONG, "Line 1: read 10000 characters"),
            ("One\nTwo [M9]", "Line 2: read the statement “M9”; expected one of M1."),
            ("One\n[M1]", "Line 2: read “[M1]”, but no text with it"),
            ("One\0", "Null characters"),
            ("One\nSS7\tTwo", "Line 2: Another objective of this scorecard uses this code."),
        ],
    )
    def test_a_wrong_line_refuses_those_of_every_perspective(self, scorecard, staff, typed, told):
        StatementFactory(plan=scorecard.plan, code="M1")
        ObjectiveFactory(scorecard=scorecard, code="SS7")
        sent = {self.field(scorecard): typed, self.field(scorecard, "C"): "Deliver on time"}
        answer = staff.post(place(scorecard, "start-objectives"), sent)
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert "Deliver on time" in text_of(answer)
        assert Objective.objects.count() == 1

    def test_a_perspective_of_another_plan_is_not_written_to(self, scorecard, staff):
        other = services.create_default_perspectives(PlanFactory(), by=None)[0]
        staff.post(place(scorecard, "start-objectives"), {f"perspective-{other.pk}": "Grow"})
        assert not Objective.objects.exists()

    def test_without_perspectives_it_leads_to_them(self, planned):
        assert at("start-perspectives") in text_of(planned.get(at("start-objectives")))
        assert planned.post(at("start-objectives"), {"lines": "Grow"}).status_code == 302
