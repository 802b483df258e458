"""Checks of the installation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error


def evidence_is_not_served(**kwargs: Any) -> list[Error]:
    """Files of evidence lie in no folder that is served to everybody, and no such folder below them."""
    kept = Path(settings.STORAGES["evidence"]["OPTIONS"]["location"]).resolve()
    served = [
        Path(folder).resolve() for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS) if folder
    ]
    return [
        Error(
            f"EVIDENCE_ROOT ({kept}) and {folder}, which is served to everybody, lie in each other.",
            hint="Set EVIDENCE_ROOT to a folder of its own.",
            id="indicators.E001",
        )
        for folder in served
        if kept.is_relative_to(folder) or folder.is_relative_to(kept)
    ]
