"""Conditions: each entry is a field, a definition or a plural of the row being tested."""

from dataclasses import replace

from policyengine.language import models
from policyengine.plan import messages
from policyengine.plan.nodes import (
    All,
    Any,
    Comparison,
    Condition,
    Counted,
    Judged,
    Named,
    Negation,
    Outcomes,
    Quantified,
)
from policyengine.plan.operands import resolve_number
from policyengine.plan.paths import resolve_path, resolve_relation
from policyengine.plan.resolve_comparison import resolve_test
from policyengine.plan.scope import Scope
from policyengine.reading.nearest import suggestion
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import Entity


def resolve_condition(scope: Scope, condition: models.Condition, entity: Entity) -> All:
    """What a condition mapping means for a row of `entity`; each of its entries is a part of its own."""
    parts = tuple(part for entry in condition.entries for part in _parts(scope, entry, entity))
    return All(parts, scope.place(condition.at))


def _nested(scope: Scope, condition: models.Condition, entity: Entity) -> Condition:
    """A condition inside `all`, `any` or `not`: its only part where it has one."""
    whole = resolve_condition(scope, condition, entity)
    return whole.parts[0] if len(whole.parts) == 1 else whole


def _parts(
    scope: Scope, entry: models.Entry | models.AllOf | models.AnyOf | models.Not, entity: Entity
) -> tuple[Condition, ...]:
    match entry:
        case models.AllOf():
            return (All(tuple(_nested(scope, part, entity) for part in entry.parts), scope.place(entry.at)),)
        case models.AnyOf():
            return (Any(tuple(_nested(scope, part, entity) for part in entry.parts), scope.place(entry.at)),)
        case models.Not():
            return (Negation(_nested(scope, entry.part, entity), scope.place(entry.at)),)
        case models.Entry():
            return _entry(scope, entry, entity)


def _entry(scope: Scope, entry: models.Entry, entity: Entity) -> tuple[Condition, ...]:
    match entry.test:
        case models.Quantified() | models.Counted():
            return _children(scope, entry, entry.test, entity)
        case test if entry.name in scope.definitions:
            return _definition(scope, entry, test, entity)
        case test if entry.name not in entity.fields and scope.vocabulary.by_plural(entry.name):
            scope.report(messages.CHILDREN_UNTESTED, entry.at, plural=entry.name)
            return ()
        case test:
            path = resolve_path(scope, entry.name, entity, entry.at, key=True)
            return () if path is None else resolve_test(scope, path, test, entity, scope.place(entry.at))


def _children(
    scope: Scope, entry: models.Entry, test: models.Quantified | models.Counted, entity: Entity
) -> tuple[Condition, ...]:
    relation = resolve_relation(scope, entry.name, entity, entry.at, key=True)
    if relation is None:
        return ()
    child, place = scope.entity(relation.child), scope.place(entry.at)
    if isinstance(test, models.Quantified):
        return (Quantified(test.quantifier, relation, resolve_condition(scope, test.condition, child), place),)
    where = resolve_condition(scope, test.where, child)
    return (Counted(relation, where, resolve_comparisons(scope, test.comparisons, entity, counted=True), place),)


def resolve_comparisons(
    scope: Scope, comparisons: tuple[models.Comparison, ...], entity: Entity, *, counted: bool
) -> tuple[Comparison, ...]:
    """The comparisons of a number with literals, targets and fields of a row of `entity`."""
    operands = [(each.comparator, resolve_number(scope, each.operand, entity, counted=counted)) for each in comparisons]
    return tuple(Comparison(comparator, operand) for comparator, operand in operands if operand is not None)


def _definition(
    scope: Scope, entry: models.Entry, test: models.Equals | models.Compares | models.Present, entity: Entity
) -> tuple[Condition, ...]:
    scope.use(entry.name)
    definition = scope.definitions[entry.name]
    if definition.subject != entity.name:
        scope.report(
            messages.DEFINITION_SUBJECT,
            entry.at,
            key=True,
            name=entry.name,
            subject=definition.subject,
            entity=entity.name,
        )
        return ()
    meaning = scope.meanings.get(entry.name)
    if meaning is None:
        scope.faults += 1
        return ()
    wanted = _wanted_words(scope, entry, test)
    if wanted is None:
        return ()
    words, positive = wanted
    if isinstance(meaning, Outcomes):
        return _outcomes(scope, entry, meaning, words, positive=positive)
    return _truth(scope, entry, meaning, words, positive=positive)


def _wanted_words(
    scope: Scope, entry: models.Entry, test: models.Equals | models.Compares | models.Present
) -> tuple[tuple[models.Scalar, ...], bool] | None:
    """The literals that a definition is compared with, and whether it must be one of them or must not."""
    operands: tuple[models.Operand, ...] = ()
    positive = True
    if isinstance(test, models.Equals):
        operands = test.values
    elif isinstance(test, models.Compares) and len(test.comparisons) == 1:
        comparison = test.comparisons[0]
        if isinstance(comparison, models.Comparison) and comparison.comparator is Comparator.NOT:
            operands, positive = (comparison.operand,), False
    words = tuple(operand for operand in operands if isinstance(operand, models.Scalar))
    if not words or len(words) != len(operands):
        scope.report(messages.DEFINITION_TEST, test.at, name=entry.name)
        return None
    return words, positive


def _truth(
    scope: Scope, entry: models.Entry, meaning: Named | Judged, words: tuple[models.Scalar, ...], *, positive: bool
) -> tuple[Condition, ...]:
    if len(words) != 1 or words[0].text not in {"true", "false"}:
        scope.report(messages.DEFINITION_TEST, words[0].at, name=entry.name)
        return ()
    place = scope.place(entry.at)
    placed = replace(meaning, place=place)
    return (placed,) if (words[0].text == "true") is positive else (Negation(placed, place),)


def _outcomes(
    scope: Scope, entry: models.Entry, meaning: Outcomes, words: tuple[models.Scalar, ...], *, positive: bool
) -> tuple[Condition, ...]:
    """A table without a hit has no outcome, and neither equals nor differs from any: `not` means one of the others."""
    known = outcomes_of(meaning)
    for word in words:
        if word.text not in known:
            near = suggestion(word.text, known)
            scope.report(messages.UNKNOWN_OUTCOME, word.at, text=word.text, name=entry.name, suggestion=near)
            return ()
    named = frozenset(word.text for word in words)
    return (replace(meaning, values=named if positive else known - named, place=scope.place(entry.at)),)


def outcomes_of(table: Outcomes) -> frozenset[str]:
    """All that a decision table can say."""
    otherwise = set() if table.otherwise is None else {table.otherwise}
    return frozenset({case.then for case in table.cases} | otherwise)
