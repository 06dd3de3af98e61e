"""Duties that are proved by records of work done, as columns (language.md §4, evidence).

There are many duties, and of each subject a record or two for each. So the records of other policies and of other kinds
of subjects are left out first, what all duties ask of a record is decided once for each, and a duty is one aggregate.
"""

from policyengine.backends import expressions as ex
from policyengine.engine.columnar.conditions import Frames, field_path, kept, truth
from policyengine.engine.columnar.missing import Missing, absent_rows, merged, population
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.tri import Tri, all_of, as_expr, negated, possible, resolved, sure, unknown
from policyengine.plan.nodes import All, Among, Compare, Comparison, Condition, MeasuredOn, Negation, Presence, Relation
from policyengine.plan.planned import EvidenceRequirement
from policyengine.semantics.interval import Comparator
from policyengine.semantics.truth import Truth

RECORDS = "work_record"


def _records_of(subject_kind: str) -> Relation:
    return Relation(subject_kind, RECORDS, "work_records", ("subject_id",))


def _is(frames: Frames, field: str, value: str) -> Condition:
    return Among(field_path(frames.facts.vocabulary.entities[RECORDS], field), frozenset({value}))


def _concerned(node: EvidenceRequirement, frames: Frames) -> tuple[Condition, ...]:
    """What makes a record one of this policy's and of this kind of subjects."""
    return (_is(frames, "policy", node.policy), _is(frames, "subject_kind", node.subject_kind))


def _named(node: EvidenceRequirement, item: str, frames: Frames) -> tuple[Condition, ...]:
    """What makes such a record one of this rule's and this item's."""
    records = frames.facts.vocabulary.entities[RECORDS]
    of_item = _is(frames, "item", item) if item else Negation(Presence(field_path(records, "item"), wanted=True))
    return (_is(frames, "rule", node.rule), of_item)


def _in_time(frames: Frames) -> tuple[Condition, ...]:
    """What makes a record prove what it is of."""
    done_on = field_path(frames.facts.vocabulary.entities[RECORDS], "done_on")
    return (_is(frames, "outcome", "done"), Compare(done_on, Comparison(Comparator.AT_MOST, MeasuredOn())))


def items_done(node: EvidenceRequirement, rows: Rows, frames: Frames) -> dict[str, Tri]:
    """Whether each item (the rule itself, where it names none) is proved, in each row."""
    return {item: _item_done(node, item, rows, frames) for item in node.items or ("",)}


def _item_done(node: EvidenceRequirement, item: str, rows: Rows, frames: Frames) -> Tri:
    proved, perhaps = _recorded(node, item, _in_time(frames), rows, frames)
    if frames.complete(_records_of(rows.entity.name)):
        return resolved(proved, ~perhaps)
    denied, _ = _recorded(node, item, (_is(frames, "outcome", "not_done"),), rows, frames)
    return resolved(proved, ~perhaps & denied)


def _recorded(
    node: EvidenceRequirement, item: str, asked: tuple[Condition, ...], rows: Rows, frames: Frames
) -> tuple[ex.Expr, ex.Expr]:
    """Where some record of an item is surely, and where one is possibly, as asked."""
    group = frames.children(rows, _records_of(rows.entity.name), node.policy)
    concerned = [truth(condition, group.child, frames) for condition in _concerned(node, frames)]
    # Each on its own, so that a backend can tell from a file's statistics which parts of it need not be read.
    group.only(*(possible(tri) for tri in concerned if not isinstance(tri, Truth)))
    answers = kept(group, ("records", asked), all_of([*concerned, truth(All(asked), group.child, frames)]))
    holds = as_expr(all_of([truth(All(_named(node, item, frames)), group.child, frames), answers]))
    no, perhaps, yes = (ex.lit(truth.value, dtype=rows.backend.narrow) for truth in Truth)
    grade = ex.when(holds).then(yes).when(~holds).then(no).otherwise(perhaps)
    own, shared = group.fold(("records", node.rule, item, asked), grade, "max")
    own, shared = own.fill_null(Truth.NO.value), shared.fill_null(Truth.NO.value)
    return own == Truth.YES.value, (own > Truth.NO.value) | (shared > Truth.NO.value)


def of_evidence(node: EvidenceRequirement, rows: Rows, frames: Frames) -> Missing:
    """What would settle the items that are unknown."""
    relation = _records_of(rows.entity.name)
    parts = []
    for item, done in items_done(node, rows, frames).items():
        wanted = All((*_concerned(node, frames), *_named(node, item, frames), *_in_time(frames)))
        records = population(relation, wanted, rows, frames, part=node.policy)
        parts.append(merged([records, absent_rows(relation, frames)], unknown(done)))
    return merged(parts)


def failed_items(node: EvidenceRequirement, rows: Rows, frames: Frames) -> Missing:
    """The items that are surely not proved; the rule's own id stands for the rule itself."""
    done = items_done(node, rows, frames)
    return {item or node.rule: sure(negated(tri)) for item, tri in done.items()}
