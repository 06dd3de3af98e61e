"""Whether a row exists on the measuring date: within its lifetime, and once its event has happened (language.md §2)."""

from policyengine.engine.walker.answer import FAILS, HOLDS, Answer, all_hold, answer
from policyengine.engine.walker.rows import Row
from policyengine.engine.walker.values import Quantity, Scene, compared, quantity
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth
from policyengine.vocabulary.models import Entity

REMEMBERED = 512
"""Of so many rows and measuring dates it is remembered whether the row exists."""


def exists(row: Row, scene: Scene, *, ended_included: bool = False) -> Answer:
    """Whether the row exists on the measuring date, both days of its lifetime included.

    Many rules ask it of one row, so that the answers of the rows last asked about are remembered with the facts.
    """
    known = scene.facts.existing
    asked = (id(row), id(scene.measured_on), ended_included)
    found = known.get(asked)
    if found is None:
        if len(known) >= REMEMBERED:
            known.clear()
        # A row never changes. As long as both of them are held, their ids stay theirs.
        found = known[asked] = (_exists(row, scene, ended_included=ended_included), row, scene.measured_on)
    return found[0]


def _exists(row: Row, scene: Scene, *, ended_included: bool) -> Answer:
    entity = scene.facts.vocabulary.entities[row.entity]
    start, end = (entity.lifetime.start, entity.lifetime.end) if entity.lifetime else (None, None)
    tests = []
    if start:
        tests.append(_bounded(start, Comparator.AT_MOST, HOLDS, row, scene))
    if end and not ended_included:
        tests.append(_bounded(end, Comparator.AT_LEAST, HOLDS, row, scene))
    if entity.event_date:
        tests.append(_bounded(entity.event_date, Comparator.AT_MOST, FAILS, row, scene))
    return all_hold(tests)


def existence_fields(entity: Entity) -> tuple[str, ...]:
    """The fields that say whether a row of the entity exists."""
    lifetime = (entity.lifetime.start, entity.lifetime.end) if entity.lifetime else ()
    return tuple(name for name in (*lifetime, entity.event_date) if name)


def _bounded(name: str, comparator: Comparator, without: Answer, row: Row, scene: Scene) -> Answer:
    """Whether the date stands so to the measuring date; `without` is the answer where there is no date."""
    value = quantity(scene.facts.own_path(row.entity, name), row, scene.facts)
    if value.none is Truth.YES:
        return without
    dated = compared(Quantity(value.interval, missing=value.missing), comparator, scene.measured_on)
    if value.none is Truth.NO or dated.truth is without.truth:
        return dated
    return answer(Truth.UNKNOWN, value.missing | dated.missing)
