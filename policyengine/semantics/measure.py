"""The measures of language.md §4 over members that may be unknown: count, sum, ratio, average, least and greatest.

A member carries its membership (never a sure no: such rows are not members) and, where the measure reads a value,
the interval of that value. The functions are the meaning; engines that do not call them must agree with them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from policyengine.semantics.interval import ANYTHING, Interval
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class Member:
    """A row that belongs to a population, surely or possibly, with what is known of its value."""

    membership: Truth
    value: Interval = ANYTHING


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a measure, as total over population (1 for counts and sums), so that the population stays visible."""

    total: Fraction
    population: int = 1

    @property
    def value(self) -> Fraction:
        """The bound as one exact number."""
        return self.total / self.population


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


def count(members: Iterable[Member], *, complete: bool) -> Measured:
    """How many: from the sure members to the sure and the possible ones; open above if rows may be absent."""
    memberships = [member.membership for member in members]
    sure = sum(1 for truth in memberships if truth.sure)
    return Measured(Bound(Fraction(sure)), Bound(Fraction(len(memberships))) if complete else None)


def add(members: Iterable[Member], *, complete: bool, domain: Interval) -> Measured:
    """The sum: sure members add their interval, possible ones may add nothing; of no rows, 0.

    `domain` bounds the value of a row that may be absent from an incomplete table.
    """
    lo: Fraction | None = Fraction(0)
    hi: Fraction | None = Fraction(0)
    for member in members:
        low, high = member.value.lo, member.value.hi
        if not member.membership.sure:
            low = None if low is None else min(Fraction(0), low)
            high = None if high is None else max(Fraction(0), high)
        lo = None if lo is None or low is None else lo + low
        hi = None if hi is None or high is None else hi + high
    if not complete:
        lo = lo if domain.lo is not None and domain.lo >= 0 else None
        hi = hi if domain.hi is not None and domain.hi <= 0 else None
    return Measured(_bound(lo), _bound(hi))


def ratio(rows: Iterable[tuple[Truth, Truth]], *, complete: bool) -> Measured:
    """The share that satisfies; `rows` are pairs of membership (B) and satisfaction (A), as §4 writes them."""
    pairs = [(member, satisfied) for member, satisfied in rows if member.possible]
    sure = sum(1 for member, _ in pairs if member.sure)
    empty = Truth.NO if sure else Truth.UNKNOWN if pairs or not complete else Truth.YES
    if empty is Truth.YES:
        return NO_VALUE
    if not complete:
        return Measured(Bound(Fraction(0)), Bound(Fraction(1)), empty)
    lo_total = sum(1 for member, satisfied in pairs if member.sure and satisfied.sure)
    lo_population = sure + sum(1 for member, satisfied in pairs if not member.sure and not satisfied.sure)
    hi_total = sum(1 for _, satisfied in pairs if satisfied.possible)
    hi_population = sure + sum(1 for member, satisfied in pairs if not member.sure and satisfied.possible)
    lo = Bound(Fraction(lo_total), lo_population) if lo_population else Bound(Fraction(1))
    hi = Bound(Fraction(hi_total), hi_population) if hi_population else Bound(Fraction(0))
    return Measured(lo, hi, empty)


def average(parents: Sequence[Member], *, shared: Interval, complete: bool, domain: Interval) -> Measured:
    """The mean over parents, of which the possible ones may be left out in whatever way moves it furthest.

    `shared` is what children of an unknown parent add to the total, once. With a table that may lack rows
    (`complete` false) only `domain`, the bounds of a parent's value, is known.
    """
    sure = any(parent.membership.sure for parent in parents)
    empty = Truth.NO if sure else Truth.UNKNOWN if parents or not complete else Truth.YES
    if empty is Truth.YES:
        return NO_VALUE
    if not complete:
        return Measured(_bound(domain.lo), _bound(domain.hi), empty)
    lo = _least_mean([(p.membership, p.value.lo) for p in parents], shared.lo)
    mirrored = _least_mean(
        [(p.membership, None if p.value.hi is None else -p.value.hi) for p in parents],
        None if shared.hi is None else -shared.hi,
    )
    return Measured(lo, None if mirrored is None else Bound(-mirrored.total, mirrored.population), empty)


def _least_mean(parents: Sequence[tuple[Truth, Fraction | None]], shared: Fraction | None) -> Bound | None:
    """The least mean of the sure values with the k smallest possible ones, over all k that leave a population.

    Taking one more value lowers the mean exactly while it is below the mean so far, so the first that is not ends it.
    """
    if shared is None or any(value is None for _, value in parents):
        return None
    total = shared + sum((value for truth, value in parents if truth.sure and value is not None), Fraction(0))
    population = sum(1 for truth, _ in parents if truth.sure)
    for value in sorted(value for truth, value in parents if not truth.sure and value is not None):
        if population and value * population >= total:
            break
        total, population = total + value, population + 1
    return Bound(total, population)


def least(members: Sequence[Member], *, complete: bool, domain: Interval) -> Measured:
    """The smallest value: of the sure members, widened by what the possible ones may lower (or, alone, may be)."""
    sure = [member.value for member in members if member.membership.sure]
    empty = Truth.NO if sure else Truth.UNKNOWN if members or not complete else Truth.YES
    if empty is Truth.YES:
        return NO_VALUE
    if not complete:
        return Measured(_bound(domain.lo), _bound(domain.hi), empty)
    lows = [member.value.lo for member in members]
    lo = None if any(low is None for low in lows) else min(low for low in lows if low is not None)
    highs = [value.hi for value in sure] or [member.value.hi for member in members]
    finite = [high for high in highs if high is not None]
    if sure:
        hi = min(finite) if finite else None
    else:
        hi = max(finite) if len(finite) == len(highs) else None
    return Measured(_bound(lo), _bound(hi), empty)


def greatest(members: Sequence[Member], *, complete: bool, domain: Interval) -> Measured:
    """The largest value; the mirror image of `least`."""
    mirrored = least(
        [Member(member.membership, _mirror(member.value)) for member in members],
        complete=complete,
        domain=_mirror(domain),
    )
    return Measured(_negated(mirrored.hi), _negated(mirrored.lo), mirrored.empty)


def _mirror(value: Interval) -> Interval:
    return Interval(None if value.hi is None else -value.hi, None if value.lo is None else -value.lo)


def _negated(bound: Bound | None) -> Bound | None:
    return None if bound is None else Bound(-bound.total, bound.population)
