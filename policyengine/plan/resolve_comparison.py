"""One entry of a condition that tests a field of the row: what is written meets the field's type."""

from policyengine.language import models
from policyengine.language.located import Located
from policyengine.plan import messages
from policyengine.plan.nodes import (
    Among,
    Any,
    Compare,
    Comparison,
    Condition,
    Constant,
    Operand,
    Path,
    Presence,
    ThisYear,
)
from policyengine.plan.operands import is_word, resolve_date, resolve_number, resolve_word
from policyengine.plan.scope import Scope
from policyengine.reading.findings import Message
from policyengine.reading.place import Place
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import Entity, FieldType

FieldTest = models.Equals | models.Compares | models.Present

DATE_COMPARATORS = frozenset({"on_or_before", "before", "on_or_after", "after"})
NUMBER_COMPARATORS = frozenset({"at_least", "at_most", "more_than", "less_than"})


def resolve_test(scope: Scope, path: Path, test: FieldTest, entity: Entity, place: Place) -> tuple[Condition, ...]:
    """The conditions, all of which must hold, that a test puts on a field."""
    match test:
        case models.Present():
            if not path.optional:
                scope.report(messages.PRESENCE_OF_REQUIRED, test.at, field=str(path))
            return (Presence(path, test.wanted, place),)
        case models.Equals():
            return _equals(scope, path, test, entity, place)
        case models.Compares():
            return tuple(
                part
                for comparison in test.comparisons
                for part in (
                    _during(scope, path, comparison, place)
                    if isinstance(comparison, models.During)
                    else _compares(scope, path, comparison, entity, place)
                )
            )


def resolve_operand(scope: Scope, path: Path, operand: models.Operand, entity: Entity) -> Operand | None:
    """What a field is compared with, read as the field's type."""
    if path.type is FieldType.DATE:
        return resolve_date(scope, operand, entity)
    if is_word(path):
        return resolve_word(scope, operand, path, entity)
    return resolve_number(scope, operand, entity, counted=path.type is FieldType.INTEGER)


def _equals(scope: Scope, path: Path, test: models.Equals, entity: Entity, place: Place) -> tuple[Condition, ...]:
    """Words as one set, so that engines see one form; numbers, dates and other fields as single comparisons."""
    words: set[str] = set()
    parts: list[Condition] = []
    for value in test.values:
        operand = resolve_operand(scope, path, value, entity)
        if isinstance(operand, Constant) and isinstance(operand.value, str):
            words.add(operand.value)
        elif operand is not None:
            parts.append(Compare(path, Comparison(Comparator.EQUAL, operand), place))
    if words:
        parts.insert(0, Among(path, frozenset(words), place))
    return tuple(parts) if len(parts) <= 1 else (Any(tuple(parts), place),)


def _compares(
    scope: Scope, path: Path, comparison: models.Comparison, entity: Entity, place: Place
) -> tuple[Condition, ...]:
    word = str(comparison.at[-1]) if comparison.at else comparison.comparator.value
    is_date = path.type is FieldType.DATE
    if (word in NUMBER_COMPARATORS and (is_date or is_word(path))) or (word in DATE_COMPARATORS and not is_date):
        message = messages.DATE_COMPARATOR if is_date else messages.COMPARATOR_TYPE
        _refuse_comparator(scope, message, comparison, word, path)
        return ()
    operand = resolve_operand(scope, path, comparison.operand, entity)
    if operand is None:
        return ()
    return (Compare(path, Comparison(comparison.comparator, operand), place),)


def _during(scope: Scope, path: Path, during: models.During, place: Place) -> tuple[Condition, ...]:
    if path.type is not FieldType.DATE:
        _refuse_comparator(scope, messages.COMPARATOR_TYPE, during, "during", path)
        return ()
    if during.span == "this_year":
        return (ThisYear(path, place),)
    period = scope.policy.period
    bounds = [(Comparator.AT_LEAST, period.start), (Comparator.AT_MOST, period.end)]
    return tuple(
        Compare(path, Comparison(comparator, Constant(day, day.isoformat())), place)
        for comparator, day in bounds
        if day is not None
    )


def _refuse_comparator(scope: Scope, message: Message, part: Located, word: str, path: Path) -> None:
    scope.report(message, part.at, key=True, comparator=word, field=str(path), type=path.type.value)
