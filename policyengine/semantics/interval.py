"""What is known of a number: an interval of exact rationals, and how one compares with a target (language.md §4)."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from policyengine.semantics.truth import Truth, negation


class Comparator(StrEnum):
    """How a value is held against a target; the words are those of the policy language."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    EQUAL = "equal"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `lo` to `hi`, both included; `None` is no bound on that side."""

    lo: Fraction | None
    hi: Fraction | None

    @property
    def exact(self) -> bool:
        """Whether exactly one value is left."""
        return self.lo is not None and (self.lo is self.hi or self.lo == self.hi)


ANYTHING = Interval(None, None)


def point(value: Fraction | int) -> Interval:
    """The interval of one value."""
    exact = Fraction(value)
    return Interval(exact, exact)


def _surely_below(left: Fraction | None, right: Fraction | None, *, strict: bool) -> bool:
    """Whether every value up to `left` is below every value from `right`; `None` is unbounded."""
    if left is None or right is None:
        return False
    return left < right if strict else left <= right


def compare(left: Interval, comparator: Comparator, right: Interval) -> Truth:
    """Yes where all pairs of values satisfy the comparison, no where none does, else unknown."""
    match comparator:
        case Comparator.AT_LEAST:
            return _below(right, left, strict=False)
        case Comparator.MORE_THAN:
            return _below(right, left, strict=True)
        case Comparator.AT_MOST:
            return _below(left, right, strict=False)
        case Comparator.LESS_THAN:
            return _below(left, right, strict=True)
        case Comparator.EQUAL:
            return _same(left, right)
        case Comparator.NOT:
            return negation(_same(left, right))


def _below(left: Interval, right: Interval, *, strict: bool) -> Truth:
    """Whether the left value is below the right one or, unless `strict`, at most it."""
    if _surely_below(left.hi, right.lo, strict=strict):
        return Truth.YES
    return Truth.NO if _surely_below(right.hi, left.lo, strict=not strict) else Truth.UNKNOWN


def _same(left: Interval, right: Interval) -> Truth:
    if left.exact and right.exact and left.lo == right.lo:
        return Truth.YES
    apart = _surely_below(left.hi, right.lo, strict=True) or _surely_below(right.hi, left.lo, strict=True)
    return Truth.NO if apart else Truth.UNKNOWN


def among(choices: frozenset[str] | None, wanted: frozenset[str]) -> Truth:
    """Whether a value known to be one of `choices` (`None`: anything) is one of `wanted`."""
    if choices is None:
        return Truth.UNKNOWN if wanted else Truth.NO
    if choices <= wanted:
        return Truth.YES
    return Truth.UNKNOWN if choices & wanted else Truth.NO
