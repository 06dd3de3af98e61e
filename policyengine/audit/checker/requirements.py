"""Whether the subject satisfies what the rule requires, and which parts of it surely fail."""

from dataclasses import dataclass
from fractions import Fraction

from policyengine.audit.checker.conditions import holds
from policyengine.audit.checker.crowds import Crowd
from policyengine.audit.checker.errors import refused
from policyengine.audit.checker.found import NO, YES, Found, every, found, some
from policyengine.audit.checker.measures import value_of
from policyengine.audit.checker.rule import (
    All,
    Among,
    Any,
    Average,
    Compare,
    Condition,
    ConditionRequirement,
    Count,
    Counted,
    EvidenceRequirement,
    Fold,
    Judged,
    Measure,
    MeasureRequirement,
    Named,
    Negation,
    Presence,
    Quantified,
    Ratio,
    Table,
    ThisYear,
    Unmeasured,
)
from policyengine.audit.checker.scalars import Lacking
from policyengine.audit.checker.scene import Row, Scene
from policyengine.audit.checker.values import Quantity, Value, compared, held_against, operand_value, quantity
from policyengine.semantics.interval import Comparator
from policyengine.semantics.measure import Measured
from policyengine.semantics.truth import Truth

WORK_RECORD = "work_record"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the requirement: the truths, the number and its targets if any, and the parts that surely fail."""

    satisfied: Found
    empty: Found = NO
    measured: Measured | None = None
    targets: tuple[Fraction | None, ...] = ()
    failed: tuple[str, ...] = ()
    crowd: Crowd | None = None


def result(subject: Row, scene: Scene) -> Result:
    """What becomes of the rule's requirement on the measuring date."""
    requirement = scene.material.rule.requirement
    match requirement:
        case ConditionRequirement(condition=condition):
            return _of_condition(condition, subject, scene)
        case EvidenceRequirement():
            return _of_evidence(requirement, scene)
        case MeasureRequirement():
            return _of_measure(requirement, subject, scene)


# --- conditions -------------------------------------------------------------------------------------------------------


def _of_condition(condition: Condition, subject: Row, scene: Scene) -> Result:
    parts = condition.parts if isinstance(condition, All) else (condition,)
    answers = [holds(part, subject, scene) for part in parts]
    failed = dict.fromkeys(_key(part) for part, one in zip(parts, answers, strict=True) if one.truth is Truth.NO)
    return Result(every(answers), failed=tuple(failed))


def _key(condition: Condition) -> str:
    """The key under which a condition stands in its mapping."""
    match condition:
        case All() | Any() | Negation():
            return condition.kind
        case Compare(field=path) | Among(field=path) | Presence(field=path) | ThisYear(field=path):
            return path
        case Judged(name=name) | Table(name=name) | Named(name=name):
            return name
        case Quantified(relation=relation) | Counted(relation=relation):
            return relation.plural


# --- measures ---------------------------------------------------------------------------------------------------------


def _of_measure(requirement: MeasureRequirement, subject: Row, scene: Scene) -> Result:
    measure, comparisons = requirement.measure, requirement.comparisons
    operands = [operand_value(part.operand, subject, scene) for part in comparisons]
    targets = tuple(_settled(operand) for operand in operands)
    value = value_of(measure, subject, scene)
    if isinstance(measure, Unmeasured):
        lacks = value.missing.union(*(operand.missing for operand in operands))
        return Result(found(Truth.UNKNOWN, lacks), targets=targets)
    if value.empty.truth is Truth.YES:
        return Result(found(Truth.UNKNOWN), empty=value.empty, targets=targets, crowd=value.crowd)
    if value.measured is None:
        return Result(NO, targets=targets, failed=("measure",))
    number = Quantity(value.measured.interval, value.none, value.missing)
    parts = held_against(number, comparisons, subject, scene)
    failed: tuple[str, ...] = ()
    if len(parts) > 1 or not gap_is_a_number(measure):
        fails = zip(comparisons, parts, strict=True)
        failed = tuple(dict.fromkeys(one.comparator.value for one, part in fails if part.truth is Truth.NO))
    return Result(every(parts), value.empty, value.measured, targets, failed, value.crowd)


def _settled(value: Value) -> Fraction | None:
    if isinstance(value, Quantity) and value.interval.exact and value.none is Truth.NO:
        return value.interval.lo
    return None


def gap_is_a_number(measure: Measure) -> bool:
    """Whether what is lacking can be told as a number."""
    return isinstance(measure, Count | Ratio | Average) or (isinstance(measure, Fold) and measure.function == "sum")


# --- evidence ---------------------------------------------------------------------------------------------------------


def _of_evidence(requirement: EvidenceRequirement, scene: Scene) -> Result:
    records = [Row(WORK_RECORD, group, (WORK_RECORD,)) for group in scene.material.records]
    proofs = {item: _proved(requirement, item, records, scene) for item in requirement.items}
    failed = tuple(item or requirement.rule for item, proof in proofs.items() if proof.truth is Truth.NO)
    return Result(every(proofs.values()), failed=failed)


def _proved(requirement: EvidenceRequirement, item: str, records: list[Row], scene: Scene) -> Found:
    """Whether some record says that the item was done by the measuring date."""
    wanted = {
        "policy": requirement.policy,
        "rule": requirement.rule,
        "item": item,
        "subject_kind": requirement.subject_kind,
        "subject_id": scene.material.subject.origin.id,
    }
    proofs, denied = [], False
    for record in records:
        scene.budget.spend()
        about = every(_is(record, name, word) for name, word in wanted.items())
        if about.truth is Truth.NO:
            continue
        measured_on = Quantity(scene.measured_on.interval, missing=scene.measured_on.missing)
        in_time = compared(quantity(record, "done_on", scene), Comparator.AT_MOST, measured_on)
        proofs.append(every((about, _is(record, "outcome", "done"), in_time)))
        denied = denied or (about.truth is Truth.YES and record.held.cells.get("outcome") == "not_done")
    proved = some(proofs)
    if (
        scene.material.entity(WORK_RECORD).complete
        or proved.truth is Truth.YES
        or (denied and proved.truth is Truth.NO)
    ):
        return proved
    return some((proved, found(Truth.UNKNOWN, frozenset({WORK_RECORD}))))


def _is(record: Row, name: str, wanted: str) -> Found:
    """Whether the record's cell is the word; an empty word is wanted where there is none."""
    cell = record.held.cells.get(name)
    match cell:
        case str():
            return YES if cell == wanted else NO
        case Lacking(lack="none"):
            return NO if wanted else YES
        case Lacking():
            return found(Truth.UNKNOWN, frozenset({f"{WORK_RECORD}.{name}"}))
        case _:
            raise refused(f"证书缺少 `{WORK_RECORD}.{name}`", f"the certificate lacks `{WORK_RECORD}.{name}`")
