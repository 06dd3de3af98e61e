"""What a part of a policy means, as a value: equal for parts that say the same, in whatever order or form.

Conditions that hold together, choices, citations and items have no order; the cases of a decision table do. Numbers
and dates are equal by value (`5%`, `1/20`), words by their text. Where a name has become another, parts that use it
mean the same.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from policyengine.language.located import Frozen
from policyengine.language.models import (
    AllFollow,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Due,
    Entry,
    Grounds,
    IndicatorPart,
    Not,
    Period,
    Scalar,
    Shifted,
    TableCase,
    Target,
    TargetName,
    Uncodified,
    VerdictsAre,
)
from policyengine.reading.dates import parse_date
from policyengine.reading.numbers import Number, parse_number
from policyengine.semantics.interval import Comparator

AT_THE_END = "period.end"
"""When a rule is due that names no date of its own: at the period's end, or always where it has none."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is called otherwise by now: for each kind of name, the new one by the old one."""

    targets: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    consequences: Mapping[str, str] = field(default_factory=dict)


UNCHANGED = Names()


def meaning(part: object, names: Names = UNCHANGED) -> Hashable:
    """A value that equals that of every part which means the same."""
    match part:
        case Condition() | AllOf():
            return _conjunction(part, names)
        case AnyOf(parts=parts):
            return _alternatives([meaning(each, names) for each in parts])
        case Not(part=inner):
            return "not", meaning(inner, names)
        case Entry(name=name, test=test):
            return "entry", names.definitions.get(name, name), meaning(test, names)
        case Comparison(comparator=comparator, operand=operand):
            return comparator, _compared(comparator, operand, names)
        case Shifted(count=Scalar(text=text)):
            return "shifted", meaning(part.base, names), int(text), part.unit, part.forward
        case TargetName(name=name):
            return "target", names.targets.get(name, name)
        case Grounds(every=True):
            return _grounds(part, names)
        case Grounds(entries=entries):
            return _alternatives([meaning(each, names) for each in entries])
        case VerdictsAre(verdicts=verdicts, wanted=wanted):
            return "verdicts", wanted, frozenset((names.rules.get(rule, rule), frozenset(of)) for rule, of in verdicts)
        case AllFollow(consequences=consequences):
            return "consequences", frozenset(names.consequences.get(name, name) for name in consequences)
        case IndicatorPart(weight=weight):
            return part.name, meaning(part.measure, names), _number(weight, names)
        case Uncodified(of=rule):
            return part.section, part.quote, part.reason, None if rule is None else names.rules.get(rule, rule)
        case TableCase(when=when, then=then):
            return meaning(when, names), then
        case _:
            return _other(part, names)


def due_meaning(due: Due | None, period: Period, names: Names = UNCHANGED) -> Hashable:
    """When a rule is due; a date or `standing` that says what the period says already is the same as none."""
    if due is None:
        return AT_THE_END
    if due.when == "standing":
        return AT_THE_END if period.end is None else due.when
    if isinstance(due.when, str):
        return due.when
    when = _number(due.when, names)
    return AT_THE_END if when == period.end else when


def value_meaning(target: Target) -> Hashable:
    """The values of a target, each with the day from which it counts."""
    return tuple((start, meaning(value)) for start, value in target.steps)


def cases_meaning(cases: tuple[TableCase, ...], names: Names = UNCHANGED) -> Hashable:
    """A decision table, in its order: the first hit counts."""
    return tuple(meaning(case, names) for case in cases)


def _other(part: object, names: Names) -> Hashable:
    match part:
        case Number(value=value):
            return value
        case tuple():
            return frozenset(meaning(each, names) for each in part)
        case Frozen():
            return _fields(part, names)
        case _ if isinstance(part, Hashable):
            return part
        case _:
            raise TypeError(part)


def _fields(part: Frozen, names: Names) -> Hashable:
    """A part by all of its fields but its place."""
    said = type(part).model_fields
    return type(part).__name__, tuple((name, meaning(getattr(part, name), names)) for name in said if name != "at")


def _conjunction(part: Condition | AllOf, names: Names) -> Hashable:
    """Conditions that hold together: conjunctions within are taken apart, and one alone stands for itself."""
    parts = part.entries if isinstance(part, Condition) else part.parts
    return _together([meaning(each, names) for each in parts])


def _grounds(part: Grounds, names: Names) -> Hashable:
    return _together([meaning(each, names) for each in part.entries])


def _together(parts: list[Hashable]) -> Hashable:
    flat: set[Hashable] = set()
    for each in parts:
        match each:
            case ("all", frozenset() as inner):
                flat |= inner
            case _:
                flat.add(each)
    return next(iter(flat)) if len(flat) == 1 else ("all", frozenset(flat))


def _alternatives(parts: list[Hashable]) -> Hashable:
    found = frozenset(parts)
    return next(iter(found)) if len(found) == 1 else ("any", found)


def _compared(comparator: Comparator, operand: object, names: Names) -> Hashable:
    """What a value is held against; `not` may be said of words, whose text counts (`01` is not `1`)."""
    return meaning(operand, names) if comparator is Comparator.NOT else _number(operand, names)


def _number(operand: object, names: Names) -> Hashable:
    if not isinstance(operand, Scalar):
        return meaning(operand, names)
    number = parse_number(operand.text)
    return number.value if number is not None else parse_date(operand.text) or operand.text
