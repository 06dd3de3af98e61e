"""Duties that are proved by records of work done, as columns (language.md §4, evidence)."""

from policyengine.engine.columnar.conditions import Frames, field_path, tally, truth
from policyengine.engine.columnar.missing import Missing, absent_rows, merged, population
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.tri import Tri, negated, resolved, sure, unknown
from policyengine.plan.nodes import (
    All,
    Among,
    Compare,
    Comparison,
    Condition,
    EvidenceRequirement,
    MeasuredOn,
    Negation,
    Presence,
    Quantified,
    Relation,
)
from policyengine.semantics.interval import Comparator

RECORDS = "work_record"


def _records_of(subject_kind: str) -> Relation:
    return Relation(subject_kind, RECORDS, "work_records", ("subject_id",))


def _is(frames: Frames, field: str, value: str) -> Condition:
    return Among(field_path(frames.facts.vocabulary.entities[RECORDS], field), frozenset({value}))


def _about(node: EvidenceRequirement, item: str, frames: Frames) -> tuple[Condition, ...]:
    """What makes a record one of this rule's, this subject's and this item's."""
    records = frames.facts.vocabulary.entities[RECORDS]
    of_item = _is(frames, "item", item) if item else Negation(Presence(field_path(records, "item"), wanted=True))
    named = [("policy", node.policy), ("rule", node.rule), ("subject_kind", node.subject_kind)]
    return (*(_is(frames, field, value) for field, value in named), of_item)


def _done(node: EvidenceRequirement, item: str, frames: Frames) -> All:
    done_on = field_path(frames.facts.vocabulary.entities[RECORDS], "done_on")
    in_time = Compare(done_on, Comparison(Comparator.AT_MOST, MeasuredOn()))
    return All((*_about(node, item, frames), _is(frames, "outcome", "done"), in_time))


def items_done(node: EvidenceRequirement, rows: Rows, frames: Frames) -> dict[str, Tri]:
    """Whether each item (the rule itself, where it names none) is proved, in each row."""
    return {item: _item_done(node, item, rows, frames) for item in node.items or ("",)}


def _item_done(node: EvidenceRequirement, item: str, rows: Rows, frames: Frames) -> Tri:
    relation, done = _records_of(rows.entity.name), _done(node, item, frames)
    if frames.complete(relation):
        return truth(Quantified("some", relation, done), rows, frames)
    proofs = tally(relation, done, rows, frames)
    denied = All((*_about(node, item, frames), _is(frames, "outcome", "not_done")))
    denials = tally(relation, denied, rows, frames)
    return resolved(proofs.sure > 0, (proofs.possible == 0) & (denials.sure > 0))


def of_evidence(node: EvidenceRequirement, rows: Rows, frames: Frames) -> Missing:
    """What would settle the items that are unknown."""
    relation = _records_of(rows.entity.name)
    parts = []
    for item, done in items_done(node, rows, frames).items():
        records = population(relation, _done(node, item, frames), rows, frames)
        parts.append(merged([records, absent_rows(relation, frames)], unknown(done)))
    return merged(parts)


def failed_items(node: EvidenceRequirement, rows: Rows, frames: Frames) -> Missing:
    """The items that are surely not proved; the rule's own id stands for the rule itself."""
    done = items_done(node, rows, frames)
    return {item or node.rule: sure(negated(tri)) for item, tri in done.items()}
