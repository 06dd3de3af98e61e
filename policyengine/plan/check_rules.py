"""Rules that can never apply, never hold or never fail, and dates and measures that cannot be meant."""

from datetime import date
from fractions import Fraction

from policyengine.language import models
from policyengine.plan import check_messages
from policyengine.plan.cells import fixed_value, number_cells, satisfies
from policyengine.plan.nodes import (
    Average,
    Comparison,
    Constant,
    Count,
    Fold,
    Measure,
    Operand,
    OwnField,
    Path,
    Ratio,
    TargetValue,
    Unmeasured,
)
from policyengine.plan.planned import ConditionRequirement, FixedDue, MeasureRequirement
from policyengine.plan.resolve_rule import ResolvedRule
from policyengine.plan.scope import Scope
from policyengine.plan.space import space_of
from policyengine.reading.numbers import NumberKind, parse_number, render_number
from policyengine.reading.place import KeyPath
from policyengine.reading.text import Text
from policyengine.vocabulary.models import FieldType

Bounds = tuple[Fraction | None, Fraction | None, bool]
"""Least and greatest value (`None`: unbounded), and whether all values are whole."""


def check_rule(scope: Scope, rule: ResolvedRule) -> None:
    """Report what makes no sense in one rule or reading."""
    _check_due(scope, rule)
    said, requirement = rule.said, rule.planned.requirement
    if isinstance(requirement, MeasureRequirement):
        _check_measure(scope, rule, requirement)
    own = (requirement.condition,) if isinstance(requirement, ConditionRequirement) else ()
    space = space_of(rule.planned.when, *own)
    if space is None:
        return
    applies = space.rows(rule.planned.when)
    if not applies and said.when is not None:
        scope.report(check_messages.NEVER_APPLIES, said.when.at, key=True, rule=rule.planned.id)
    elif isinstance(requirement, ConditionRequirement):
        holds = space.rows(requirement.condition)
        _report_constant(scope, rule, possible=bool(applies & holds), avoidable=bool(applies & ~holds))


def _report_constant(scope: Scope, rule: ResolvedRule, *, possible: bool, avoidable: bool) -> None:
    if possible and avoidable:
        return
    message = check_messages.NEVER_FAILS if possible else check_messages.NEVER_HOLDS
    scope.report(message, requirement_at(rule), key=True, rule=rule.planned.id)


def requirement_at(rule: ResolvedRule) -> KeyPath:
    """The key path of what a rule requires."""
    require = rule.said.require
    if isinstance(require, models.Condition):
        return require.at
    return require[0].at[:-1] if require else rule.said.at


def _check_due(scope: Scope, rule: ResolvedRule) -> None:
    due, period = rule.planned.due, scope.policy.period
    if rule.said.due is None or not isinstance(due, FixedDue):
        return
    if due.on < period.start or (period.end is not None and due.on > period.end):
        end: date | Text = period.end if period.end is not None else Text("无期限", "open")
        scope.report(check_messages.DUE_OUTSIDE_PERIOD, rule.said.due.at, due=due.on, start=period.start, end=end)


def _check_measure(scope: Scope, rule: ResolvedRule, requirement: MeasureRequirement) -> None:
    said = rule.said
    if isinstance(requirement.measure, Unmeasured) and said.measure is not None:
        scope.report(check_messages.UNSPECIFIED_MEASURE, said.measure.at, rule=rule.planned.id)
    if isinstance(requirement.measure, Ratio) and not _check_shares(scope, rule, requirement.comparisons):
        return
    bounds = bounds_of(requirement.measure)
    if bounds is None:
        return
    outcome = outcomes_within(bounds, requirement.comparisons)
    if outcome is not None:
        _report_constant(scope, rule, possible=outcome[0], avoidable=outcome[1])


def _check_shares(scope: Scope, rule: ResolvedRule, comparisons: tuple[Comparison, ...]) -> bool:
    """Whether all that a ratio is compared with lies between 0 and 1."""
    said = rule.said.require
    fine = True
    for comparison, written in zip(comparisons, said if isinstance(said, tuple) else (), strict=True):
        outside = next((text for share, text in _numbers(comparison.operand) if not 0 <= share <= 1), None)
        if outside is not None:
            fine = False
            target = comparison.operand.name if isinstance(comparison.operand, TargetValue) else None
            name = "" if target is None else f"${target} = "
            line = 0 if target is None else scope.place((*scope.targets[target].at, "value")).line
            advice = _as_share(outside, line)
            scope.report(check_messages.RATIO_RANGE, written.operand.at, text=name + outside, suggestion=advice)
    return fine


def _numbers(operand: Operand) -> list[tuple[Fraction, str]]:
    """The numbers that a literal or target may stand for, and how they are written."""
    match operand:
        case Constant(value=Fraction() as value, text=text) | TargetValue(steps=((_, Fraction() as value),), text=text):
            return [(value, text)]
        case TargetValue(steps=steps):
            return [(value, render_number(value)) for _, value in steps if isinstance(value, Fraction)]
        case _:
            return []


def _as_share(text: str, line: int) -> Text:
    """The way out; `line` is where the target stands whose value it is, 0 where it is of no target."""
    number = parse_number(text)
    if number is not None and number.kind in {NumberKind.INTEGER, NumberKind.DECIMAL} and 1 < number.value <= 100:
        if line:
            return Text(f"是否应把第 {line} 行的值改为 `{text}%`？", f"Should the value on line {line} be `{text}%`?")
        return Text(f"是否想写 `{text}%`？", f"Did you mean `{text}%`?")
    return Text("请写 `5%` 或 `2/3` 这样的比例。", "Write a share such as `5%` or `2/3`.")


def outcomes_within(bounds: Bounds, comparisons: tuple[Comparison, ...]) -> tuple[bool, bool] | None:
    """Whether some value satisfies all comparisons, and whether some does not; `None` where they are not fixed."""
    constants = [fixed_value(comparison.operand) for comparison in comparisons]
    numbers = [constant for constant in constants if isinstance(constant, Fraction)]
    if not numbers or len(numbers) != len(constants):
        return None
    lo, hi, whole = bounds
    held = [
        all(satisfies(cell, comparison) for comparison in comparisons)
        for cell in number_cells(numbers, lo, hi, whole=whole)
    ]
    return any(held), not all(held)


def bounds_of(measure: Measure) -> Bounds | None:
    """Between what a measure must lie; `None` where nobody knows what it measures."""
    match measure:
        case Count():
            return Fraction(0), None, True
        case Ratio():
            return Fraction(0), Fraction(1), False
        case OwnField(path=path):
            return _field_bounds(path)
        case Fold(function="sum", of=path):
            lo, hi, whole = _field_bounds(path)
            return (
                Fraction(0) if lo is not None and lo >= 0 else None,
                Fraction(0) if hi is not None and hi <= 0 else None,
                whole,
            )
        case Fold(of=path):
            return _field_bounds(path)
        case Average(inner=inner):
            bounds = bounds_of(inner)
            return None if bounds is None else (bounds[0], bounds[1], False)
        case Unmeasured():
            return None


def _field_bounds(path: Path) -> Bounds:
    return path.lo, path.hi, path.type is FieldType.INTEGER
