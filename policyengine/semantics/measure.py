"""The measures of language.md §4 over members that may be unknown: count, sum, ratio, average, least and greatest.

A member carries its membership (never a sure no: such rows are not members) and, where the measure reads a value,
the interval of that value. The functions are the meaning; engines that do not call them must agree with them. They take
members one by one, or how many there are of each kind.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from policyengine.semantics.interval import ANYTHING, Interval
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class Member:
    """A row that belongs to a population, surely or possibly, with what is known of its value."""

    membership: Truth
    value: Interval = ANYTHING


Members = Iterable[Member] | Mapping[Member, int]


def weighted(members: Iterable[tuple[Member, int]]) -> Counter[Member]:
    """How many there are of each kind of member."""
    found: Counter[Member] = Counter()
    for member, times in members:
        found[member] += times
    return found


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a measure, as total over population (1 for counts and sums), so that the population stays visible."""

    total: Fraction
    population: int = 1

    @property
    def value(self) -> Fraction:
        """The bound as one exact number."""
        return self.total if self.population == 1 else self.total / self.population


@dataclass(frozen=True, slots=True)
class Measured:
    """The value of a measure: its two bounds (`None`: unbounded) and whether its population is empty.

    Where `empty` is yes there is no value and both bounds are `None`.
    """

    lo: Bound | None
    hi: Bound | None
    empty: Truth = Truth.NO

    @property
    def interval(self) -> Interval:
        """The bounds as an interval."""
        return Interval(self.lo.value if self.lo else None, self.hi.value if self.hi else None)


NO_VALUE = Measured(None, None, Truth.YES)


def _bound(value: Fraction | None) -> Bound | None:
    return None if value is None else Bound(value)


def count(members: Members, *, complete: bool) -> Measured:
    """How many: from the sure members to the sure and the possible ones; open above if rows may be absent."""
    counted = Counter(members)
    sure = sum(times for member, times in counted.items() if member.membership.sure)
    return Measured(Bound(Fraction(sure)), Bound(Fraction(counted.total())) if complete else None)


def add(members: Members, *, complete: bool, domain: Interval) -> Measured:
    """The sum: sure members add their interval, possible ones may add nothing; of no rows, 0.

    `domain` bounds the value of a row that may be absent from an incomplete table.
    """
    lo: Fraction | None = Fraction(0)
    hi: Fraction | None = Fraction(0)
    for member, times in Counter(members).items():
        low, high = member.value.lo, member.value.hi
        if not member.membership.sure:
            low = None if low is None else min(Fraction(0), low)
            high = None if high is None else max(Fraction(0), high)
        lo = None if lo is None or low is None else lo + times * low
        hi = None if hi is None or high is None else hi + times * high
    if not complete:
        lo = lo if domain.lo is not None and domain.lo >= 0 else None
        hi = hi if domain.hi is not None and domain.hi <= 0 else None
    return Measured(_bound(lo), _bound(hi))


def ratio(rows: Iterable[tuple[Truth, Truth]] | Mapping[tuple[Truth, Truth], int], *, complete: bool) -> Measured:
    """The share that satisfies; `rows` are pairs of membership (B) and satisfaction (A), as §4 writes them."""
    pairs = {pair: times for pair, times in Counter(rows).items() if pair[0].possible}
    sure = sum(times for (member, _), times in pairs.items() if member.sure)
    empty = Truth.NO if sure else Truth.UNKNOWN if pairs or not complete else Truth.YES
    if empty is Truth.YES:
        return NO_VALUE
    if not complete:
        return Measured(Bound(Fraction(0)), Bound(Fraction(1)), empty)
    lo_total = pairs.get((Truth.YES, Truth.YES), 0)
    lo_population = sure + sum(times for (m, satisfied), times in pairs.items() if not m.sure and not satisfied.sure)
    hi_total = sum(times for (_, satisfied), times in pairs.items() if satisfied.possible)
    hi_population = sure + sum(times for (m, satisfied), times in pairs.items() if not m.sure and satisfied.possible)
    lo = Bound(Fraction(lo_total), lo_population) if lo_population else Bound(Fraction(1))
    hi = Bound(Fraction(hi_total), hi_population) if hi_population else Bound(Fraction(0))
    return Measured(lo, hi, empty)


def average(members: Members, *, shared: Interval, complete: bool, domain: Interval) -> Measured:
    """The mean over parents, of which the possible ones may be left out in whatever way moves it furthest.

    `shared` is what children of an unknown parent add to the total, once. With a table that may lack rows
    (`complete` false) only `domain`, the bounds of a parent's value, is known.
    """
    parents = Counter(members)
    sure = any(parent.membership.sure for parent in parents)
    empty = Truth.NO if sure else Truth.UNKNOWN if parents or not complete else Truth.YES
    if empty is Truth.YES:
        return NO_VALUE
    if not complete:
        return Measured(_bound(domain.lo), _bound(domain.hi), empty)
    lo = _least_mean([(p.membership, p.value.lo, times) for p, times in parents.items()], shared.lo)
    mirrored = _least_mean(
        [(p.membership, None if p.value.hi is None else -p.value.hi, times) for p, times in parents.items()],
        None if shared.hi is None else -shared.hi,
    )
    return Measured(lo, None if mirrored is None else Bound(-mirrored.total, mirrored.population), empty)


def _least_mean(parents: Iterable[tuple[Truth, Fraction | None, int]], shared: Fraction | None) -> Bound | None:
    """The least mean of the sure values with the k smallest possible ones, over all k that leave a population.

    Taking one more value lowers the mean exactly while it is below the mean so far, so the first that is not ends it:
    of equal values, as many are taken as lower it, which is all of them or none, for the mean stays above the value.
    """
    if shared is None:
        return None
    population = 0
    possible: Counter[Fraction] = Counter()
    # Numerators by denominator, for whole numbers add up much faster than fractions do.
    sums: Counter[int] = Counter()
    for truth, value, times in parents:
        if value is None:
            return None
        if truth.sure:
            sums[value.denominator] += times * value.numerator
            population += times
        else:
            possible[value] += times
    total = sum((Fraction(numerator, denominator) for denominator, numerator in sums.items()), start=shared)
    if not population and possible:
        # Without a sure parent some value must be taken; the first of equal ones decides like the others.
        value = min(possible)
        total, population = total + value, 1
        possible[value] -= 1
    for value, times in sorted(possible.items()):
        if value * population >= total:
            break
        total, population = total + times * value, population + times
    return Bound(total, population)


def least(members: Members, *, complete: bool, domain: Interval) -> Measured:
    """The smallest value: of the sure members, widened by what the possible ones may lower (or, alone, may be)."""
    kinds = Counter(members)
    sure = [member.value for member in kinds if member.membership.sure]
    empty = Truth.NO if sure else Truth.UNKNOWN if kinds or not complete else Truth.YES
    if empty is Truth.YES:
        return NO_VALUE
    if not complete:
        return Measured(_bound(domain.lo), _bound(domain.hi), empty)
    lows = [member.value.lo for member in kinds]
    lo = None if any(low is None for low in lows) else min(low for low in lows if low is not None)
    highs = [value.hi for value in sure] or [member.value.hi for member in kinds]
    finite = [high for high in highs if high is not None]
    if sure:
        hi = min(finite) if finite else None
    else:
        hi = max(finite) if len(finite) == len(highs) else None
    return Measured(_bound(lo), _bound(hi), empty)


def greatest(members: Members, *, complete: bool, domain: Interval) -> Measured:
    """The largest value; the mirror image of `least`."""
    mirrored = least(
        {Member(member.membership, _mirror(member.value)): times for member, times in Counter(members).items()},
        complete=complete,
        domain=_mirror(domain),
    )
    return Measured(_negated(mirrored.hi), _negated(mirrored.lo), mirrored.empty)


def _mirror(value: Interval) -> Interval:
    return Interval(None if value.hi is None else -value.hi, None if value.lo is None else -value.lo)


def _negated(bound: Bound | None) -> Bound | None:
    return None if bound is None else Bound(-bound.total, bound.population)
