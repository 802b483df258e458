"""The name that a file had where it came from: shown to people, never used to store it."""

from __future__ import annotations

import os.path
import unicodedata

LONGEST_NAME = 150
_LONGEST_ENDING = 10
_NOT_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def cleaned_name(name: str) -> str:
    """The name without path and invisible characters (which turn the direction of writing), shortened.

    Its ending stays. Empty when nothing is left.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(each for each in last if unicodedata.category(each) not in _NOT_SHOWN)
    plain = " ".join(shown.split()).lstrip(".").strip()
    if len(plain) <= LONGEST_NAME:
        return plain
    stem, ending = os.path.splitext(plain)
    ending = ending[:_LONGEST_ENDING]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}…{ending}"


def ending_of(name: str) -> str:
    """The name's ending in small letters, with its dot; empty for none."""
    return os.path.splitext(name)[1].lower()
