"""Which columns of which tables a plan reads: what a run keeps of the facts, and what a template asks for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from policyengine.engine.walker.existence import existence_fields
from policyengine.plan.consequences import PlannedConsequence
from policyengine.plan.nodes import Judged, Path, Relation
from policyengine.plan.planned import EvidenceRequirement, Plan, PlannedIndicator, PlannedRule
from policyengine.plan.walk import parts_of
from policyengine.vocabulary.models import Entity, Vocabulary
from policyengine.vocabulary.personal import about_persons
from policyengine.vocabulary.work_record import WORK_RECORD

ID, NAME = "id", "name"


def columns_read(plans: Iterable[Plan], vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """The columns by entity: fields, and offices' determinations.

    Of each entity also `id`, and `name` where it is no person's, so that explanations can say of whom they speak.
    """
    every = ((plan, (*plan.rules, *plan.readings, *plan.consequences)) for plan in plans)
    return _by_entity((cell for plan, nodes in every for cell in cells_read(plan, nodes, vocabulary)), vocabulary)


def columns_for(plan: Plan, nodes: Iterable[object], vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    """The columns by entity that some rules and consequences of a plan read, as `columns_read` has them."""
    return _by_entity(cells_read(plan, nodes, vocabulary), vocabulary)


def _by_entity(cells: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for entity, name in cells:
        found[entity].add(name)
    return {name: frozenset(columns | _named(vocabulary.entities[name])) for name, columns in sorted(found.items())}


def _named(entity: Entity) -> set[str]:
    return {ID} if about_persons(entity) else {ID, NAME}


def cells_read(plan: Plan, nodes: Iterable[object], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The (entity, column) of all that some rules, indicators and consequences of a plan read, some more than once."""
    entities = vocabulary.entities
    for node in parts_of(*nodes):
        match node:
            case PlannedRule(subject=subject) | PlannedConsequence(subject=subject) | PlannedIndicator(subject=subject):
                yield from _existing(entities[subject])
                yield from _followed(subject, plan.paths.get(subject, ()), vocabulary)
            case Path(entity=entity, steps=steps, owner=owner, field=field):
                yield from _followed(entity, steps, vocabulary)
                yield owner, field
            case Relation(child=child, steps=steps):
                yield from _existing(entities[child])
                yield from _followed(child, steps, vocabulary)
            case Judged(entity=entity, name=name):
                yield entity, name
            case EvidenceRequirement():
                yield from ((WORK_RECORD, name) for name in entities[WORK_RECORD].fields)


def _existing(entity: Entity) -> Iterator[tuple[str, str]]:
    yield from ((entity.name, name) for name in (ID, *existence_fields(entity)))


def _followed(entity: str, steps: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The references, and the row that each leads to: that it is there may matter."""
    for step in steps:
        yield entity, step
        reference = vocabulary.entities[entity].fields[step].reference
        if reference is not None:
            entity = reference
            yield entity, ID
