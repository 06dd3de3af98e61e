"""What stands on either side of a comparison, as columns: bounds of numbers, of dates, and known words."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import or_

from policyengine.backends import expressions as ex
from policyengine.backends.backend import Backend
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.scan import Cell, Clock
from policyengine.language.models import DateUnit
from policyengine.plan.nodes import (
    Constant,
    FieldValue,
    MeasuredOn,
    Operand,
    Path,
    ShiftedDate,
    TargetValue,
)
from policyengine.semantics.calendar import shifted
from policyengine.vocabulary.models import FieldType


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and greatest value of an operand in each row; null is unbounded.

    Numbers are integers over the same positive `scale`. `none` is where the operand is none; it is then never null.
    `partial` is where an optional field is unknown, so that it may be none.
    """

    lo: ex.Expr
    hi: ex.Expr
    scale: int = 1
    none: ex.Expr | None = None
    partial: ex.Expr | None = None


def numbers(operand: Operand, rows: Rows) -> Bounds:
    """The bounds of a number."""
    match operand:
        case Constant(value=Fraction() as value):
            return Bounds(rows.whole(value.numerator), rows.whole(value.numerator), value.denominator)
        case TargetValue():
            return target_numbers(operand, rows)
        case FieldValue(path=path):
            return field_numbers(path, rows)
    raise TypeError(operand)


def target_numbers(target: TargetValue, rows: Rows) -> Bounds:
    """The bounds of the values in force over the measuring interval."""
    values = [value for _, value in target.steps if isinstance(value, Fraction)]
    scale = lcm(*(value.denominator for value in values))
    steps = [
        (start, rows.whole(int(value * scale)) if isinstance(value, Fraction) else None)
        for start, value in target.steps
    ]
    lo, hi = _hull(steps, rows.clock, rows.nothing())
    return Bounds(lo, hi, scale)


def _hull(steps: list[tuple[date | None, ex.Expr | None]], clock: Clock, nothing: ex.Expr) -> tuple[ex.Expr, ex.Expr]:
    """The least and greatest of the steps in force at some moment of the clock; null where one of them is open."""
    on = date.max if [start for start, _ in steps] == [None] else clock.on
    if on:
        current = [value for start, value in steps if start is None or start <= on]
        value = current[-1] if current else None
        return (nothing, nothing) if value is None else (value, value)
    values = [
        ex.when(_in_force(n, [start for start, _ in steps], clock)).then(value).otherwise(nothing)
        for n, (_, value) in enumerate(steps)
        if value is not None
    ]
    if not values:
        return nothing, nothing
    lacking = unspecified([(start, value is None) for start, value in steps], clock)
    lo = ex.when(lacking).then(nothing).otherwise(ex.min_horizontal(*values))
    hi = ex.when(lacking).then(nothing).otherwise(ex.max_horizontal(*values))
    return lo, hi


def unspecified(steps: list[tuple[date | None, bool]], clock: Clock) -> ex.Expr:
    """Where a step without value, or the time before the first step, is in force at some moment of the clock."""
    if clock.on:
        current = [lacks for start, lacks in steps if start is None or start <= clock.on]
        return ex.lit(current[-1] if current else True)
    starts = [start for start, _ in steps]
    before = ex.lit(True) if not starts else ex.lit(False) if starts[0] is None else clock.bounds[0] < ex.lit(starts[0])
    return reduce(or_, [_in_force(n, starts, clock) for n, (_, lacks) in enumerate(steps) if lacks], before)


def _in_force(n: int, starts: list[date | None], clock: Clock) -> ex.Expr:
    """Where the n-th step is in force at some moment of the clock."""
    first, last = clock.bounds
    start, end = starts[n], starts[n + 1] if n + 1 < len(starts) else None
    begun = ex.lit(True) if start is None else last >= ex.lit(start)
    return begun if end is None else begun & (first < ex.lit(end))


def field_numbers(path: Path, rows: Rows) -> Bounds:
    """The bounds of a numeric field: its value, or those of its domain where it is unknown."""
    cell, scale = rows.cell(path), 10**path.digits
    lo = None if path.lo is None else rows.whole(int(path.lo * scale))
    hi = None if path.hi is None else rows.whole(int(path.hi * scale))
    value = rows.backend.nothing(ex.Int64()) if cell.value is None else cell.value
    return _filled(value, lo, hi, cell, scale=scale)


def _filled(value: ex.Expr, lo: ex.Expr | None, hi: ex.Expr | None, cell: Cell, *, scale: int = 1) -> Bounds:
    empty, none = value.is_null(), cell.none
    partial = (empty if none is None else empty & ~none) if cell.optional else None
    return Bounds(
        value if lo is None else ex.when(empty).then(lo).otherwise(value),
        value if hi is None else ex.when(empty).then(hi).otherwise(value),
        scale,
        none,
        partial,
    )


def dates(operand: Operand, rows: Rows) -> Bounds:
    """The bounds of a date; a date is never unbounded, for the calendar ends."""
    match operand:
        case Constant(value=date() as day):
            return Bounds(ex.lit(day), ex.lit(day))
        case MeasuredOn():
            return Bounds(*rows.clock.bounds)
        case FieldValue(path=path):
            cell = rows.cell(path)
            value = rows.backend.nothing(ex.Date()) if cell.value is None else cell.value
            return _filled(value, rows.backend.day(path.earliest), rows.backend.day(path.latest), cell)
        case TargetValue():
            steps = [(start, ex.lit(value) if isinstance(value, date) else None) for start, value in operand.steps]
            lo, hi = _hull(steps, rows.clock, rows.backend.nothing(ex.Date()))
            return Bounds(lo.fill_null(rows.backend.day(date.min)), hi.fill_null(date.max))
        case ShiftedDate():
            return _shifted(operand, rows)
    raise TypeError(operand)


def _shifted(operand: ShiftedDate, rows: Rows) -> Bounds:
    """An open count may be any from 0 on, so that the date is at least not moved the other way."""
    base, day = dates(operand.base, rows), rows.backend.day
    lo, hi = _moves(base.lo, operand, rows)[0], _moves(base.hi, operand, rows)[1]
    if isinstance(operand.count, TargetValue):
        lo = lo.fill_null(base.lo if operand.forward else day(date.min))
        hi = hi.fill_null(day(date.max) if operand.forward else base.hi)
    return Bounds(lo, hi, none=base.none, partial=base.partial)


def _moves(day: ex.Expr, operand: ShiftedDate, rows: Rows) -> tuple[ex.Expr, ex.Expr]:
    """`day` as moved by the counts in force at some moment: the earliest and latest, null where a count is open."""
    count, sign = operand.count, 1 if operand.forward else -1
    steps = ((None, count.value),) if isinstance(count, Constant) else count.steps
    moved = [
        (start, _moved(day, sign * int(value), operand.unit, rows.backend) if isinstance(value, Fraction) else None)
        for start, value in steps
    ]
    return _hull(moved, rows.clock, rows.backend.nothing(ex.Date()))


def _moved(day: ex.Expr, count: int, unit: DateUnit, backend: Backend) -> ex.Expr:
    """`day` moved, kept within the calendar; a literal day is moved here and now."""
    if count == 0:
        return day
    step = {DateUnit.DAYS: f"{count}d", DateUnit.MONTHS: f"{count}mo", DateUnit.YEARS: f"{count}y"}[unit]
    days, months = (count, 0) if unit is DateUnit.DAYS else (0, count * (12 if unit is DateUnit.YEARS else 1))
    if count > 0:
        brink, end = shifted(date.max, days=-days, months=-months), date.max
        outside = day > backend.day(brink)
    else:
        brink, end = shifted(date.min, days=-days, months=-months), date.min
        outside = day < backend.day(brink)
    inside = ex.when(~outside).then(day).otherwise(backend.day(brink))
    moved = inside.offset_by(step).cast(ex.Date)
    return ex.when(outside).then(backend.day(end)).otherwise(moved)


@dataclass(frozen=True, slots=True)
class Words:
    """A word in each row, null where it is unknown or none, and what it may then be (`None`: anything)."""

    value: ex.Expr
    choices: frozenset[str] | None
    none: ex.Expr | None = None
    optional: bool = False


def words(operand: Operand, rows: Rows) -> Words:
    """A word: text, an enum's code, a reference, or `true` and `false` for booleans."""
    match operand:
        case Constant(value=str() as word):
            return Words(ex.lit(word), frozenset({word}))
        case FieldValue(path=path):
            cell = rows.cell(path)
            if cell.value is None:
                return Words(rows.backend.nothing(ex.String()), choices(path), cell.none, cell.optional)
            value = cell.value
            if path.type is FieldType.BOOLEAN:
                value = (
                    ex.when(value)
                    .then(ex.lit("true"))
                    .when(~value)
                    .then(ex.lit("false"))
                    .otherwise(ex.lit(None, dtype=ex.String))
                )
            return Words(value, choices(path), cell.none, cell.optional)
    raise TypeError(operand)


def choices(path: Path) -> frozenset[str] | None:
    """All words that a field may hold, or `None` where anything may stand there."""
    return frozenset({"true", "false"}) if path.type is FieldType.BOOLEAN else path.choices
