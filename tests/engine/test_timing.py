"""Due dates, the measuring date and what follows from them, by hand."""

from datetime import date
from fractions import Fraction

import pytest

from policyengine.engine.outcome import Cause
from policyengine.language.models import DateUnit
from policyengine.plan.nodes import (
    HOLDS,
    Compare,
    Comparison,
    FieldValue,
    MeasuredOn,
    Quantified,
    ShiftedDate,
    TargetValue,
)
from policyengine.plan.planned import Due, FixedDue, RelativeDue, Standing, YearEnd
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth
from tests.engine.village import UNKNOWN, VISITS, Village, causes, compare, find, is_, literal, path, rule

YES, NO, PERHAPS = Truth.YES, Truth.NO, Truth.UNKNOWN
FOUNDED = path("club", "founded_on")
VISITED = Quantified("some", VISITS, HOLDS)
END = date(2018, 12, 31)


def month_after_founding(count: int = 1) -> RelativeDue:
    return RelativeDue(ShiftedDate(FieldValue(FOUNDED), literal(count), DateUnit.MONTHS, forward=True))


def club(founded_on: object = None, *visits: date, ended_on: object = None) -> Village:
    rows = [{"street": "1", "founded_on": founded_on, "ended_on": ended_on}]
    held = [{"club": "1", "held_on": day} for day in visits]
    return Village({"city": [{}], "street": [{"city": "1"}], "club": rows, "visit": held})


@pytest.mark.parametrize(
    ("due", "as_of", "measured_on", "due_on", "overdue"),
    [
        (FixedDue(END), date(2018, 12, 30), date(2018, 12, 30), END, NO),
        (FixedDue(END), END, END, END, NO),
        (FixedDue(END), date(2019, 1, 1), END, END, YES),
        (YearEnd(), date(2018, 3, 1), date(2018, 3, 1), END, NO),
        (YearEnd(), date(2019, 3, 1), END, END, YES),
        (Standing(), date(2019, 3, 1), date(2019, 3, 1), None, YES),
        (Standing(), date(2018, 3, 1), date(2018, 3, 1), None, YES),
    ],
)
def test_before_on_and_after_the_due_date(
    due: Due, as_of: date, measured_on: date, due_on: date | None, overdue: Truth
) -> None:
    outcome = find(club(), rule(VISITED, subject="club", due=due), as_of=as_of)
    assert (outcome.measured_on, outcome.due, outcome.overdue) == (measured_on, due_on, overdue)
    assert causes(outcome) == {}


def test_a_rule_is_not_in_force_before_its_period() -> None:
    asked = rule(VISITED, subject="club", due=FixedDue(END))
    assert causes(find(club(), asked, as_of=date(2017, 12, 31))) == {Cause.NOT_IN_FORCE: YES}
    assert causes(find(club(), asked, as_of=date(2018, 1, 1))) == {}


def test_a_deadline_freezes_the_measurement() -> None:
    asked = rule(VISITED, subject="club", due=FixedDue(END))
    late = club(None, date(2019, 1, 1))
    assert find(late, asked, as_of=date(2019, 6, 1)).satisfied is NO
    assert find(late, rule(VISITED, subject="club"), as_of=date(2019, 6, 1)).satisfied is YES


@pytest.mark.parametrize(
    ("founded", "due", "as_of", "overdue"),
    [
        (date(2018, 1, 31), date(2018, 2, 28), date(2018, 2, 28), NO),
        (date(2018, 1, 31), date(2018, 2, 28), date(2018, 3, 1), YES),
        (date(2018, 5, 30), date(2018, 6, 30), date(2018, 6, 30), NO),
    ],
)
def test_a_known_relative_due(founded: date, due: date, as_of: date, overdue: Truth) -> None:
    outcome = find(club(founded), rule(VISITED, subject="club", due=month_after_founding()), as_of=as_of)
    assert (outcome.due, outcome.measured_on, outcome.overdue) == (due, min(due, as_of), overdue)
    assert causes(outcome) == {}


def test_a_relative_due_before_the_period_is_not_in_force() -> None:
    asked = rule(VISITED, subject="club", due=month_after_founding())
    assert causes(find(club(date(2017, 11, 30)), asked)) == {Cause.NOT_IN_FORCE: YES}
    assert causes(find(club(date(2017, 12, 1)), asked)) == {}
    assert find(club(date(2017, 11, 30)), asked).measured_on == date(2017, 12, 30)


def test_without_the_date_that_a_due_date_depends_on_there_is_none() -> None:
    outcome = find(club(None), rule(VISITED, subject="club", due=month_after_founding()))
    assert causes(outcome) == {Cause.NO_DUE_DATE: YES}
    assert (outcome.due, outcome.measured_on, outcome.overdue, outcome.missing) == (None, END, YES, ())


def test_an_unknown_relative_due_leaves_the_measuring_date_open() -> None:
    asked = rule(VISITED, subject="club", due=month_after_founding())
    outcome = find(club(UNKNOWN), asked)
    assert causes(outcome) == {Cause.NOT_IN_FORCE: PERHAPS, Cause.NO_DUE_DATE: PERHAPS, Cause.OUTSIDE_LIFETIME: PERHAPS}
    assert (outcome.due, outcome.measured_on, outcome.overdue, outcome.missing) == (
        None,
        None,
        PERHAPS,
        ("club.founded_on",),
    )


@pytest.mark.parametrize(
    ("visit", "expected"),
    [(date(2017, 12, 31), YES), (date(2018, 1, 1), YES), (date(2018, 1, 2), PERHAPS), (date(2019, 1, 1), NO)],
)
def test_what_happened_by_an_unknown_measuring_date_within_the_period(visit: date, expected: Truth) -> None:
    outcome = find(club(UNKNOWN, visit), rule(VISITED, subject="club", due=month_after_founding()))
    assert outcome.satisfied is expected


def test_target_steps_over_an_unknown_measuring_date_make_a_hull() -> None:
    members = path("club", "members")

    def asked(change: date) -> object:
        target = TargetValue("members", ((None, literal(2).value), (change, literal(4).value)))  # type: ignore[arg-type]  # numbers
        return rule(
            Compare(members, Comparison(Comparator.AT_LEAST, target)), subject="club", due=month_after_founding()
        )

    def satisfied(count: int, change: date) -> Truth:
        rows = [{"street": "1", "founded_on": UNKNOWN, "ended_on": None, "members": count}]
        return find(Village({"club": rows}), asked(change)).satisfied  # type: ignore[arg-type]  # a rule

    assert [satisfied(count, date(2018, 7, 1)) for count in (1, 2, 3, 4)] == [NO, PERHAPS, PERHAPS, YES]
    assert [satisfied(count, date(2018, 1, 1)) for count in (2, 4)] == [NO, YES]
    assert [satisfied(count, date(2019, 1, 1)) for count in (1, 2)] == [NO, YES]


def test_the_measuring_date_in_a_comparison_misses_what_the_due_date_misses() -> None:
    no_earlier = compare(path("club", "ended_on"), Comparator.AT_LEAST, MeasuredOn())
    village = club(UNKNOWN, ended_on=date(2018, 6, 1))
    outcome = find(village, rule(no_earlier, subject="club", due=month_after_founding()))
    assert (outcome.satisfied, outcome.missing) == (PERHAPS, ("club.founded_on",))


def test_a_due_date_moved_by_an_unspecified_target() -> None:
    days = TargetValue("days", ((None, None),))
    due = RelativeDue(ShiftedDate(FieldValue(FOUNDED), days, DateUnit.DAYS, forward=True))
    outcome = find(club(date(2018, 5, 1)), rule(VISITED, subject="club", due=due))
    assert (outcome.due, outcome.overdue, outcome.missing) == (None, PERHAPS, ("$days",))
    assert find(club(date(2018, 5, 1)), rule(VISITED, subject="club", due=due), as_of=date(2018, 5, 1)).overdue is NO
    begun = {
        day: causes(find(club(day), rule(VISITED, subject="club", due=due)))
        for day in (date(2017, 12, 31), date(2018, 1, 1))
    }
    assert begun == {date(2017, 12, 31): {Cause.NOT_IN_FORCE: PERHAPS}, date(2018, 1, 1): {}}


STEPS = TargetValue("days", ((None, Fraction(10)), (date(2018, 7, 1), Fraction(30)), (date(2018, 10, 1), None)))


@pytest.mark.parametrize(
    ("founded", "ended_on", "expected"),
    [
        (date(2018, 5, 31), date(2018, 1, 11), YES),  # measured on 30 June
        (date(2018, 5, 31), date(2018, 1, 12), NO),
        (date(2018, 6, 1), date(2018, 1, 12), YES),  # measured on 1 July
        (date(2018, 6, 1), date(2018, 1, 31), YES),
        (date(2018, 6, 1), date(2018, 2, 1), NO),
        (date(2018, 9, 1), date(2018, 1, 1), YES),  # measured on 1 October
        (date(2018, 9, 1), date(2018, 1, 2), PERHAPS),
    ],
)
def test_a_number_of_days_by_date_is_the_one_on_the_subjects_own_measuring_date(
    founded: date, ended_on: date, expected: Truth
) -> None:
    within = ShiftedDate(literal(date(2018, 1, 1)), STEPS, DateUnit.DAYS, forward=True)
    asked = compare(path("club", "ended_on"), Comparator.AT_MOST, within)
    outcome = find(club(founded, ended_on=ended_on), rule(asked, subject="club", due=month_after_founding()))
    assert outcome.satisfied is expected


def test_an_overdue_that_is_unknown_matters_only_where_the_requirement_may_fail() -> None:
    due = RelativeDue(TargetValue("deadline", ((None, None),)))
    met = find(club(None, date(2017, 1, 1)), rule(VISITED, subject="club", due=due))
    assert (met.overdue, met.missing) == (PERHAPS, ("$deadline",))
    known_due = RelativeDue(TargetValue("deadline", ((None, date(2018, 6, 1)),)))
    frozen = find(club(None, date(2018, 6, 2)), rule(VISITED, subject="club", due=known_due))
    assert (frozen.due, frozen.satisfied, frozen.missing) == (date(2018, 6, 1), NO, ())


def test_a_subject_outside_its_lifetime() -> None:
    asked = rule(VISITED, subject="club")
    assert causes(find(club(ended_on=date(2018, 12, 30)), asked)) == {Cause.OUTSIDE_LIFETIME: YES}
    assert causes(find(club(ended_on=END), asked)) == {}
    unknown_end = find(club(ended_on=UNKNOWN), asked)
    assert (causes(unknown_end), unknown_end.missing) == ({Cause.OUTSIDE_LIFETIME: PERHAPS}, ("club.ended_on",))


def test_a_condition_that_is_not_met() -> None:
    urban = is_(path("club", "street", "kind"), "urban")
    outcome = find(club(), rule(VISITED, subject="club", when=urban))
    assert (causes(outcome), outcome.missing) == ({Cause.CONDITION_NOT_MET: PERHAPS}, ("club.street.kind",))
    never = find(club(), rule(VISITED, subject="club", when=is_(path("club", "street", "id"), "2")))
    assert (causes(never), never.missing) == ({Cause.CONDITION_NOT_MET: YES}, ())
