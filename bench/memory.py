"""What a piece of work takes of memory at most, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from bench.database import address

STATUS = Path("/proc/self/status")
BARE_DJANGO = "import bench.database"
KIB_PER_MIB = 1024


def peak_above_django(work: str, *arguments: str) -> float | None:
    """MiB at most of a process that runs Python statements in the database at hand, above bare Django.

    arguments: what the statements find as sys.argv[1:]. None where the system does not tell (beside Linux).
    """
    if not STATUS.exists():
        return None
    return round(_peak_of(work, *arguments) - _peak_of(BARE_DJANGO), 1)


def _peak_of(work: str, *arguments: str) -> float:
    said = subprocess.run(  # noqa: S603 (the statements are ours)
        [sys.executable, "-c", f"{work}; import bench.memory; print(bench.memory.peak())", *arguments],
        env={**os.environ, "DATABASE_URL": address()},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(said.stdout)


def peak() -> float:
    """MiB of this process at most so far. Not getrusage: a child inherits the peak of its parent there."""
    found = re.search(r"VmHWM:\s+([0-9]+) kB", STATUS.read_text())
    return int(found[1]) / KIB_PER_MIB if found else 0.0
