"""Measures and their requirements, by hand."""

from datetime import date
from fractions import Fraction

import pytest

from policyengine.engine.outcome import Cause, Outcome
from policyengine.engine.walker.walk import measure_part
from policyengine.plan.nodes import (
    HOLDS,
    Average,
    Comparison,
    Count,
    Counted,
    FieldValue,
    Fold,
    OwnField,
    Path,
    Ratio,
    TargetValue,
    Unmeasured,
)
from policyengine.semantics.interval import Comparator
from policyengine.semantics.measure import NO_VALUE, Bound, Measured
from policyengine.semantics.truth import Truth
from tests.engine.village import (
    AS_OF,
    CITY_CLUBS,
    CLUBS,
    STREETS,
    UNKNOWN,
    Village,
    at_least,
    causes,
    find,
    is_,
    literal,
    path,
    plan,
    population,
    require,
    rule,
)

YES, NO, PERHAPS = Truth.YES, Truth.NO, Truth.UNKNOWN
KIND, HOMES, STAFF = path("street", "kind"), path("street", "homes"), path("club", "staff")
URBAN_SHARE = Ratio(population(STREETS), is_(KIND, "urban"))


def bound(total: int, of: int = 1) -> Bound:
    return Bound(Fraction(total), of)


def number(outcome: Outcome) -> tuple[Bound | None, Bound | None]:
    assert outcome.measured
    return outcome.lo, outcome.hi


def streets(*kinds: str | None, incomplete: bool = False) -> Village:
    table = frozenset({"street"}) if incomplete else frozenset[str]()
    return Village({"city": [{}], "street": [{"city": "1", "kind": kind} for kind in kinds]}, table)


def clubs(
    *of_streets: str | None, count: int = 2, kinds: dict[str, str | None] | None = None, **cells: object
) -> Village:
    """`count` streets, and clubs that belong to the named ones."""
    rows = [{"street": street, "founded_on": None, "ended_on": None, **cells} for street in of_streets]
    places = [{"city": "1", "kind": (kinds or {}).get(str(n), "urban")} for n in range(1, count + 1)]
    return Village({"city": [{}], "street": places, "club": rows})


@pytest.mark.parametrize(
    ("urban", "all_streets", "share", "expected"),
    [
        (2, 3, Fraction(2, 3), YES),
        (4, 6, Fraction(2, 3), YES),
        (4, 7, Fraction(2, 3), NO),
        (5, 7, Fraction(2, 3), YES),
        (1, 20, Fraction(1, 20), YES),
        (1, 21, Fraction(1, 20), NO),
        (499, 9_999, Fraction(1, 20), NO),
        (500, 10_000, Fraction(1, 20), YES),
    ],
)
def test_a_share_is_compared_exactly(urban: int, all_streets: int, share: Fraction, expected: Truth) -> None:
    village = streets(*["urban"] * urban, *["rural"] * (all_streets - urban))
    outcome = find(village, rule(require(URBAN_SHARE, at_least(share))))
    assert (outcome.satisfied, number(outcome)) == (expected, (bound(urban, all_streets), bound(urban, all_streets)))
    assert (outcome.targets, outcome.failed) == ((share,), ())


def test_a_share_of_nothing_does_not_apply() -> None:
    outcome = find(streets(), rule(require(URBAN_SHARE, at_least(1))))
    assert causes(outcome) == {Cause.EMPTY_POPULATION: YES}
    assert (outcome.applicable, outcome.measured, outcome.missing) == (NO, False, ())


def test_a_share_with_unknown_cells() -> None:
    outcome = find(streets("urban", "rural", None), rule(require(URBAN_SHARE, at_least(Fraction(2, 3)))))
    assert (outcome.satisfied, number(outcome)) == (PERHAPS, (bound(1, 3), bound(2, 3)))
    assert outcome.missing == ("street.kind",)
    settled = find(streets("urban", "rural", None), rule(require(URBAN_SHARE, at_least(Fraction(1, 3)))))
    assert (settled.satisfied, settled.missing) == (YES, ())


def test_a_population_that_may_be_empty_may_not_apply() -> None:
    share = Ratio(population(STREETS, is_(KIND, "urban")), is_(path("street", "id"), "1"))
    outcome = find(streets(None), rule(require(share, at_least(1))))
    assert causes(outcome) == {Cause.EMPTY_POPULATION: PERHAPS}
    assert (outcome.satisfied, number(outcome)) == (YES, (bound(1), bound(1)))
    assert outcome.missing == ("street.kind",)


def test_an_incomplete_table_leaves_any_share_possible() -> None:
    outcome = find(streets("urban", incomplete=True), rule(require(URBAN_SHARE, at_least(Fraction(1, 2)))))
    assert (outcome.satisfied, number(outcome)) == (PERHAPS, (bound(0), bound(1)))
    assert (outcome.missing, causes(outcome)) == (("street",), {})


def test_counts_and_their_requirement() -> None:
    count = Count(population(CITY_CLUBS))
    outcome = find(clubs("1", "2", None), rule(require(count, at_least(3))))
    assert (outcome.satisfied, number(outcome)) == (PERHAPS, (bound(2), bound(3)))
    assert outcome.missing == ("club.street.city",)
    assert find(clubs(), rule(require(count, at_least(1)))).satisfied is NO


def test_ended_rows_count_only_where_included() -> None:
    village = clubs("1", "2", ended_on=date(2018, 1, 1))
    assert number(find(village, rule(require(Count(population(CITY_CLUBS)), at_least(1)))))[0] == bound(0)
    included = Count(population(CITY_CLUBS, ended_included=True))
    assert number(find(village, rule(require(included, at_least(1)))))[0] == bound(2)


AVERAGE = Average(Count(population(CLUBS)), population(STREETS, is_(KIND, "urban")))


def test_nobody_in_a_community_that_needs_two() -> None:
    outcome = find(clubs("1", "1", "1"), rule(require(AVERAGE, at_least(2))))
    assert (outcome.satisfied, number(outcome)) == (NO, (bound(3, 2), bound(3, 2)))
    per_street = rule(require(Count(population(CLUBS)), at_least(2)), subject="street")
    assert [find(clubs("1", "1", "1"), per_street, street).satisfied for street in "12"] == [YES, NO]


def test_an_average_takes_possible_parents_to_the_worse_and_the_better() -> None:
    village = clubs("1", "1", "1", "2", count=2, kinds={"2": None})
    outcome = find(village, rule(require(AVERAGE, at_least(2))))
    assert number(outcome) == (bound(4, 2), bound(3, 1))
    assert outcome.satisfied is YES
    doubtful = find(village, rule(require(AVERAGE, at_least(3))))
    assert (doubtful.satisfied, doubtful.missing) == (PERHAPS, ("street.kind",))


def test_children_of_unknown_parent_enter_an_average_once() -> None:
    outcome = find(clubs("1", "2", None), rule(require(AVERAGE, at_least(Fraction(3, 2)))))
    assert number(outcome) == (bound(2, 2), bound(3, 2))
    assert (outcome.satisfied, outcome.missing) == (PERHAPS, ("club.street",))
    assert find(clubs("1", "2", None), rule(require(AVERAGE, at_least(2)))).satisfied is NO


def test_an_average_over_incomplete_tables_is_open() -> None:
    asked = rule(require(AVERAGE, at_least(1)))
    rows = clubs("1", "2").rows
    no_upper = find(Village(rows, frozenset({"club"})), asked)
    assert (no_upper.satisfied, number(no_upper)) == (YES, (bound(2, 2), None))
    any_mean = find(Village(rows, frozenset({"street"})), asked)
    assert (any_mean.satisfied, number(any_mean), any_mean.missing) == (PERHAPS, (bound(0), None), ("street",))


def test_an_average_of_sums_and_of_fields() -> None:
    of_sums = Average(Fold("sum", population(CLUBS), STAFF), population(STREETS))
    outcome = find(clubs("1", "1", "2", staff=5), rule(require(of_sums, at_least(7))))
    assert (outcome.satisfied, number(outcome)) == (YES, (bound(15, 2), bound(15, 2)))
    of_field = Average(OwnField(STAFF), population(CITY_CLUBS))
    rows = [{"street": "1", "staff": staff, "founded_on": None, "ended_on": None} for staff in (4, None, UNKNOWN)]
    village = Village({**clubs("1").rows, "club": rows})
    outcome = find(village, rule(require(of_field, at_least(5))))
    assert (outcome.satisfied, number(outcome), outcome.missing) == (
        PERHAPS,
        (bound(4, 2), bound(54, 2)),
        ("club.staff",),
    )


def test_an_average_of_least_values_has_no_meaning() -> None:
    senseless = Average(Fold("min", population(CLUBS), STAFF), population(STREETS))
    with pytest.raises(TypeError):
        find(clubs("1"), rule(require(senseless, at_least(1))))


@pytest.mark.parametrize(
    ("function", "staff", "lo", "hi"),
    [
        ("sum", (3, 4, None), bound(7), bound(7)),
        ("sum", (3, UNKNOWN), bound(3), bound(53)),
        ("sum", (), bound(0), bound(0)),
        ("min", (3, 4), bound(3), bound(3)),
        ("min", (3, UNKNOWN), bound(0), bound(3)),
        ("max", (3, 4, None), bound(4), bound(4)),
        ("max", (3, UNKNOWN), bound(3), bound(50)),
        ("max", (UNKNOWN,), bound(0), bound(50)),
    ],
)
def test_folds(function: str, staff: tuple[object, ...], lo: Bound, hi: Bound) -> None:
    rows = [{"street": "1", "staff": value, "founded_on": None, "ended_on": None} for value in staff]
    village = Village({"city": [{}], "street": [{"city": "1"}], "club": rows})
    measure = {
        "sum": Fold("sum", population(CITY_CLUBS), STAFF),
        "min": Fold("min", population(CITY_CLUBS), STAFF),
        "max": Fold("max", population(CITY_CLUBS), STAFF),
    }[function]
    assert number(find(village, rule(require(measure, at_least(1))))) == (lo, hi)


def test_the_least_of_nobody_with_a_value_does_not_apply() -> None:
    least = rule(require(Fold("min", population(CITY_CLUBS), STAFF), at_least(1)))
    assert causes(find(clubs("1", staff=None), least)) == {Cause.EMPTY_POPULATION: YES}
    maybe = find(clubs("1", staff=UNKNOWN), least)
    assert (causes(maybe), maybe.missing) == ({Cause.EMPTY_POPULATION: PERHAPS}, ("club.staff",))


def test_folds_over_an_incomplete_table_know_the_domain_alone() -> None:
    village = Village(clubs("1", staff=7).rows, frozenset({"club"}))
    for function, expected in (
        ("sum", (bound(7), None)),
        ("min", (bound(0), bound(50))),
        ("max", (bound(0), bound(50))),
    ):
        fold = Fold(function, population(CITY_CLUBS), STAFF)  # type: ignore[arg-type]  # a loop over literals
        assert number(find(village, rule(require(fold, at_least(1))))) == expected


@pytest.mark.parametrize(
    ("field", "cell", "satisfied", "bounds", "lacks"),
    [
        (path("club", "staff"), 3, YES, (bound(3), bound(3)), ((), ())),
        (path("club", "staff"), 2, NO, (bound(2), bound(2)), (("at_least",), ())),
        (path("club", "staff"), UNKNOWN, PERHAPS, (bound(0), bound(50)), ((), ("club.staff",))),
        (path("club", "members"), None, PERHAPS, (bound(0), None), ((), ("club.members",))),
    ],
)
def test_own_fields(
    field: Path, cell: object, satisfied: Truth, bounds: object, lacks: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    village = clubs("1", **{field.field: cell})
    outcome = find(village, rule(require(OwnField(field), at_least(3)), subject="club"))
    assert (outcome.satisfied, number(outcome)) == (satisfied, bounds)
    assert (outcome.failed, outcome.missing) == lacks


def test_an_own_field_that_is_none_fails_without_a_number() -> None:
    outcome = find(clubs("1", staff=None), rule(require(OwnField(STAFF), at_least(0)), subject="club"))
    assert (outcome.satisfied, outcome.measured, outcome.failed) == (NO, False, ("measure",))
    assert causes(outcome) == {}


def test_an_unknown_optional_own_field_never_surely_satisfies() -> None:
    outcome = find(clubs("1", staff=UNKNOWN), rule(require(OwnField(STAFF), at_least(0)), subject="club"))
    assert outcome.satisfied is PERHAPS


def test_the_comparators_that_fail_are_named_where_there_are_several() -> None:
    between = (at_least(1), Comparison(Comparator.AT_MOST, literal(2)))
    outcome = find(clubs("1", "1", "1"), rule(require(Count(population(CITY_CLUBS)), *between)))
    assert (outcome.satisfied, outcome.failed) == (NO, ("at_most",))
    single = find(clubs(), rule(require(Count(population(CITY_CLUBS)), at_least(1))))
    assert (single.satisfied, single.failed) == (NO, ())


def test_what_the_text_does_not_measure_is_missing() -> None:
    outcome = find(clubs(), rule(require(Unmeasured(), at_least(3))))
    assert (outcome.satisfied, outcome.measured, outcome.missing) == (PERHAPS, False, ("measure",))
    assert outcome.targets == (Fraction(3),)


def test_an_unspecified_target_leaves_a_known_measure_open() -> None:
    asked = rule(require(URBAN_SHARE, at_least(TargetValue("share", ((None, None),)))))
    outcome = find(streets("urban"), asked)
    assert (outcome.satisfied, outcome.targets, outcome.missing) == (PERHAPS, (None,), ("$share",))


def test_parts_of_indicators() -> None:
    village = clubs("1", "2", None, staff=None).facts()
    city, club = village.row("city", "1"), village.row("club", "1")

    def part(measure: object, subject: object) -> Measured:
        return measure_part(plan(), measure, village, subject, AS_OF)  # type: ignore[arg-type]  # any kind of measure

    assert part(Count(population(CITY_CLUBS)), city) == Measured(bound(2), bound(3))
    assert part(Unmeasured(), city) == Measured(None, None)
    assert part(OwnField(STAFF), club) == NO_VALUE


def test_an_indicator_is_frozen_at_the_periods_end() -> None:
    village = clubs("1", founded_on=date(2019, 1, 1)).facts()
    measure = Count(population(CITY_CLUBS))
    found = measure_part(plan(), measure, village, village.row("city", "1"), date(2019, 6, 1))
    assert found == Measured(bound(0), bound(0))


def test_what_a_decided_comparison_rests_on_is_not_missing_where_another_is_open() -> None:
    asked = (at_least(TargetValue("n", ((None, None),))), Comparison(Comparator.AT_MOST, FieldValue(HOMES)))
    measured = rule(require(Count(population(CLUBS)), *asked), subject="street")
    counted = rule(Counted(CLUBS, HOLDS, asked), subject="street")
    lost = {"street": None, "founded_on": None, "ended_on": None}

    def missing(*clubs: dict[str, None]) -> list[tuple[str, ...]]:
        village = Village({"city": [{}], "street": [{"city": "1", "homes": None}], "club": clubs})
        return [find(village, each).missing for each in (measured, counted)]

    assert missing(lost) == [("$n", "club.street", "street.homes")] * 2
    assert missing() == [("$n",)] * 2
