"""What a cell or an operand is worth, and how two of them compare (language.md §4)."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from policyengine.audit.checker.errors import RefusedCertificateError, refused
from policyengine.audit.checker.found import NO, Found, found
from policyengine.audit.checker.material import Domain
from policyengine.audit.checker.rule import Comparison, Constant, MeasuredOn, Operand, OwnValue, Shifted, Target
from policyengine.audit.checker.scalars import Lacking, Range, day_of, number_of
from policyengine.audit.checker.scene import NOTHING, Names, Row, Scene
from policyengine.semantics.calendar import shifted
from policyengine.semantics.interval import ANYTHING, Comparator, Interval, compare, point
from policyengine.semantics.truth import Truth, negation

NUMERIC = frozenset({"integer", "decimal"})
MONTHS_PER_YEAR = 12
MOST_SHIFTED = 10_000_000
"""No date is moved further than the calendar is long."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a day as its number. `none` is whether there is none; `ranged`, that rows of a group differ."""

    interval: Interval
    none: Truth = Truth.NO
    missing: Names = NOTHING
    ranged: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One of `choices` (`None`: anything). `none` is whether there is none; `ranged`, that rows of a group differ."""

    choices: frozenset[str] | None
    none: Truth = Truth.NO
    missing: Names = NOTHING
    ranged: bool = False


Value = Quantity | Word


def number_of_day(day: date) -> Fraction:
    """Days compare as numbers do."""
    return Fraction(day.toordinal())


def days(interval: Interval) -> tuple[date, date]:
    """The first and the last day of an interval of day numbers."""
    first = date.min if interval.lo is None else date.fromordinal(int(interval.lo))
    last = date.max if interval.hi is None else date.fromordinal(int(interval.hi))
    return first, last


# --- cells ------------------------------------------------------------------------------------------------------------


def field_value(row: Row, path: str, scene: Scene) -> Value:
    """What is known of a field of the row."""
    domain, cell = scene.material.domain(row.entity, path), row.held.cells.get(path)
    if cell is None:
        raise refused(f"证书缺少 `{row.entity}.{path}`", f"the certificate lacks `{row.entity}.{path}`")
    match cell:
        case str():
            return _word_or_quantity(domain, cell)
        case Range(start=start, end=end):
            return _ranged(domain, start, end)
        case Lacking(lack="none"):
            if not domain.optional:
                raise refused(f"`{row.entity}.{path}` 不可为无", f"`{row.entity}.{path}` cannot be none")
            return replace(_anything(domain), none=Truth.YES)
        case Lacking():
            none = Truth.UNKNOWN if domain.optional else Truth.NO
            return replace(_anything(domain), none=none, missing=frozenset({f"{row.entity}.{path}"}))


def quantity(row: Row, path: str, scene: Scene) -> Quantity:
    """The value of a field that holds a number or a day."""
    value = field_value(row, path, scene)
    if not isinstance(value, Quantity):
        raise refused(f"`{row.entity}.{path}` 不是数或日期", f"`{row.entity}.{path}` is neither a number nor a day")
    return value


def _anything(domain: Domain) -> Value:
    """Any value of the domain."""
    if domain.type in NUMERIC:
        return Quantity(Interval(domain.lo, domain.hi))
    if domain.type == "date":
        earliest, latest = domain.earliest or date.min, domain.latest or date.max
        return Quantity(Interval(number_of_day(earliest), number_of_day(latest)))
    return Word(None if domain.choices is None else frozenset(domain.choices))


def _word_or_quantity(domain: Domain, text: str) -> Value:
    if domain.type in NUMERIC or domain.type == "date":
        return Quantity(point(_number(domain, text)))
    return Word(frozenset({text}))


def _ranged(domain: Domain, start: str, end: str) -> Value:
    if domain.type not in NUMERIC and domain.type != "date":
        return Word(None, ranged=True)
    first, last = _number(domain, start), _number(domain, end)
    if first > last:
        raise refused(f"`{start}` 至 `{end}` 颠倒", f"from `{start}` until `{end}` is the wrong way round")
    return Quantity(Interval(first, last), ranged=first < last)


def _number(domain: Domain, text: str) -> Fraction:
    return _day_number(text) if domain.type == "date" else _exact(text)


def _exact(text: str) -> Fraction:
    try:
        return number_of(text)
    except ValueError as error:
        raise refused(f"`{text}` 不是数", f"`{text}` is no exact number in lowest terms") from error


def _day_number(text: str) -> Fraction:
    try:
        return number_of_day(day_of(text))
    except ValueError as error:
        raise refused(f"`{text}` 不是日期", f"`{text}` is no day") from error


# --- operands ---------------------------------------------------------------------------------------------------------


def operand_value(operand: Operand, row: Row, scene: Scene) -> Value:
    """The value that the operand has for the row, on the measuring date."""
    match operand:
        case Constant(type=kind, value=text):
            return Word(frozenset({text})) if kind == "word" else Quantity(point(_literal(kind, text)))
        case Target():
            return _target(operand, scene)
        case OwnValue(field=path):
            return field_value(row, path, scene)
        case MeasuredOn():
            return Quantity(scene.measured_on.interval, missing=scene.measured_on.missing)
        case Shifted():
            return _shifted(operand, row, scene)


def _literal(kind: str, text: str) -> Fraction:
    return _day_number(text) if kind == "day" else _exact(text)


def _target(target: Target, scene: Scene) -> Quantity:
    """The hull of the values that are in force on some day that may be the measuring date."""
    first, last = days(scene.measured_on.interval)
    begun = [step for step in target.steps if step.start is None or step.start <= first]
    later = [step for step in target.steps if step.start is not None and first < step.start <= last]
    texts = {step.value for step in [*begun[-1:], *later]} | (set() if begun else {None})
    missing = scene.measured_on.missing if len(texts) > 1 else NOTHING
    if None in texts:
        return Quantity(ANYTHING, missing=missing | {f"${target.name}"})
    values = [_literal(target.type, text) for text in texts if text is not None]
    return Quantity(Interval(min(values), max(values)), missing=missing)


def _shifted(operand: Shifted, row: Row, scene: Scene) -> Quantity:
    base, count = operand_value(operand.base, row, scene), operand_value(operand.count, row, scene)
    if not isinstance(base, Quantity) or not isinstance(count, Quantity):
        raise refused("只有日期能推移", "only days are moved, and only by numbers")
    first, last = days(base.interval)
    missing = base.missing | count.missing
    if count.interval.lo is None or count.interval.hi is None:
        # By how much is open, but never backwards.
        first, last = (first, date.max) if operand.forward else (date.min, last)
    else:
        reach = sorted(n if operand.forward else -n for n in map(int, (count.interval.lo, count.interval.hi)))
        first, last = (_moved(day, n, operand.unit) for day, n in zip((first, last), reach, strict=True))
    return Quantity(Interval(number_of_day(first), number_of_day(last)), base.none, missing, base.ranged)


def _moved(day: date, count: int, unit: str) -> date:
    count = max(-MOST_SHIFTED, min(MOST_SHIFTED, count))
    if unit == "days":
        return shifted(day, days=count)
    return shifted(day, months=count * (MONTHS_PER_YEAR if unit == "years" else 1))


# --- comparisons ------------------------------------------------------------------------------------------------------


def compared(left: Value, comparator: Comparator, right: Value) -> Found:
    """Whether the comparison holds; with none it never does.

    A range stands for rows that differ, each of which is known: a test that it leaves open would tell them apart, which
    a group must not hide.
    """
    if Truth.YES in (left.none, right.none):
        return NO
    match left, right:
        case Quantity(), Quantity():
            truth = compare(left.interval, comparator, right.interval)
        case Word(), Word():
            truth = _same(left.choices, right.choices)
            if comparator is not Comparator.EQUAL:
                truth = negation(truth)
        case _:
            raise refused("字词与数不能比较", "a word is compared with a number")
    if truth is Truth.UNKNOWN and (left.ranged or right.ranged):
        raise unlike()
    if truth is Truth.YES and Truth.UNKNOWN in (left.none, right.none):
        truth = Truth.UNKNOWN
    return found(truth, left.missing | right.missing)


def unlike() -> RefusedCertificateError:
    """A group of rows of which a test holds for some and not for others."""
    return refused("一组中的各行并不相同", "the rows of a group are not alike")


def _same(left: frozenset[str] | None, right: frozenset[str] | None) -> Truth:
    if left is None or right is None:
        return Truth.UNKNOWN
    if left.isdisjoint(right):
        return Truth.NO
    return Truth.YES if len(left | right) == 1 else Truth.UNKNOWN


def held_against(value: Value, comparisons: tuple[Comparison, ...], row: Row, scene: Scene) -> tuple[Found, ...]:
    """Each comparison of the value with its operand."""
    return tuple(compared(value, part.comparator, operand_value(part.operand, row, scene)) for part in comparisons)
