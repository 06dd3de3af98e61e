"""Measures of a subject and of its children."""

from policyengine.language import models
from policyengine.plan import messages
from policyengine.plan.nodes import Average, Count, Fold, Measure, OwnField, Population, Ratio, Unmeasured
from policyengine.plan.operands import NUMBER, field_words
from policyengine.plan.paths import NUMERIC, resolve_path, resolve_relation
from policyengine.plan.resolve_condition import resolve_condition
from policyengine.plan.scope import Scope
from policyengine.reading.place import KeyPath
from policyengine.vocabulary.models import Entity, FieldType

Populated = models.ChildrenMeasure | models.RatioMeasure | models.AverageMeasure


def resolve_measure(scope: Scope, measure: models.Measure, entity: Entity) -> Measure | None:
    """What a measure means for a row of `entity`."""
    match measure:
        case models.FieldMeasure():
            return _own_field(scope, measure.path, entity, (*measure.at, "field"))
        case models.ChildrenMeasure():
            return _children(scope, measure, entity)
        case models.RatioMeasure():
            population = _population(scope, measure, "ratio", entity)
            if population is None:
                return None
            child = scope.entity(population.relation.child)
            return Ratio(population, resolve_condition(scope, measure.satisfying, child))
        case models.AverageMeasure():
            return _average(scope, measure, entity)
        case models.UnspecifiedMeasure():
            return Unmeasured()


def _own_field(scope: Scope, text: str, entity: Entity, at: KeyPath) -> OwnField | None:
    path = resolve_path(scope, text, entity, at)
    if path is not None and path.type not in NUMERIC:
        scope.report(messages.OPERAND_TYPE, at, expected=NUMBER, found=field_words(path))
        return None
    return None if path is None else OwnField(path)


def _population(scope: Scope, measure: Populated, key: str, entity: Entity) -> Population | None:
    """The children whose plural stands at the measure's `key`."""
    plural = measure.per if isinstance(measure, models.AverageMeasure) else measure.children
    relation = resolve_relation(scope, plural, entity, (*measure.at, key))
    if relation is None:
        return None
    child = scope.entity(relation.child)
    ended_included = measure.ended == "included"
    if ended_included and child.lifetime is None:
        scope.report(messages.ENDED_WITHOUT_LIFETIME, (*measure.at, "ended"), entity=child.name)
    return Population(relation, resolve_condition(scope, measure.where, child), ended_included)


def _children(scope: Scope, measure: models.ChildrenMeasure, entity: Entity) -> Count | Fold | None:
    population = _population(scope, measure, measure.function, entity)
    if population is None:
        return None
    if measure.function == "count" or measure.of is None:
        return Count(population)
    own = _own_field(scope, measure.of, scope.entity(population.relation.child), (*measure.at, "of"))
    return None if own is None else Fold(measure.function, population, own.path)


def _average(scope: Scope, measure: models.AverageMeasure, entity: Entity) -> Average | None:
    population = _population(scope, measure, "per", entity)
    if population is None:
        return None
    inner = resolve_measure(scope, measure.inner, scope.entity(population.relation.child))
    return Average(inner, population) if isinstance(inner, Count | Fold | OwnField) else None


def counts_things(measure: Measure) -> bool:
    """Whether a measure is in whole things, so that a percentage of it makes no sense."""
    match measure:
        case Count():
            return True
        case Fold(of=path) | OwnField(path=path):
            return path.type is FieldType.INTEGER
        case Average(inner=inner):
            return counts_things(inner)
        case Ratio() | Unmeasured():
            return False
