"""The e-mail: plain text with full links in the language of whoever gets it, whatever names hold."""

import datetime
import re

import pytest

from organizations.models import User
from performance.models import FollowUp
from reports.checks import site_url_is_an_address, site_url_reaches_people
from reports.reminders.duties import Duty, Letter, Place, Section, Task
from reports.reminders.letters import MOST_SECTIONS, as_mail, subject_of, text_of

DAY = datetime.date(2013, 1, 15)
PLACE = Place("PT Maju", "MAJU", "Press shop", "PRESS", 2012, 1)
HOSTILE = [
    "Press\r\nBcc: everybody@evil.example",
    "Press\n\nhttps://evil.example",
    "Press\x00\x1b[31m\x7f",
    "Press \u202egnp.exe\u202c",
    "Press \ud800",
    "Press\u2028Subject: x",
    "<script>alert(1)</script> {{ name }} %(n)s %s {0}",
]


def task(duty: Duty, count: int = 1, **fields) -> Task:
    return Task(duty, count, fields.pop("whole", count), True, **fields)


def letter(*tasks: Task, place: Place = PLACE, **fields) -> Letter:
    person = {"pk": 7, "email": "siti@maju.example", "name": "Siti", "language": "en", **fields}
    return Letter(User(**person), (Section(place, tasks or (task(Duty.ENTER),)),))


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = "https://selaras.example.org/scores"


def test_it_reads_like_this():
    tasks = (
        task(Duty.ENTER, 3, whole=10),
        task(Duty.EXPLAIN),
        task(Duty.SUBMIT, 2, returned=1),
        task(Duty.APPROVE, 4),
        task(Duty.ANSWER, 2),
        task(Duty.WORK, 2, overdue=1, next_due=datetime.date(2013, 1, 10)),
        task(Duty.CLOSE),
    )
    assert text_of(letter(*tasks)) == (
        "Hello Siti,\n"
        "\n"
        "this waits for you in Selaras:\n"
        "\n"
        "PT Maju · Press shop · 2012\n"
        "  - 3 achievements to enter (10 in the whole unit)\n"
        "    https://selaras.example.org/scores/o/MAJU/PRESS/2012/entry/?show=missing\n"
        "  - 1 achievement below target that needs a note before it can be submitted\n"
        "    https://selaras.example.org/scores/o/MAJU/PRESS/2012/entry/?show=below\n"
        "  - 2 achievements to submit (returned: 1)\n"
        "    https://selaras.example.org/scores/o/MAJU/PRESS/2012/entry/\n"
        "  - 4 achievements to approve or return\n"
        "    https://selaras.example.org/scores/o/MAJU/PRESS/2012/review/\n"
        "  - 2 results below target without a follow-up\n"
        "    https://selaras.example.org/scores/o/MAJU/PRESS/2012/follow-ups/\n"
        "  - 2 follow-ups of yours (overdue: 1; earliest due date: Jan. 10, 2013)\n"
        "    https://selaras.example.org/scores/o/MAJU/PRESS/2012/follow-ups/?show=mine\n"
        "  - 1 follow-up reported as done, to close or reopen\n"
        "    https://selaras.example.org/scores/o/MAJU/PRESS/2012/follow-ups/\n"
        "\n"
        "--\n"
        "How often you are reminded, or whether at all, is for you to say in your profile:\n"
        "https://selaras.example.org/scores/profile/\n\n"
    )


def test_the_subject_counts_what_waits():
    tasks = [task(Duty.ENTER, 3), task(Duty.APPROVE, 4), task(Duty.WORK, 2), task(Duty.CLOSE)]
    assert subject_of(letter(*tasks)) == "Selaras: 3 to enter, 4 to approve, 3 to follow up"


def test_a_root_that_is_called_like_its_organization_is_named_once():
    root = Place("PT Maju", "MAJU", "PT Maju", "MAJU", 2012, 0)
    assert "\nPT Maju · 2012\n" in text_of(letter(place=root))


def test_it_speaks_the_language_of_the_person():
    indonesian = letter(task(Duty.ENTER, 3), language="id")
    assert subject_of(indonesian) == "Selaras: 3 perlu diisi"
    assert "Yth. Siti," in text_of(indonesian)
    assert "3 capaian perlu diisi" in text_of(indonesian)


def test_who_leaves_the_language_to_the_browser_is_written_in_that_of_the_site(settings):
    settings.LANGUAGE_CODE = "id"
    assert subject_of(letter(language="")) == "Selaras: 1 perlu diisi"


def test_many_places_are_cut_and_the_number_of_the_others_is_told():
    places = [Place("PT Maju", "MAJU", f"Unit {n}", f"U{n}", 2012, n) for n in range(MOST_SECTIONS + 2)]
    sections = tuple(Section(place, (task(Duty.ENTER),)) for place in places)
    text = text_of(Letter(letter().to, sections))
    assert text.count("/entry/") == MOST_SECTIONS
    assert "And something in 2 more places.\n  https://selaras.example.org/scores/\n" in text


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_adds_a_line_a_header_or_a_character_that_can_not_be_seen(name):
    place = Place(name, "MAJU", f"{name} 2", "PRESS", 2012, 1)
    hostile = as_mail(letter(place=place, name=name), day=DAY, connection=None).message()
    plain = as_mail(letter(), day=DAY, connection=None).message()
    assert hostile.keys() == plain.keys()
    assert hostile["Subject"] == plain["Subject"]
    text = hostile.get_payload(decode=True).decode()
    assert len(text.splitlines()) == len(plain.get_payload(decode=True).decode().splitlines())
    assert re.search(r"[^\n -~·–-￿]", text) is None
    assert all(char.isprintable() or char == "\n" for char in text)


def test_machines_know_it_for_what_it_is():
    message = as_mail(letter(), day=DAY, connection=None).message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://selaras.example.org/scores/profile/>"
    assert message.get_content_type() == "text/plain"


def test_sent_again_on_the_same_day_it_is_known_as_the_same():
    first, again = (as_mail(letter(), day=DAY, connection=None).message()["Message-ID"] for _time in "12")
    later = as_mail(letter(), day=DAY + datetime.timedelta(days=1), connection=None).message()["Message-ID"]
    assert first == again == "<reminder.2013-01-15.7@selaras.example.org>"
    assert later != first


@pytest.mark.parametrize("duty", list(Duty))
def test_every_duty_has_its_words_and_page_in_both_languages(duty):
    english, indonesian = (text_of(letter(task(duty, 5), language=each)) for each in ("en", "id"))
    assert "  - 5 " in english
    assert english.splitlines()[5] != indonesian.splitlines()[5]


def test_a_follow_up_has_no_status_that_nobody_is_told_of():
    told, settled = {"open", "in_progress", "done"}, {"closed", "cancelled"}
    assert set(FollowUp.Status.values) == told | settled


# --- where the links lead ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "",
        "selaras.example.org",
        "ftp://x.example",
        "https://",
        "https://x.example/?a",
        "https://[",
        "https://a b",
        "https://x.example\nBcc: y",
        "https://u@x.example",
        "https://x.example:99999",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_can_begin_no_link_is_an_error(url, settings):
    settings.SITE_URL = url
    assert [each.id for each in site_url_is_an_address()] == ["reports.E001"]


@pytest.mark.parametrize("url", ["https://selaras.example.org", "http://10.0.0.5:8000/scores"])
def test_an_address_of_a_site_is_none(url, settings):
    settings.SITE_URL = url
    assert site_url_is_an_address() + site_url_reaches_people() == []


@pytest.mark.parametrize(("debug", "ids"), [(False, ["reports.W001"]), (True, [])])
def test_an_address_that_only_this_machine_opens_is_warned_of_in_production(debug, ids, settings):
    settings.SITE_URL, settings.DEBUG = "http://127.0.0.1:8000", debug
    assert [each.id for each in site_url_reaches_people()] == ids
