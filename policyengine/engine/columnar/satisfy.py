"""A measured value held against its targets, by cross-multiplied integers: nothing is divided, nothing rounded."""

from fractions import Fraction

from policyengine.backends import expressions as ex
from policyengine.backends.expressions import Width
from policyengine.engine.columnar.measures import Number
from policyengine.engine.columnar.operands import Bounds, numbers
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.tri import Tri, resolved, sure
from policyengine.engine.errors import target_too_fine
from policyengine.plan.nodes import Comparison, Constant, Operand, TargetValue
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth

FINEST = 2**30
"""The largest numerator or denominator of a target that cross-multiplication takes."""


def satisfies(number: Number, comparison: Comparison, rows: Rows) -> Tri:
    """One comparison of a measured value; unknown where the population is empty."""
    if not number.measured:
        return Truth.UNKNOWN
    target = _within_reach(comparison.operand, rows)
    width = rows.backend.wide if _wide(number, comparison) else None
    yes, no = _decided(number, comparison.comparator, target, width)
    if comparison.comparator is Comparator.NOT:
        yes, no = no, yes
    for side in (number, target):
        if side.partial is not None:
            yes = yes & ~side.partial
        if side.none is not None:
            yes, no = yes & ~side.none, no | side.none
    held = resolved(yes, no)
    if number.empty is Truth.NO:
        return held
    return ex.when(sure(number.empty)).then(ex.lit(None, dtype=ex.Boolean)).otherwise(held)


def _decided(number: Number, comparator: Comparator, target: Bounds, wide: Width | None) -> tuple[ex.Expr, ex.Expr]:
    """Surely and surely not, neither null; `not` is decided as `equal`, for its caller to turn round."""
    low, high = _scaled(number.lo_total, target.scale, wide), _scaled(number.hi_total, target.scale, wide)
    lo_by, hi_by = _scaled(number.lo_population, number.scale, wide), _scaled(number.hi_population, number.scale, wide)
    t_lo, t_hi = (target.lo.cast(wide), target.hi.cast(wide)) if wide else (target.lo, target.hi)
    from_below, from_above = ~number.lo_open, ~number.hi_open
    match comparator:
        case Comparator.AT_LEAST:
            yes, no = (low >= t_hi * lo_by, from_below), (high < t_lo * hi_by, from_above)
        case Comparator.MORE_THAN:
            yes, no = (low > t_hi * lo_by, from_below), (high <= t_lo * hi_by, from_above)
        case Comparator.AT_MOST:
            yes, no = (high <= t_lo * hi_by, from_above), (low > t_hi * lo_by, from_below)
        case Comparator.LESS_THAN:
            yes, no = (high < t_lo * hi_by, from_above), (low >= t_hi * lo_by, from_below)
        case _:
            same = (low == t_hi * lo_by) & (high == t_lo * hi_by) & (t_lo == t_hi)
            above = (low > t_hi * lo_by).fill_null(False) & from_below
            below = (high < t_lo * hi_by).fill_null(False) & from_above
            yes, no = (same, from_below & from_above), (above | below, ex.lit(True))
    return yes[0].fill_null(False) & yes[1], no[0].fill_null(False) & no[1]


def _scaled(value: ex.Expr, factor: int, wide: Width | None) -> ex.Expr:
    value = value.cast(wide) if wide else value
    return value if factor == 1 else value * ex.lit(factor, dtype=wide or ex.Int64)


def _within_reach(operand: Operand, rows: Rows) -> Bounds:
    """The target's bounds; refused where its terms are too fine to be multiplied exactly."""
    values = [operand.value] if isinstance(operand, Constant) else []
    if isinstance(operand, TargetValue):
        values = [value for _, value in operand.steps if value is not None]
    for value in values:
        if isinstance(value, Fraction) and max(abs(value.numerator), value.denominator) > FINEST:
            raise target_too_fine(str(value))
    return numbers(operand, rows)


def _wide(number: Number, comparison: Comparison) -> bool:
    """Whether 64 bits might not hold the products: counts of rows by targets within `FINEST` always fit."""
    return number.wide or not isinstance(comparison.operand, Constant | TargetValue)
