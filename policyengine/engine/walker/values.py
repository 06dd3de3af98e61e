"""What is known of a field or an operand, and how two of them compare."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from policyengine.engine.walker.answer import FAILS, NOTHING, Answer, Names, answer
from policyengine.engine.walker.dates import day_number, days, ends, moved
from policyengine.engine.walker.rows import Facts, Lack, Row
from policyengine.plan.nodes import (
    Comparison,
    Constant,
    FieldValue,
    MeasuredOn,
    Operand,
    Path,
    ShiftedDate,
    TargetValue,
)
from policyengine.semantics.interval import ANYTHING, Comparator, Interval, compare, point
from policyengine.semantics.truth import Truth, all_of, known, negation
from policyengine.vocabulary.models import FieldType


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a date as its day number; `none` is whether there is none. `missing` names its unknown inputs."""

    interval: Interval
    none: Truth = Truth.NO
    missing: Names = NOTHING


@dataclass(frozen=True, slots=True)
class Word:
    """One of `choices` (`None`: anything); `none` is whether there is none. `missing` names its unknown inputs."""

    choices: frozenset[str] | None
    none: Truth = Truth.NO
    missing: Names = NOTHING


Value = Quantity | Word


@dataclass(frozen=True, slots=True)
class Scene:
    """Where conditions are tested: the facts, and the measuring date with what is missing to know it."""

    facts: Facts
    measured_on: Quantity


@lru_cache(maxsize=1 << 16)
def exactly(value: Fraction | date | str) -> Value:
    """A value that is known."""
    match value:
        case Fraction():
            return Quantity(point(value))
        case date():
            return Quantity(point(day_number(value)))
        case str():
            return Word(frozenset({value}))


def field_value(path: Path, row: Row, facts: Facts) -> Value:
    """What is known of the field: its value, or its domain, to which none belongs where the field is optional."""
    reached = facts.reach(row, path.steps) if path.steps else row
    cell = reached.cell(path.field) if isinstance(reached, Row) else reached
    if not isinstance(cell, Lack):
        return exactly(cell)
    none = Truth.YES if cell is Lack.NONE else known(None if path.optional else False)
    missing = NOTHING if cell is Lack.NONE else frozenset({f"{path.entity}.{path}"})
    match path.type:
        case FieldType.INTEGER | FieldType.DECIMAL:
            return Quantity(Interval(path.lo, path.hi), none, missing)
        case FieldType.DATE:
            return Quantity(days(path.earliest, path.latest), none, missing)
        case _:
            return Word(path.choices, none, missing)


def quantity(path: Path, row: Row, facts: Facts) -> Quantity:
    """The value of a field that holds a number or a date."""
    value = field_value(path, row, facts)
    if not isinstance(value, Quantity):
        raise TypeError(f"`{path}` is neither a number nor a date")
    return value


def operand_value(operand: Operand, row: Row, scene: Scene) -> Value:
    """The value that the operand has for the row being tested, on the measuring date."""
    match operand:
        case Constant(value=value):
            return exactly(value)
        case TargetValue():
            return target_value(operand, scene.measured_on)
        case FieldValue(path=path):
            return field_value(path, row, scene.facts)
        case MeasuredOn():
            return scene.measured_on
        case ShiftedDate():
            return _shifted(operand, row, scene)


def target_value(target: TargetValue, measured_on: Quantity) -> Quantity:
    """The hull of the values in force on the days that the measuring date may be; anything, if one is unspecified."""
    values = set(_in_force(target, measured_on.interval))
    missing = measured_on.missing if len(values) > 1 else NOTHING
    specified = [value for value in values if value is not None]
    if len(specified) < len(values):
        return Quantity(ANYTHING, missing=missing | {f"${target.name}"})
    return Quantity(Interval(min(specified), max(specified)), missing=missing)


def _in_force(target: TargetValue, measured_on: Interval) -> Iterator[Fraction | None]:
    """The values of all steps that are in force on some day of the interval."""
    first, last = ends(measured_on)
    current: Fraction | None = None
    for start, value in target.steps:
        number = day_number(value) if isinstance(value, date) else value
        if start is None or start <= first:
            current = number
        elif start <= last:
            yield number
    yield current


def _shifted(operand: ShiftedDate, row: Row, scene: Scene) -> Quantity:
    base, count = operand_value(operand.base, row, scene), operand_value(operand.count, row, scene)
    if not isinstance(base, Quantity) or not isinstance(count, Quantity):
        raise TypeError("only dates are moved, and only by numbers")
    first, last = ends(base.interval)
    if count.interval.lo is None or count.interval.hi is None:  # open: any from 0 on, no way back
        dates = days(first, date.max) if operand.forward else days(date.min, last)
        return Quantity(dates, base.none, base.missing | count.missing)
    least, most = int(count.interval.lo), int(count.interval.hi)
    if not operand.forward:
        least, most = -most, -least
    dates = days(moved(first, least, operand.unit), moved(last, most, operand.unit))
    return Quantity(dates, base.none, base.missing | count.missing)


def compared(left: Value, comparator: Comparator, right: Value) -> Answer:
    """Whether the comparison holds; with none it never does."""
    if Truth.YES in (left.none, right.none):
        return FAILS
    match left, right:
        case Quantity(), Quantity():
            truth = compare(left.interval, comparator, right.interval)
        case Word(), Word():
            truth = _same(left.choices, right.choices)
            truth = truth if comparator is Comparator.EQUAL else negation(truth)
        case _:
            raise TypeError("a word is compared with a number")
    never_none = known(None if Truth.UNKNOWN in (left.none, right.none) else True)
    return answer(all_of((truth, never_none)), left.missing | right.missing)


def _same(left: frozenset[str] | None, right: frozenset[str] | None) -> Truth:
    if left is None or right is None:
        return Truth.UNKNOWN
    if not left & right:
        return Truth.NO
    return Truth.YES if len(left) == len(right) == 1 else Truth.UNKNOWN


def satisfies(left: Value, comparisons: tuple[Comparison, ...], row: Row, scene: Scene) -> tuple[Answer, ...]:
    """Each comparison of the value with what its operand is for the row being tested."""
    return tuple(compared(left, part.comparator, operand_value(part.operand, row, scene)) for part in comparisons)
