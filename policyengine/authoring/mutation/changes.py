"""What may be changed in one node of a rule; each change is said in the words of the policy language."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from policyengine.authoring.mutation.numbers import moved, shown, stepped
from policyengine.authoring.mutation.rewrite import Change
from policyengine.authoring.mutation.words import comparison_words, condition_words, operand_words
from policyengine.language.models import Modality
from policyengine.plan.nodes import (
    HOLDS,
    All,
    Among,
    Any,
    Compare,
    Comparison,
    Condition,
    Constant,
    Counted,
    Fold,
    Judged,
    Named,
    Negation,
    Outcomes,
    Population,
    Presence,
    Quantified,
    Ratio,
    ShiftedDate,
    TargetValue,
    ThisYear,
)
from policyengine.plan.planned import (
    ConditionRequirement,
    EvidenceRequirement,
    FixedDue,
    PlannedRule,
    RelativeDue,
    Standing,
    YearEnd,
)
from policyengine.plan.resolve_condition import outcomes_of
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import Entity, Vocabulary

COMPARATORS = {
    Comparator.AT_LEAST: (Comparator.MORE_THAN, Comparator.AT_MOST),
    Comparator.AT_MOST: (Comparator.LESS_THAN, Comparator.AT_LEAST),
    Comparator.MORE_THAN: (Comparator.AT_LEAST, Comparator.LESS_THAN),
    Comparator.LESS_THAN: (Comparator.AT_MOST, Comparator.MORE_THAN),
    Comparator.EQUAL: (Comparator.NOT,),
    Comparator.NOT: (Comparator.EQUAL,),
}
QUANTIFIERS: dict[str, Literal["some", "every", "none"]] = {"some": "every", "every": "some", "none": "every"}
LEAVES = (Compare, Among, Presence, ThisYear, Judged, Outcomes, Quantified, Counted, Named)


def changes(vocabulary: Vocabulary, node: object) -> Iterator[Change]:
    """Every change of the node itself; its parts are changed on their own."""
    yield from _of_a_slot(node)
    match node:
        case PlannedRule(modality=modality):
            other = Modality.SHOULD if modality is Modality.MUST else Modality.MUST
            yield f"modality {modality.value} -> {other.value}", replace(node, modality=other)
        case Comparison() | Constant() | TargetValue() | ShiftedDate():
            yield from _of_an_operand(node)
        case FixedDue() | RelativeDue() | YearEnd():
            yield from _of_a_due_date(node)
        case All() | Any():
            yield from _of_a_group(node)
        case EvidenceRequirement(items=items) if len(items) > 1:
            for n, item in enumerate(items):
                yield f"item {item}: dropped", replace(node, items=items[:n] + items[n + 1 :])
        case Fold(function="min" | "max" as function):
            other_function: Literal["min", "max"] = "max" if function == "min" else "min"
            yield f"{function} -> {other_function}", replace(node, function=other_function)
        case Population(relation=relation, ended_included=ended) if _ends(vocabulary.entities[relation.child]):
            words = f"{relation.plural}: ended {'left out' if ended else 'included'}"
            yield words, replace(node, ended_included=not ended)
    if isinstance(node, LEAVES):
        yield f"{condition_words(node)}: negated", Negation(node, node.place)
        yield from _of_a_leaf(node)


def _ends(entity: Entity) -> bool:
    return entity.lifetime is not None and entity.lifetime.end is not None


def _of_a_slot(node: object) -> Iterator[Change]:
    """A place where a condition stands, without it."""
    match node:
        case PlannedRule(when=condition):
            yield f"when {condition_words(condition)}: dropped", replace(node, when=HOLDS)
        case Population(relation=relation, where=condition) | Counted(relation=relation, where=condition):
            yield f"{relation.plural} where: dropped", replace(node, where=HOLDS)
        case Ratio(satisfying=condition):
            yield f"satisfying {condition_words(condition)}: dropped", replace(node, satisfying=HOLDS)
        case Quantified(condition=condition) | ConditionRequirement(condition=condition):
            yield f"condition {condition_words(condition)}: dropped", replace(node, condition=HOLDS)


def _of_a_group(node: All | Any) -> Iterator[Change]:
    for n, part in enumerate(node.parts):
        if len(node.parts) > 1 or isinstance(node, All):
            yield f"{condition_words(part)}: dropped", replace(node, parts=node.parts[:n] + node.parts[n + 1 :])


def _of_a_leaf(node: Condition) -> Iterator[Change]:
    """Another word, quantifier or outcome."""
    match node:
        case Among(path=path, values=values):
            others = sorted((path.choices or frozenset()) - values)
            for value in sorted(values):
                if len(values) > 1:
                    yield f"{path}: without {value}", replace(node, values=values - {value})
                if others:
                    yield f"{path}: {value} -> {others[0]}", replace(node, values=values - {value} | {others[0]})
        case Outcomes(name=name, values=values):
            for value in sorted(values):
                for other in sorted(outcomes_of(node) - values)[:1]:
                    yield f"{name}: {value} -> {other}", replace(node, values=values - {value} | {other})
        case Quantified(relation=relation, quantifier=quantifier):
            changed = QUANTIFIERS[quantifier]
            yield f"{relation.plural}: {quantifier} -> {changed}", replace(node, quantifier=changed)


def _of_an_operand(node: Comparison | Constant | TargetValue | ShiftedDate) -> Iterator[Change]:
    match node:
        case Comparison(comparator=comparator, operand=operand):
            for other in COMPARATORS[comparator]:
                words = f"{comparison_words(node)} -> {other.value} {operand_words(operand)}"
                yield words, replace(node, comparator=other)
        case Constant(value=value, text=text) if not isinstance(value, str):
            for changed in stepped(value, text):
                yield f"{text} -> {shown(changed)}", replace(node, value=changed, text=shown(changed))
        case TargetValue(name=name, steps=steps, text=text):
            for n, (start, known) in enumerate(steps):
                for step in () if known is None else stepped(known, text):
                    moved_steps = (*steps[:n], (start, step), *steps[n + 1 :])
                    yield f"${name} {shown(step)}", replace(node, steps=moved_steps)
        case ShiftedDate(count=count, forward=forward) if not (isinstance(count, Constant) and count.value == 0):
            words = f"{operand_words(node)} -> {'before' if forward else 'after'}"
            yield words, replace(node, forward=not forward)


def _of_a_due_date(node: FixedDue | RelativeDue | YearEnd) -> Iterator[Change]:
    if isinstance(node, FixedDue):
        for day in moved(node.on):
            yield f"due {node.on} -> {day}", replace(node, on=day)
    yield "due: standing", Standing()
