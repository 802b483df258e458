"""What hangs on an initiative or an indicator, in one text that a page sends back when it is confirmed.

Whoever deletes has seen a list of what goes along; when that has changed meanwhile, they are asked again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.belongings import later_belongings
from indicators.models import Evidence, Indicator, Initiative, Measurement, WorkProgram


def hanging_on_initiative(initiative: Initiative) -> str:
    """The fingerprint of its work programs; empty when there are none."""
    return _fingerprint(_work_programs(Q(initiative=initiative)))


def hanging_on_indicator(indicator: Indicator) -> str:
    """The fingerprint of its figures, evidence, initiatives, work programs and more; empty without any."""
    measured = Q(target__isnull=False) | Q(achievement__isnull=False)
    figures = Measurement.objects.filter(measured, indicator=indicator).order_by("pk")
    evidence = Evidence.objects.filter(measurement__indicator=indicator).order_by("pk")
    initiatives = Initiative.objects.filter(indicator=indicator).order_by("pk")
    return _fingerprint(
        [
            *figures.values_list("pk", "target", "target_upper", "achievement"),
            *evidence.values_list("pk", "title"),
            *initiatives.values_list("pk", "name"),
            *_work_programs(Q(initiative__indicator=indicator)),
            *_of_later_apps(indicator),
        ]
    )


def refuse_unseen(shown: str | None, hanging: str) -> None:
    """Raises ValidationError when what was shown is not what hangs on it now; None: nobody was shown any."""
    if shown not in (None, hanging):
        message = _(
            "Nothing is deleted: what goes with it has changed since you opened this page. Look again."
        )
        raise ValidationError(message, code="stale")


def _work_programs(of: Q) -> Iterable[tuple[Any, ...]]:
    return WorkProgram.objects.filter(of).order_by("pk").values_list("pk", "name", "scorecard_year__year")


def _of_later_apps(indicator: Indicator) -> Iterable[tuple[Any, ...]]:
    for model, path in later_belongings(Indicator):
        for row in model._base_manager.filter(**{path: indicator}).order_by("pk"):
            yield model._meta.label, row.pk, row


def _fingerprint(rows: Iterable[tuple[Any, ...]]) -> str:
    told = [[str(value) for value in row] for row in rows]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest() if told else ""
