"""Which cells a rule reads, and how a row that one of them stands in leads to the subjects of the rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from policyengine.engine.walker.existence import existence_fields
from policyengine.engine.walker.measures import relation_of
from policyengine.engine.walker.share import Crowded
from policyengine.plan.nodes import (
    All,
    Among,
    Any,
    Average,
    Compare,
    Comparison,
    Condition,
    Counted,
    FieldValue,
    Fold,
    Judged,
    Measure,
    Named,
    Negation,
    Operand,
    Outcomes,
    OwnField,
    Path,
    Presence,
    Quantified,
    Ratio,
    Relation,
    ShiftedDate,
    ThisYear,
    Unmeasured,
)
from policyengine.plan.planned import (
    ConditionRequirement,
    EvidenceRequirement,
    MeasureRequirement,
    Plan,
    PlannedRule,
    RelativeDue,
    Requirement,
)
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.work_record import WORK_RECORD

PRESENCE = "*"
"""Stands for a row's being there at all."""


@dataclass(frozen=True, slots=True)
class Referrers:
    """From a row to those of `entity` from which the references `steps` lead to it."""

    entity: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parents:
    """From a child to its parent along a relation, over which `node` is taken."""

    node: Crowded
    relation: Relation


@dataclass(frozen=True, slots=True)
class Proves:
    """From a record of work to the subject that it is about."""

    requirement: EvidenceRequirement


Move = Referrers | Parents | Proves
Trail = tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A field of an entity that a rule reads, and the moves that lead from its row to the rule's subjects.

    A reference that is only `followed` matters for what is read of the row that it leads to.
    """

    entity: str
    field: str
    trail: Trail
    followed: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Rows of `entity` being looked at, and how they lead to the subjects."""

    entity: str
    trail: Trail = ()


def reads_of(plan: Plan, rule: PlannedRule, vocabulary: Vocabulary) -> frozenset[Read]:
    """All that decides the outcome of a rule, apart from the day."""
    return frozenset(_Reads(vocabulary).of_rule(plan, rule))


def reads_of_requirement(rule: PlannedRule, vocabulary: Vocabulary) -> frozenset[Read]:
    """All that decides what becomes of the requirement of a rule on its measuring date."""
    return frozenset(_Reads(vocabulary).of_requirement(rule.requirement, _Place(rule.subject)))


def reads_of_share(node: Crowded, vocabulary: Vocabulary) -> frozenset[Read]:
    """All that decides what a child adds to a node, whose child it is apart; the moves lead to the child."""
    return frozenset(_Reads(vocabulary).of_share(node, _Place(relation_of(node).child)))


@dataclass(frozen=True, slots=True)
class _Reads:
    vocabulary: Vocabulary

    def of_rule(self, plan: Plan, rule: PlannedRule) -> Iterator[Read]:
        here = _Place(rule.subject)
        yield from self._existence(here)
        if plan.jurisdiction:
            yield from self._chain(here, plan.paths[rule.subject], to_id=True)
        yield from self._condition(rule.when, here)
        if isinstance(rule.due, RelativeDue):
            yield from self._operand(rule.due.operand, here)
        yield from self.of_requirement(rule.requirement, here)

    def of_requirement(self, requirement: Requirement, here: _Place) -> Iterator[Read]:
        match requirement:
            case ConditionRequirement(condition=condition):
                yield from self._condition(condition, here)
            case MeasureRequirement(measure=measure, comparisons=comparisons):
                yield from self._measure(measure, here)
                yield from self._comparisons(comparisons, here)
            case EvidenceRequirement() as evidence:
                record = _Place(WORK_RECORD, (Proves(evidence),))
                fields = self.vocabulary.entities[WORK_RECORD].fields
                yield from (Read(WORK_RECORD, name, record.trail) for name in (PRESENCE, *fields))

    def _existence(self, here: _Place) -> Iterator[Read]:
        for name in (PRESENCE, *existence_fields(self.vocabulary.entities[here.entity])):
            yield Read(here.entity, name, here.trail)

    def _chain(self, here: _Place, steps: tuple[str, ...], *, to_id: bool = False) -> Iterator[Read]:
        """The references that are followed, and the presence of each row that must be there to go on.

        `to_id` is whether the id that the last one leads to is itself looked at.
        """
        place = here
        for n, step in enumerate(steps):
            yield Read(place.entity, step, place.trail, followed=not to_id or n + 1 < len(steps))
            yield Read(place.entity, PRESENCE, place.trail)
            reference = self.vocabulary.entities[place.entity].fields[step].reference
            if reference is None:
                raise TypeError(f"`{place.entity}.{step}` is no reference")
            place = _Place(reference, (Referrers(here.entity, steps[: n + 1]), *here.trail))

    def _path(self, path: Path, here: _Place) -> Iterator[Read]:
        yield from self._chain(here, (*path.steps, path.field) if path.reference and path.field != "id" else path.steps)
        if path.steps:
            here = _Place(path.owner, (Referrers(here.entity, path.steps), *here.trail))
        yield Read(here.entity, path.field, here.trail)
        yield Read(here.entity, PRESENCE, here.trail)

    def _condition(self, condition: Condition, here: _Place) -> Iterator[Read]:
        match condition:
            case All(parts=parts) | Any(parts=parts):
                for part in parts:
                    yield from self._condition(part, here)
            case Negation(part=inner) | Named(condition=inner):
                yield from self._condition(inner, here)
            case Compare(path=path, comparison=comparison):
                yield from self._path(path, here)
                yield from self._operand(comparison.operand, here)
            case Among(path=path) | Presence(path=path) | ThisYear(path=path):
                yield from self._path(path, here)
            case Judged(name=name):
                yield Read(here.entity, name, here.trail)
            case Outcomes(cases=cases):
                for case in cases:
                    yield from self._condition(case.when, here)
            case Quantified():
                yield from self._children(condition, here)
            case Counted(comparisons=comparisons):
                yield from self._children(condition, here)
                yield from self._comparisons(comparisons, here)

    def _measure(self, measure: Measure, here: _Place) -> Iterator[Read]:
        match measure:
            case Unmeasured():
                return
            case OwnField(path=path):
                yield from self._path(path, here)
            case _:
                yield from self._children(measure, here)

    def _children(self, node: Crowded, here: _Place) -> Iterator[Read]:
        """Whose children there are, and what each adds."""
        relation = relation_of(node)
        child = _Place(relation.child, (Parents(node, relation), *here.trail))
        yield from self._chain(child, relation.steps)
        yield from self.of_share(node, child)

    def of_share(self, node: Crowded, child: _Place) -> Iterator[Read]:
        """What a child adds to what is taken over it and its siblings, whose it is apart."""
        yield from self._existence(child)
        match node:
            case Quantified(condition=condition) | Counted(where=condition):
                yield from self._condition(condition, child)
                return
        yield from self._condition(node.population.where, child)
        match node:
            case Fold(of=path):
                yield from self._path(path, child)
            case Ratio(satisfying=satisfying):
                yield from self._condition(satisfying, child)
            case Average(inner=inner):
                yield from self._measure(inner, child)

    def _comparisons(self, comparisons: tuple[Comparison, ...], here: _Place) -> Iterator[Read]:
        for comparison in comparisons:
            yield from self._operand(comparison.operand, here)

    def _operand(self, operand: Operand, here: _Place) -> Iterator[Read]:
        match operand:
            case FieldValue(path=path):
                yield from self._path(path, here)
            case ShiftedDate(base=base, count=count):
                yield from self._operand(base, here)
                yield from self._operand(count, here)
