"""Two people change one work program: what the later of them would overwrite unawares, told in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.models import WorkProgram
from indicators.who_wrote import last_writing, writer_words
from indicators.work_words import day
from organizations.models import User
from organizations.numbers import format_number
from organizations.shown_names import called

NO_TRACE = "0"
LONGEST_KEY = 18


class StaleWorkProgram(ValidationError):
    """Saving would undo what its author has not seen; newest: what `seen` has to be when they have."""

    def __init__(self, sentences: Sequence[str], newest: str) -> None:
        super().__init__([ValidationError(sentence, code="stale") for sentence in sentences])
        self.newest = newest


def newest_trace(key: int) -> str:
    """How a form names the state of the work program with this primary key. Ask before the row is read."""
    newest = WorkProgram.history.filter(id=key).values_list("history_id", flat=True).first()
    return NO_TRACE if newest is None else str(newest)


def check_seen(program: WorkProgram, seen: str, changes: Mapping[str, Any]) -> None:
    """Raises StaleWorkProgram when a change would undo somebody else's that came after `seen`.

    seen: newest_trace of when the form was opened; any other text is refused. Expects the work program as it
    stands under the lock of its year.
    """
    newest = newest_trace(program.pk)
    if seen == newest:
        return
    differing = [name for name, entered in changes.items() if getattr(program, name) != entered]
    trace = _trace(program, seen)
    if trace is None:
        unknown = _("Nothing is saved: it can't be told in which state you opened this work program.")
        raise StaleWorkProgram([unknown, *_compare(program, changes, differing)], newest)
    attnames = {name: _field(name).attname for name in differing}
    undone = [name for name, at in attnames.items() if getattr(trace, at) != getattr(program, at)]
    if undone:
        writing = last_writing(program, [attnames[name] for name in undone])
        overtaken = _("Nothing is saved: %(who)s changed this work program on %(when)s, after you opened it.")
        words = writer_words(writing.by, writing.at, _organization(program))
        raise StaleWorkProgram([overtaken % words, *_compare(program, changes, undone)], newest)


def _field(name: str) -> Any:
    return WorkProgram._meta.get_field(name)


def _trace(program: WorkProgram, seen: str) -> Any:
    if not (seen.isascii() and seen.isdigit() and len(seen) <= LONGEST_KEY):
        return None
    return program.history.filter(history_id=int(seen)).first()


def _compare(program: WorkProgram, changes: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """Both values of each field, and what to do about them."""
    sentences = []
    for name in names:
        field = capfirst(str(_field(name).verbose_name))
        stored = _shown(program, name, getattr(program, name))
        entered = _shown(program, name, changes[name])
        words = {"field": field, "stored": stored, "entered": entered}
        sentences.append(_("%(field)s: stored is %(stored)s, you entered %(entered)s.") % words)
    return [*sentences, _("Your entries stand below: look them through and save again to put them in place.")]


def _shown(program: WorkProgram, name: str, value: Any) -> str:
    """A value as the active language writes it."""
    if value is None or value == "":
        return _("nothing")
    match name:
        case "owner":
            return called(value, _organization(program)) if isinstance(value, User) else ""
        case "status":
            return f"“{WorkProgram.Status(value).label}”"
        case "start" | "end":
            return day(value)
        case "budget" | "spent" | "progress":
            return format_number(value)
    return f"“{value}”"


def _organization(program: WorkProgram) -> int:
    return program.scorecard_year.scorecard.plan.organization_id
