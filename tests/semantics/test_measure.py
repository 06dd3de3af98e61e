"""Each measure against all ways of filling in what is unknown: sound, and attained where its docstring says so."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from policyengine.semantics.interval import ANYTHING, Interval, point
from policyengine.semantics.measure import (
    NO_VALUE,
    Bound,
    Measured,
    Member,
    add,
    average,
    count,
    greatest,
    least,
    ratio,
)
from policyengine.semantics.truth import Truth

WAYS = {Truth.NO: (False,), Truth.YES: (True,), Truth.UNKNOWN: (False, True)}

spans = st.tuples(st.integers(-3, 3), st.integers(0, 3)).map(
    lambda pair: Interval(Fraction(pair[0]), Fraction(sum(pair)))
)
membership = st.sampled_from((Truth.UNKNOWN, Truth.YES))
populations = st.lists(st.builds(Member, membership, spans), max_size=4)


def fillings(members: Sequence[Member]) -> Iterator[list[Fraction]]:
    """The values of the members, in every way of resolving memberships and choosing each value's ends."""
    options = []
    for member in members:
        ends = {end for end in (member.value.lo, member.value.hi) if end is not None}
        inside: list[Fraction | None] = list(ends)
        options.append(inside + ([] if member.membership.sure else [None]))
    for world in product(*options):
        yield [value for value in world if value is not None]


def hull(values: set[Fraction], *, may_be_empty: bool) -> Measured:
    """What is known of a value that may be any of those, or none at all."""
    if not values:
        return NO_VALUE
    return Measured(Bound(min(values)), Bound(max(values)), Truth.UNKNOWN if may_be_empty else Truth.NO)


def exact(measured: Measured) -> tuple[Interval, Truth]:
    return measured.interval, measured.empty


def attained(members: Sequence[Member], measure: Callable[[list[Fraction]], Fraction]) -> tuple[Interval, Truth]:
    worlds = list(fillings(members))
    return exact(hull({measure(world) for world in worlds if world}, may_be_empty=any(not world for world in worlds)))


@given(populations)
def test_count_and_sum_are_the_hull_of_all_fillings(members: list[Member]) -> None:
    worlds = list(fillings(members))
    counts, sums = {Fraction(len(world)) for world in worlds}, {sum(world, Fraction(0)) for world in worlds}
    assert exact(count(members, complete=True)) == exact(hull(counts, may_be_empty=False))
    assert exact(add(members, complete=True, domain=ANYTHING)) == exact(hull(sums, may_be_empty=False))


@given(populations)
def test_least_and_greatest_are_the_hull_of_all_fillings(members: list[Member]) -> None:
    assert exact(least(members, complete=True, domain=ANYTHING)) == attained(members, min)
    assert exact(greatest(members, complete=True, domain=ANYTHING)) == attained(members, max)


@given(populations)
def test_average_is_the_hull_of_all_fillings(members: list[Member]) -> None:
    found = average(members, shared=point(0), complete=True, domain=ANYTHING)
    assert exact(found) == attained(members, lambda world: sum(world, Fraction(0)) / len(world))


@given(populations, spans)
def test_what_parents_share_enters_the_average_once(members: list[Member], shared: Interval) -> None:
    worlds = [world for world in fillings(members) if world]
    means = {(sum(world) + end) / len(world) for world in worlds for end in (shared.lo, shared.hi) if end is not None}
    found = average(members, shared=shared, complete=True, domain=ANYTHING)
    assert found.interval == hull(means, may_be_empty=False).interval


@given(st.lists(st.tuples(membership, st.sampled_from(Truth)), max_size=4))
def test_ratio_is_the_hull_of_all_fillings(rows: list[tuple[Truth, Truth]]) -> None:
    shares, empty = set(), False
    for world in product(*(product(WAYS[member], WAYS[satisfied]) for member, satisfied in rows)):
        population = [satisfied for member, satisfied in world if member]
        empty = empty or not population
        shares |= {Fraction(sum(population), len(population))} if population else set()
    assert exact(ratio(rows, complete=True)) == exact(hull(shares, may_be_empty=empty))


def test_rows_outside_the_population_do_not_count_in_a_ratio() -> None:
    assert ratio([(Truth.NO, Truth.YES)], complete=True) == NO_VALUE


def test_bounds_keep_the_population_visible() -> None:
    rows = [(Truth.YES, Truth.YES), (Truth.YES, Truth.UNKNOWN), (Truth.UNKNOWN, Truth.NO)]
    assert ratio(rows, complete=True) == Measured(Bound(Fraction(1), 3), Bound(Fraction(2), 2))


@given(populations, st.lists(st.integers(0, 3), max_size=2))
def test_an_incomplete_table_allows_for_further_rows(members: list[Member], further: list[int]) -> None:
    domain = Interval(Fraction(0), None)
    inside = [Member(member.membership, Interval(abs(member.value.lo or Fraction(0)), None)) for member in members]
    absent = [Fraction(value) for value in further]
    for world in fillings(inside):
        whole = world + absent
        assert _within(Fraction(len(whole)), count(inside, complete=False))
        assert _within(sum(whole, Fraction(0)), add(inside, complete=False, domain=domain))
        if whole:
            for measured in (
                least(inside, complete=False, domain=domain),
                greatest(inside, complete=False, domain=domain),
            ):
                assert _within(min(whole), measured)
            mean = average(inside, shared=point(0), complete=False, domain=domain)
            assert _within(sum(whole, Fraction(0)) / len(whole), mean)
        assert count(inside, complete=False).hi is None


def _within(value: Fraction, measured: Measured) -> bool:
    lo, hi = measured.interval.lo, measured.interval.hi
    return (lo is None or lo <= value) and (hi is None or value <= hi)


def test_an_incomplete_table_may_be_empty_or_not() -> None:
    unbounded = ANYTHING
    assert ratio([], complete=False) == Measured(Bound(Fraction(0)), Bound(Fraction(1)), Truth.UNKNOWN)
    assert average([], shared=point(0), complete=False, domain=unbounded) == Measured(None, None, Truth.UNKNOWN)
    assert least([Member(Truth.YES, point(1))], complete=False, domain=unbounded).empty is Truth.NO


def test_the_sum_of_an_incomplete_table_opens_only_to_the_side_of_its_domain() -> None:
    members = [Member(Truth.YES, point(2))]
    below, above = Interval(None, Fraction(0)), Interval(Fraction(0), None)
    assert add(members, complete=False, domain=above) == Measured(Bound(Fraction(2)), None)
    assert add(members, complete=False, domain=below) == Measured(None, Bound(Fraction(2)))
    assert add(members, complete=False, domain=ANYTHING) == Measured(None, None)


def test_an_unbounded_value_leaves_only_its_own_side_open() -> None:
    open_above = [Member(Truth.YES, Interval(Fraction(1), None)), Member(Truth.YES, point(4))]
    assert least(open_above, complete=True, domain=ANYTHING).interval == Interval(Fraction(1), Fraction(4))
    assert greatest(open_above, complete=True, domain=ANYTHING).interval == Interval(Fraction(4), None)
    assert average(open_above, shared=point(0), complete=True, domain=ANYTHING).interval == Interval(
        Fraction(5, 2), None
    )
