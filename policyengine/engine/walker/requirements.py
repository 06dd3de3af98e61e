"""Whether a subject satisfies what a rule requires, and which parts of it surely fail."""

from dataclasses import dataclass
from fractions import Fraction

from policyengine.engine.walker.answer import FAILS, Answer, all_hold, unknown
from policyengine.engine.walker.conditions import holds
from policyengine.engine.walker.evidence import proofs_of
from policyengine.engine.walker.measures import UNMEASURED, valuation
from policyengine.engine.walker.rows import Row
from policyengine.engine.walker.values import Quantity, Scene, Value, compared, operand_value
from policyengine.plan.nodes import All, Average, Condition, Count, Fold, Measure, Ratio, Unmeasured, condition_key
from policyengine.plan.planned import ConditionRequirement, EvidenceRequirement, MeasureRequirement, Requirement
from policyengine.semantics.measure import Measured
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a requirement: the truths, the number and its targets if any, and the parts that surely fail.

    `measured` is `None` where there is no number; the requirement is then not one of measure, or has no value.
    """

    satisfied: Answer
    empty: Answer = FAILS
    measured: Measured | None = None
    targets: tuple[Fraction | None, ...] = ()
    failed: tuple[str, ...] = ()


def result(requirement: Requirement, subject: Row, scene: Scene) -> Result:
    """What becomes of the requirement on the measuring date."""
    match requirement:
        case ConditionRequirement(condition=condition):
            return _of_condition(condition, subject, scene)
        case EvidenceRequirement():
            return _of_evidence(requirement, subject, scene)
        case MeasureRequirement():
            return _of_measure(requirement, subject, scene)


def _of_condition(condition: Condition, subject: Row, scene: Scene) -> Result:
    parts = condition.parts if isinstance(condition, All) else (condition,)
    answers = [holds(part, subject, scene) for part in parts]
    failed = (condition_key(part) for part, found in zip(parts, answers, strict=True) if found.truth is Truth.NO)
    return Result(all_hold(answers), failed=tuple(dict.fromkeys(failed)))


def _of_evidence(requirement: EvidenceRequirement, subject: Row, scene: Scene) -> Result:
    found = proofs_of(requirement, subject, scene)
    failed = tuple(item or requirement.rule for item, proof in found.items() if proof.answer.truth is Truth.NO)
    return Result(all_hold(proof.answer for proof in found.values()), failed=failed)


def _of_measure(requirement: MeasureRequirement, subject: Row, scene: Scene) -> Result:
    value = valuation(requirement.measure, subject, scene)
    operands = [operand_value(part.operand, subject, scene) for part in requirement.comparisons]
    targets = tuple(_settled(operand) for operand in operands)
    if isinstance(requirement.measure, Unmeasured):
        lacks = (name for operand in operands for name in operand.missing)
        return Result(unknown(UNMEASURED, *lacks), targets=targets)
    if value.empty.truth is Truth.YES:
        return Result(unknown(), empty=value.empty, targets=targets)
    if value.measured is None:
        return Result(FAILS, targets=targets, failed=(UNMEASURED,))
    measured = Quantity(value.measured.interval, value.none, value.missing)
    comparators = [part.comparator for part in requirement.comparisons]
    parts = [compared(measured, *held) for held in zip(comparators, operands, strict=True)]
    words = dict.fromkeys(word.value for word, part in zip(comparators, parts, strict=True) if part.truth is Truth.NO)
    failed = () if len(parts) == 1 and _gap_is_a_number(requirement.measure) else tuple(words)
    return Result(all_hold(parts), value.empty, value.measured, targets, failed)


def _settled(value: Value) -> Fraction | None:
    """The target as one number, if it is one."""
    if isinstance(value, Quantity) and value.interval.exact and value.none is Truth.NO:
        return value.interval.lo
    return None


def _gap_is_a_number(measure: Measure) -> bool:
    return isinstance(measure, Count | Ratio | Average) or (isinstance(measure, Fold) and measure.function == "sum")
