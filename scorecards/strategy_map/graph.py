"""Questions about the graph of cause-effect links."""

from collections import defaultdict, deque
from collections.abc import Iterable


def find_cycle(links: Iterable[tuple[str, str]], new: tuple[str, str]) -> tuple[str, ...] | None:
    """Return the shortest cycle that a new link (cause, effect) would close, or None.

    The chain starts and ends at the new link's cause: ``(A, B, C, A)`` for new ``(A, B)`` where B leads
    to C and C to A. A link to itself gives ``(A, A)``.
    """
    cause, effect = new
    came_from = _walk(_successors(links), effect)
    if cause not in came_from:
        return None
    chain = [cause]
    while chain[-1] != effect:
        chain.append(came_from[chain[-1]])
    return (cause, *reversed(chain))


def downstream(links: Iterable[tuple[str, str]], key: str) -> tuple[str, ...]:
    """Return every objective that this one drives, directly or through others, nearest first."""
    return tuple(_walk(_successors(links), key))[1:]


def upstream(links: Iterable[tuple[str, str]], key: str) -> tuple[str, ...]:
    """Return every objective that drives this one, directly or through others, nearest first."""
    return downstream([(effect, cause) for cause, effect in links], key)


def _successors(links: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    successors: dict[str, list[str]] = defaultdict(list)
    for cause, effect in links:
        successors[cause].append(effect)
    return successors


def _walk(successors: dict[str, list[str]], start: str) -> dict[str, str]:
    """Breadth first; every key reached (the start first), with the key that it was reached from."""
    came_from = {start: start}
    waiting = deque([start])
    while waiting:
        key = waiting.popleft()
        for following in successors.get(key, ()):
            if following not in came_from:
                came_from[following] = key
                waiting.append(following)
    return came_from
