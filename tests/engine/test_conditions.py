"""Conditions on a row's own cells, by hand."""

from datetime import date
from fractions import Fraction

import pytest

from policyengine.language.models import DateUnit
from policyengine.plan.nodes import (
    Among,
    Any,
    Case,
    Condition,
    FieldValue,
    Judged,
    MeasuredOn,
    Named,
    Negation,
    Outcomes,
    Presence,
    ShiftedDate,
    TargetValue,
    ThisYear,
)
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth
from tests.engine.village import UNKNOWN, Village, compare, find, is_, literal, path, rule, truth

YES, NO, PERHAPS = Truth.YES, Truth.NO, Truth.UNKNOWN

MEMBERS, STAFF, GRADE = path("club", "members"), path("club", "staff"), path("club", "grade")
FOUNDED, KIND = path("club", "founded_on"), path("club", "street", "kind")
COMPLETE = {"street": [{"city": "1", "kind": "urban"}], "city": [{}], "visit": [], "work_record": []}


def club(**cells: object) -> Village:
    """One club, certainly founded and not ended."""
    return Village({**COMPLETE, "club": [{"street": "1", "ended_on": None, "founded_on": None, **cells}]})


@pytest.mark.parametrize(
    ("members", "comparator", "value", "expected"),
    [
        (3, Comparator.AT_LEAST, 3, YES),
        (3, Comparator.MORE_THAN, 3, NO),
        (2, Comparator.AT_LEAST, 3, NO),
        (3, Comparator.NOT, 3, NO),
        (None, Comparator.AT_LEAST, 0, YES),
        (None, Comparator.LESS_THAN, 0, NO),
        (None, Comparator.AT_LEAST, 1, PERHAPS),
    ],
)
def test_numbers(members: int | None, comparator: Comparator, value: int, expected: Truth) -> None:
    assert truth(club(members=members), compare(MEMBERS, comparator, value)) is expected


@pytest.mark.parametrize(
    ("staff", "comparator", "value", "expected"),
    [
        (None, Comparator.AT_LEAST, 0, NO),
        (None, Comparator.NOT, 7, NO),
        (UNKNOWN, Comparator.AT_LEAST, 0, PERHAPS),
        (UNKNOWN, Comparator.AT_LEAST, 51, NO),
        (50, Comparator.AT_MOST, 50, YES),
    ],
)
def test_comparison_with_none_is_no(staff: object, comparator: Comparator, value: int, expected: Truth) -> None:
    assert truth(club(staff=staff), compare(STAFF, comparator, value)) is expected


@pytest.mark.parametrize(
    ("grade", "condition", "expected"),
    [
        ("one", is_(GRADE, "one"), YES),
        ("one", compare(GRADE, Comparator.NOT, "one"), NO),
        ("two", compare(GRADE, Comparator.NOT, "one"), YES),
        (None, is_(GRADE, "one"), NO),
        (None, compare(GRADE, Comparator.NOT, "one"), NO),
        (None, Among(GRADE, frozenset({"one"})), NO),
        (UNKNOWN, Among(GRADE, frozenset({"one", "two"})), PERHAPS),
        (UNKNOWN, Among(GRADE, frozenset({"one", "two", "three"})), PERHAPS),
        (UNKNOWN, is_(GRADE, "four"), NO),
        ("three", Among(GRADE, frozenset({"one", "three"})), YES),
        (None, Presence(GRADE, wanted=True), NO),
        (None, Presence(GRADE, wanted=False), YES),
        (UNKNOWN, Presence(GRADE, wanted=True), PERHAPS),
        ("one", Presence(GRADE, wanted=False), NO),
    ],
)
def test_words(grade: object, condition: Condition, expected: Truth) -> None:
    assert truth(club(grade=grade), condition) is expected


def test_an_unknown_cell_of_an_ordinary_field_is_present_and_among_all_its_choices() -> None:
    village = Village({"club": [{"street": "1"}], "street": [{"city": "1", "kind": None}]})
    everything = frozenset({"urban", "rural", "pastoral"})
    assert truth(village, Among(KIND, everything)) is YES
    assert truth(village, Presence(KIND, wanted=True)) is YES
    assert truth(village, Among(KIND, everything - {"rural"})) is PERHAPS


def test_a_path_is_unknown_where_a_reference_is_and_none_where_a_reference_is_none() -> None:
    parents_kind = is_(path("club", "parent", "street", "kind"), "urban")
    assert truth(club(street=None), is_(KIND, "urban")) is PERHAPS
    assert truth(club(street="elsewhere"), is_(KIND, "urban")) is PERHAPS
    assert truth(club(parent=None), parents_kind) is NO
    assert truth(club(parent="1"), parents_kind) is YES
    assert truth(club(parent=UNKNOWN), parents_kind) is PERHAPS


def test_the_id_of_a_reference_needs_no_row() -> None:
    assert truth(club(street="elsewhere"), is_(path("club", "street", "id"), "elsewhere")) is YES


@pytest.mark.parametrize(
    ("members", "staff", "expected"), [(3, 3, YES), (4, 3, NO), (51, UNKNOWN, NO), (3, UNKNOWN, PERHAPS)]
)
def test_two_fields(members: int, staff: object, expected: Truth) -> None:
    condition = compare(MEMBERS, Comparator.EQUAL, FieldValue(STAFF))
    assert truth(club(members=members, staff=staff), condition) is expected


@pytest.mark.parametrize(
    ("grade", "parents", "expected"), [("one", "one", YES), ("one", "two", NO), ("one", UNKNOWN, PERHAPS)]
)
def test_two_words(grade: object, parents: object, expected: Truth) -> None:
    rows = [{"street": "1", "parent": "2", "grade": grade}, {"street": "1", "parent": None, "grade": parents}]
    condition = compare(GRADE, Comparator.EQUAL, FieldValue(path("club", "parent", "grade")))
    assert truth(Village({"club": rows}), condition) is expected


def test_words_of_disjoint_choices_are_never_equal() -> None:
    village = club(grade=UNKNOWN, street=None)
    assert truth(village, compare(GRADE, Comparator.EQUAL, FieldValue(KIND))) is NO


def test_booleans_are_words() -> None:
    is_open = path("club", "open")
    assert truth(club(open=True), is_(is_open, "true")) is YES
    assert truth(club(open=False), is_(is_open, "true")) is NO
    assert truth(club(open=None), Among(is_open, frozenset({"true", "false"}))) is YES


@pytest.mark.parametrize(
    ("founded", "comparator", "expected"),
    [
        (date(2018, 6, 30), Comparator.AT_MOST, YES),
        (date(2018, 6, 30), Comparator.LESS_THAN, NO),
        (date(2018, 7, 1), Comparator.AT_MOST, NO),
        (date(2018, 7, 1), Comparator.MORE_THAN, YES),
        (UNKNOWN, Comparator.AT_MOST, PERHAPS),
        (None, Comparator.AT_MOST, NO),
    ],
)
def test_dates_around_a_day(founded: object, comparator: Comparator, expected: Truth) -> None:
    condition = compare(FOUNDED, comparator, date(2018, 6, 30))
    assert truth(club(founded_on=founded), condition) is expected


@pytest.mark.parametrize(
    ("base", "count", "unit", "forward", "expected"),
    [
        (date(2018, 1, 31), 1, DateUnit.MONTHS, True, date(2018, 2, 28)),
        (date(2016, 1, 31), 1, DateUnit.MONTHS, True, date(2016, 2, 29)),
        (date(2016, 2, 29), 1, DateUnit.YEARS, True, date(2017, 2, 28)),
        (date(2018, 3, 31), 1, DateUnit.MONTHS, False, date(2018, 2, 28)),
        (date(2018, 1, 1), 1, DateUnit.DAYS, False, date(2017, 12, 31)),
        (date(2018, 11, 30), 15, DateUnit.MONTHS, True, date(2020, 2, 29)),
        (date.max, 1, DateUnit.DAYS, True, date.max),
        (date.min, 1, DateUnit.MONTHS, False, date.min),
        (date.max, 1, DateUnit.YEARS, True, date.max),
    ],
)
def test_moved_dates(base: date, count: int, unit: DateUnit, forward: bool, expected: date) -> None:
    operand = ShiftedDate(literal(base), literal(count), unit, forward)
    assert truth(club(founded_on=expected), compare(FOUNDED, Comparator.EQUAL, operand)) is YES


def test_a_moved_unknown_date_is_unknown_within_its_domain() -> None:
    operand = ShiftedDate(FieldValue(path("club", "ended_on")), literal(30), DateUnit.DAYS, forward=True)
    assert (
        truth(club(founded_on=date(2018, 1, 1), ended_on=UNKNOWN), compare(FOUNDED, Comparator.AT_LEAST, operand))
        is PERHAPS
    )
    assert truth(club(founded_on=date.min, ended_on=UNKNOWN), compare(FOUNDED, Comparator.AT_LEAST, operand)) is NO


@pytest.mark.parametrize(
    ("forward", "founded", "expected"),
    [
        (True, date(2018, 1, 1), YES),
        (True, date(2018, 1, 2), PERHAPS),
        (False, date(2018, 1, 1), PERHAPS),
        (False, date(2018, 1, 2), NO),
    ],
)
def test_an_unspecified_number_of_days_moves_a_date_one_way_only(forward: bool, founded: date, expected: Truth) -> None:
    operand = ShiftedDate(literal(date(2018, 1, 1)), TargetValue("days", ((None, None),)), DateUnit.DAYS, forward)
    assert truth(club(founded_on=founded), compare(FOUNDED, Comparator.AT_MOST, operand)) is expected


def test_measured_on_and_this_year() -> None:
    on_the_day = compare(FOUNDED, Comparator.EQUAL, MeasuredOn())
    assert truth(club(founded_on=date(2018, 12, 31)), on_the_day) is YES
    assert truth(club(founded_on=date(2018, 1, 1)), ThisYear(FOUNDED)) is YES
    assert truth(club(founded_on=date(2017, 12, 31)), ThisYear(FOUNDED)) is NO
    assert truth(club(founded_on=None), ThisYear(FOUNDED)) is NO
    assert truth(club(founded_on=UNKNOWN), ThisYear(FOUNDED)) is PERHAPS


TRAINING = TargetValue("training", ((date(2018, 1, 1), Fraction(1)), (date(2018, 7, 1), Fraction(2))))


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(date(2018, 6, 30), YES), (date(2018, 7, 1), NO), (date(2017, 12, 31), PERHAPS), (date(2018, 1, 1), YES)],
)
def test_targets_by_date(as_of: date, expected: Truth) -> None:
    condition = compare(MEMBERS, Comparator.AT_LEAST, TRAINING)
    assert truth(club(members=1), condition, as_of=as_of) is expected


def test_an_unspecified_target_settles_nothing_and_is_missing() -> None:
    weight = TargetValue("weight", ((None, None),))
    outcome = find(club(members=1), rule(compare(MEMBERS, Comparator.AT_LEAST, weight), subject="club"))
    assert (outcome.satisfied, outcome.missing) == (PERHAPS, ("$weight",))


def test_what_an_office_judged() -> None:
    judged = Judged("club", "active", "")
    assert [truth(club(active=value), judged) for value in (True, False, None)] == [YES, NO, PERHAPS]
    assert truth(club(), judged) is PERHAPS
    assert find(club(), rule(judged, subject="club")).missing == ("club.active",)


def table(*values: str, otherwise: str | None = "neither") -> Outcomes:
    cases = (Case(is_(GRADE, "one"), "first"), Case(compare(MEMBERS, Comparator.AT_LEAST, 5), "second"))
    return Outcomes("body", cases, otherwise, frozenset(values))


@pytest.mark.parametrize(
    ("cells", "condition", "expected"),
    [
        ({"grade": "one", "members": 9}, table("first"), YES),
        ({"grade": "two", "members": 9}, table("first"), NO),
        ({"grade": "two", "members": 9}, table("second"), YES),
        ({"grade": "two", "members": 1}, table("neither"), YES),
        ({"grade": "two", "members": 1}, table("first", otherwise=None), NO),
        ({"grade": UNKNOWN, "members": 9}, table("first"), PERHAPS),
        ({"grade": UNKNOWN, "members": 9}, table("first", "second"), YES),
        ({"grade": UNKNOWN, "members": 9}, table("neither"), NO),
        ({"grade": "two", "members": None}, table("first"), NO),
        ({"grade": UNKNOWN, "members": None}, table("first", "second"), PERHAPS),
        ({"grade": UNKNOWN, "members": None}, table("first", "second", "neither"), YES),
    ],
)
def test_decision_tables(cells: dict[str, object], condition: Outcomes, expected: Truth) -> None:
    assert truth(club(**cells), condition) is expected


def test_a_decision_table_misses_the_cases_that_may_be_hit_first() -> None:
    asked = rule(table("first"), subject="club")
    assert find(club(grade=UNKNOWN, members=9), asked).missing == ("club.grade",)
    assert find(club(grade=UNKNOWN, members=None), asked).missing == ("club.grade", "club.members")


def test_any_negation_and_names() -> None:
    either = Named("either", Any((is_(GRADE, "one"), compare(MEMBERS, Comparator.AT_LEAST, 5))))
    assert truth(club(grade="two", members=5), either) is YES
    assert truth(club(grade="two", members=5), Negation(either)) is NO
    assert truth(club(grade=UNKNOWN, members=1), Negation(either)) is PERHAPS
    assert truth(club(members=1), Any(())) is NO
    assert find(club(grade=UNKNOWN, members=None), rule(either, subject="club")).missing == (
        "club.grade",
        "club.members",
    )
    assert find(club(grade=UNKNOWN, members=5), rule(either, subject="club")).missing == ()
