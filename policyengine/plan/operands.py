"""The right side of a comparison: literals read as the field they meet, targets, other fields and dates."""

from datetime import date
from fractions import Fraction

from policyengine.language import models
from policyengine.plan import messages
from policyengine.plan.nodes import Constant, FieldValue, MeasuredOn, Operand, Path, ShiftedDate, TargetValue
from policyengine.plan.paths import NUMERIC, resolve_path
from policyengine.plan.scope import Scope
from policyengine.reading.dates import parse_date
from policyengine.reading.meant import meant_day, meant_number
from policyengine.reading.nearest import suggestion
from policyengine.reading.numbers import LONGEST_NUMBER, Number, NumberKind, parse_number
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Entity, FieldType

NUMBER = Text("数", "a number")
DATE = Text("日期", "a date")
WORD = Text("词", "a word")


def resolve_number(scope: Scope, operand: models.Operand, entity: Entity, *, counted: bool) -> Operand | None:
    """A number to compare with, in a row of `entity`; `counted` things are whole, so that a percentage is a mistake."""
    match operand:
        case models.Scalar():
            return resolve_constant_number(scope, operand, counted=counted)
        case models.TargetName():
            return resolve_target_number(scope, operand, counted=counted)
        case models.FieldName():
            path = resolve_path(scope, operand.path, entity, (*operand.at, "field"))
            if path is not None and path.type not in NUMERIC:
                _wrong(scope, operand, NUMBER, field_words(path))
                return None
            return None if path is None else FieldValue(path)
        case models.BuiltinName() | models.Shifted():
            _wrong(scope, operand, NUMBER, DATE)
            return None


def resolve_constant_number(scope: Scope, scalar: models.Scalar, *, counted: bool = False) -> Constant | None:
    """A literal number, exact."""
    number = parse_number(scalar.text)
    if number is None:
        meant = _target_meant(scope, scalar.text) or meant_number(scalar.text)
        scope.report(messages.NOT_A_NUMBER, scalar.at, text=scalar.text, meant=meant, most=LONGEST_NUMBER)
        return None
    if counted and number.kind is NumberKind.PERCENT:
        scope.report(messages.SHARE_OF_COUNT, scalar.at, text=scalar.text)
    return Constant(number.value, scalar.text)


def resolve_target_number(scope: Scope, name: models.TargetName, *, counted: bool = False) -> TargetValue | None:
    """A target whose values are numbers."""
    target = _target(scope, name)
    if target is None:
        return None
    values = [value for _, value in target.steps]
    if any(isinstance(value, date) for value in values):
        _wrong(scope, name, NUMBER, DATE)
        return None
    shares = [value for value in values if isinstance(value, Number) and value.kind is NumberKind.PERCENT]
    if counted and shares:
        scope.report(messages.SHARE_OF_COUNT, name.at, text=f"${name.name} = {shares[0].text}")
    return target_value(target)


def _target_meant(scope: Scope, text: str) -> Text | None:
    """Where a target's name stands without its `$`."""
    return Text(f"是否想写 `${text}`？", f"Did you mean `${text}`? ") if text in scope.targets else None


def _target(scope: Scope, name: models.TargetName) -> models.Target | None:
    scope.use(f"${name.name}")
    target = scope.targets.get(name.name)
    if target is None:
        scope.report(messages.UNKNOWN_TARGET, name.at, name=name.name, suggestion=suggestion(name.name, scope.targets))
    return target


def target_value(target: models.Target) -> TargetValue:
    """A target with exact values; `text` is how its only value was written, or its name where it changes by date."""
    steps = tuple((start, value.value if isinstance(value, Number) else value) for start, value in target.steps)
    text = f"${target.name}"
    if len(target.steps) == 1:
        value = target.steps[0][1]
        text = "unspecified" if value is None else value.text if isinstance(value, Number) else value.isoformat()
    return TargetValue(target.name, steps, text, target.unit)


def resolve_date(scope: Scope, operand: models.Operand, entity: Entity) -> Operand | None:
    """A date to compare with, in a row of `entity`."""
    match operand:
        case models.Scalar():
            day = parse_date(operand.text)
            if day is None:
                meant = _target_meant(scope, operand.text) or meant_day(operand.text)
                scope.report(messages.NOT_A_DATE, operand.at, text=operand.text, meant=meant)
            return None if day is None else Constant(day, operand.text)
        case models.TargetName():
            target = _target(scope, operand)
            if target is None:
                return None
            if any(isinstance(value, Number) for _, value in target.steps):
                _wrong(scope, operand, DATE, NUMBER)
                return None
            return target_value(target)
        case models.FieldName():
            path = resolve_path(scope, operand.path, entity, (*operand.at, "field"))
            if path is not None and path.type is not FieldType.DATE:
                _wrong(scope, operand, DATE, field_words(path))
                return None
            return None if path is None else FieldValue(path)
        case models.BuiltinName():
            return _builtin(scope, operand)
        case models.Shifted():
            return _shifted(scope, operand, entity)


def _builtin(scope: Scope, operand: models.BuiltinName) -> Operand | None:
    period = scope.policy.period
    match operand.name:
        case models.BuiltinDate.MEASURED_ON:
            return MeasuredOn()
        case models.BuiltinDate.PERIOD_FROM:
            return Constant(period.start, period.start.isoformat())
        case models.BuiltinDate.PERIOD_UNTIL:
            if period.end is None:
                scope.report(messages.OPEN_PERIOD, operand.at)
                return None
            return Constant(period.end, period.end.isoformat())


def _shifted(scope: Scope, operand: models.Shifted, entity: Entity) -> ShiftedDate | None:
    base = resolve_date(scope, operand.base, entity)
    count: Constant | TargetValue | None
    if isinstance(operand.count, models.Scalar):
        count = resolve_constant_number(scope, operand.count)
    else:
        count = resolve_target_number(scope, operand.count)
    if base is None or count is None:
        return None
    values = (count.value,) if isinstance(count, Constant) else tuple(value for _, value in count.steps)
    if any(isinstance(value, Fraction) and (value < 0 or value.denominator != 1) for value in values):
        scope.report(messages.SHIFT_NOT_WHOLE, operand.count.at, text=count.text)
        return None
    return ShiftedDate(base, count, operand.unit, operand.forward)


def resolve_word(scope: Scope, operand: models.Operand, path: Path, entity: Entity) -> Constant | FieldValue | None:
    """A word, read as the field `path` means it."""
    match operand:
        case models.Scalar():
            return _word(scope, operand, path)
        case models.FieldName():
            other = resolve_path(scope, operand.path, entity, (*operand.at, "field"))
            if other is None:
                return None
            if not _same_words(path, other):
                scope.report(messages.INCOMPARABLE_FIELDS, (*operand.at, "field"), left=str(path), right=str(other))
                return None
            return FieldValue(other)
        case models.TargetName():
            if _target(scope, operand) is not None:
                _wrong(scope, operand, field_words(path), NUMBER)
            return None
        case models.BuiltinName() | models.Shifted():
            _wrong(scope, operand, field_words(path), DATE)
            return None


def _word(scope: Scope, scalar: models.Scalar, path: Path) -> Constant | None:
    if path.choices is None or scalar.text in path.choices:
        return Constant(scalar.text, scalar.text)
    if path.type is FieldType.BOOLEAN:
        scope.report(messages.NOT_A_BOOLEAN, scalar.at, text=scalar.text, field=path.field)
        return None
    choices = scope.entity(path.owner).fields[path.field].choices
    code = next((code for code, label in choices.items() if scalar.text in (label.zh, label.en)), None)
    if code is not None:
        scope.report(messages.LABEL_FOR_CODE, scalar.at, text=scalar.text, field=path.field, code=code)
    else:
        near = suggestion(scalar.text, choices)
        scope.report(messages.UNKNOWN_CHOICE, scalar.at, text=scalar.text, field=path.field, suggestion=near)
    return None


def _same_words(left: Path, right: Path) -> bool:
    """Whether two fields could hold the same word: ids of one entity, shared choices, or free text."""
    if FieldType.BOOLEAN in (left.type, right.type):
        return left.type is right.type
    if left.choices is not None and right.choices is not None:
        return bool(left.choices & right.choices)
    named = [_names(path) for path in (left, right)]
    if None not in named:
        return named[0] == named[1]
    return is_word(left) and is_word(right)


def _names(path: Path) -> str | None:
    """The entity whose ids a field holds, if it holds ids."""
    return path.reference or (path.owner if path.field == "id" else None)


def is_word(path: Path) -> bool:
    """Whether a field's values are words, which know `equal` and `not` alone."""
    return path.type not in NUMERIC and path.type is not FieldType.DATE


def field_words(path: Path) -> Text:
    """What a field holds, for a message."""
    if path.type in NUMERIC:
        return NUMBER
    return DATE if path.type is FieldType.DATE else WORD


def _wrong(scope: Scope, operand: models.Operand, expected: Text, found: Text) -> None:
    scope.report(messages.OPERAND_TYPE, operand.at, expected=expected, found=found)
