"""Whether a row exists on the measuring date (language.md §2)."""

from policyengine.audit.checker.found import NO, YES, Found, every, found
from policyengine.audit.checker.scene import Row, Scene
from policyengine.audit.checker.values import Quantity, compared, quantity
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth


def exists(row: Row, scene: Scene, *, ended_included: bool = False) -> Found:
    """Within its lifetime, both days included, and once its event has happened."""
    entity = scene.material.entity(row.entity)
    tests = []
    if entity.starts is not None:
        tests.append(_dated(row, entity.starts, Comparator.AT_MOST, YES, scene))
    if entity.ends is not None and not ended_included:
        tests.append(_dated(row, entity.ends, Comparator.AT_LEAST, YES, scene))
    if entity.happens is not None:
        tests.append(_dated(row, entity.happens, Comparator.AT_MOST, NO, scene))
    return every(tests)


def _dated(row: Row, name: str, comparator: Comparator, without: Found, scene: Scene) -> Found:
    """Whether the day stands so to the measuring date; `without` is the answer where there is none."""
    day = quantity(row, name, scene)
    if day.none is Truth.YES:
        return without
    measured_on = Quantity(scene.measured_on.interval, missing=scene.measured_on.missing)
    certain = Quantity(day.interval, missing=day.missing, ranged=day.ranged)
    held = compared(certain, comparator, measured_on)
    if day.none is Truth.NO or held.truth is without.truth:
        return held
    return found(Truth.UNKNOWN, day.missing | held.missing)
