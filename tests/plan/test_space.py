"""Rows told apart by conditions: a condition holds in exactly the rows in which it is true."""

from datetime import date
from fractions import Fraction

import pytest

from policyengine.plan.cells import number_cells
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Case,
    Compare,
    Comparison,
    Condition,
    Constant,
    Judged,
    MeasuredOn,
    Named,
    Negation,
    Outcomes,
    Presence,
    TargetValue,
)
from policyengine.plan.space import Space, space_of, variables_of
from policyengine.reading.text import Text
from policyengine.semantics.interval import Comparator
from tests.plan.resolved import COUNTY, ESTABLISHED, GRADE, MANAGEMENT, MEMBERS

DUAL = Among(MANAGEMENT, frozenset({"dual"}))
HIGH = Among(GRADE, frozenset({"a4", "a5"}))
GRADED = Presence(GRADE, wanted=True)
MANY = Compare(MEMBERS, Comparison(Comparator.AT_LEAST, Constant(Fraction(3))))
ACTIVE = Judged("organization", "active", "活动正常")
TABLE = Outcomes("t", (Case(DUAL, "one"), Case(HIGH, "two")), "three", frozenset({"two", "three"}))


def space(*conditions: Condition) -> Space:
    found = space_of(*conditions)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("condition", "holding", "of"),
    [
        (DUAL, 1, 2),
        # Besides its three values the grade may be none, of which no comparison holds.
        (HIGH, 2, 4),
        (Negation(HIGH), 2, 4),
        (GRADED, 3, 4),
        (Negation(GRADED), 1, 4),
        # The members are 0, 1, 3, 4 or 1000: the bounds, the constant and one number from each gap.
        (MANY, 3, 5),
        (All((DUAL, HIGH)), 2, 8),
        (Any((DUAL, HIGH)), 6, 8),
        (Any((DUAL, Named("active", All((ACTIVE,))))), 3, 4),
        (TABLE, 4, 8),
        (Outcomes("t", TABLE.cases, None, frozenset({"two"})), 2, 8),
        (All(()), 1, 1),
    ],
)
def test_a_condition_holds_in_the_rows_in_which_it_is_true(condition: Condition, holding: int, of: int) -> None:
    whole = space(condition)
    assert (whole.rows(condition).bit_count(), whole.everything.bit_count()) == (holding, of)


def test_contradictions_hold_nowhere_and_truisms_everywhere() -> None:
    few = Compare(MEMBERS, Comparison(Comparator.LESS_THAN, TargetValue("few", ((None, Fraction(3)),))))
    whole = space(few, MANY, DUAL)
    assert whole.rows(All((few, MANY))) == 0
    assert whole.rows(Any((few, MANY))) == whole.everything


def test_an_example_names_each_value_in_both_languages() -> None:
    late = Compare(ESTABLISHED, Comparison(Comparator.AT_LEAST, Constant(date(2018, 1, 1))))
    elsewhere = Negation(Among(COUNTY, frozenset({"330802"})))
    whole = space(late, elsewhere, GRADED)
    assert whole.example(whole.rows(All((late, elsewhere, Negation(GRADED))))) == Text(
        "`established_on: 2018-01-01`、`county: 其他`、`grade: 无`",
        "`established_on: 2018-01-01`, `county: other`, `grade: none`",
    )


def test_only_fields_and_determinations_make_a_space_certain() -> None:
    moving = Compare(ESTABLISHED, Comparison(Comparator.LESS_THAN, MeasuredOn()))
    assert space(DUAL, ACTIVE).certain
    assert not space(DUAL, moving).certain
    assert variables_of(All((DUAL, moving))) == {MANAGEMENT, moving}


@pytest.mark.parametrize(
    ("constants", "lo", "hi", "whole", "expected"),
    [
        ([3], None, None, False, [2, 3, 4]),
        ([3, 4], 0, None, True, [0, 1, 3, 4, 5]),
        ([3, 4], 0, 4, False, [0, Fraction(3, 2), 3, Fraction(7, 2), 4]),
        ([Fraction(7, 2)], 3, 4, True, [3, 4]),
        ([2000], 0, 1000, True, [0, 1, 1000]),
        ([], None, None, True, [-1, 0, 1]),
    ],
)
def test_numbers_are_taken_from_each_gap_within_the_bounds(
    constants: list[int | Fraction], lo: int | None, hi: int | None, whole: bool, expected: list[int | Fraction]
) -> None:
    lowest, highest = (None if bound is None else Fraction(bound) for bound in (lo, hi))
    assert number_cells([Fraction(number) for number in constants], lowest, highest, whole=whole) == expected
