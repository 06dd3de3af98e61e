"""What an evaluation lacks as a whole: tables that its rules read, and subjects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policyengine.backends import expressions as ex
from policyengine.plan.consequences import PlannedConsequence
from policyengine.plan.nodes import Path, Relation
from policyengine.plan.planned import EvidenceRequirement, PlannedRule
from policyengine.plan.walk import parts_of
from policyengine.verdicts.verdicts import Verdicts
from policyengine.vocabulary.models import Vocabulary
from policyengine.vocabulary.work_record import WORK_RECORD

FEW = 5


@dataclass(frozen=True, slots=True)
class Lacking:
    """Entities whose tables are not supplied, or may lack rows; rules without any subject.

    `elsewhere` is set where the facts do not know the jurisdiction at all: up to `FEW` places of its kind that they do
    know, perhaps none.
    """

    not_supplied: tuple[str, ...]
    incomplete: tuple[str, ...]
    without_subjects: tuple[str, ...]
    elsewhere: tuple[str, ...] | None


def lacking_of(verdicts: Verdicts) -> Lacking:
    """What the rules of an evaluation lack."""
    facts = verdicts.case.facts
    read: tuple[PlannedRule | PlannedConsequence, ...] = (*verdicts.rules, *verdicts.case.plan.consequences)
    used = sorted(entities_read(read, facts.vocabulary) | _on_the_way(verdicts))
    tables = [facts.table(entity) for entity in used]
    without = {rule.id for block in verdicts.blocks if block.masks.is_empty() for rule in block.rules}
    return Lacking(
        tuple(table.entity for table in tables if not table.supplied),
        tuple(table.entity for table in tables if table.supplied and not table.complete),
        tuple(rule.id for rule in verdicts.rules if rule.id in without),
        _elsewhere(verdicts),
    )


def entities_read(parts: Iterable[PlannedRule | PlannedConsequence], vocabulary: Vocabulary) -> frozenset[str]:
    """The entities whose tables parts of a plan read."""
    return frozenset(entity for node in parts_of(*parts) for entity in _entities(node, vocabulary))


def _entities(node: object, vocabulary: Vocabulary) -> Iterator[str]:
    match node:
        case PlannedRule(subject=subject) | PlannedConsequence(subject=subject):
            yield subject
        case EvidenceRequirement():
            yield WORK_RECORD
        case Relation(child=child, steps=steps):
            yield from _followed(child, steps[:-1], vocabulary)
        case Path(entity=entity, steps=steps):
            yield from _followed(entity, steps, vocabulary)


def _followed(entity: str, steps: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[str]:
    """The entity and those that the references lead through; a reference's id needs no row of the last."""
    yield entity
    for step in steps:
        entity = vocabulary.entities[entity].fields[step].reference or entity
        yield entity


def _on_the_way(verdicts: Verdicts) -> frozenset[str]:
    """The entities that lead from subjects to the jurisdiction."""
    plan, vocabulary = verdicts.case.plan, verdicts.case.facts.vocabulary
    if plan.jurisdiction is None:
        return frozenset()
    kinds = {rule.subject for rule in verdicts.rules}
    return frozenset(entity for kind in kinds for entity in _followed(kind, plan.paths[kind][:-1], vocabulary))


def _elsewhere(verdicts: Verdicts) -> tuple[str, ...] | None:
    """The places of the jurisdiction's kind in the facts, where its own is not among them and no subject is within."""
    jurisdiction = verdicts.case.plan.jurisdiction
    if jurisdiction is None:
        return None
    kind, own = jurisdiction
    if any(not block.masks.is_empty() for block in verdicts.blocks if block.subject_kind != kind):
        return None
    places = (
        verdicts.case.facts.backend.query(verdicts.case.facts.table(kind).frame)
        .select(ex.col("id").cast(ex.String))
        .unique()
    )
    here, elsewhere = verdicts.case.facts.backend.collected(
        [places.filter(ex.col("id") == own), places.sort("id").head(FEW)]
    )
    others = [block for block in verdicts.blocks if block.subject_kind != kind]
    if here.height or not (elsewhere.height or others):
        return None
    return tuple(elsewhere["id"].sort())
