"""Rules and their other readings: whom they bind, when they apply, what they require and by when."""

from dataclasses import dataclass
from datetime import date

from policyengine.language import models
from policyengine.plan import messages
from policyengine.plan.nodes import HOLDS, Condition, Constant, MeasuredOn, Operand, TargetValue
from policyengine.plan.operands import resolve_date
from policyengine.plan.paths import resolve_entity
from policyengine.plan.planned import (
    ConditionRequirement,
    Due,
    EvidenceRequirement,
    FixedDue,
    MeasureRequirement,
    PlannedRule,
    RelativeDue,
    Requirement,
    Standing,
    YearEnd,
)
from policyengine.plan.resolve_condition import resolve_comparisons, resolve_condition
from policyengine.plan.resolve_measure import counts_things, resolve_measure
from policyengine.plan.scope import Scope
from policyengine.plan.walk import is_undated, parts_of
from policyengine.reading.place import KeyPath
from policyengine.vocabulary.models import Entity


@dataclass(frozen=True, slots=True)
class ResolvedRule:
    """A rule or reading beside what the file says, for findings that point at its parts.

    `whole` is false where a part with a fault was left out.
    """

    said: models.Duty
    planned: PlannedRule
    whole: bool


def resolve_rule(scope: Scope, rule: models.Rule) -> tuple[ResolvedRule, ...]:
    """The rule and then its readings; nothing where its subject is unknown."""
    entity = resolve_entity(scope, rule.subject, (*rule.at, "subject"))
    if entity is None:
        return ()
    faults = scope.faults
    first = _planned(scope, rule, rule, entity, None)
    if first is None:
        return ()
    resolved = [ResolvedRule(rule, first, whole=scope.faults == faults)]
    for reading in rule.readings:
        duty = replaced(rule, reading)
        faults = scope.faults
        alternative = _planned(scope, rule, duty, entity, reading)
        if alternative is None:
            continue
        # Where parts with a fault were left out, what is left may be the same though what was said is not.
        if scope.faults == faults and resolved[0].whole and _duty(alternative) == _duty(first):
            scope.report(messages.READING_UNCHANGED, reading.at, key=True, name=reading.name, rule=rule.id)
        resolved.append(ResolvedRule(duty, alternative, whole=scope.faults == faults))
    return tuple(resolved)


def replaced(rule: models.Rule, reading: models.Reading) -> models.Duty:
    """The rule's duty with the keys that a reading gives in place of its own."""
    values = {name: getattr(reading if name in reading.replaces else rule, name) for name in models.Duty.model_fields}
    return models.Duty(**{**values, "at": reading.at})


def _duty(rule: PlannedRule) -> tuple[object, ...]:
    """What decides a rule's verdicts."""
    return rule.modality, rule.actor, rule.when, rule.requirement, rule.due


def _planned(
    scope: Scope, rule: models.Rule, duty: models.Duty, entity: Entity, reading: models.Reading | None
) -> PlannedRule | None:
    when: Condition = HOLDS if duty.when is None else resolve_condition(scope, duty.when, entity)
    requirement = _requirement(scope, rule, duty, entity)
    due = resolve_due(scope, duty.due, entity)
    if requirement is None or due is None:
        return None
    given = reading.replaces if reading else frozenset()
    return PlannedRule(
        id=rule.id,
        title=reading.title if reading and reading.title is not None else rule.title,
        modality=reading.modality if reading and reading.modality is not None else rule.modality,
        actor=reading.actor if reading and "actor" in given else rule.actor,
        subject=entity.name,
        when=when,
        requirement=requirement,
        due=due,
        citations=reading.cite if reading and "cite" in given else rule.cite,
        reading=reading.note if reading else rule.reading,
        alternative=reading.name if reading else None,
        undated=is_undated(when, requirement),
        place=scope.place(reading.at if reading else rule.at, key=True),
    )


def _requirement(scope: Scope, rule: models.Rule, duty: models.Duty, entity: Entity) -> Requirement | None:
    match duty:
        case models.Duty(evidence=models.Evidence() as evidence, measure=None, require=None):
            items = evidence.items or ("",)
            return EvidenceRequirement(scope.policy.name, rule.id, entity.name, items, evidence.document)
        case models.Duty(evidence=None, measure=None, require=models.Condition() as condition):
            return ConditionRequirement(resolve_condition(scope, condition, entity))
        case models.Duty(evidence=None, measure=measure, require=tuple() as comparisons) if measure is not None:
            return _measure_requirement(scope, measure, comparisons, entity)
        case _:
            scope.report(messages.REQUIREMENT_SHAPE, duty.at, key=True)
            return None


def _measure_requirement(
    scope: Scope, said: models.Measure, comparisons: tuple[models.Comparison, ...], entity: Entity
) -> MeasureRequirement | None:
    measure = resolve_measure(scope, said, entity)
    # The comparisons are looked at even so, that their findings are not hidden by those of the measure.
    counted = measure is not None and counts_things(measure)
    resolved = resolve_comparisons(scope, comparisons, entity, counted=counted)
    if measure is None:
        return None
    units = (each.operand.unit for each in resolved if isinstance(each.operand, TargetValue))
    return MeasureRequirement(measure, resolved, next((unit for unit in units if unit is not None), None))


def resolve_due(scope: Scope, due: models.Due | None, entity: Entity) -> Due | None:
    """When a rule is due; without a word on it, at the period's end, or always where there is none."""
    if due is None:
        end = scope.policy.period.end
        return Standing() if end is None else FixedDue(end)
    if due.when == "year_end":
        return YearEnd()
    if due.when == "standing":
        return Standing()
    operand = resolve_date(scope, due.when, entity)
    return None if operand is None else _due_on(scope, operand, due.at)


def _due_on(scope: Scope, operand: Operand, at: KeyPath) -> Due | None:
    """A measuring date or a target that changes by date would need the due date to be known already."""
    for part in parts_of(operand):
        if isinstance(part, MeasuredOn) or (isinstance(part, TargetValue) and len(part.steps) != 1):
            scope.report(messages.DUE_CIRCULAR, at)
            return None
    match operand:
        case Constant(value=date() as day) | TargetValue(steps=((None, date() as day),)):
            return FixedDue(day)
        case _:
            return RelativeDue(operand)
