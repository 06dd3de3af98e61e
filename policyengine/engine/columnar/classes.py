"""The children behind one subject's outcome by class: how many there are of each, and the first of them by id.

What is decided for every child is decided in columns; only the children that are named need be looked at one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import polars as pl

from policyengine.backends import expressions as ex
from policyengine.engine.columnar.conditions import Frames, truth
from policyengine.engine.columnar.gather import KEY, Group, settle
from policyengine.engine.columnar.measures import inner_value, membership
from policyengine.engine.columnar.operands import field_numbers
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.rules import Columns
from policyengine.engine.columnar.tri import Tri, as_expr
from policyengine.engine.walker.trace import View, measured_view
from policyengine.facts.tables import FactBase
from policyengine.plan.nodes import Condition
from policyengine.plan.planned import PlannedRule
from policyengine.semantics.interval import Interval
from policyengine.semantics.truth import Truth, known

MEMBER, ASKED, LO, HI, ABOVE = "__is_member", "__is_asked", "__value_lo", "__value_hi", "__above"
CLASS = (MEMBER, ASKED, "__is_exact")


@dataclass(frozen=True, slots=True)
class Child:
    """A child by its id: whether the parent is surely its own, and the value that it adds to a measure of values."""

    id: str
    belongs: Truth
    value: Interval | None


@dataclass(frozen=True, slots=True)
class ChildClass:
    """All children of one membership, satisfaction and exactness: how many there are, and the first of them by id.

    `exact` is false where a member's value is not known exactly.
    """

    membership: Truth
    satisfied: Truth | None
    exact: bool
    total: int
    first: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Children:
    """The children that surely or possibly are the subject's; `inner` are theirs, where an average is of totals."""

    entity: str
    supplied: bool
    complete: bool
    classes: tuple[ChildClass, ...]
    inner: "Children | None" = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """Expressions over the children of a group: membership, satisfaction, and a value times `scale`."""

    group: Group
    member: Tri
    satisfied: Tri | None
    lo: ex.Expr | None
    hi: ex.Expr | None
    scale: int


def condition_truths(
    columns: Columns, rule: PlannedRule, subject: str, conditions: Iterable[Condition]
) -> dict[Condition, Truth]:
    """The truth of each condition for one subject of the rule; `columns` serve this one question."""
    rows = columns.subjects(rule)
    asked = list(dict.fromkeys(conditions))
    made = {f"__truth_{n}": as_expr(truth(condition, rows, columns.frames)) for n, condition in enumerate(asked)}
    settle([rows.scan])
    frame = rows.scan.build().filter(ex.col("id") == ex.lit(subject))
    found = frame.select(expr.alias(name) for name, expr in made.items()).to_native().collect()
    return {condition: known(found[name].item()) for name, condition in zip(made, asked, strict=True)}


def child_classes(columns: Columns, rule: PlannedRule, subject: str, view: View, *, shown: int) -> Children:
    """The children that a view of one subject of the rule ranges over, at most `shown` named of each class.

    `columns` serve this one question.
    """
    rows, frames = columns.subjects(rule), columns.frames
    asked = _asked(view, rows, frames)
    inner = measured_view(view.inner) if view.inner else None
    below = _asked(inner, asked.group.child, frames) if inner else None
    moment = _moment(rows, subject)
    settle([asked.group.child.scan])
    own = _read(asked, moment, (ex.col(KEY) == ex.lit(subject)) | ex.col(KEY).is_null()).collect()
    own = own.with_columns(_limited(pl.lit(int(Truth.YES))), _exact())
    found = _children(view, own, asked.scale, columns.facts, shown=shown)
    if below is None or inner is None:
        return found
    parents = own.filter(pl.col(MEMBER) > int(Truth.NO)).select(pl.col("id").alias(KEY), pl.col(MEMBER).alias(ABOVE))
    under = _under(_read(below, moment), parents)
    return replace(found, inner=_children(inner, under, below.scale, columns.facts, shown=shown))


def _asked(view: View, rows: Rows, frames: Frames) -> _Asked:
    group = frames.children(rows, view.population.relation)
    member = membership(view.population, group, frames, of=view.of)
    satisfied = truth(view.asked, group.child, frames) if view.asked else None
    lo, hi, scale = None, None, 1
    if view.of is not None:
        value = field_numbers(view.of, group.child)
        lo, hi, scale = value.lo, value.hi, value.scale
    if view.inner is not None:
        total = inner_value(view.inner, group.child, frames)
        unbounded = ex.lit(None, dtype=ex.Int128)
        lo = ex.when(total.lo_open).then(unbounded).otherwise(total.lo.cast(ex.Int128))
        hi = ex.when(total.hi_open).then(unbounded).otherwise(total.hi.cast(ex.Int128))
        scale = total.scale
    return _Asked(group, member, satisfied, lo, hi, scale)


def _moment(rows: Rows, subject: str) -> tuple[date, date] | None:
    """The subject's own measuring interval, where each has its own."""
    if rows.clock.on:
        return None
    found = rows.scan.core().filter(ex.col("id") == ex.lit(subject)).select(*rows.clock.keys).to_native().collect()
    first, last = found.row(0)
    return first, last


def _read(asked: _Asked, moment: tuple[date, date] | None, where: ex.Expr | None = None) -> pl.LazyFrame:
    """The children with what was asked of them; truths are numbers, as `Truth` has them."""
    frame = asked.group.keyed()
    if moment is not None:
        first, last = asked.group.child.clock.bounds
        frame = frame.filter((first == ex.lit(moment[0])) & (last == ex.lit(moment[1])))
    if where is not None:
        frame = frame.filter(where)
    nothing = ex.lit(None, dtype=ex.Int128)
    made = {
        MEMBER: as_expr(asked.member),
        ASKED: as_expr(Truth.NO if asked.satisfied is None else asked.satisfied),
        LO: nothing if asked.lo is None else asked.lo.cast(ex.Int128),
        HI: nothing if asked.hi is None else asked.hi.cast(ex.Int128),
    }
    frame = frame.with_columns(expr.alias(name) for name, expr in made.items())
    native: pl.LazyFrame = frame.select("id", KEY, *made).to_native()
    return native.with_columns(_number(MEMBER), _number(ASKED))


def _number(name: str) -> pl.Expr:
    truth_number = pl.when(pl.col(name).is_null()).then(int(Truth.UNKNOWN))
    return truth_number.when(pl.col(name)).then(int(Truth.YES)).otherwise(int(Truth.NO)).alias(name)


def _limited(above: pl.Expr) -> pl.Expr:
    """Membership, at most as sure as the parent is known and is itself a member."""
    belongs = pl.when(pl.col(KEY).is_null()).then(int(Truth.UNKNOWN)).otherwise(above)
    return pl.min_horizontal(MEMBER, belongs).alias(MEMBER)


def _exact() -> pl.Expr:
    return (pl.col(LO) == pl.col(HI)).fill_null(pl.lit(False)).alias(CLASS[2])


def _under(rows: pl.LazyFrame, parents: pl.DataFrame) -> pl.DataFrame:
    """The rows whose parent is, or may be, one of the given; of rows of unknown parent, if there is any parent."""
    if parents.is_empty():
        return rows.filter(pl.lit(False)).with_columns(_exact()).collect()
    joined = rows.join(parents.lazy(), on=KEY, how="left")
    inside = joined.filter(pl.col(ABOVE).is_not_null() | pl.col(KEY).is_null())
    return inside.with_columns(_limited(pl.col(ABOVE)), _exact()).collect()


def _children(view: View, rows: pl.DataFrame, scale: int, facts: FactBase, *, shown: int) -> Children:
    """The rows by class: sure members first, and among them those that satisfy."""
    valued = view.of is not None or view.inner is not None
    nobody = pl.col(MEMBER) == int(Truth.NO)
    rows = rows.with_columns(
        pl.when(nobody | (view.asked is None)).then(None).otherwise(pl.col(ASKED)).alias(ASKED),
        (pl.col(CLASS[2]) | nobody | (not valued)).alias(CLASS[2]),
    ).sort("id")
    classes = [
        ChildClass(
            Truth(member),
            None if satisfied is None else Truth(satisfied),
            exact,
            found.height,
            tuple(_child(row, scale, valued=valued) for row in found.head(shown).iter_rows(named=True)),
        )
        for (member, satisfied, exact), found in rows.partition_by(CLASS, as_dict=True).items()
    ]
    classes.sort(key=lambda one: (one.membership, one.satisfied or Truth.NO, one.exact), reverse=True)
    relation = view.population.relation
    table = facts.table(relation.child)
    return Children(relation.child, table.supplied, table.complete, tuple(classes))


def _child(row: dict[str, str | int | None], scale: int, *, valued: bool) -> Child:
    lo, hi = row[LO], row[HI]
    ends = Interval(
        Fraction(lo, scale) if isinstance(lo, int) else None, Fraction(hi, scale) if isinstance(hi, int) else None
    )
    belongs = Truth.UNKNOWN if row[KEY] is None else Truth.YES
    return Child(str(row["id"]), belongs, ends if valued else None)
