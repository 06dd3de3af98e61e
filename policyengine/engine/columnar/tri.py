"""Kleene truth over columns: a nullable boolean expression (null is unknown), or a `Truth` that is the same everywhere.

The logic of `&`, `|` and `~` over nullable booleans is Kleene's on every backend; constants are folded before that, so
that what is known when the plan is made costs nothing per row.
"""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from policyengine.backends import expressions as ex
from policyengine.semantics.truth import Truth, negation

Tri = Truth | ex.Expr


def literal(truth: Truth) -> ex.Expr:
    """A constant truth as an expression."""
    return ex.lit(None if truth is Truth.UNKNOWN else truth.sure, dtype=ex.Boolean)


def as_expr(tri: Tri) -> ex.Expr:
    """Any truth as an expression."""
    return literal(tri) if isinstance(tri, Truth) else tri


def all_of(parts: Iterable[Tri]) -> Tri:
    """Conjunction; of nothing, yes."""
    constant, exprs = Truth.YES, []
    for part in parts:
        if isinstance(part, Truth):
            constant = min(constant, part)
        else:
            exprs.append(part)
    if constant is Truth.NO or not exprs:
        return constant
    if constant is Truth.UNKNOWN:
        exprs.append(literal(Truth.UNKNOWN))
    return reduce(and_, exprs)


def any_of(parts: Iterable[Tri]) -> Tri:
    """Disjunction; of nothing, no."""
    constant, exprs = Truth.NO, []
    for part in parts:
        if isinstance(part, Truth):
            constant = max(constant, part)
        else:
            exprs.append(part)
    if constant is Truth.YES or not exprs:
        return constant
    if constant is Truth.UNKNOWN:
        exprs.append(literal(Truth.UNKNOWN))
    return reduce(or_, exprs)


def negated(tri: Tri) -> Tri:
    """Negation; unknown stays unknown."""
    return negation(tri) if isinstance(tri, Truth) else ~tri


def sure(tri: Tri) -> ex.Expr:
    """Where it is a sure yes; never null."""
    return ex.lit(tri.sure) if isinstance(tri, Truth) else tri.fill_null(False)


def possible(tri: Tri) -> ex.Expr:
    """Where it is not a sure no; never null."""
    return ex.lit(tri.possible) if isinstance(tri, Truth) else tri.fill_null(True)


def unknown(tri: Tri) -> ex.Expr:
    """Where it is unknown; never null."""
    return ex.lit(tri is Truth.UNKNOWN) if isinstance(tri, Truth) else tri.is_null()


def resolved(yes: ex.Expr, no: ex.Expr) -> ex.Expr:
    """Yes and no given apart, neither null: what is neither is unknown."""
    return ex.when(yes).then(ex.lit(True)).when(no).then(ex.lit(False)).otherwise(ex.lit(None, dtype=ex.Boolean))
