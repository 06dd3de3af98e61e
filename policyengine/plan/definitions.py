"""Definitions, resolved from those that use no other to those that do, so that each use is an expansion."""

from collections.abc import Iterator
from graphlib import TopologicalSorter

from policyengine.language import models
from policyengine.plan import messages
from policyengine.plan.cycles import without_cycles
from policyengine.plan.nodes import Case, Judged, Named, Outcomes
from policyengine.plan.paths import resolve_entity
from policyengine.plan.resolve_condition import resolve_condition
from policyengine.plan.scope import Scope
from policyengine.reading.text import Text
from policyengine.vocabulary.models import Entity

MOST_ENTRIES = 10_000


def resolve_definitions(scope: Scope) -> None:
    """Give every definition its meaning in `scope.meanings`; one that is part of a cycle gets none."""
    uses = {
        name: [entry for entry in _definition_entries(definition) if entry.name in scope.definitions]
        for name, definition in scope.definitions.items()
    }
    for name, entries in uses.items():
        scope.uses[name].update(entry.name for entry in entries)
    size: dict[str, int] = {}
    for name in _in_order(scope, {name: {entry.name for entry in entries} for name, entries in uses.items()}):
        definition = scope.definitions[name]
        entity = resolve_entity(scope, definition.subject, (*definition.at, "subject"))
        size[name] = (
            1 + sum(1 for _ in _definition_entries(definition)) + sum(size.get(entry.name, 0) for entry in uses[name])
        )
        if entity is None:
            continue
        if size[name] > MOST_ENTRIES:
            scope.report(messages.DEFINITION_TOO_LARGE, definition.at, key=True, name=name, most=MOST_ENTRIES)
            size[name] = 0
            continue
        _refuse_clash(scope, definition, entity)
        faults, scope.within = scope.faults, name
        meaning = _meaning(scope, definition, entity)
        scope.within = None
        if scope.faults == faults:
            scope.meanings[name] = meaning


def _in_order(scope: Scope, uses: dict[str, set[str]]) -> tuple[str, ...]:
    """The names, each after those that it uses; every cycle is reported and its names are left out."""

    def report(cycle: list[str]) -> None:
        at = scope.definitions[cycle[0]].at
        scope.report(messages.DEFINITION_CYCLE, at, key=True, cycle=" → ".join(cycle))

    return tuple(TopologicalSorter(without_cycles(uses, report)).static_order())


def _meaning(scope: Scope, definition: models.Definition, entity: Entity) -> Named | Judged | Outcomes:
    if definition.judged is not None:
        return Judged(entity.name, definition.name, definition.judged)
    if definition.where is not None:
        return Named(definition.name, resolve_condition(scope, definition.where, entity))
    cases = tuple(Case(resolve_condition(scope, case.when, entity), case.then) for case in definition.cases)
    return Outcomes(definition.name, cases, definition.otherwise, frozenset())


def _refuse_clash(scope: Scope, definition: models.Definition, entity: Entity) -> None:
    kind: Text | None = None
    if definition.name in entity.fields:
        kind = Text(f"`{entity.name}` 的字段", f"a field of `{entity.name}`")
    elif owner := scope.vocabulary.by_plural(definition.name):
        kind = Text(f"`{owner.name}` 的复数名", f"the plural of `{owner.name}`")
    if kind is not None:
        scope.report(messages.NAME_CLASH, definition.at, key=True, name=definition.name, kind=kind)


def _definition_entries(definition: models.Definition) -> Iterator[models.Entry]:
    conditions = [case.when for case in definition.cases]
    for condition in [*conditions, definition.where] if definition.where else conditions:
        yield from _entries(condition)


def _entries(condition: models.Condition) -> Iterator[models.Entry]:
    """All entries of a condition, those over children included."""
    for entry in condition.entries:
        match entry:
            case models.AllOf() | models.AnyOf():
                for part in entry.parts:
                    yield from _entries(part)
            case models.Not():
                yield from _entries(entry.part)
            case models.Entry():
                yield entry
                if isinstance(entry.test, models.Quantified):
                    yield from _entries(entry.test.condition)
                elif isinstance(entry.test, models.Counted):
                    yield from _entries(entry.test.where)
