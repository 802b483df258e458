"""Two people change one follow-up: what the later of them would overwrite unawares, told in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from indicators.who_wrote import writer_words
from indicators.work_words import day
from organizations.models import User
from organizations.shown_names import called
from performance.models import FollowUp

SHOWN_LENGTH = 200


class StaleFollowUp(ValidationError):
    """Saving would undo what its author has not seen; newest: the version that they have to have seen."""

    def __init__(self, sentences: Sequence[str], newest: int) -> None:
        super().__init__([ValidationError(sentence, code="stale") for sentence in sentences])
        self.newest = newest


def check_seen(follow_up: FollowUp, seen: int, changes: Mapping[str, Any], organization_id: int) -> None:
    """Raises StaleFollowUp when a change would undo somebody else's that came after the version `seen`.

    Expects the locked follow-up as it is stored.
    """
    if seen == follow_up.version:
        return
    trace = follow_up.history.filter(version=seen).first()
    undone = [
        name
        for name, entered in changes.items()
        if getattr(follow_up, name) != entered and (trace is None or _differs(follow_up, trace, name))
    ]
    if undone:
        newest = follow_up.history.select_related("history_user").first()
        words = writer_words(newest.history_user, newest.history_date, organization_id)
        overtaken = _("Nothing is saved: %(who)s changed this follow-up on %(when)s, after you opened it.")
        compared = [_compare(follow_up, changes, name, organization_id) for name in undone]
        again = _("Your entries stand below: look them through and save again to put them in place.")
        raise StaleFollowUp([overtaken % words, *compared, again], follow_up.version)


def _differs(follow_up: FollowUp, trace: Any, name: str) -> bool:
    attname = FollowUp._meta.get_field(name).attname  # type: ignore[union-attr]
    return bool(getattr(trace, attname) != getattr(follow_up, attname))


def _compare(follow_up: FollowUp, changes: Mapping[str, Any], name: str, organization_id: int) -> str:
    """Both values of a field."""
    field: Any = FollowUp._meta.get_field(name)
    stored, entered = (
        _shown(name, value, organization_id) for value in (getattr(follow_up, name), changes[name])
    )
    words = {"field": capfirst(str(field.verbose_name)), "stored": stored, "entered": entered}
    return _("%(field)s: stored is %(stored)s, you entered %(entered)s.") % words


def _shown(name: str, value: Any, organization_id: int) -> str:
    """A value as the active language writes it."""
    if not value:
        return _("nothing")
    match name:
        case "owner":
            return called(value, organization_id) if isinstance(value, User) else ""
        case "status":
            return f"“{FollowUp.Status(value).label}”"
        case "due":
            return day(value)
    return f"“{Truncator(value).chars(SHOWN_LENGTH)}”"
