import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyengine.semantics.interval import ANYTHING, Comparator, Interval, among, compare, point
from policyengine.semantics.truth import Truth, known

OPERATORS = {
    Comparator.AT_LEAST: operator.ge,
    Comparator.AT_MOST: operator.le,
    Comparator.MORE_THAN: operator.gt,
    Comparator.LESS_THAN: operator.lt,
    Comparator.EQUAL: operator.eq,
    Comparator.NOT: operator.ne,
}
ends = st.tuples(st.integers(-3, 3), st.integers(-3, 3)).map(sorted)
intervals = ends.map(lambda pair: Interval(Fraction(pair[0]), Fraction(pair[1])))


def halves(interval: Interval) -> list[Fraction]:
    """Enough values of a bounded interval to stand for all: its ends and the halves between."""
    assert interval.lo is not None
    assert interval.hi is not None
    return [interval.lo + Fraction(n, 2) for n in range(int((interval.hi - interval.lo) * 2) + 1)]


@given(intervals, st.sampled_from(Comparator), intervals)
def test_comparison_is_what_all_pairs_of_values_agree_on(left: Interval, how: Comparator, right: Interval) -> None:
    seen = {OPERATORS[how](one, other) for one in halves(left) for other in halves(right)}
    assert compare(left, how, right) is known(seen.pop() if len(seen) == 1 else None)


@pytest.mark.parametrize(
    ("left", "how", "right", "expected"),
    [
        (Interval(Fraction(5), None), Comparator.AT_LEAST, point(5), Truth.YES),
        (Interval(Fraction(5), None), Comparator.MORE_THAN, point(5), Truth.UNKNOWN),
        (Interval(Fraction(5), None), Comparator.LESS_THAN, point(5), Truth.NO),
        (Interval(None, Fraction(5)), Comparator.AT_MOST, point(5), Truth.YES),
        (Interval(None, Fraction(5)), Comparator.EQUAL, point(6), Truth.NO),
        (ANYTHING, Comparator.AT_LEAST, point(0), Truth.UNKNOWN),
        (ANYTHING, Comparator.EQUAL, ANYTHING, Truth.UNKNOWN),
    ],
)
def test_open_ends(left: Interval, how: Comparator, right: Interval, expected: Truth) -> None:
    assert compare(left, how, right) is expected


def test_a_hair_below_five_per_cent_is_below_it() -> None:
    below = Fraction(49_999_999_999_999_999, 10**18)
    assert compare(point(below), Comparator.AT_LEAST, point(Fraction(1, 20))) is Truth.NO
    assert compare(point(Fraction(1, 20)), Comparator.AT_LEAST, point(Fraction(1, 20))) is Truth.YES


@pytest.mark.parametrize(
    ("choices", "wanted", "expected"),
    [
        ({"a"}, {"a", "b"}, Truth.YES),
        ({"a", "b"}, {"a"}, Truth.UNKNOWN),
        ({"a"}, {"b"}, Truth.NO),
        (None, {"a"}, Truth.UNKNOWN),
        (None, set(), Truth.NO),
    ],
)
def test_among(choices: set[str] | None, wanted: set[str], expected: Truth) -> None:
    assert among(None if choices is None else frozenset(choices), frozenset(wanted)) is expected
