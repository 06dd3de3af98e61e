"""Traces: the reference engine's steps for one subject, kept for an explanation.

Rows are traced one by one and only as many of a class as are shown, so that a trace of a large population stays small.
"""

from dataclasses import dataclass
from datetime import date

from policyengine.engine.walker.conditions import holds, membership
from policyengine.engine.walker.crowd import children
from policyengine.engine.walker.evidence import proofs_of
from policyengine.engine.walker.existence import existence_fields, exists
from policyengine.engine.walker.measures import own_total, valuation
from policyengine.engine.walker.rows import Facts, Row
from policyengine.engine.walker.seen import comparisons_of, held_against, operand_paths, parts_of, paths_of, seen_cell
from policyengine.engine.walker.timing import timing
from policyengine.engine.walker.traced import (
    RowClass,
    Seen,
    Trace,
    Traced,
    TracedChildren,
    TracedEvidence,
    TracedItem,
    TracedMeasure,
    TracedRow,
)
from policyengine.engine.walker.values import Quantity, Scene, quantity
from policyengine.engine.walker.walk import walk
from policyengine.plan.nodes import (
    HOLDS,
    Average,
    Condition,
    Count,
    Counted,
    Fold,
    Measure,
    OwnField,
    Path,
    Population,
    Quantified,
    Ratio,
    Unmeasured,
)
from policyengine.plan.planned import (
    ConditionRequirement,
    Due,
    EvidenceRequirement,
    MeasureRequirement,
    Plan,
    PlannedRule,
    RelativeDue,
    Requirement,
)
from policyengine.semantics.truth import Truth, all_of, negation

SHOWN = 20
"""How many rows of a class a trace follows."""


@dataclass(frozen=True, slots=True)
class View:
    """How children are looked at: the population, what its members are asked, and what each adds to a measure."""

    population: Population
    asked: Condition | None = None
    of: Path | None = None
    inner: Count | Fold | None = None


def trace(plan: Plan, rule: PlannedRule, facts: Facts, subject_id: str, as_of: date, *, shown: int = SHOWN) -> Trace:
    """The outcome of `walk` together with what it was drawn from, at most `shown` rows of each class of children."""
    subject = facts.row(rule.subject, subject_id)
    scene = Scene(facts, timing(plan, rule.due, subject, facts, as_of).measured_on)
    place = plan.paths[rule.subject] if plan.jurisdiction else ()
    return Trace(
        subject=subject,
        outcome=walk(plan, rule, facts, subject_id, as_of),
        when=trace_row(rule.when, subject, scene, shown=shown),
        requirement=_requirement(rule.requirement, subject, scene, shown),
        lifetime=_existence(subject, scene),
        place=tuple(seen_cell(place[:n], step, subject, facts) for n, step in enumerate(place)),
        due=_due(rule.due, subject, facts),
    )


def trace_row(condition: Condition, row: Row, scene: Scene, *, shown: int = SHOWN) -> Traced:
    """The condition's truth for one row, with the cells it looked at, and the same for each of its parts."""
    found = holds(condition, row, scene)
    view = tested_view(condition)
    return Traced(
        condition,
        found.truth,
        tuple(sorted(found.missing)),
        seen=tuple(seen_cell(path.steps, path.field, row, scene.facts) for path in paths_of(condition)),
        held=held_against(comparisons_of(condition), row, scene),
        parts=tuple(trace_row(part, row, scene, shown=shown) for part in parts_of(condition)),
        children=trace_children(view, row, scene, shown=shown) if view else None,
    )


def tested_view(condition: Condition) -> View | None:
    """How the children are looked at over which the condition itself runs, if it does."""
    match condition:
        case Quantified(relation=relation, condition=asked):
            return View(Population(relation, HOLDS), asked)
        case Counted(relation=relation, where=where):
            return View(Population(relation, where))
        case _:
            return None


def trace_children(view: View, parent: Row, scene: Scene, *, shown: int = SHOWN) -> TracedChildren:
    """The children that are or may be the parent's by class, of which the first `shown` rows are traced."""
    classes: dict[tuple[Truth, Truth | None], list[tuple[Row, Truth]]] = {}
    relation = view.population.relation
    for row, belongs in children(relation, parent, scene):
        value = _value(view, row, scene)
        present = negation(value.none) if value else Truth.YES
        member = all_of((membership(view.population, row, belongs, scene).truth, present))
        satisfied = holds(view.asked, row, scene).truth if view.asked and member.possible else None
        classes.setdefault((member, satisfied), []).append((row, belongs.truth))
    order = sorted(classes, key=lambda key: (key[0], Truth.NO if key[1] is None else key[1]), reverse=True)
    return TracedChildren(
        relation.child,
        scene.facts.complete(relation.child),
        tuple(
            RowClass(
                *key,
                total=len(classes[key]),
                rows=tuple(_row(view, key, child, scene, shown) for child in classes[key][:shown]),
            )
            for key in order
        ),
    )


def _row(
    view: View, found: tuple[Truth, Truth | None], child: tuple[Row, Truth], scene: Scene, shown: int
) -> TracedRow:
    row, belongs = child
    member, satisfied = found
    inner = measured_view(view.inner) if view.inner else None
    return TracedRow(
        row,
        member,
        exists(row, scene, ended_included=view.population.ended_included).truth,
        belongs,
        seen=_existence(row, scene),
        where=trace_row(view.population.where, row, scene, shown=shown),
        satisfied=satisfied,
        satisfying=trace_row(view.asked, row, scene, shown=shown) if view.asked and member.possible else None,
        value=_value(view, row, scene),
        children=trace_children(inner, row, scene, shown=shown) if inner else None,
    )


def _value(view: View, row: Row, scene: Scene) -> Quantity | None:
    if view.inner:
        return own_total(view.inner, row, scene)
    return quantity(view.of, row, scene.facts) if view.of else None


# --- requirements -----------------------------------------------------------------------------------------------------


def _requirement(
    requirement: Requirement, subject: Row, scene: Scene, shown: int
) -> Traced | TracedMeasure | TracedEvidence:
    match requirement:
        case ConditionRequirement(condition=condition):
            return trace_row(condition, subject, scene, shown=shown)
        case MeasureRequirement(measure=measure, comparisons=comparisons):
            view = measured_view(measure)
            return TracedMeasure(
                measure,
                valuation(measure, subject, scene).measured,
                held_against(comparisons, subject, scene),
                seen=_own_cells(measure, subject, scene.facts),
                children=trace_children(view, subject, scene, shown=shown) if view else None,
            )
        case EvidenceRequirement():
            found = proofs_of(requirement, subject, scene)
            return TracedEvidence(
                tuple(TracedItem(item, proof.answer.truth, proof.records) for item, proof in found.items())
            )


def measured_view(measure: Measure) -> View | None:
    """How the children are looked at from which the measure is taken, if it is."""
    match measure:
        case OwnField() | Unmeasured():
            return None
        case Count(population=population):
            return View(population)
        case Fold(population=population, of=of):
            return View(population, of=of)
        case Ratio(population=population, satisfying=satisfying):
            return View(population, asked=satisfying)
        case Average(population=population, inner=OwnField(path=path)):
            return View(population, of=path)
        case Average(population=population, inner=Count() | Fold() as inner):
            return View(population, inner=inner)
    return None


def _own_cells(measure: Measure, subject: Row, facts: Facts) -> tuple[Seen, ...]:
    path = measure.path if isinstance(measure, OwnField) else None
    return (seen_cell(path.steps, path.field, subject, facts),) if path else ()


def _existence(row: Row, scene: Scene) -> tuple[Seen, ...]:
    fields = existence_fields(scene.facts.vocabulary.entities[row.entity])
    return tuple(seen_cell((), name, row, scene.facts) for name in fields)


def _due(due: Due, subject: Row, facts: Facts) -> tuple[Seen, ...]:
    paths = operand_paths(due.operand) if isinstance(due, RelativeDue) else ()
    return tuple(seen_cell(path.steps, path.field, subject, facts) for path in paths)
