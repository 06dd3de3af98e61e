"""The value of a measure for a subject, from the members of its population (language.md §4)."""

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction

from policyengine.engine.walker.answer import FAILS, NOTHING, Answer, Names, all_hold, answer
from policyengine.engine.walker.conditions import holds, member_share, membership, tested
from policyengine.engine.walker.crowd import absent_rows, crowd
from policyengine.engine.walker.rows import NOBODY, Row
from policyengine.engine.walker.share import Crowd, Crowded, Share
from policyengine.engine.walker.values import Quantity, Scene, quantity
from policyengine.plan.nodes import (
    Average,
    Count,
    Counted,
    Fold,
    Measure,
    OwnField,
    Population,
    Quantified,
    Ratio,
    Relation,
    Unmeasured,
)
from policyengine.semantics.interval import Interval, point
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
    weighted,
)
from policyengine.semantics.truth import Truth, negation

UNMEASURED = "measure"
OPEN = Measured(None, None)
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


def valuation(measure: Measure, subject: Row, scene: Scene) -> Valuation:
    """The measure's value for the subject on the measuring date."""
    match measure:
        case Unmeasured():
            return Valuation(None, frozenset({UNMEASURED}))
        case OwnField(path=path):
            value = quantity(path, subject, scene.facts)
            return Valuation(None if value.none is Truth.YES else _between(value.interval), value.missing, value.none)
        case Count() | Fold() | Ratio() | Average():
            rows = _crowd(measure, subject, scene)
            return _settled(_measured(measure, rows, scene), rows, measure.population, scene)


def _between(interval: Interval) -> Measured:
    lo, hi = interval.lo, interval.hi
    return Measured(None if lo is None else Bound(lo), None if hi is None else Bound(hi))


def _settled(measured: Measured, rows: Crowd, population: Population, scene: Scene) -> Valuation:
    """The valuation of a measure over the rows of a population, with what they lack."""
    membership = absent_rows(population.relation, scene).missing.union(*(share.lacks for share in rows))
    missing = membership.union(*(share.open for share in rows))
    return Valuation(measured, missing, empty=answer(measured.empty, membership))


def _measured(measure: Count | Fold | Ratio | Average, rows: Crowd, scene: Scene) -> Measured:
    complete = scene.facts.complete(measure.population.relation.child)
    match measure:
        case Average(inner=Fold(function="min" | "max")):
            raise TypeError("only counts, sums and fields are averaged")
        case Count() | Fold():
            return _total(measure, rows, complete=complete)
        case Ratio():
            pairs: Counter[tuple[Truth, Truth]] = Counter()
            for share, times in rows.items():
                pairs[share.membership, share.satisfied] += times
            return ratio(pairs, complete=complete)
        case Average(inner=inner):
            shared = point(0) if isinstance(inner, OwnField) else _loose_total(inner, scene)
            domain = Interval(inner.path.lo, inner.path.hi) if isinstance(inner, OwnField) else _total_domain(inner)
            return average(_members(rows), shared=shared, complete=complete, domain=domain)


# --- what one row adds ------------------------------------------------------------------------------------------------


def share_of(node: Crowded, row: Row, belongs: Answer, scene: Scene) -> Share | None:
    """What a child adds to what is taken over it and its siblings; nothing if it surely does not belong."""
    match node:
        case Quantified() | Counted():
            return member_share(tested(node), row, belongs, scene)
        case Count(population=population):
            return member_share(population, row, belongs, scene)
        case Fold(population=population, of=path) | Average(population=population, inner=OwnField(path=path)):
            return _valued(population, quantity(path, row, scene.facts), row, belongs, scene)
        case Average(population=population, inner=Count() | Fold() as inner):
            return _valued(population, own_total(inner, row, scene), row, belongs, scene)
        case Ratio(population=population, satisfying=satisfying):
            member = member_share(population, row, belongs, scene)
            if member is None:
                return None
            found = holds(satisfying, row, scene)
            return replace(member, satisfied=found.truth, open=found.missing)
    raise TypeError("only counts, sums and fields are averaged")


def relation_of(node: Crowded) -> Relation:
    """The relation along which the children stand."""
    return node.relation if isinstance(node, Quantified | Counted) else node.population.relation


def _valued(population: Population, value: Quantity, row: Row, belongs: Answer, scene: Scene) -> Share | None:
    """A row with its value: one whose value is none is not in the population."""
    present = answer(negation(value.none), value.missing)
    member = all_hold((membership(population, row, belongs, scene), present))
    if not member.truth.possible:
        return None
    return Share(member.truth, belongs.truth.sure, value=value.interval, lacks=member.missing, open=value.missing)


def _crowd(node: Count | Fold | Ratio | Average, parent: Row, scene: Scene) -> Crowd:
    return crowd(
        node, parent, scene, lambda row, belongs: share_of(node, row, belongs, scene), node.population.relation
    )


# --- totals -----------------------------------------------------------------------------------------------------------


def _members(rows: Crowd) -> Counter[Member]:
    return weighted((Member(share.membership, share.value), times) for share, times in rows.items())


def _total(measure: Count | Fold, rows: Crowd, *, complete: bool) -> Measured:
    members = _members(rows)
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


def own_total(inner: Count | Fold, parent: Row, scene: Scene) -> Quantity:
    """The total of the children that are surely the parent's; missing is also what the others lack."""
    rows = _crowd(inner, parent, scene)
    own = {share: times for share, times in rows.items() if share.own}
    total = _total(inner, own, complete=scene.facts.complete(inner.population.relation.child))
    return Quantity(total.interval, missing=_settled(total, rows, inner.population, scene).missing)


def _loose_total(inner: Count | Fold, scene: Scene) -> Interval:
    """What the children that may be any parent's add to the total of all parents, once."""
    loose = crowd(
        inner,
        Row(inner.population.relation.parent, NOBODY, {}),
        scene,
        lambda row, belongs: share_of(inner, row, belongs, scene),
        inner.population.relation,
    )
    return _total(inner, loose, complete=True).interval


def _total_domain(inner: Count | Fold) -> Interval:
    """The bounds of the total of a parent of which nothing is known."""
    return _total(inner, {}, complete=False).interval
