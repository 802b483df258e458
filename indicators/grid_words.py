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
        "blank": _("Blank cells that left what stands there: [n]."),
        "locked": _("Not taken, because these cells can't be changed: [n] ([codes])."),
        "outside": _("Not taken, because they lie outside the table: [n]."),
        "selected": _("Selected: lines [rows], columns [columns]."),
        "copied": _("Copied; cells: [n]."),
        "nothing": _("nothing"),
        "mine": _("Keep mine"),
        "theirs": _("Take theirs"),
        **_preview_words(),
        **_undo_words(),
    }


def _preview_words() -> dict[str, str]:
    """What the preview of a pasted block says (static/js/grid_preview_view.js)."""
    return {
        "blockTitle": _("What the pasted block changes"),
        "emptyTitle": _("What emptying these cells changes"),
        "undoTitle": _("What undoing changes"),
        "redoTitle": _("What doing it again changes"),
        "willChange": _("Cells that will change: [n]."),
        "willNot": _("Cells that can't be saved as they are: [n]."),
        "toChoose": _("Cells that somebody else changed meanwhile; choose: [n]."),
        "toConfirm": _("Numbers that can hardly be meant: [n]."),
        "same": _("Cells that say what stands there already: [n]."),
        "leaveOut": _("Leave these [n] out"),
        "saveAll": _("Save all ([n])"),
        "fine": _("Will be saved as “[new]”."),
        "take": _("Yes, [value]"),
        "takeAll": _("Take all that is suggested ([n])"),
        "unchanged": _("stays"),
        "blockOffline": _("No connection. Nothing of the block was saved; try again when it is back."),
        "blockSignedOut": _(
            "You are signed out. Sign in in another tab, come back and save again; nothing of the block was "
            "saved."
        ),
        "blockFailed": _("The server could not save this. Nothing of the block was saved; please try again."),
    }


def _undo_words() -> dict[str, str]:
    """What is said about steps back and forth (static/js/grid_undo.js)."""
    return {
        "undone": _("Undone: [cell] is “[value]” again."),
        "undoneMany": _("Undone; cells: [n]."),
        "redone": _("Done again: [cell] is “[value]”."),
        "redoneMany": _("Done again; cells: [n]."),
        "nothingToUndo": _("Nothing that was saved on this page is left to undo."),
        "nothingToRedo": _("Nothing is left to be done again."),
        "changedSince": _("[cell] has changed since, so this step can't be taken back or done again."),
        "unsavedThere": _("[cell] holds something that is not saved yet; settle that first."),
    }
