"""What a copied plan is called. Pure."""

from __future__ import annotations

import re

LONGEST_NAME = 200


def name_for_years(name: str, old: tuple[int, int], new: tuple[int, int]) -> str:
    """The name of a plan for other years: the years in it follow, else they are put behind it.

    old, new: first and last year. "Strategic plan 2012-2013" becomes "Strategic plan 2014-2015".
    """
    written = f"{new[0]}" if new[0] == new[1] else f"{new[0]}–{new[1]}"
    if old[0] == old[1]:
        following = {f"{old[0]}": written}
    elif new[0] != new[1]:
        following = {f"{before}": f"{after}" for before, after in zip(old, new, strict=True)}
    else:
        following = {}
    if following and all(year in name for year in following):
        renamed = re.sub("|".join(following), lambda found: following[found[0]], name)
        return renamed[:LONGEST_NAME]
    return f"{name[: LONGEST_NAME - len(written) - 1]} {written}"
