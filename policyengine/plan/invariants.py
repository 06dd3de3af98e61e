"""What every plan satisfies, however it was made; engines rely on it without looking."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from policyengine.plan.consequences import Follows, Meets, VerdictIs
from policyengine.plan.nodes import (
    Among,
    Average,
    Compare,
    Comparison,
    Condition,
    Constant,
    Count,
    Counted,
    FieldValue,
    Fold,
    Judged,
    MeasuredOn,
    Operand,
    Outcomes,
    OwnField,
    Path,
    Population,
    Presence,
    Quantified,
    Relation,
    ShiftedDate,
    TargetValue,
    ThisYear,
)
from policyengine.plan.operands import is_word
from policyengine.plan.paths import NUMERIC
from policyengine.plan.planned import MeasureRequirement, Plan
from policyengine.plan.resolve_condition import outcomes_of
from policyengine.plan.walk import own_parts, parts_of
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import FieldType, Vocabulary

WORD_COMPARATORS = frozenset({Comparator.EQUAL, Comparator.NOT})


class InvariantError(Exception):
    """A plan that no policy can have; a fault of the program, not of the policy."""


def check_invariants(plan: Plan, vocabulary: Vocabulary) -> None:
    """Raise `InvariantError` with all that is wrong with a plan, if anything is."""
    broken = [*_subjects(plan, vocabulary), *_parts(plan, vocabulary), *_consequences(plan)]
    if broken:
        raise InvariantError("; ".join(broken))


def _subjects(plan: Plan, vocabulary: Vocabulary) -> Iterator[str]:
    subjects = {rule.subject for rule in (*plan.rules, *plan.readings)}
    subjects |= {each.subject for each in plan.indicators}
    subjects |= {each.subject for each in plan.consequences}
    for subject in sorted(subjects):
        steps = plan.paths.get(subject)
        if subject not in vocabulary.entities or steps is None:
            yield f"no path leads from the subject {subject}"
        elif plan.jurisdiction and _destination(vocabulary, subject, steps) != plan.jurisdiction[0]:
            yield f"the path of {subject} does not lead to {plan.jurisdiction[0]}"
    ids = [(rule.id, rule.alternative) for rule in (*plan.rules, *plan.readings)]
    if len(set(ids)) != len(ids):
        yield "two rules have one name"
    if not {rule.id for rule in plan.readings} <= {rule.id for rule in plan.rules}:
        yield "a reading belongs to no rule"


def _consequences(plan: Plan) -> Iterator[str]:
    subjects = {rule.id: rule.subject for rule in plan.rules}
    earlier: dict[str, str] = {}
    for each in plan.consequences:
        for literal in each.literals:
            match literal:
                case VerdictIs(rule=name) if subjects.get(name) != each.subject:
                    yield f"{each.id} follows from no rule {name} about each {each.subject}"
                case Follows(consequence=name) if earlier.get(name) != each.subject:
                    yield f"{each.id} follows from no earlier {name} about each {each.subject}"
                case Meets(condition=condition) if not _is_about(condition, each.subject):
                    yield f"a condition of {each.id} is about something else"
        if each.id in earlier:
            yield f"two consequences are named {each.id}"
        earlier[each.id] = each.subject


def _destination(vocabulary: Vocabulary, entity: str, steps: tuple[str, ...]) -> str | None:
    """The entity that references lead to, if they lead anywhere."""
    for step in steps:
        field = vocabulary.entities[entity].fields.get(step)
        if field is None or field.reference is None:
            return None
        entity = field.reference
    return entity


def _parts(plan: Plan, vocabulary: Vocabulary) -> Iterator[str]:
    for part in parts_of(plan.rules, plan.readings, plan.indicators, plan.consequences):
        match part:
            case Path() if not _exists(vocabulary, part):
                yield f"no field {part} leads from {part.entity}"
            case Relation() if _destination(vocabulary, part.child, part.steps) != part.parent:
                yield f"{part.child} does not belong to {part.parent} by {part.steps}"
            case Among(path=path, values=values) if not is_word(path) or not values:
                yield f"{path} is compared with the words {sorted(values)}"
            case Among(path=path, values=values) if path.choices is not None and not values <= path.choices:
                yield f"{path} has no values {sorted(values - path.choices)}"
            case Compare(path=path, comparison=comparison) if not _comparable(path, comparison):
                yield f"{path} is compared with {comparison}"
            case Presence(path=path) if not path.optional:
                yield f"{path} is never none"
            case ThisYear(path=path) if path.type is not FieldType.DATE:
                yield f"{path} is no date"
            case Fold(of=path) | OwnField(path=path) if path.type not in NUMERIC:
                yield f"{path} is no number"
            case Outcomes() if not part.values <= outcomes_of(part):
                yield f"{part.name} has no outcomes {sorted(part.values)}"
            case Judged(entity=entity) if entity not in vocabulary.entities:
                yield f"{part.name} is a determination about {entity}"
            case Counted(comparisons=comparisons) | MeasureRequirement(comparisons=comparisons):
                if not comparisons or not all(_is_number(comparison.operand) for comparison in comparisons):
                    yield "a number is compared with something else"
            case Average(inner=inner, population=population) if _subject(inner) != population.relation.child:
                yield f"an average over {population.relation.child} is of something else"
            case Quantified(relation=relation, condition=condition) if not _is_about(condition, relation.child):
                yield f"a condition on {relation.plural} is about something else"
            case Population(relation=relation, where=where) if not _is_about(where, relation.child):
                yield f"a condition on {relation.plural} is about something else"


def _exists(vocabulary: Vocabulary, path: Path) -> bool:
    owner = _destination(vocabulary, path.entity, path.steps)
    return owner == path.owner and path.field in vocabulary.entities[owner].fields


def _subject(inner: Count | Fold | OwnField) -> str:
    """The entity whose rows a measure inside an average is of."""
    return inner.path.entity if isinstance(inner, OwnField) else inner.population.relation.parent


def _is_about(condition: Condition, entity: str) -> bool:
    """Whether all that a condition reads starts from a row of the entity."""
    for part in own_parts(condition):
        match part:
            case Among(path=path) | Presence(path=path) | ThisYear(path=path) | Compare(path=path):
                start = path.entity
            case Quantified(relation=relation) | Counted(relation=relation):
                start = relation.parent
            case Judged(entity=start):
                pass
            case _:
                continue
        if start != entity:
            return False
    return True


def _comparable(path: Path, comparison: Comparison) -> bool:
    operand = comparison.operand
    if path.type in NUMERIC:
        return _is_number(operand)
    if path.type is FieldType.DATE:
        return _is_date(operand)
    if comparison.comparator not in WORD_COMPARATORS:
        return False
    match operand:
        case Constant(value=str() as word):
            # Equality with a word is always `Among`, so that engines see one form.
            fits = path.choices is None or word in path.choices
            return fits and comparison.comparator is Comparator.NOT
        case FieldValue(path=other):
            return other.entity == path.entity and is_word(other)
        case _:
            return False


def _is_number(operand: Operand) -> bool:
    match operand:
        case Constant(value=value):
            return isinstance(value, Fraction)
        case TargetValue(steps=steps):
            return all(value is None or isinstance(value, Fraction) for _, value in steps)
        case FieldValue(path=path):
            return path.type in NUMERIC
        case _:
            return False


def _is_date(operand: Operand) -> bool:
    match operand:
        case Constant(value=value):
            return isinstance(value, date)
        case TargetValue(steps=steps):
            return all(value is None or isinstance(value, date) for _, value in steps)
        case FieldValue(path=path):
            return path.type is FieldType.DATE
        case ShiftedDate(base=base, count=count):
            return _is_date(base) and _is_number(count)
        case MeasuredOn():
            return True
