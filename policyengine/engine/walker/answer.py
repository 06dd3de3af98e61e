"""A truth together with the facts that would settle it, should it be unknown."""

from collections.abc import Iterable
from dataclasses import dataclass

from policyengine.semantics.truth import Truth

Names = frozenset[str]
NOTHING: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something holds; `missing` names unknown facts and is empty unless that is unknown."""

    truth: Truth
    missing: Names = NOTHING


HOLDS = Answer(Truth.YES)
FAILS = Answer(Truth.NO)


def answer(truth: Truth, missing: Names) -> Answer:
    """The truth, with what is missing only if it is unknown."""
    if truth is Truth.UNKNOWN:
        return Answer(truth, missing)
    return HOLDS if truth is Truth.YES else FAILS


def unknown(*missing: str) -> Answer:
    """Not known for lack of the named facts."""
    return Answer(Truth.UNKNOWN, frozenset(missing))


def all_hold(answers: Iterable[Answer]) -> Answer:
    """Conjunction, missing what its unknown parts lack; after a sure no nothing more is asked."""
    unknown_parts = []
    for part in answers:
        if part.truth is Truth.NO:
            return FAILS
        if part.truth is Truth.UNKNOWN:
            unknown_parts.append(part)
    return Answer(Truth.UNKNOWN, missing_of(unknown_parts)) if unknown_parts else HOLDS


def any_holds(answers: Iterable[Answer]) -> Answer:
    """Disjunction, missing what its unknown parts lack; after a sure yes nothing more is asked."""
    unknown_parts = []
    for part in answers:
        if part.truth is Truth.YES:
            return HOLDS
        if part.truth is Truth.UNKNOWN:
            unknown_parts.append(part)
    return Answer(Truth.UNKNOWN, missing_of(unknown_parts)) if unknown_parts else FAILS


def negated(part: Answer) -> Answer:
    """The opposite, for lack of the same facts."""
    if part.truth is Truth.UNKNOWN:
        return part
    return FAILS if part.truth is Truth.YES else HOLDS


def missing_of(answers: Iterable[Answer]) -> Names:
    """All that the answers lack."""
    return NOTHING.union(*(part.missing for part in answers))
