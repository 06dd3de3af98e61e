"""The value of a measure for a subject, from the members of its population (language.md §4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from policyengine.engine.walker.answer import FAILS, NOTHING, Answer, Names, all_hold, answer, missing_of
from policyengine.engine.walker.conditions import Candidate, absent_rows, candidates, holds
from policyengine.engine.walker.rows import Row
from policyengine.engine.walker.values import Quantity, Scene, quantity
from policyengine.plan.nodes import Average, Count, Fold, Measure, OwnField, Path, Population, Ratio, Unmeasured
from policyengine.semantics.interval import ANYTHING, Interval, point
from policyengine.semantics.measure import (
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
from policyengine.semantics.truth import Truth, negation

UNMEASURED = "measure"
OPEN = Measured(None, None)
FROM_ZERO = Interval(Fraction(0), None)
ZERO = Interval(None, Fraction(0))


@dataclass(frozen=True, slots=True)
class Valuation:
    """A measure's value, or `None` where there is no number to be had.

    `none` is whether an own field is none. `missing` names what would settle the value, and `empty` is whether the
    population is.
    """

    measured: Measured | None
    missing: Names = NOTHING
    none: Truth = Truth.NO
    empty: Answer = FAILS


@dataclass(frozen=True, slots=True)
class Valued:
    """A member of a population together with what is known of its value."""

    membership: Answer
    value: Quantity


def valuation(measure: Measure, subject: Row, scene: Scene) -> Valuation:
    """The measure's value for the subject on the measuring date."""
    match measure:
        case Unmeasured():
            return Valuation(None, frozenset({UNMEASURED}))
        case OwnField(path=path):
            value = quantity(path, subject, scene.facts)
            return Valuation(None if value.none is Truth.YES else _between(value.interval), value.missing, value.none)
        case Count() | Fold():
            rows = candidates(measure.population, subject, scene)
            members = _members(measure, rows, scene)
            measured = _total(measure, members, complete=scene.facts.complete(measure.population.relation.child))
            return _settled(measured, members, measure.population, scene)
        case Ratio():
            return _ratio(measure, subject, scene)
        case Average():
            return _average(measure, subject, scene)


def _between(interval: Interval) -> Measured:
    lo, hi = interval.lo, interval.hi
    return Measured(None if lo is None else Bound(lo), None if hi is None else Bound(hi))


def _settled(measured: Measured, members: Iterable[Valued], population: Population, scene: Scene) -> Valuation:
    """The valuation of a measure over members, with what they lack."""
    rows = list(members)
    membership = missing_of([*(row.membership for row in rows), absent_rows(population.relation, scene)])
    missing = membership.union(*(row.value.missing for row in rows))
    return Valuation(measured, missing, empty=answer(measured.empty, membership))


# --- totals -----------------------------------------------------------------------------------------------------------


def _members(measure: Count | Fold, rows: Iterable[Candidate], scene: Scene) -> list[Valued]:
    if isinstance(measure, Fold):
        return _with_values(rows, measure.of, scene)
    return [Valued(row.membership, Quantity(point(1))) for row in rows]


def _with_values(rows: Iterable[Candidate], path: Path, scene: Scene) -> list[Valued]:
    """The rows that have, or may have, a value: one whose value is none is not in the population."""
    valued = []
    for candidate in rows:
        value = quantity(path, candidate.row, scene.facts)
        present = answer(negation(value.none), value.missing)
        valued.append(Valued(all_hold((candidate.membership, present)), value))
    return [row for row in valued if row.membership.truth.possible]


def _total(measure: Count | Fold, rows: Iterable[Valued], *, complete: bool) -> Measured:
    members = [Member(row.membership.truth, row.value.interval) for row in rows]
    if isinstance(measure, Count):
        return count(members, complete=complete)
    domain = Interval(measure.of.lo, measure.of.hi)
    match measure.function:
        case "sum":
            return add(members, complete=complete, domain=domain)
        case "min":
            return least(members, complete=complete, domain=domain)
        case "max":
            return greatest(members, complete=complete, domain=domain)


# --- shares and means -------------------------------------------------------------------------------------------------


def _ratio(measure: Ratio, subject: Row, scene: Scene) -> Valuation:
    rows = candidates(measure.population, subject, scene)
    satisfied = [holds(measure.satisfying, row.row, scene) for row in rows]
    pairs = [(row.membership.truth, part.truth) for row, part in zip(rows, satisfied, strict=True)]
    measured = ratio(pairs, complete=scene.facts.complete(measure.population.relation.child))
    members = [
        Valued(row.membership, Quantity(ANYTHING, missing=part.missing))
        for row, part in zip(rows, satisfied, strict=True)
    ]
    return _settled(measured, members, measure.population, scene)


def _average(measure: Average, subject: Row, scene: Scene) -> Valuation:
    rows = candidates(measure.population, subject, scene)
    shared = point(0)
    match measure.inner:
        case OwnField(path=path):
            parents, domain = _with_values(rows, path, scene), Interval(path.lo, path.hi)
        case Fold(function="min" | "max"):
            raise TypeError("only counts, sums and fields are averaged")
        case Count() | Fold() as inner:
            parents = [Valued(row.membership, own_total(inner, row.row, scene)) for row in rows]
            domain = _total_domain(inner)
            if rows:
                shared = _shared_total(inner, rows[0].row, scene)
    members = [Member(parent.membership.truth, parent.value.interval) for parent in parents]
    complete = scene.facts.complete(measure.population.relation.child)
    measured = average(members, shared=shared, complete=complete, domain=domain)
    return _settled(measured, parents, measure.population, scene)


def own_total(inner: Count | Fold, parent: Row, scene: Scene) -> Quantity:
    """The total of the children that are surely the parent's; missing is also what the others lack."""
    rows = candidates(inner.population, parent, scene)
    own = _members(inner, (row for row in rows if row.own), scene)
    total = _total(inner, own, complete=scene.facts.complete(inner.population.relation.child))
    missing = _settled(total, _members(inner, rows, scene), inner.population, scene).missing
    return Quantity(total.interval, missing=missing)


def _shared_total(inner: Count | Fold, any_parent: Row, scene: Scene) -> Interval:
    """What the children that may be any parent's add to the total of all parents, once."""
    rows = candidates(inner.population, any_parent, scene)
    return _total(inner, _members(inner, (row for row in rows if not row.own), scene), complete=True).interval


def _total_domain(inner: Count | Fold) -> Interval:
    """The bounds of the total of a parent of which nothing is known."""
    return _total(inner, (), complete=False).interval
