"""Whether a row exists on the measuring date: within its lifetime, and once its event has happened (language.md §2)."""

from datetime import date

from policyengine.engine.answer import FAILS, HOLDS, Answer, all_hold, answer
from policyengine.engine.rows import Row
from policyengine.engine.values import Quantity, Scene, compared, quantity
from policyengine.plan.nodes import Path
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.models import Entity, Field, FieldType


def exists(row: Row, scene: Scene, *, ended_included: bool = False) -> Answer:
    """Whether the row exists on the measuring date, both days of its lifetime included."""
    entity = scene.facts.vocabulary.entities[row.entity]
    start, end = (entity.lifetime.start, entity.lifetime.end) if entity.lifetime else (None, None)
    tests = []
    if start:
        tests.append(_bounded(entity.fields[start], Comparator.AT_MOST, HOLDS, row, scene))
    if end and not ended_included:
        tests.append(_bounded(entity.fields[end], Comparator.AT_LEAST, HOLDS, row, scene))
    if entity.event_date:
        tests.append(_bounded(entity.fields[entity.event_date], Comparator.AT_MOST, FAILS, row, scene))
    return all_hold(tests)


def existence_fields(entity: Entity) -> tuple[str, ...]:
    """The fields that say whether a row of the entity exists."""
    lifetime = (entity.lifetime.start, entity.lifetime.end) if entity.lifetime else ()
    return tuple(name for name in (*lifetime, entity.event_date) if name)


def _bounded(field: Field, comparator: Comparator, without: Answer, row: Row, scene: Scene) -> Answer:
    """Whether the field's date stands so to the measuring date; `without` is the answer where there is no date."""
    value = quantity(date_path(row.entity, field), row, scene.facts)
    if value.none is Truth.YES:
        return without
    dated = compared(Quantity(value.interval, missing=value.missing), comparator, scene.measured_on)
    if value.none is Truth.NO or dated.truth is without.truth:
        return dated
    return answer(Truth.UNKNOWN, value.missing | dated.missing)


def date_path(entity: str, field: Field) -> Path:
    """The path to a date field of the entity's own, with its domain."""
    earliest = field.minimum if isinstance(field.minimum, date) else date.min
    latest = field.maximum if isinstance(field.maximum, date) else date.max
    return Path(entity, (), entity, field.name, FieldType.DATE, field.optional, earliest=earliest, latest=latest)
