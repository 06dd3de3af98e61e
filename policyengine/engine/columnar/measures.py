"""The measures of language.md §4 as columns; `semantics/measure.py` is what they must agree with.

Totals are integers: counts, or a field's values times its scale; what 64 bits might not hold is summed in 128.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from policyengine.backends import expressions as ex
from policyengine.engine.columnar.conditions import Frames, held, kept, tally, truth
from policyengine.engine.columnar.gather import Gather, Group, Mean
from policyengine.engine.columnar.operands import field_numbers
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.tri import Tri, possible, resolved, sure, unknown
from policyengine.plan.nodes import (
    Average,
    Count,
    Fold,
    Measure,
    OwnField,
    Path,
    Population,
    Ratio,
    Unmeasured,
)
from policyengine.semantics.truth import Truth

ROWS = 2**31
"""More rows than any table that a 64-bit count times a target's terms is trusted with."""


@dataclass(frozen=True, slots=True)
class Number:
    """A measured value: total over population at either end, the totals times `scale`.

    `lo_open` and `hi_open` are where it is unbounded there; `empty` whether the population is; `none` where the value
    is none, `partial` where an unknown one may be. `wide` numbers are compared in 128 bits. Without `measured` there
    is no number at all.
    """

    lo_total: ex.Expr
    hi_total: ex.Expr
    lo_population: ex.Expr
    hi_population: ex.Expr
    lo_open: ex.Expr
    hi_open: ex.Expr
    scale: int = 1
    empty: Tri = Truth.NO
    none: ex.Expr | None = None
    partial: ex.Expr | None = None
    wide: bool = False
    measured: bool = True


NEVER = ex.lit(False)
ONE = ex.lit(1, dtype=ex.Int64)
ZERO = ex.lit(0, dtype=ex.Int64)


def measured(measure: Measure, rows: Rows, frames: Frames) -> Number:
    """The value of a measure in each row; asked twice, it is made once."""
    if measure not in rows.memo:
        rows.memo[measure] = _measured(measure, rows, frames)
    made: Number = rows.memo[measure]
    return made


def _measured(measure: Measure, rows: Rows, frames: Frames) -> Number:
    match measure:
        case Unmeasured():
            return Number(ZERO, ZERO, ONE, ONE, NEVER, NEVER, measured=False)
        case OwnField(path=path):
            return _own(path, rows)
        case Count(population=population):
            return _count(population, rows, frames)
        case Fold(function="sum"):
            return _sum(measure, rows, frames)
        case Fold():
            return _extreme(measure, rows, frames)
        case Ratio():
            return _ratio(measure, rows, frames)
        case Average():
            return _average(measure, rows, frames)


def _own(path: Path, rows: Rows) -> Number:
    value = field_numbers(path, rows)
    return Number(
        value.lo,
        value.hi,
        ONE,
        ONE,
        value.lo.is_null(),
        value.hi.is_null(),
        value.scale,
        none=value.none,
        partial=value.partial,
        wide=True,
    )


def _count(population: Population, rows: Rows, frames: Frames) -> Number:
    counts = tally(population.relation, population.where, rows, frames, ended_included=population.ended_included)
    open_above = ex.lit(not frames.complete(population.relation))
    return Number(counts.sure, counts.possible, ONE, ONE, NEVER, open_above)


def membership(population: Population, group: Group, frames: Frames, *, of: Path | None = None) -> Tri:
    """Whether each child is one of the population, its parent apart; a row whose value is none is not."""
    return held(group, population.where, frames, ended_included=population.ended_included, of=of)


@dataclass(frozen=True, slots=True)
class Sums:
    """One end of a sum: of the parent's own children, what loose ones may add, and where it is unbounded."""

    own: ex.Expr
    shared: ex.Expr
    opens: ex.Expr


def _sums(measure: Fold, rows: Rows, frames: Frames) -> tuple[Sums, Sums]:
    """Both ends of a sum: sure members add their value, possible ones may add nothing."""
    group = frames.children(rows, measure.population.relation)
    member = membership(measure.population, group, frames, of=measure.of)
    value = field_numbers(measure.of, group.child)
    complete = frames.complete(measure.population.relation)
    width = rows.backend.wide if _may_overflow(measure.of) else ex.Int64
    zero = ex.lit(0, dtype=width)
    ends = []
    for end, bound, limit, mildest in (
        ("lo", value.lo, measure.of.lo, ex.min_horizontal),
        ("hi", value.hi, measure.of.hi, ex.max_horizontal),
    ):
        alone = ex.when(possible(member)).then(mildest(bound.cast(width), zero)).otherwise(zero)
        adds = ex.when(sure(member)).then(bound.cast(width)).otherwise(alone)
        known, _ = group.total((measure, end), adds)
        _, loose = group.total((measure, end, "alone"), alone)
        opened, opened_loose = group.count((measure, end, "open"), possible(member) & bound.is_null())
        one_sided = limit is not None and (limit >= 0 if end == "lo" else limit <= 0)
        absent_rows = ex.lit(not complete and not one_sided)
        ends.append(Sums(known, loose, ((opened + opened_loose) > 0) | absent_rows))
    return ends[0], ends[1]


def _sum(measure: Fold, rows: Rows, frames: Frames) -> Number:
    lo, hi = _sums(measure, rows, frames)
    return Number(
        lo.own + lo.shared,
        hi.own + hi.shared,
        ONE,
        ONE,
        lo.opens,
        hi.opens,
        10**measure.of.digits,
        wide=True,
    )


def _may_overflow(path: Path) -> bool:
    """Whether the sum of as many values as a table may have could leave 64 bits."""
    if path.lo is None or path.hi is None:
        return True
    return bool(max(abs(path.lo), abs(path.hi)) * 10**path.digits * ROWS >= 2**62)


def _extreme(measure: Fold, rows: Rows, frames: Frames) -> Number:
    """Least or greatest: of the sure members, widened by the possible ones."""
    group = frames.children(rows, measure.population.relation)
    member = membership(measure.population, group, frames, of=measure.of)
    value = field_numbers(measure.of, group.child)
    least = measure.function == "min"
    near, far = (value.lo, value.hi) if least else (value.hi, value.lo)
    nothing = ex.lit(None, dtype=ex.Int64)
    how: Gather = "min" if least else "max"
    other: Gather = "max" if least else "min"
    any_row, any_loose = group.count((measure, "any"), possible(member))
    sure_rows, _ = group.count((measure, "sure"), sure(member))
    open_near, open_near_loose = group.count((measure, "open near"), possible(member) & near.is_null())
    open_far, open_far_loose = group.count((measure, "open far"), possible(member) & far.is_null())
    nearest = _outermost(
        group.fold((measure, "near"), ex.when(possible(member)).then(near).otherwise(nothing), how), how
    )
    sure_far, _ = group.fold((measure, "far"), ex.when(sure(member)).then(far).otherwise(nothing), how)
    any_far = _outermost(
        group.fold((measure, "any far"), ex.when(possible(member)).then(far).otherwise(nothing), other), other
    )
    has_sure = sure_rows > 0
    far_total = ex.when(has_sure).then(sure_far).otherwise(any_far)
    far_open = ex.when(has_sure).then(sure_far.is_null()).otherwise((open_far + open_far_loose) > 0)
    ends = [(nearest, (open_near + open_near_loose) > 0), (far_total, far_open)]
    lo, hi = ends if least else reversed(ends)
    number = Number(lo[0], hi[0], ONE, ONE, lo[1], hi[1], value.scale, wide=True)
    complete = frames.complete(measure.population.relation)
    return _over_population(
        number, has_sure, (any_row + any_loose) > 0, rows, complete=complete, domain=_domain(measure.of)
    )


def _outermost(parts: tuple[ex.Expr, ex.Expr], how: Gather) -> ex.Expr:
    return ex.min_horizontal(*parts) if how == "min" else ex.max_horizontal(*parts)


def _domain(path: Path) -> tuple[Fraction | None, Fraction | None]:
    return path.lo, path.hi


def _over_population(
    number: Number,
    has_sure: ex.Expr,
    has_any: ex.Expr,
    rows: Rows,
    *,
    complete: bool,
    domain: tuple[Fraction | None, Fraction | None],
) -> Number:
    """`number` as it is over a population that may be empty, or of which rows may be absent (then only `domain`)."""
    if complete:
        return replace(number, empty=resolved(~has_any, has_sure))
    lo, hi = (None if bound is None else int(bound * number.scale) for bound in domain)
    return replace(
        number,
        lo_total=ZERO if lo is None else rows.whole(lo),
        hi_total=ZERO if hi is None else rows.whole(hi),
        lo_population=ONE,
        hi_population=ONE,
        lo_open=ex.lit(lo is None),
        hi_open=ex.lit(hi is None),
        empty=resolved(NEVER, has_sure),
    )


def _ratio(measure: Ratio, rows: Rows, frames: Frames) -> Number:
    group = frames.children(rows, measure.population.relation)
    member = membership(measure.population, group, frames)
    satisfied = kept(group, ("satisfying", measure.satisfying), truth(measure.satisfying, group.child, frames))
    loose = possible(member)
    asked = {
        "sure": sure(member),
        "any": loose,
        "both sure": sure(member) & sure(satisfied),
        "loose unsatisfied": unknown(member) & ~sure(satisfied),
        "loose satisfiable": unknown(member) & possible(satisfied),
        "any satisfiable": loose & possible(satisfied),
        "any unsatisfied": loose & ~sure(satisfied),
    }
    made = {name: group.count((measure, name), flag) for name, flag in asked.items()}
    known = {name: total[0].cast(ex.Int64) for name, total in made.items()}
    shared = {name: total[1].cast(ex.Int64) for name, total in made.items()}
    lo_population = known["sure"] + known["loose unsatisfied"] + shared["any unsatisfied"]
    hi_population = known["sure"] + known["loose satisfiable"] + shared["any satisfiable"]
    hi_total = known["any satisfiable"] + shared["any satisfiable"]
    number = Number(
        ex.when(lo_population > 0).then(known["both sure"]).otherwise(ONE),
        ex.when(hi_population > 0).then(hi_total).otherwise(ZERO),
        ex.when(lo_population > 0).then(lo_population).otherwise(ONE),
        ex.when(hi_population > 0).then(hi_population).otherwise(ONE),
        NEVER,
        NEVER,
    )
    return _over_population(
        number,
        known["sure"] > 0,
        (known["any"] + shared["any"]) > 0,
        rows,
        complete=frames.complete(measure.population.relation),
        domain=(Fraction(0), Fraction(1)),
    )


@dataclass(frozen=True, slots=True)
class Inner:
    """The value that an average is taken of, per parent: of its own children, and what loose ones add to the total."""

    lo: ex.Expr
    hi: ex.Expr
    lo_open: ex.Expr
    hi_open: ex.Expr
    lo_shared: ex.Expr
    hi_shared: ex.Expr
    scale: int
    domain: tuple[Fraction | None, Fraction | None]


def _average(measure: Average, rows: Rows, frames: Frames) -> Number:
    population = measure.population
    group = frames.children(rows, population.relation)
    parent, width = group.child, rows.backend.wide
    of = measure.inner.path if isinstance(measure.inner, OwnField) else None
    member = membership(population, group, frames, of=of)
    inner = inner_value(measure.inner, parent, frames)
    sure_rows, _ = group.count((measure, "sure"), sure(member))
    any_rows, any_loose = group.count((measure, "any"), possible(member))
    sure_rows = sure_rows.cast(ex.Int64)
    code = ex.when(sure(member)).then(ex.lit(2)).when(possible(member)).then(ex.lit(1)).otherwise(ex.lit(0))
    ends: dict[str, tuple[ex.Expr, ex.Expr, ex.Expr]] = {}
    for end, value, opens, shared, sign in (
        ("lo", inner.lo, inner.lo_open, inner.lo_shared, 1),
        ("hi", inner.hi, inner.hi_open, inner.hi_shared, -1),
    ):
        wide = ex.when(possible(member)).then(value.cast(width)).otherwise(ex.lit(0, dtype=width)) * sign
        total, _ = group.total((measure, end), ex.when(sure(member)).then(wide).otherwise(ex.lit(0, dtype=width)))
        opened, opened_loose = group.count((measure, end, "open"), possible(member) & opens)
        once = ex.max_horizontal(*group.fold((measure, end, "shared"), shared.cast(width), "max")) * sign
        base = total + once.fill_null(0)
        name = rows.new_mean()
        rows.means.append(Mean(name, group, code, wide, base, sure_rows))
        more, extra = ex.col(f"{name}_total").fill_null(0), ex.col(f"{name}_population").fill_null(0).cast(ex.Int64)
        count = sure_rows + extra
        ends[end] = ((base + more) * sign, ex.when(count > 0).then(count).otherwise(ONE), (opened + opened_loose) > 0)
    number = Number(
        ends["lo"][0], ends["hi"][0], ends["lo"][1], ends["hi"][1], ends["lo"][2], ends["hi"][2], inner.scale, wide=True
    )
    return _over_population(
        number,
        sure_rows > 0,
        (any_rows + any_loose) > 0,
        rows,
        complete=frames.complete(population.relation),
        domain=inner.domain,
    )


def inner_value(inner: Count | Fold | OwnField, parent: Rows, frames: Frames) -> Inner:
    """The averaged value of each row of `parent`."""
    if isinstance(inner, OwnField):
        own = field_numbers(inner.path, parent)
        zero = ex.lit(0, dtype=ex.Int64)
        return Inner(own.lo, own.hi, own.lo.is_null(), own.hi.is_null(), zero, zero, own.scale, _domain(inner.path))
    group = frames.children(parent, inner.population.relation)
    complete = frames.complete(inner.population.relation)
    if isinstance(inner, Count):
        member = membership(inner.population, group, frames)
        known, _ = group.count((inner, "inner sure"), sure(member))
        some, shared = group.count((inner, "inner any"), possible(member))
        return Inner(known, some, NEVER, ex.lit(not complete), ZERO, shared, 1, (Fraction(0), None))
    lo, hi = _sums(inner, parent, frames)
    domain = (
        Fraction(0) if inner.of.lo is not None and inner.of.lo >= 0 else None,
        Fraction(0) if inner.of.hi is not None and inner.of.hi <= 0 else None,
    )
    return Inner(lo.own, hi.own, lo.opens, hi.opens, lo.shared, hi.shared, 10**inner.of.digits, domain)
