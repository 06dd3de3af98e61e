"""Three-valued truth, after Kleene (language.md §4)."""

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Whether something holds: no, unknown or yes, ordered so that `and` is min and `or` is max."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    __hash__ = int.__hash__  # members of populations are told apart by it, and that of enums is slow

    @property
    def possible(self) -> bool:
        """True unless it is a sure no."""
        return self is not Truth.NO

    @property
    def sure(self) -> bool:
        """True only for a sure yes."""
        return self is Truth.YES


def known(value: bool | None) -> Truth:
    """The truth of a boolean of which `None` stands for unknown."""
    if value is None:
        return Truth.UNKNOWN
    return Truth.YES if value else Truth.NO


def all_of(truths: Iterable[Truth]) -> Truth:
    """Conjunction; of nothing, yes."""
    return min(truths, default=Truth.YES)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Disjunction; of nothing, no."""
    return max(truths, default=Truth.NO)


def negation(truth: Truth) -> Truth:
    """Yes for no, no for yes; unknown stays unknown."""
    return _NEGATIONS[truth]


_NEGATIONS = (Truth.YES, Truth.UNKNOWN, Truth.NO)
