"""The value of a measure, from the members of its population (language.md §4)."""

from collections import Counter
from dataclasses import dataclass

from policyengine.audit.checker.conditions import holds, membership
from policyengine.audit.checker.crowds import Crowd, Share, absent_rows, crowd_of, loose_crowd, members, own_crowd
from policyengine.audit.checker.errors import refused
from policyengine.audit.checker.found import NO, Found, every, found
from policyengine.audit.checker.rule import Average, Count, Fold, Measure, OwnField, Population, Ratio, Unmeasured
from policyengine.audit.checker.scene import NOTHING, Names, Row, Scene
from policyengine.audit.checker.values import Quantity, quantity
from policyengine.semantics.interval import Interval, point
from policyengine.semantics.measure import Bound, Measured, add, average, count, greatest, least, ratio
from policyengine.semantics.truth import Truth, negation


@dataclass(frozen=True, slots=True)
class Valued:
    """A measure's value, or `None` where there is no number; the members that it was taken from."""

    measured: Measured | None
    missing: Names = NOTHING
    none: Truth = Truth.NO
    empty: Found = NO
    crowd: Crowd | None = None


def value_of(measure: Measure, row: Row, scene: Scene) -> Valued:
    """The measure's value for the row on the measuring date."""
    match measure:
        case Unmeasured():
            return Valued(None, frozenset({"measure"}))
        case OwnField(field=path):
            own = _single(quantity(row, path, scene))
            lo, hi = (None if end is None else Bound(end) for end in (own.interval.lo, own.interval.hi))
            return Valued(None if own.none is Truth.YES else Measured(lo, hi), own.missing, own.none)
        case Count() | Fold():
            crowd = _crowd(measure, row, scene)
            total = _total_of(measure, crowd, scene, complete=_complete(measure.population, scene))
            return _over(total, crowd, measure.population, scene)
        case Ratio(population=population):
            crowd = _crowd(measure, row, scene)
            pairs: Counter[tuple[Truth, Truth]] = Counter()
            for share, times in crowd.items():
                pairs[share.membership, share.satisfied] += times
            return _over(ratio(pairs, complete=_complete(population, scene)), crowd, population, scene)
        case Average():
            return _average(measure, row, scene)


def _average(measure: Average, row: Row, scene: Scene) -> Valued:
    population, inner = measure.population, measure.inner
    crowd = _crowd(measure, row, scene)
    match inner:
        case OwnField(field=path):
            domain = scene.material.domain(population.relation.child, path)
            shared, bounds = point(0), Interval(domain.lo, domain.hi)
        case Count() | Fold():
            shared = _shared(inner, (*row.site, population.relation.plural), scene)
            bounds = _total_of(inner, Counter(), scene, complete=False).interval
    complete = _complete(population, scene)
    value = average(members(crowd), shared=shared, complete=complete, domain=bounds)
    return _over(value, crowd, population, scene)


def _over(measured: Measured, crowd: Crowd, population: Population, scene: Scene) -> Valued:
    """The value with what the members lack."""
    lacks = absent_rows(population.relation, scene).missing.union(*(share.lacks for share in crowd))
    missing = lacks.union(*(share.open for share in crowd))
    return Valued(measured, missing, empty=found(measured.empty, lacks), crowd=crowd)


def _complete(population: Population, scene: Scene) -> bool:
    return scene.material.entity(population.relation.child).complete


# --- what one row adds ------------------------------------------------------------------------------------------------


def _crowd(measure: Count | Fold | Ratio | Average, row: Row, scene: Scene) -> Crowd:
    return crowd_of(
        measure,
        row,
        measure.population.relation,
        scene,
        lambda child, belongs: _share(measure, child, belongs, scene),
    )


def _share(measure: Count | Fold | Ratio | Average, row: Row, belongs: Found, scene: Scene) -> Share | None:
    member = membership(measure.population, row, belongs, scene)
    match measure:
        case Count():
            return Share(member.truth, lacks=member.missing) if member.truth.possible else None
        case Ratio(satisfying=satisfying):
            if not member.truth.possible:
                return None
            asked = holds(satisfying, row, scene)
            return Share(member.truth, asked.truth, lacks=member.missing, open=asked.missing)
        case Fold(of=path) | Average(inner=OwnField(field=path)):
            return _valued(member, _single(quantity(row, path, scene)))
        case Average(inner=Count() | Fold() as inner):
            return _valued(member, _own_total(inner, row, scene))
    raise refused("平均的对象不是计数、总和或字段", "only counts, sums and fields are averaged")


def _valued(member: Found, value: Quantity) -> Share | None:
    """A row whose value is none is no member."""
    member = every((member, found(negation(value.none), value.missing)))
    if not member.truth.possible:
        return None
    return Share(member.truth, value=value.interval, lacks=member.missing, open=value.missing)


def _single(value: Quantity) -> Quantity:
    """A value that a measure takes: rows of different values are never one group."""
    if value.ranged:
        raise refused("一组中的各行数值不同", "the rows of a group have different values")
    return value


# --- totals -----------------------------------------------------------------------------------------------------------


def _total_of(measure: Count | Fold, crowd: Crowd, scene: Scene, *, complete: bool) -> Measured:
    if isinstance(measure, Count):
        return count(members(crowd), complete=complete)
    domain = scene.material.domain(measure.population.relation.child, measure.of)
    function = {"sum": add, "min": least, "max": greatest}[measure.function]
    return function(members(crowd), complete=complete, domain=Interval(domain.lo, domain.hi))


def _own_total(inner: Count | Fold, parent: Row, scene: Scene) -> Quantity:
    """The total of the children that are surely the parent's; missing is also what the others lack."""
    if isinstance(inner, Fold) and inner.function != "sum":
        raise refused("平均的对象不是计数、总和或字段", "only counts, sums and fields are averaged")
    relation = inner.population.relation

    def adds(child: Row, belongs: Found) -> Share | None:
        return _share(inner, child, belongs, scene)

    own = own_crowd(parent, relation, scene, adds)
    loose = loose_crowd(inner, parent.site, relation, scene, adds)
    total = _total_of(inner, own, scene, complete=_complete(inner.population, scene))
    return Quantity(total.interval, missing=_over(total, own + loose, inner.population, scene).missing)


def _shared(inner: Count | Fold, site: tuple[str, ...], scene: Scene) -> Interval:
    """What the children that may be any parent's add to the total of all parents, once."""
    relation = inner.population.relation
    loose = loose_crowd(inner, site, relation, scene, lambda row, belongs: _share(inner, row, belongs, scene))
    return _total_of(inner, loose, scene, complete=True).interval
