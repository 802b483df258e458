"""Tracks of one channel: horizontal stretches above each other, ordered so that arrows cross little."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

_NEAR = 10
"""Stretches that end closer than this, in pixels, would look like one."""


@dataclass(slots=True, eq=False)
class Stretch:
    """A horizontal stretch, given by the x of the verticals that leave it upwards and downwards.

    ``stack`` fills in the track, counted from the top.
    """

    ups: tuple[int, ...]
    downs: tuple[int, ...]
    left: int = field(init=False)
    right: int = field(init=False)
    track: int = 0

    def __post_init__(self) -> None:
        self.left, self.right = min(self.ups + self.downs), max(self.ups + self.downs)

    def meets(self, other: "Stretch", near: int = 0) -> bool:
        """Tell whether two stretches share some x, or come nearer than this."""
        return self.left - near < other.right and other.left - near < self.right


def stack(stretches: Sequence[Stretch]) -> int:
    """Give each stretch its track, none shared by two that meet, and return the number of tracks."""
    tracks: list[list[Stretch]] = []
    for stretch in _sifted(stretches):
        level = len(tracks)
        while level and not any(stretch.meets(other, _NEAR) for other in tracks[level - 1]):
            level -= 1
        if level == len(tracks):
            tracks.append([])
        tracks[level].append(stretch)
        stretch.track = level
    return len(tracks)


def _sifted(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Order from top to bottom: move each to where it crosses the others least, twice over."""
    ordered = sorted(stretches, key=lambda stretch: (stretch.right - stretch.left, stretch.left))
    gain = [[0] * len(ordered) for _ in ordered]
    for (i, above), (j, below) in combinations(enumerate(ordered), 2):
        if above.meets(below):
            gain[i][j] = _crossings(above, below) - _crossings(below, above)
            gain[j][i] = -gain[i][j]
    order = list(range(len(ordered)))
    for moving in [*order, *order]:
        order.remove(moving)
        best, best_at, cost = 0, 0, 0
        for position, other in enumerate(order, start=1):
            cost += gain[other][moving]
            if cost < best:
                best, best_at = cost, position
        order.insert(best_at, moving)
    return [ordered[index] for index in order]


def _crossings(above: Stretch, below: Stretch) -> int:
    """Count the crossings of two stretches when one has the track above the other's."""
    count = 0
    for x in above.downs:
        count += below.left < x < below.right
    for x in below.ups:
        count += above.left < x < above.right
    return count
