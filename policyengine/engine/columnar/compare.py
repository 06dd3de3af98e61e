"""Comparisons as columns, in Kleene truth; the fast forms say the same as the general one (language.md §4)."""

import operator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import reduce
from math import ceil, floor
from operator import or_

from policyengine.backends import expressions as ex
from policyengine.engine.columnar.operands import Bounds, Words, choices, dates, numbers, words
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.scan import Cell
from policyengine.engine.columnar.tri import Tri, any_of, as_expr, resolved
from policyengine.plan.nodes import Compare, Constant, FieldValue, MeasuredOn, Path
from policyengine.semantics.interval import Comparator, Interval, among, compare, point
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.models import FieldType

NUMERIC = (FieldType.INTEGER, FieldType.DECIMAL)
COMPARE = {
    Comparator.AT_LEAST: operator.ge,
    Comparator.MORE_THAN: operator.gt,
    Comparator.AT_MOST: operator.le,
    Comparator.LESS_THAN: operator.lt,
    Comparator.EQUAL: operator.eq,
    Comparator.NOT: operator.ne,
}


def field_against(node: Compare, rows: Rows) -> Tri:
    """A field held against an operand; a comparison with none is no."""
    path, comparison = node.path, node.comparison
    if path.type in NUMERIC:
        if isinstance(comparison.operand, Constant) and isinstance(comparison.operand.value, Fraction):
            return _number_against_constant(path, comparison.comparator, comparison.operand.value, rows)
        return against(numbers(FieldValue(path), rows), comparison.comparator, numbers(comparison.operand, rows), rows)
    if path.type is FieldType.DATE:
        day = rows.clock.on if isinstance(comparison.operand, MeasuredOn) else None
        if isinstance(comparison.operand, Constant) and isinstance(comparison.operand.value, date):
            day = comparison.operand.value
        if day is not None:
            return _date_against_day(path, comparison.comparator, day, rows.cell(path))
        return against(dates(FieldValue(path), rows), comparison.comparator, dates(comparison.operand, rows), rows)
    equal = _same_word(words(FieldValue(path), rows), words(comparison.operand, rows))
    if comparison.comparator is Comparator.EQUAL:
        return equal[0]
    return equal[1]


def one_of(path: Path, values: frozenset[str], rows: Rows) -> Tri:
    """A word field is one of several words."""
    cell = rows.cell(path)
    unknown = among(choices(path), values)
    if cell.value is None:
        return settled(None, unknown, cell)
    if path.type is FieldType.BOOLEAN:
        flags = [cell.value if word == "true" else ~cell.value for word in ("true", "false") if word in values]
        return settled(reduce(or_, flags) if flags else None, unknown, cell)
    if len(values) == 1:
        return settled(cell.value == ex.lit(next(iter(values))), unknown, cell)
    return settled(cell.value.is_in(sorted(values)), unknown, cell)


def settled(known: ex.Expr | None, unknown: Truth, cell: Cell) -> Tri:
    """`known`, the truth of known values (null elsewhere), completed by that of unknown ones and of none, which is no.

    `unknown` is the truth over the field's domain; an optional field may also be none, so that it is never a yes.
    """
    if cell.optional and unknown is Truth.YES:
        unknown = Truth.UNKNOWN
    if cell.value is None or known is None:
        if cell.none is None or unknown is Truth.NO:
            return unknown
        return ex.when(cell.none).then(ex.lit(False)).otherwise(as_expr(unknown))
    if unknown is Truth.NO:
        return known.fill_null(False)
    if unknown is Truth.YES:
        return known.fill_null(True)
    if cell.none is None:
        return known
    return ex.when(cell.none).then(ex.lit(False)).otherwise(known)


def by_measuring_date(path: Path, comparator: Comparator, rows: Rows) -> Tri:
    """A date against the measuring date, where none, which is no limit, counts as yes."""
    cell = rows.cell(path)
    limit = replace(cell, none=None, optional=False)
    if rows.clock.on is not None:
        held = _date_against_day(path, comparator, rows.clock.on, limit)
    else:
        bounds = replace(dates(FieldValue(path), rows), none=None, partial=None)
        held = against(bounds, comparator, dates(MeasuredOn(), rows), rows)
    if not cell.optional:
        return held
    if cell.value is None:
        return any_of([held, Truth.UNKNOWN])
    perhaps_none = ex.when(cell.value.is_null()).then(ex.lit(None, dtype=ex.Boolean)).otherwise(ex.lit(False))
    return any_of([held, perhaps_none] if cell.none is None else [cell.none, held, perhaps_none])


def _date_against_day(path: Path, comparator: Comparator, day: date, cell: Cell) -> Tri:
    domain = Interval(Fraction(path.earliest.toordinal()), Fraction(path.latest.toordinal()))
    unknown = compare(domain, comparator, point(day.toordinal()))
    if cell.value is None:
        return settled(None, unknown, cell)
    return settled(COMPARE[comparator](cell.value, ex.lit(day)), unknown, cell)


def _number_against_constant(path: Path, comparator: Comparator, target: Fraction, rows: Rows) -> Tri:
    """The comparison of whole stored numbers with a rational is one with a whole threshold."""
    cell = rows.cell(path)
    unknown = compare(Interval(path.lo, path.hi), comparator, point(target))
    if cell.value is None:
        return settled(None, unknown, cell)
    value, threshold = cell.value, target * 10**path.digits
    if threshold.denominator != 1 and comparator in (Comparator.EQUAL, Comparator.NOT):
        known = ex.when(~value.is_null()).then(ex.lit(comparator is Comparator.NOT))
        return settled(known.otherwise(ex.lit(None, dtype=ex.Boolean)), unknown, cell)
    upward = comparator in (Comparator.AT_LEAST, Comparator.LESS_THAN)
    known = COMPARE[comparator](value, rows.whole(ceil(threshold) if upward else floor(threshold)))
    return settled(known, unknown, cell)


def against(left: Bounds, comparator: Comparator, right: Bounds, rows: Rows) -> Tri:
    """Two operands by their bounds: yes where all pairs of values agree, no where none does."""
    if comparator is Comparator.NOT:
        yes, no = _decided(left, Comparator.EQUAL, right, rows)
        yes, no = no, yes
    else:
        yes, no = _decided(left, comparator, right, rows)
    for side in (left, right):
        if side.partial is not None:
            yes = yes & ~side.partial
        if side.none is not None:
            yes, no = yes & ~side.none, no | side.none
    return resolved(yes, no)


def _decided(left: Bounds, comparator: Comparator, right: Bounds, rows: Rows) -> tuple[ex.Expr, ex.Expr]:
    l_lo, l_hi = _scaled(left.lo, right.scale, rows), _scaled(left.hi, right.scale, rows)
    r_lo, r_hi = _scaled(right.lo, left.scale, rows), _scaled(right.hi, left.scale, rows)
    match comparator:
        case Comparator.AT_LEAST:
            yes, no = l_lo >= r_hi, l_hi < r_lo
        case Comparator.MORE_THAN:
            yes, no = l_lo > r_hi, l_hi <= r_lo
        case Comparator.AT_MOST:
            yes, no = l_hi <= r_lo, l_lo > r_hi
        case Comparator.LESS_THAN:
            yes, no = l_hi < r_lo, l_lo >= r_hi
        case _:
            yes = (l_lo == l_hi) & (r_lo == r_hi) & (l_lo == r_lo)
            no = (l_hi < r_lo).fill_null(False) | (r_hi < l_lo).fill_null(False)
    return yes.fill_null(False), no.fill_null(False)


def _scaled(value: ex.Expr, factor: int, rows: Rows) -> ex.Expr:
    wide = rows.backend.wide
    return value if factor == 1 else value.cast(wide) * ex.lit(factor, dtype=wide)


def _same_word(left: Words, right: Words) -> tuple[Tri, Tri]:
    """Whether two words are equal, and whether they differ; of both, none makes a no."""
    one, other = _sole(left), _sole(right)
    yes, no = (one == other).fill_null(False), (one != other).fill_null(False)
    if left.choices is not None and right.choices is not None and not left.choices & right.choices:
        no = ex.lit(True)
    else:
        no = no | _cannot_be(other, left, one) | _cannot_be(one, right, other)
    differs = no
    for side in (left, right):
        if side.optional:
            differs = differs & ~side.value.is_null()
        if side.none is not None:
            yes, no, differs = yes & ~side.none, no | side.none, differs & ~side.none
    same_or_none = yes
    for side in (left, right):
        if side.none is not None:
            same_or_none = same_or_none | side.none
    return resolved(yes, no), resolved(differs, same_or_none)


def _sole(word: Words) -> ex.Expr:
    """The word, also where it is not given but can only be one."""
    if word.choices is not None and len(word.choices) == 1 and not word.optional:
        return word.value.fill_null(next(iter(word.choices)))
    return word.value


def _cannot_be(given: ex.Expr, unknown: Words, value: ex.Expr) -> ex.Expr:
    """Where a given word is none of those that the unknown one may be."""
    if unknown.choices is None:
        return ex.lit(False)
    return value.is_null() & ~given.is_null() & ~given.is_in(sorted(unknown.choices)).fill_null(True)
