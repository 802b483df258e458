"""`manage.py send_reminders` with a real mail server: once a person and day, and again what failed."""

import datetime
import socket
from functools import partial

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organizations.models import User
from reports.models import Reminder
from reports.reminders import claims
from tests.factories import MembershipFactory, UserFactory
from tests.indicators.test_concurrent_writes import at_once
from tests.reports.reminders.conftest import DAY

# Two organizations are looked through; an e-mail is claimed before it is sent, and recorded after.
QUERIES_OF_A_RUN = 13
QUERIES_OF_AN_EMAIL = 18
TOMORROW = DAY + datetime.timedelta(days=1)


@pytest.fixture
def something_waits(cast, value, post_office):
    """For the staff a value to enter, for the manager one to approve."""
    value(), value(100, state="submitted", entered_by=cast.staff)
    return sorted([cast.staff.email, cast.manager.email])


def states() -> dict[str, str]:
    return dict(Reminder.objects.values_list("user__email", "state"))


# --- once a person and day -------------------------------------------------------------------


def test_each_person_gets_one_email(cast, something_waits, post_office, run):
    done = run()
    assert post_office.addresses() == something_waits
    assert post_office.to(cast.staff.email)["Subject"] == "Selaras: 1 to enter"
    assert post_office.to(cast.staff.email)["From"] == "Selaras <noreply@localhost>"
    counts = "2 sent, 0 failed, 0 sent before, 0 not yet again, 0 not wished"
    assert done.out == f"Reminders of {DAY}: {counts}.\n"
    assert (done.err, done.failure) == ("", "")


def test_a_second_run_on_the_day_sends_nothing(something_waits, post_office, run):
    run()
    assert ": 0 sent, 0 failed, 2 sent before" in run().out
    assert post_office.addresses() == something_waits


def test_the_next_day_they_are_reminded_again(something_waits, post_office, run):
    run(), run(on=TOMORROW)
    assert post_office.addresses() == sorted(2 * something_waits)


def test_what_does_not_press_is_told_again_after_four_weeks(cast, value, running, post_office, run):
    value(scorecard_year=running)
    run()
    assert "1 not yet again" in run(on=TOMORROW).out
    assert len(post_office.delivered) == 1
    run(on=DAY + datetime.timedelta(weeks=4))
    assert len(post_office.delivered) == 2


def test_who_wishes_it_is_reminded_once_a_week_or_never(cast, something_waits, post_office, run):
    User.objects.filter(pk=cast.staff.pk).update(reminders="weekly")
    User.objects.filter(pk=cast.manager.pk).update(reminders="never")
    run()
    assert ": 0 sent, 0 failed, 0 sent before, 1 not yet again, 1 not wished." in run(on=TOMORROW).out
    run(on=DAY + datetime.timedelta(days=7))
    assert post_office.addresses() == [cast.staff.email] * 2


def test_the_database_keeps_one_reminder_a_person_and_day(db):
    row = {"user": UserFactory(), "day": DAY, "claimed_at": timezone.now()}
    Reminder.objects.create(**row)
    with pytest.raises(IntegrityError):
        Reminder.objects.create(**row)


# --- what fails is sent by the next run ----------------------------------------------------------


def test_a_refused_address_stops_nobody_else_and_is_told(cast, something_waits, post_office, run):
    post_office.refused = {cast.manager.email}
    done = run()
    assert post_office.addresses() == [cast.staff.email]
    assert (done.status, done.failure) == (1, "1 not sent; the next run tries again.")
    assert done.err.startswith(f"{cast.manager.email}: ")
    assert "no such person" in done.err
    assert ": 1 sent, 1 failed, " in done.out


def test_a_failure_is_recorded_and_the_next_run_of_the_day_sends_it(cast, something_waits, post_office, run):
    post_office.refused = {cast.manager.email}
    run()
    row = Reminder.objects.get(user=cast.manager)
    assert (row.state, row.attempts, row.sent_at) == ("failed", 1, None)
    assert "no such person" in row.failure
    post_office.refused = set()
    assert ": 1 sent, 0 failed, 1 sent before" in run().out
    assert post_office.addresses() == something_waits
    row.refresh_from_db()
    assert (row.state, row.attempts, row.failure) == ("sent", 2, "")


def test_a_weekly_reminder_that_failed_comes_on_the_next_day(cast, something_waits, post_office, run):
    User.objects.filter(pk=cast.manager.pk).update(reminders="weekly")
    post_office.refused = {cast.manager.email}
    run()
    post_office.refused = set()
    run(on=TOMORROW)
    assert post_office.to(cast.manager.email)


def test_a_connection_that_breaks_off_fails_one_email_and_the_next_goes_on(something_waits, post_office, run):
    post_office.breaks_off = 1
    assert run().status == 1
    assert sorted(states().values()) == ["failed", "sent"]
    run()
    assert post_office.addresses() == something_waits


def test_without_a_mail_server_nobody_is_taken_on_and_the_next_run_sends_all(
    something_waits, post_office, settings, run
):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = taken.getsockname()[1]
        done = run()
    assert (done.status, done.failure) == (1, "2 not sent; the next run tries again.")
    assert done.err.startswith("The mail server can't be reached: ")
    assert states() == {}
    settings.EMAIL_PORT = post_office.port
    run()
    assert post_office.addresses() == something_waits


@pytest.mark.parametrize("address", ["siti@maju.example\nbcc: x@evil.example", "siti", "ü@maju.example"])
def test_an_address_that_is_none_fails_alone(address, cast, something_waits, post_office, run):
    User.objects.filter(pk=cast.manager.pk).update(email=address)
    run()
    assert cast.staff.email in post_office.addresses()
    assert "evil" not in "".join(post_office.addresses())


def test_a_run_that_died_while_sending_is_taken_up_after_a_while(cast, something_waits, post_office, run):
    claims.claim(cast.staff, day=DAY, now=timezone.now() - claims.ABANDONED)
    run()
    assert post_office.addresses() == something_waits


def test_what_another_run_is_sending_right_now_is_left_to_it(cast, something_waits, post_office, run):
    claims.claim(cast.staff, day=DAY, now=timezone.now())
    assert ": 1 sent, 0 failed, 1 sent before" in run().out
    assert post_office.addresses() == [cast.manager.email]


# --- options ----------------------------------------------------------------------------------------


def test_a_dry_run_prints_the_emails_and_sends_and_records_nothing(cast, something_waits, post_office, run):
    done = run("--dry-run")
    assert f"To: {cast.staff.email} (en)\nSubject: Selaras: 1 to enter\n" in done.out
    assert "1 achievement to enter" in done.out
    assert ": 2 would be sent, 0 sent before" in done.out
    assert (post_office.delivered, states()) == ([], {})


def test_an_organization_can_be_chosen(cast, something_waits, post_office, run):
    assert ": 0 sent" in run("--organization=OTHER").out
    assert ": 2 sent" in run("--organization=ACME").out


@pytest.mark.parametrize("code", ["NOWHERE", "", "\0", "x" * 500, "'; --"])
def test_an_unknown_organization_is_told(code, db, run):
    done = run(f"--organization={code}")
    assert done.status == 2
    assert done.failure.startswith("There is no organization with the code")


@pytest.mark.parametrize("day", ["2013-13-01", "tomorrow", "", "0001-01-01", "9999-12-31", "2013-1-1"])
def test_what_is_no_day_is_told(day, db):
    with pytest.raises(CommandError, match="is no day: write it like 2013-01-31"):
        call_command("send_reminders", f"--on={day}")


def test_without_a_day_it_is_today(cast, something_waits, post_office):
    call_command("send_reminders")
    assert Reminder.objects.values_list("day", flat=True).distinct().get() == timezone.localdate()


def test_links_that_lead_nobody_here_are_not_sent(something_waits, post_office, settings, run):
    settings.SITE_URL = "http://127.0.0.1:8000"
    done = run()
    assert done.status == 2
    assert "Set SITE_URL" in done.failure
    assert post_office.delivered == []


def test_a_demo_prints_them_on_the_console(cast, something_waits, settings, run, capsys):
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    run()
    assert f"To: {cast.staff.email}" in capsys.readouterr().out
    assert set(states().values()) == {"sent"}


def test_the_summary_is_english_and_the_email_is_in_the_language_of_the_person(
    cast, something_waits, post_office, run
):
    User.objects.filter(pk=cast.staff.pk).update(language="id")
    assert run().out.startswith("Reminders of")
    assert post_office.to(cast.staff.email)["Subject"] == "Selaras: 1 perlu diisi"


# --- cost and concurrency --------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [1, 10])
def test_a_run_costs_a_fixed_number_of_queries_and_each_email_some(people, cast, value, settings, run):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://selaras.example.org"
    for _number in range(people):
        member = MembershipFactory(unit=cast.unit, role="staff").user
        value(indicator__person_responsible=member.email)
    with CaptureQueriesContext(connection) as captured:
        run()
    assert len(mail.outbox) == people
    assert len(captured) == QUERIES_OF_A_RUN + QUERIES_OF_AN_EMAIL * people


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("connections")
def test_runs_at_the_same_moment_send_each_email_once(cast, value, post_office, run):
    people = [MembershipFactory(unit=cast.unit, role="staff").user for _number in range(8)]
    for person in people:
        value(indicator__person_responsible=person.email)
    runs = at_once(*[partial(run) for _number in range(4)])
    assert [each.failure for each in runs] == [""] * 4, runs
    assert post_office.addresses() == sorted(person.email for person in people)
    assert set(states().values()) == {"sent"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("connections")
def test_of_many_who_claim_a_person_at_the_same_moment_one_gets_them(db):
    user, now = UserFactory(), timezone.now()
    rows = at_once(*[partial(claims.claim, user, day=DAY, now=now) for _number in range(8)])
    assert sum(isinstance(row, Reminder) for row in rows) == 1, rows
    assert rows.count(None) == 7, rows
