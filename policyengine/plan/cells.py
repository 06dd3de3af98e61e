"""The values of a field that conditions can tell apart: few enough to go through one by one."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import floor

from policyengine.plan.nodes import Comparison, Constant, Operand, Path, TargetValue
from policyengine.semantics.interval import Comparator, compare, point
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.models import FieldType

OTHER_WORD = "…"

Cell = Fraction | str | None
"""A number (a date is its day number), a word, or none."""


def fixed_value(operand: Operand) -> Fraction | str | None:
    """The one value of a literal or of a target that never changes; a date is its day number."""
    match operand:
        case Constant(value=value) | TargetValue(steps=((None, value),)):
            return Fraction(value.toordinal()) if isinstance(value, date) else value
        case _:
            return None


def cells_of(path: Path, constants: Iterable[Fraction | str]) -> tuple[Cell, ...]:
    """One value for each way in which comparisons with the constants can come out."""
    cells: list[Cell] = [None] if path.optional else []
    words = [constant for constant in constants if isinstance(constant, str)]
    numbers = [constant for constant in constants if isinstance(constant, Fraction)]
    match path.type:
        case FieldType.INTEGER | FieldType.DECIMAL:
            cells += number_cells(numbers, path.lo, path.hi, whole=path.type is FieldType.INTEGER)
        case FieldType.DATE:
            earliest, latest = Fraction(path.earliest.toordinal()), Fraction(path.latest.toordinal())
            cells += number_cells(numbers, earliest, latest, whole=True)
        case _:
            cells += sorted(path.choices) if path.choices is not None else [*sorted(set(words)), OTHER_WORD]
    return tuple(cells)


def number_cells(
    constants: Sequence[Fraction], lo: Fraction | None, hi: Fraction | None, *, whole: bool
) -> list[Fraction]:
    """The constants, and a number from each gap between them, within the bounds; `whole` leaves only integers."""
    bounds = [bound for bound in (lo, hi) if bound is not None]
    points = sorted({*constants, *bounds}) or [Fraction(0)]
    candidates = [Fraction(floor(points[0]) - 1), *points, Fraction(floor(points[-1]) + 1)]
    for left, right in pairwise(points):
        candidates.append(Fraction(floor(left) + 1) if whole else (left + right) / 2)
        # Where no integer lies between, the next one is a constant itself or lies in a later gap.
    return sorted(
        {
            number
            for number in candidates
            if (lo is None or number >= lo) and (hi is None or number <= hi) and not (whole and number.denominator != 1)
        }
    )


def satisfies(cell: Cell, comparison: Comparison) -> bool:
    """Whether a value stands the comparison with a fixed operand; none stands none."""
    value = fixed_value(comparison.operand)
    if cell is None or value is None:
        return False
    if isinstance(cell, str) or isinstance(value, str):
        return (cell == value) is (comparison.comparator is Comparator.EQUAL)
    return compare(point(cell), comparison.comparator, point(value)) is Truth.YES
