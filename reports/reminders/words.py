"""Reminders in words, in the active language."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.reminders.duties import Duty, Letter, Place, Task


def one_line(text: str) -> str:
    """A name as it stands on a line: no line break, and nothing else that can't be seen."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def subject(letter: Letter) -> str:
    """What waits, in numbers: no word of it was written by anybody, so none can break the header."""
    totals = letter.totals
    follow_ups = sum(totals.get(duty, 0) for duty in (Duty.ANSWER, Duty.WORK, Duty.CLOSE))
    parts = [
        (totals.get(Duty.ENTER, 0), _("%(n)s to enter")),
        (totals.get(Duty.EXPLAIN, 0), _("%(n)s to explain")),
        (totals.get(Duty.SUBMIT, 0), _("%(n)s to submit")),
        (totals.get(Duty.APPROVE, 0), _("%(n)s to approve")),
        (follow_ups, _("%(n)s to follow up")),
    ]
    return "Selaras: " + ", ".join(words % {"n": number} for number, words in parts if number)


def place_words(place: Place) -> str:
    """Which unit of which organization, and the year."""
    names = [place.organization] if place.is_whole_organization else [place.organization, place.unit]
    return " · ".join([*map(one_line, names), str(place.year)])


def task_words(task: Task) -> str:
    """What is to be done, how much of it, and what the person should know of it first."""
    notes = [
        *([_("%(n)s in the whole unit") % {"n": task.whole}] if task.whole != task.count else []),
        *_notes(task),
    ]
    words = _task(task.duty, task.count) % {"n": task.count}
    return f"{words} ({'; '.join(notes)})" if notes else words


def _task(duty: Duty, count: int) -> str:
    match duty:
        case Duty.ENTER:
            return ngettext("%(n)s achievement to enter", "%(n)s achievements to enter", count)
        case Duty.EXPLAIN:
            return ngettext(
                "%(n)s achievement below target that needs a note before it can be submitted",
                "%(n)s achievements below target that need a note before they can be submitted",
                count,
            )
        case Duty.SUBMIT:
            return ngettext("%(n)s achievement to submit", "%(n)s achievements to submit", count)
        case Duty.APPROVE:
            return ngettext(
                "%(n)s achievement to approve or return", "%(n)s achievements to approve or return", count
            )
        case Duty.ANSWER:
            return ngettext(
                "%(n)s result below target without a follow-up",
                "%(n)s results below target without a follow-up",
                count,
            )
        case Duty.WORK:
            return ngettext("%(n)s follow-up of yours", "%(n)s follow-ups of yours", count)
        case Duty.CLOSE:
            return ngettext(
                "%(n)s follow-up reported as done, to close or reopen",
                "%(n)s follow-ups reported as done, to close or reopen",
                count,
            )


def _notes(task: Task) -> list[str]:
    notes = []
    if task.returned and task.duty is not Duty.ENTER:
        notes.append(_("returned: %(n)s") % {"n": task.returned})
    if task.overdue:
        notes.append(_("overdue: %(n)s") % {"n": task.overdue})
    if task.next_due:
        notes.append(_("earliest due date: %(day)s") % {"day": date_format(task.next_due, "DATE_FORMAT")})
    return notes
