"""The smallest remedy: one step less does not satisfy the requirement, the gap does."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyengine.semantics.interval import Comparator, compare, point
from policyengine.semantics.measure import Bound
from policyengine.semantics.truth import Truth
from policyengine.verdicts.gap import nearer, steps_to

TOTALS = st.integers(-50, 50)
TARGETS = st.fractions(min_value=-40, max_value=40, max_denominator=12)
ORDERED = [Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.AT_MOST, Comparator.LESS_THAN]


@pytest.mark.parametrize("comparator", ORDERED)
@given(total=TOTALS, target=TARGETS)
def test_the_gap_is_the_least_change_that_satisfies(comparator: Comparator, total: int, target: Fraction) -> None:
    def satisfied(value: int) -> bool:
        return compare(point(value), comparator, point(target)) is Truth.YES

    if satisfied(total):
        return
    steps = steps_to(comparator, Fraction(total), target)
    assert steps is not None
    direction = -1 if comparator in (Comparator.AT_MOST, Comparator.LESS_THAN) else 1
    assert steps.denominator == 1
    assert steps >= 1
    assert satisfied(total + direction * int(steps))
    assert not satisfied(total + direction * (int(steps) - 1))


@pytest.mark.parametrize(
    ("comparator", "total", "threshold", "steps"),
    [
        (Comparator.AT_LEAST, 1, Fraction(2), 1),
        (Comparator.AT_LEAST, 3, Fraction(5 * 61, 100), 1),  # 5% of 61 is 3.05: four are needed
        (Comparator.AT_LEAST, 4, Fraction(14, 3), 1),  # two thirds of seven streets: five
        (Comparator.MORE_THAN, 5, Fraction(5), 1),
        (Comparator.AT_MOST, 7, Fraction(5), 2),
        (Comparator.LESS_THAN, 5, Fraction(5), 1),
    ],
)
def test_gaps_by_hand(comparator: Comparator, total: int, threshold: Fraction, steps: int) -> None:
    assert steps_to(comparator, Fraction(total), threshold) == steps


@pytest.mark.parametrize(
    ("total", "threshold", "steps"), [(1, Fraction(3), 2), (5, Fraction(3), 2), (3, Fraction(61, 20), None)]
)
def test_what_no_whole_number_of_steps_reaches_has_no_gap(total: int, threshold: Fraction, steps: int | None) -> None:
    assert steps_to(Comparator.EQUAL, Fraction(total), threshold) == steps


@pytest.mark.parametrize(("target", "expected"), [(2, 3), (7, 5)])
def test_an_exact_target_is_reached_from_the_nearer_bound(target: int, expected: int) -> None:
    lo, hi = Bound(Fraction(3)), Bound(Fraction(5))
    found = nearer(Comparator.EQUAL, lo, hi, Fraction(target))
    assert found is not None
    assert found.value == expected
    assert nearer(Comparator.EQUAL, lo, None, Fraction(target)) == (lo if target == 2 else None)
