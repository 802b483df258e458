"""What is said after a plan has been copied."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.copying.past import Waiting


def waiting_text(waiting: Waiting) -> str:
    """How many baselines are empty for want of achievements, and of which years; empty for none."""
    if not waiting.baselines:
        return ""
    count = ngettext(
        "%(count)s baseline keeps its rule and is still empty.",
        "%(count)s baselines keep their rules and are still empty.",
        waiting.baselines,
    ) % {"count": waiting.baselines}
    if not waiting.years:
        return count
    words = _(
        "They lack achievements of these years: %(years)s. Bring the history up to date once they are in."
    )
    return f"{count} {words % {'years': ', '.join(map(str, waiting.years))}}"
