"""Which values a field can hold, out of the pools; and which paths lead from an entity to which fields."""

from datetime import date
from fractions import Fraction

from policyengine.authoring.strategies.pools import DATES, DECIMALS, TEXTS, WHOLE
from policyengine.plan.nodes import Path, Relation
from policyengine.plan.paths import children_of, path_of
from policyengine.vocabulary.models import Entity, Field, FieldType, Vocabulary

NUMERIC = frozenset({FieldType.INTEGER, FieldType.DECIMAL})
STEPS = 2
"""How many references a drawn path follows at most."""


def values_of(field: Field) -> tuple[Fraction | date | str, ...]:
    """The values of the pools that lie in the field's domain; for a reference none, since they depend on the facts."""
    match field.type:
        case FieldType.INTEGER:
            return tuple(value for value in WHOLE if _within(value, field))
        case FieldType.DECIMAL:
            return tuple(value for value in DECIMALS if _within(value, field))
        case FieldType.DATE:
            return tuple(day for day in DATES if _on_calendar(day, field))
        case FieldType.ENUM:
            return tuple(field.choices)
        case FieldType.BOOLEAN:
            return ("true", "false")
        case FieldType.TEXT | FieldType.CODE:
            return TEXTS
        case FieldType.REFERENCE:
            return ()


def _within(value: Fraction, field: Field) -> bool:
    lowest = field.minimum if isinstance(field.minimum, Fraction) else value
    highest = field.maximum if isinstance(field.maximum, Fraction) else value
    return lowest <= value <= highest


def _on_calendar(day: date, field: Field) -> bool:
    earliest = field.minimum if isinstance(field.minimum, date) else day
    latest = field.maximum if isinstance(field.maximum, date) else day
    return earliest <= day <= latest


def paths_from(vocabulary: Vocabulary, start: str) -> list[Path]:
    """All paths from the entity that follow at most two references."""
    entity = vocabulary.entities[start]
    return list(_paths(vocabulary, entity, entity, (), optional=False))


def _paths(
    vocabulary: Vocabulary, start: Entity, owner: Entity, steps: tuple[str, ...], *, optional: bool
) -> list[Path]:
    found = []
    for field in owner.fields.values():
        may_be_none = optional or field.optional
        found.append(path_of(start, steps, owner, field, optional=may_be_none))
        if field.reference and len(steps) < STEPS:
            further = vocabulary.entities[field.reference]
            found += _paths(vocabulary, start, further, (*steps, field.name), optional=may_be_none)
    return found


def relations_of(vocabulary: Vocabulary, parent: str) -> list[Relation]:
    """The children that rows of the entity have."""
    entity = vocabulary.entities[parent]
    return [
        Relation(parent, child.name, child.plural, child.belongs_to[parent])
        for child in children_of(vocabulary, entity)
    ]
