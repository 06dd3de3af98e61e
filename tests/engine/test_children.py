"""Quantifiers and counts over children, by hand."""

from datetime import date

import pytest

from policyengine.plan.nodes import HOLDS, Compare, Comparison, Condition, Counted, FieldValue, Quantified, TargetValue
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth
from tests.engine.village import (
    CLUBS,
    UNKNOWN,
    VISITS,
    Village,
    at_least,
    compare,
    find,
    is_,
    literal,
    path,
    rule,
    truth,
)

YES, NO, PERHAPS = Truth.YES, Truth.NO, Truth.UNKNOWN
GRADE = path("club", "grade")
SOME_ONE = Quantified("some", CLUBS, is_(GRADE, "one"))
EVERY_ONE = Quantified("every", CLUBS, is_(GRADE, "one"))
NONE_ONE = Quantified("none", CLUBS, is_(GRADE, "one"))


def street(*clubs: object, incomplete: bool = False, **cells: object) -> Village:
    """Street 1 with clubs of these grades."""
    rows = [{"street": "1", "grade": grade, "founded_on": None, "ended_on": None, **cells} for grade in clubs]
    table = frozenset({"club"}) if incomplete else frozenset[str]()
    return Village({"street": [{"city": "1"}], "city": [{}], "club": rows}, table)


@pytest.mark.parametrize(
    ("grades", "some", "every", "none"),
    [
        ((), NO, YES, YES),
        (("one",), YES, YES, NO),
        (("one", "two"), YES, NO, NO),
        (("two",), NO, NO, YES),
        ((UNKNOWN,), PERHAPS, PERHAPS, PERHAPS),
        ((UNKNOWN, "one"), YES, PERHAPS, NO),
        ((UNKNOWN, "two"), PERHAPS, NO, PERHAPS),
        ((None,), NO, NO, YES),
    ],
)
def test_quantifiers(grades: tuple[object, ...], some: Truth, every: Truth, none: Truth) -> None:
    village = street(*grades)
    assert [truth(village, part, "street") for part in (SOME_ONE, EVERY_ONE, NONE_ONE)] == [some, every, none]


@pytest.mark.parametrize(
    ("grades", "some", "every", "none"),
    [((), PERHAPS, PERHAPS, PERHAPS), (("one",), YES, PERHAPS, NO), (("two",), PERHAPS, NO, PERHAPS)],
)
def test_an_incomplete_table_leaves_some_possible_and_every_and_none_open(
    grades: tuple[object, ...], some: Truth, every: Truth, none: Truth
) -> None:
    village = street(*grades, incomplete=True)
    assert [truth(village, part, "street") for part in (SOME_ONE, EVERY_ONE, NONE_ONE)] == [some, every, none]


def test_a_table_that_is_not_supplied_is_wholly_unknown() -> None:
    outcome = find(Village({"street": [{"city": "1"}]}), rule(SOME_ONE, subject="street"))
    assert (outcome.satisfied, outcome.missing) == (PERHAPS, ("club",))


def test_a_child_of_unknown_parent_may_be_a_child() -> None:
    village = street("one", street=None)
    outcome = find(village, rule(SOME_ONE, subject="street"))
    assert (outcome.satisfied, outcome.missing) == (PERHAPS, ("club.street",))


def test_only_children_that_exist_count() -> None:
    on_the_day = date(2018, 12, 31)
    assert truth(street("one", ended_on=on_the_day), SOME_ONE, "street") is YES
    assert truth(street("one", ended_on=date(2018, 12, 30)), SOME_ONE, "street") is NO
    assert truth(street("one", founded_on=on_the_day), SOME_ONE, "street") is YES
    assert truth(street("one", founded_on=date(2019, 1, 1)), SOME_ONE, "street") is NO
    unknown_end = find(street("one", ended_on=UNKNOWN), rule(SOME_ONE, subject="street"))
    assert (unknown_end.satisfied, unknown_end.missing) == (PERHAPS, ("club.ended_on",))


def test_without_columns_for_the_lifetime_existence_is_unknown() -> None:
    village = Village({"street": [{"city": "1"}], "club": [{"street": "1", "grade": "one"}]})
    outcome = find(village, rule(SOME_ONE, subject="street"))
    assert (outcome.satisfied, outcome.missing) == (PERHAPS, ("club.ended_on", "club.founded_on"))


@pytest.mark.parametrize(("held_on", "expected"), [(date(2018, 12, 31), YES), (date(2019, 1, 1), NO), (None, PERHAPS)])
def test_an_event_has_happened_on_its_date(held_on: date | None, expected: Truth) -> None:
    village = Village({"club": [{"street": "1"}], "visit": [{"club": "1", "held_on": held_on}]})
    assert truth(village, Quantified("some", VISITS, HOLDS)) is expected


def test_quantifiers_nest() -> None:
    every_club_is_visited = Quantified("every", CLUBS, Quantified("some", VISITS, HOLDS))
    visits = [{"club": "1", "held_on": date(2018, 1, 1)}]
    one, two = street("one"), street("one", "two")
    with_visits = [Village({**village.rows, "visit": visits}) for village in (one, two)]
    assert [truth(village, every_club_is_visited, "street") for village in with_visits] == [YES, NO]


def test_a_child_may_be_compared_with_its_parent() -> None:
    larger: Condition = Compare(path("club", "members"), at_least(FieldValue(path("club", "street", "homes"))))
    clubs = [{"street": "1", "members": 4, "founded_on": None, "ended_on": None}]
    for homes, expected in ((4, YES), (5, NO), (None, PERHAPS)):
        village = Village({"street": [{"city": "1", "homes": homes}], "club": clubs})
        assert truth(village, Quantified("some", CLUBS, larger), "street") is expected


@pytest.mark.parametrize(
    ("grades", "least", "expected"),
    [
        (("one", "one"), 2, YES),
        (("one", "two"), 2, NO),
        (("one", UNKNOWN), 2, PERHAPS),
        (("one", UNKNOWN), 1, YES),
        ((UNKNOWN, "two"), 2, NO),
    ],
)
def test_counts(grades: tuple[object, ...], least: int, expected: Truth) -> None:
    counted = Counted(CLUBS, is_(GRADE, "one"), (at_least(least),))
    assert truth(street(*grades), counted, "street") is expected


def test_counts_of_an_incomplete_table_are_open_above() -> None:
    village = street("one", incomplete=True)
    at_most_two = (Comparison(Comparator.AT_MOST, literal(2)),)
    assert truth(village, Counted(CLUBS, HOLDS, (at_least(1),)), "street") is YES
    assert truth(village, Counted(CLUBS, HOLDS, at_most_two), "street") is PERHAPS
    assert truth(village, Counted(CLUBS, HOLDS, (Comparison(Comparator.LESS_THAN, literal(1)),)), "street") is NO


def test_a_count_misses_its_unknown_members_and_targets() -> None:
    village = street("one", UNKNOWN, incomplete=True)
    target = TargetValue("clubs", ((None, None),))
    outcome = find(village, rule(Counted(CLUBS, is_(GRADE, "one"), (at_least(target),)), subject="street"))
    assert outcome.missing == ("$clubs", "club", "club.grade")
    settled = find(village, rule(Counted(CLUBS, is_(GRADE, "one"), (at_least(1),)), subject="street"))
    assert settled.missing == ()


def test_a_count_may_be_compared_with_a_field_of_the_row_itself() -> None:
    counted = Counted(CLUBS, HOLDS, (at_least(FieldValue(path("street", "homes"))),))
    village = street("one", "two")
    for homes, expected in ((2, YES), (3, NO), (None, PERHAPS)):
        assert (
            truth(Village({**village.rows, "street": [{"city": "1", "homes": homes}]}), counted, "street") is expected
        )


def test_an_unknown_condition_is_missing_only_where_it_matters() -> None:
    ended = {"street": "1", "grade": UNKNOWN, "founded_on": None, "ended_on": date(2018, 1, 1)}
    village = Village({"street": [{"city": "1"}], "club": [ended]})
    assert find(village, rule(SOME_ONE, subject="street")).missing == ()
    assert compare(GRADE, Comparator.EQUAL, "one") == is_(GRADE, "one")
