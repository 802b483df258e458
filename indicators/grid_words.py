"""The sentences that the grid's script says by itself; [n] and [codes] are filled in by the script."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def grid_words() -> dict[str, str]:
    """Sentences and the page's language, for the page as JSON (static/js/grid.js reads it)."""
    return {
        "language": get_language() or "",
        "login": reverse("login"),
        "saved": _("Everything is saved."),
        "saving": _("Saving … ([n])"),
        "unsaved": _("Not saved yet: [n]"),
        "offline": _(
            "No connection. What you typed stays here and is saved as soon as the connection is back: [n]"
        ),
        "signedOut": _(
            "You are signed out. Sign in in another tab, come back and press “Try again”: what you typed "
            "stays here."
        ),
        "failed": _("The server could not save this. What you typed stays here; press “Try again”."),
        "pasted": _("Pasted; cells changed: [n]."),
        "blank": _("Blank cells that left what stands there: [n]."),
        "unread": _("Marked and not saved: [n] ([codes])."),
        "locked": _("Not taken, because these cells can't be changed: [n] ([codes])."),
        "outside": _("Not taken, because they lie outside the table: [n]."),
        "mine": _("Keep mine"),
        "theirs": _("Take theirs"),
    }
