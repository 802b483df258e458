"""A letter as an e-mail: plain text with full links, in the language of whoever gets it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from reports.reminders.duties import Duty, Letter, Place, Section, Task
from reports.reminders.words import one_line, place_words, subject, task_words

MOST_SECTIONS = 25
"""So many places stand in one e-mail; the number of the others is told."""
PAGES: Mapping[Duty, tuple[str, str]] = {
    Duty.ENTER: ("indicators:entry", "?show=missing"),
    Duty.EXPLAIN: ("indicators:entry", "?show=below"),
    Duty.SUBMIT: ("indicators:entry", ""),
    Duty.APPROVE: ("performance:review", ""),
    Duty.ANSWER: ("performance:follow-ups", ""),
    Duty.WORK: ("performance:follow-ups", "?show=mine"),
    Duty.CLOSE: ("performance:follow-ups", ""),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A task in words, with the address of the page where it is done."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A place with its tasks, in words."""

    title: str
    lines: tuple[Line, ...]


def language_of(letter: Letter) -> str:
    """The person's language; that of the site for who leaves it to the browser."""
    chosen = letter.to.language
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def subject_of(letter: Letter) -> str:
    """The subject in the language of whoever gets it."""
    with override(language_of(letter)):
        return subject(letter)


def as_mail(letter: Letter, *, day: datetime.date, connection: BaseEmailBackend) -> EmailMessage:
    """The e-mail of a day. Sent twice, it has the same Message-ID, by which mail servers tell a double."""
    profile = full_url(reverse("profile"))
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        subject=subject_of(letter),
        body=text_of(letter),
        to=[letter.to.email],
        connection=connection,
        headers={
            "Message-ID": f"<reminder.{day.isoformat()}.{letter.to.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Unsubscribe": f"<{profile}>",
        },
    )


def text_of(letter: Letter) -> str:
    """The text in the language of whoever gets it."""
    shown = letter.sections[:MOST_SECTIONS]
    with override(language_of(letter)):
        words = {
            "name": one_line(str(letter.to)),
            "parts": [_part(section) for section in shown],
            "more": len(letter.sections) - len(shown),
            "home": full_url(reverse("home")),
            "profile": full_url(reverse("profile")),
        }
        return render_to_string("reports/reminder_email.txt", words)


def full_url(path: str) -> str:
    """The address of a page from outside."""
    return f"{settings.SITE_URL}{path}"


def _part(section: Section) -> Part:
    lines = tuple(Line(task_words(task), _url(section.place, task)) for task in section.tasks)
    return Part(place_words(section.place), lines)


def _url(place: Place, task: Task) -> str:
    name, query = PAGES[task.duty]
    return full_url(reverse(name, args=[place.organization_code, place.unit_code, place.year])) + query
