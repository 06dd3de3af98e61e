"""Which sheets and columns a template has: what plans read, or all that the vocabulary knows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyengine.engine.reads import ID, NAME, cells_read
from policyengine.plan.nodes import Judged
from policyengine.plan.planned import Plan
from policyengine.plan.walk import parts_of
from policyengine.vocabulary.models import Entity, Field, Vocabulary
from policyengine.vocabulary.personal import about_persons
from policyengine.vocabulary.work_record import WORK_RECORD


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template: a field, or an office's determination, which has a `text` instead.

    `uses` are the titles of what reads it: rules, indicators and consequences.
    """

    name: str
    field: Field | None
    text: str = ""
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a template, for the rows of one entity."""

    entity: Entity
    columns: tuple[Column, ...]


def sheets_needed(vocabulary: Vocabulary, plans: Sequence[Plan]) -> tuple[Sheet, ...]:
    """The sheets in the vocabulary's order, the columns in that of their entity, determinations last."""
    if not plans:
        return tuple(
            Sheet(
                entity, tuple(Column(field.name, field) for field in entity.fields.values() if _is_asked(entity, field))
            )
            for entity in vocabulary.entities.values()
        )
    uses = _uses(vocabulary, plans)
    _with_ancestors(uses, vocabulary)
    judged = _determinations(plans)
    return tuple(
        Sheet(entity, (*_fields(entity, uses[name]), *_judged(name, uses[name], judged)))
        for name, entity in vocabulary.entities.items()
        if name in uses
    )


Uses = dict[str, dict[str, dict[str, None]]]
"""By entity and column the titles of what reads it, in order."""


def _uses(vocabulary: Vocabulary, plans: Sequence[Plan]) -> Uses:
    found: Uses = defaultdict(lambda: defaultdict(dict))
    for plan in plans:
        for title, nodes in _parts(plan):
            for entity, name in cells_read(plan, nodes, vocabulary):
                found[entity][name][title] = None
    return found


def _parts(plan: Plan) -> list[tuple[str, tuple[object, ...]]]:
    """Each rule with its other readings, each indicator, each consequence, by what it is called."""
    parts: list[tuple[str, tuple[object, ...]]] = [
        (f"{rule.title} ({plan.policy} {rule.id})", (rule, *(each for each in plan.readings if each.id == rule.id)))
        for rule in plan.rules
    ]
    parts += [(f"{each.title or each.name} ({plan.policy} {each.name})", (each,)) for each in plan.indicators]
    return parts + [(f"{each.then} ({plan.policy} {each.id})", (each,)) for each in plan.consequences]


def _with_ancestors(uses: Uses, vocabulary: Vocabulary) -> None:
    """Add the references by which rows belong to others that the template asks for, so that places can be summed up."""
    for name in list(uses):
        entity = vocabulary.entities[name]
        for ancestor, steps in entity.belongs_to.items():
            if ancestor in uses and len(steps) == 1:
                uses[name].setdefault(steps[0], {})


def _fields(entity: Entity, uses: Mapping[str, Mapping[str, None]]) -> list[Column]:
    """The fields that are read, and those that say which row is meant."""
    known = {ID} if about_persons(entity) else {ID, NAME}
    return [
        Column(field.name, field, uses=tuple(uses.get(field.name, ())))
        for field in entity.fields.values()
        if (field.name in uses or field.name in known) and _is_asked(entity, field)
    ]


def _is_asked(entity: Entity, field: Field) -> bool:
    """A record of work is about a rule and a subject; it needs no id and no name of its own."""
    return entity.name != WORK_RECORD or field.name not in {ID, NAME}


def _judged(entity: str, uses: Mapping[str, Mapping[str, None]], judged: Mapping[tuple[str, str], str]) -> list[Column]:
    return [
        Column(name, None, judged[entity, name], tuple(titles))
        for name, titles in uses.items()
        if (entity, name) in judged
    ]


def _determinations(plans: Sequence[Plan]) -> dict[tuple[str, str], str]:
    """What offices are asked to determine, by entity and column, in the words of the policy."""
    return {
        (node.entity, node.name): node.text
        for plan in plans
        for node in parts_of(*plan.rules, *plan.readings, *plan.indicators, *plan.consequences)
        if isinstance(node, Judged)
    }
