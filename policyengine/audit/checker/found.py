"""A truth with the facts that would settle it."""

from collections.abc import Iterable
from dataclasses import dataclass

from policyengine.audit.checker.scene import NOTHING, Names
from policyengine.semantics.truth import Truth, all_of, any_of, negation


@dataclass(frozen=True, slots=True)
class Found:
    """Whether something holds; `missing` is empty unless that is unknown."""

    truth: Truth
    missing: Names = NOTHING


YES, NO = Found(Truth.YES), Found(Truth.NO)


def found(truth: Truth, missing: Names = NOTHING) -> Found:
    """The truth; what is missing matters only where it is unknown."""
    return Found(truth, missing if truth is Truth.UNKNOWN else NOTHING)


def every(parts: Iterable[Found]) -> Found:
    """Whether all parts hold."""
    known = list(parts)
    return found(all_of(part.truth for part in known), missing(known))


def some(parts: Iterable[Found]) -> Found:
    """Whether any part holds."""
    known = list(parts)
    return found(any_of(part.truth for part in known), missing(known))


def opposite(part: Found) -> Found:
    """Whether the part does not hold."""
    return Found(negation(part.truth), part.missing)


def missing(parts: Iterable[Found]) -> Names:
    """All that the parts lack."""
    return NOTHING.union(*(part.missing for part in parts))
