"""A truth together with the facts that would settle it, should it be unknown."""

from collections.abc import Iterable
from dataclasses import dataclass

from policyengine.semantics.truth import Truth, all_of, any_of, negation

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
    return Answer(truth, missing if truth is Truth.UNKNOWN else NOTHING)


def unknown(*missing: str) -> Answer:
    """Not known for lack of the named facts."""
    return Answer(Truth.UNKNOWN, frozenset(missing))


def all_hold(answers: Iterable[Answer]) -> Answer:
    """Conjunction; where it is unknown, so is some part, and what that part lacks is missing."""
    parts = list(answers)
    return answer(all_of(part.truth for part in parts), missing_of(parts))


def any_holds(answers: Iterable[Answer]) -> Answer:
    """Disjunction, missing what its unknown parts lack."""
    parts = list(answers)
    return answer(any_of(part.truth for part in parts), missing_of(parts))


def negated(part: Answer) -> Answer:
    """The opposite, for lack of the same facts."""
    return Answer(negation(part.truth), part.missing)


def missing_of(answers: Iterable[Answer]) -> Names:
    """All that the answers lack."""
    return NOTHING.union(*(part.missing for part in answers))
