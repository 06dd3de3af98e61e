"""The cells that decide a condition for a row, found by descending into the parts that decide it."""

from collections.abc import Iterator

from policyengine.engine.walker.existence import existence_fields
from policyengine.engine.walker.rows import Facts, Row
from policyengine.engine.walker.seen import seen_cell
from policyengine.engine.walker.traced import Traced, TracedChildren, TracedRow
from policyengine.explain.model import Located
from policyengine.plan.nodes import Counted, Negation, Path, Quantified, Relation
from policyengine.semantics.truth import Truth, negation


def own_cell(row: Row, path: Path, facts: Facts) -> Located:
    """A field reached from the row."""
    return Located(row, seen_cell(path.steps, path.field, row, facts))


def parent_cell(row: Row, relation: Relation, facts: Facts) -> Located:
    """The reference that says whose child the row is."""
    return Located(row, seen_cell(relation.steps[:-1], relation.steps[-1], row, facts))


def lifetime_cells(row: Row, facts: Facts) -> Iterator[Located]:
    """The fields that say whether the row exists."""
    for name in existence_fields(facts.vocabulary.entities[row.entity]):
        yield Located(row, seen_cell((), name, row, facts))


def deciding_cells(traced: Traced, row: Row, facts: Facts) -> Iterator[Located]:
    """The cells behind the condition's truth: those of the parts that have that truth, down to single fields.

    Of an unknown condition over children they are the cells of the children that leave it open.
    """
    yield from (Located(row, seen) for seen in traced.seen)
    deciding = negation(traced.truth) if isinstance(traced.condition, Negation) else traced.truth
    for part in traced.parts:
        if part.truth is deciding:
            yield from deciding_cells(part, row, facts)
    if traced.children is not None and traced.truth is Truth.UNKNOWN:
        yield from _of_children(traced, traced.children, facts)


def _of_children(traced: Traced, children: TracedChildren, facts: Facts) -> Iterator[Located]:
    for found in children.classes:
        for child in found.rows:
            match traced.condition:
                case Quantified(quantifier=quantifier, relation=relation):
                    asked = found.satisfied or Truth.NO
                    hit = min(found.membership, negation(asked) if quantifier == "every" else asked)
                case Counted(relation=relation):
                    hit = found.membership
                case _:
                    continue
            if hit is Truth.UNKNOWN:
                yield from _unsettled(child, relation, facts)


def _unsettled(child: TracedRow, relation: Relation, facts: Facts) -> Iterator[Located]:
    """The cells of a child that leave open whether it is one of those that are looked for."""
    if child.existence is Truth.UNKNOWN:
        yield from lifetime_cells(child.row, facts)
    if child.belongs is Truth.UNKNOWN:
        yield parent_cell(child.row, relation, facts)
    for part in (child.where, child.satisfying):
        if part is not None and part.truth is Truth.UNKNOWN:
            yield from deciding_cells(part, child.row, facts)
