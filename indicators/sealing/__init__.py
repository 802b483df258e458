"""What a closed year is sealed as: all that made its result, in a canonical form with its SHA-256. Pure.

`content.py` says what a seal holds, `canonical.py` how it is written and read, `scored.py` how a result of
the scoring rule goes in and comes out again, `differences.py` in what two seals differ.
"""

from indicators.sealing.canonical import SealUnreadable, digest_of, read_head, read_seal, write_seal
from indicators.sealing.content import (
    Missing,
    SealedHead,
    SealedIndicator,
    SealedObjective,
    SealedPerson,
    SealedPerspective,
    SealedPlan,
    SealedResult,
    SealedRow,
    SealedRules,
    SealedUnit,
    SealedYear,
)
from indicators.sealing.differences import Difference, Part, differences
from indicators.sealing.scored import inputs_of, recomputed, result_of, rules_of, sealed_result, sealed_score

__all__ = [
    "Difference",
    "Missing",
    "Part",
    "SealUnreadable",
    "SealedHead",
    "SealedIndicator",
    "SealedObjective",
    "SealedPerson",
    "SealedPerspective",
    "SealedPlan",
    "SealedResult",
    "SealedRow",
    "SealedRules",
    "SealedUnit",
    "SealedYear",
    "differences",
    "digest_of",
    "inputs_of",
    "read_head",
    "read_seal",
    "recomputed",
    "result_of",
    "rules_of",
    "sealed_result",
    "sealed_score",
    "write_seal",
]
