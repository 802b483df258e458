"""The page of the year's initiatives and work programs, its forms and filters."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators import services
from indicators.models import Initiative, WorkProgram
from indicators.work_conflicts import newest_trace
from tests.factories import InitiativeFactory, ObjectiveFactory, UserFactory, WorkProgramFactory

FILLED = {
    "name": "Train 20 people",
    "start": "2012-02-01",
    "end": "2012-05-31",
    "budget": "1,500,000",
    "spent": "0",
    "status": "running",
    "progress": "40",
}
NUL = "\x00"


@pytest.fixture
def initiative(scorecard):
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    return InitiativeFactory(indicator__objective=objective, indicator__code="SS1-1", name="Train people")


@pytest.fixture
def year(scorecard):
    return scorecard.years.get(year=2012)


@pytest.fixture
def program(initiative, year):
    return WorkProgramFactory(initiative=initiative, scorecard_year=year, name="Train 20 people", order=1)


def url(name, *args):
    return reverse(f"indicators:{name}", args=["ACME", "ACME", 2012, *args])


def page_of(client, **query):
    return client.get(url("initiatives"), query).content.decode()


def seen(program):
    """What a form says that is opened now."""
    return {"seen": newest_trace(program.pk)}


def errors_of(answer):
    return {field: " ".join(errors) for field, errors in answer.context["form"].errors.items()}


# --- the page ---------------------------------------------------------------


def test_an_organization_without_indicators_is_led_to_them(sign_in, cast, scorecard):
    assert "Initiatives belong to indicators" in page_of(sign_in(cast.staff))


def test_an_initiative_without_work_program_says_so_and_offers_one(sign_in, cast, initiative):
    html = page_of(sign_in(cast.staff))
    assert "2012: no work program yet for" in html
    assert url("work-program-add", initiative.pk) in html


def test_the_page_shows_amounts_owner_dates_and_progress(sign_in, cast, program):
    WorkProgram.objects.filter(pk=program.pk).update(
        owner=cast.manager, budget=Decimal(1_500_000), progress=40, end=datetime.date(2012, 5, 31)
    )
    html = page_of(sign_in(cast.viewer))
    said = ("1,500,000", cast.manager.name, "until 31 May", 'value="40" max="100"', "not stated", "Rp")
    assert [each for each in said if each not in html] == []


def test_the_currency_is_that_of_the_organization(sign_in, cast, program):
    cast.unit.organization.currency = "USD"
    cast.unit.organization.save()
    html = page_of(sign_in(cast.viewer))
    assert [word for word in ("USD", "Rp") if re.search(rf"\b{word}\b", html)] == ["USD"]


def test_what_is_overdue_is_said_in_words(sign_in, cast, program):
    WorkProgram.objects.filter(pk=program.pk).update(end=datetime.date(2012, 5, 31))
    html = page_of(sign_in(cast.viewer))
    assert "1 overdue" in html
    assert "timeline-stripes" in html


def test_markup_in_a_name_stays_text(sign_in, cast, program):
    WorkProgram.objects.filter(pk=program.pk).update(
        name="<b>Train</b>", start=datetime.date(2012, 2, 1), end=datetime.date(2012, 5, 31)
    )
    assert "<b>Train" not in page_of(sign_in(cast.viewer))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Mine", "Hers", "Nobody's"}),
        ({"owner": "mine"}, {"Mine"}),
        ({"owner": "nobody"}, {"Nobody's"}),
        ({"stand": "overdue"}, {"Hers", "Nobody's"}),
        ({"stand": "done"}, {"Mine"}),
        ({"stand": "soon"}, set()),
        ({"perspective": "F"}, {"Mine", "Hers", "Nobody's"}),
        ({"owner": "x" * 10_000, "stand": NUL}, {"Mine", "Hers", "Nobody's"}),
    ],
)
def test_the_page_is_filtered_by_its_url(sign_in, cast, initiative, year, query, found):
    made = {
        "Mine": {"owner": cast.viewer, "status": "done", "progress": 100},
        "Hers": {"owner": cast.manager, "end": datetime.date(2012, 5, 31)},
        "Nobody's": {},
    }
    for name, facts in made.items():
        WorkProgramFactory(initiative=initiative, scorecard_year=year, name=name, **facts)
    answer = sign_in(cast.viewer).get(url("initiatives"), query)
    assert {line.program.name for line in answer.context["shown"].lines} == found


def test_a_viewer_is_told_why_there_are_no_controls(sign_in, cast, program):
    html = page_of(sign_in(cast.viewer))
    assert "change the plan" in html
    assert url("work-program-edit", program.pk) not in html


def test_a_closed_year_offers_nothing_to_change(sign_in, cast, program, scorecard):
    scorecard.years.update(closed_at=timezone.now(), closed_by=cast.administrator)
    html = page_of(sign_in(cast.administrator))
    assert "The year 2012 is closed" in html
    assert url("work-program-edit", program.pk) not in html
    assert url("work-programs-plan") not in html


# --- planning the year ------------------------------------------------------


def test_one_click_plans_the_initiatives_and_says_how_many(sign_in, cast, initiative):
    InitiativeFactory(indicator=initiative.indicator)
    answer = sign_in(cast.staff).post(url("work-programs-plan"), follow=True)
    assert "2 work programs of 2012 have been planned." in answer.content.decode()
    assert WorkProgram.objects.count() == 2


def test_planning_a_closed_year_is_refused_in_words(sign_in, cast, initiative, scorecard):
    scorecard.years.update(closed_at=timezone.now(), closed_by=cast.administrator)
    answer = sign_in(cast.staff).post(url("work-programs-plan"), follow=True)
    assert "The year 2012 is closed" in answer.content.decode()
    assert not WorkProgram.objects.exists()


def test_last_years_unfinished_work_is_offered_and_carried_over(sign_in, cast, program):
    client = sign_in(cast.staff)
    next_year = [reverse(f"indicators:{name}", args=["ACME", "ACME", 2013]) for name in ("initiatives",)]
    assert "1 work program of last year was not finished" in client.get(*next_year).content.decode()
    client.post(reverse("indicators:work-programs-carry-over", args=["ACME", "ACME", 2013]))
    assert WorkProgram.objects.get(scorecard_year__year=2013).name == program.name


# --- forms ------------------------------------------------------------------


def test_a_work_program_is_added_with_all_that_is_said(sign_in, cast, initiative):
    data = FILLED | {"owner": cast.manager.pk}
    answer = sign_in(cast.staff).post(url("work-program-add", initiative.pk), data)
    made = WorkProgram.objects.get()
    assert answer.url == f"{url('initiatives')}#work-{made.pk}"
    assert (made.budget, made.spent, made.owner, made.end) == (
        1_500_000,
        0,
        cast.manager,
        datetime.date(2012, 5, 31),
    )


def test_amounts_are_read_as_indonesian_writes_them(sign_in, cast, initiative, client):
    data = FILLED | {"budget": "1.500.000,50"}
    sign_in(cast.staff).post(url("work-program-add", initiative.pk), data, headers={"accept-language": "id"})
    cast.staff.language = "id"
    cast.staff.save()
    sign_in(cast.staff).post(url("work-program-add", initiative.pk), data)
    assert WorkProgram.objects.get().budget == Decimal("1500000.50")


def test_the_first_work_program_is_offered_under_the_initiatives_name(sign_in, cast, initiative):
    client = sign_in(cast.staff)
    offered = [client.get(url("work-program-add", initiative.pk)).context["form"]["name"].value()]
    client.post(url("work-program-add", initiative.pk), FILLED)
    offered.append(client.get(url("work-program-add", initiative.pk)).context["form"]["name"].value())
    assert offered == ["Train people", ""]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "required"),
        ("name", "x" * 10_000, "250"),
        ("name", f"a{NUL}b", "Null characters"),
        ("start", "2013-01-01", "expected a day of 2012"),
        ("start", "1 May", "Read “1 May”; expected a day written as"),
        ("start", "9" * 10_000, "…”; expected a day written as"),
        ("start", NUL, "expected a day written as"),
        ("end", "2012-01-31", "expected a day not before the start"),
        ("budget", "1.500.000", "Read “1.500.000”; expected"),
        ("budget", "-1", "expected at least 0"),
        ("budget", "1.234", "at most 2 decimals"),
        ("budget", "10,000,000,000,000", "expected at most 9,999,999,999,999.99"),
        ("budget", "9" * 10_000, "expected"),
        ("spent", "Rp 5", "without unit"),
        ("progress", "", "required"),
        ("progress", "101", "Read 101; expected at most 100"),
        ("progress", "12.5", "without decimals"),
        ("status", "gone", "gone"),
        ("owner", "999999999999999999999", "Select a valid choice"),
        ("owner", "x", "Select a valid choice"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_written(sign_in, cast, initiative, field, typed, said):
    answer = sign_in(cast.staff).post(url("work-program-add", initiative.pk), FILLED | {field: typed})
    assert answer.status_code == 422
    assert said in errors_of(answer)[field]
    assert not WorkProgram.objects.exists()


def test_a_stranger_is_no_owner(sign_in, cast, initiative):
    data = FILLED | {"owner": cast.outsider.pk}
    answer = sign_in(cast.staff).post(url("work-program-add", initiative.pk), data)
    assert list(errors_of(answer)) == ["owner"]


def test_whoever_has_left_stays_among_the_choices(sign_in, cast, program):
    leaver = UserFactory(name="Leaver")
    WorkProgram.objects.filter(pk=program.pk).update(owner=leaver)
    data = FILLED | {"owner": leaver.pk} | seen(program)
    answer = sign_in(cast.staff).post(url("work-program-edit", program.pk), data)
    program.refresh_from_db()
    assert (answer.status_code, program.owner, program.progress) == (302, leaver, 40)


def test_progress_is_reported_alone(sign_in, cast, program):
    WorkProgram.objects.filter(pk=program.pk).update(budget=Decimal(100))
    data = {"status": "running", "progress": "80", "spent": "50"} | seen(program)
    sign_in(cast.staff).post(url("work-program-progress", program.pk), data)
    program.refresh_from_db()
    assert (program.progress, program.spent, program.budget) == (80, 50, 100)


def test_what_is_done_needs_a_hundred_percent_said_at_the_progress(sign_in, cast, program):
    data = {"status": "done", "progress": "60"} | seen(program)
    answer = sign_in(cast.staff).post(url("work-program-progress", program.pk), data)
    assert errors_of(answer) == {"progress": "Read 60; what is done has a progress of 100 percent."}


def test_the_side_panel_gets_the_form_alone(sign_in, cast, program):
    answer = sign_in(cast.staff).get(url("work-program-progress", program.pk), headers={"hx-request": "true"})
    assert "<html" not in answer.content.decode()
    assert "HX-Request" in answer["Vary"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unawares(sign_in, cast, program):
    client = sign_in(cast.staff)
    opened = client.get(url("work-program-progress", program.pk)).context["form"]["seen"].value()
    services.change_work_program(program, by=cast.manager, progress=50)
    stale = {"status": "planned", "progress": "30", "seen": opened}
    answer = client.post(url("work-program-progress", program.pk), stale)
    assert answer.status_code == 422
    assert f"{cast.manager.name} changed this work program on" in errors_of(answer)["__all__"]
    assert "Progress in percent: stored is 50, you entered 30." in errors_of(answer)["__all__"]


def test_whoever_was_told_of_the_other_change_may_save_their_own(sign_in, cast, program):
    client = sign_in(cast.staff)
    stale = {"status": "running", "progress": "30"} | seen(program)
    services.change_work_program(program, by=cast.manager, progress=50)
    answer = client.post(url("work-program-progress", program.pk), stale)
    again = stale | {"seen": answer.context["form"]["seen"].value()}
    assert client.post(url("work-program-progress", program.pk), again).status_code == 302
    program.refresh_from_db()
    assert program.progress == 30


def test_a_change_of_something_else_does_not_stand_in_the_way(sign_in, cast, program):
    data = {"status": "running", "progress": "30"} | seen(program)
    services.change_work_program(program, by=cast.manager, name="Train 30 people")
    assert sign_in(cast.staff).post(url("work-program-progress", program.pk), data).status_code == 302
    program.refresh_from_db()
    assert (program.name, program.progress) == ("Train 30 people", 30)


@pytest.mark.parametrize("name", ["work-program-edit", "work-program-progress"])
@pytest.mark.parametrize("forged", ["", "abc", "0", "-1", "٣", NUL, "9" * 10_000, "9" * 18])
def test_a_forged_state_is_refused_at_the_top_of_the_form(sign_in, cast, program, name, forged):
    answer = sign_in(cast.staff).post(url(name, program.pk), FILLED | {"seen": forged})
    program.refresh_from_db()
    assert (answer.status_code, program.progress) == (422, 0)
    assert "it can&#x27;t be told in which state you opened" in answer.content.decode()


def test_each_kind_of_value_is_told_as_it_is_written(sign_in, cast, program):
    facts = {"owner": cast.manager, "budget": Decimal("1234.5"), "end": datetime.date(2012, 5, 31)}
    services.change_work_program(program, by=cast.manager, **facts)
    said = errors_of(sign_in(cast.staff).post(url("work-program-edit", program.pk), FILLED))["__all__"]
    for told in (
        "Name: stored",
        f"Owner: stored is {cast.manager.name}, you entered nothing.",
        "Budget: stored is 1,234.5, you entered 1,500,000.",
        "Start: stored is nothing, you entered 1 February 2012.",
        "Status: stored is “Planned”, you entered “Running”.",
    ):
        assert (told in said) == (told != "Name: stored")


def test_a_work_program_of_another_year_is_not_found(sign_in, cast, initiative, scorecard):
    other = WorkProgramFactory(initiative=initiative, scorecard_year=scorecard.years.get(year=2013))
    assert sign_in(cast.staff).get(url("work-program-edit", other.pk)).status_code == 404


def test_a_work_program_is_deleted_with_its_reason(sign_in, cast, program):
    sign_in(cast.staff).post(url("work-program-delete", program.pk), {"reason": "No money"})
    assert WorkProgram.history.first().history_change_reason == "No money"
    assert not WorkProgram.objects.exists()


def test_a_work_program_moves_up(sign_in, cast, program, initiative, year):
    second = WorkProgramFactory(initiative=initiative, scorecard_year=year, order=2)
    answer = sign_in(cast.staff).post(url("work-program-move", second.pk), {"direction": "up"})
    assert answer.url == f"{url('initiatives')}#work-{second.pk}"
    assert list(WorkProgram.objects.all()) == [second, program]


def test_the_history_of_the_year_names_what_has_been_deleted(sign_in, cast, program):
    client = sign_in(cast.staff)
    client.post(url("work-program-delete", program.pk), {"reason": "No money"})
    html = client.get(url("work-programs-history")).content.decode()
    assert "Deleted · Train 20 people" in html


def test_the_question_before_an_initiative_goes_names_its_work_programs(sign_in, cast, program):
    html = sign_in(cast.staff).get(url("initiative-delete", program.initiative_id)).content.decode()
    assert "Work program 2012: Train 20 people" in html


def test_an_initiative_at_work_in_a_closed_year_is_not_offered_for_deletion(
    sign_in, cast, program, scorecard
):
    scorecard.years.filter(year=2012).update(closed_at=timezone.now(), closed_by=cast.administrator)
    html = sign_in(cast.staff).get(url("initiative-delete", program.initiative_id)).content.decode()
    assert "The year 2012 is closed" in html
    assert "btn-danger" not in html


def test_work_programs_that_the_question_did_not_name_are_told_before_they_go(
    sign_in, cast, program, initiative, year
):
    client = sign_in(cast.staff)
    where = url("initiative-delete", initiative.pk)
    shown = client.get(where).context["shown"]
    WorkProgramFactory(initiative=initiative, scorecard_year=year, name="Came later")
    answer = client.post(where, {"shown": shown})
    assert (answer.status_code, Initiative.objects.exists()) == (422, True)
    assert "Work program 2012: Came later" in answer.content.decode()
    assert client.post(where, {"shown": answer.context["shown"]}).status_code == 302


@pytest.mark.parametrize("forged", ["", "abc", NUL, "x" * 10_000])
def test_a_deletion_that_says_nothing_of_what_was_shown_is_refused(
    sign_in, cast, program, initiative, forged
):
    answer = sign_in(cast.staff).post(url("initiative-delete", initiative.pk), {"shown": forged})
    assert (answer.status_code, WorkProgram.objects.exists()) == (422, True)


def test_a_work_program_without_an_end_is_overdue_when_its_year_is_over(sign_in, cast, program):
    html = page_of(sign_in(cast.viewer))
    assert "days overdue" in html
    assert "the year’s last day counts as its end" in html
