"""From truths to a verdict: the status table of language.md §4 as data, the reasons, and the smallest remedy."""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from policyengine.audit.checker.material import Material, StatedGap, StatedVerdict
from policyengine.audit.checker.outcome import Outcome
from policyengine.audit.checker.requirements import gap_is_a_number
from policyengine.audit.checker.rule import Average, Fold, Measure, MeasureRequirement, OwnField
from policyengine.reading.numbers import render_high, render_low, render_number
from policyengine.semantics.interval import Comparator
from policyengine.semantics.measure import Bound
from policyengine.semantics.truth import Truth


class Line(NamedTuple):
    """A line of the status table: the status where all that it names is so; `None` does not matter."""

    status: str
    applies: bool
    satisfied: bool | None = None
    waived: bool | None = None
    overdue: bool | None = None
    modality: str | None = None


STATUS_TABLE = (
    Line("not_applicable", applies=False),
    Line("compliant", applies=True, satisfied=True),
    Line("waived", applies=True, satisfied=False, waived=True),
    Line("pending", applies=True, satisfied=False, waived=False, overdue=False),
    Line("noncompliant", applies=True, satisfied=False, waived=False, overdue=True, modality="must"),
    Line("shortfall", applies=True, satisfied=False, waived=False, overdue=True, modality="should"),
)


def verdict_of(material: Material, outcome: Outcome) -> StatedVerdict:
    """The verdict that an outcome means."""
    rule, plan, waiver = material.rule, material.plan, material.waiver
    possible = tuple(line.status for line in STATUS_TABLE if _fits(line, outcome, material))
    status = possible[0] if len(possible) == 1 else "unknown"
    required = rule.requirement if isinstance(rule.requirement, MeasureRequirement) else None
    measured = outcome.measured
    return StatedVerdict(
        policy=plan.policy,
        policy_sha256=plan.policy_sha256,
        rule=rule.id,
        modality=rule.modality,
        actor=rule.actor,
        subject_kind=rule.subject,
        subject=material.subject.origin.id,
        status=status,
        possible=possible,
        reasons=_reasons(status, outcome, material),
        lo=render_low(measured.lo.value if measured.lo else None) if measured else None,
        hi=render_high(measured.hi.value if measured.hi else None) if measured else None,
        comparator=", ".join(one.comparator.value for one in required.comparisons) if required else None,
        target=_targets(outcome) if required and required.comparisons else None,
        unit=required.unit if required else None,
        gap=_gap(required, outcome, material),
        missing=tuple(sorted(outcome.missing)),
        measured_on=outcome.measured_on,
        due=outcome.due,
        as_of=material.as_of,
        waiver=f"{waiver.owner}: {waiver.reason} ({waiver.start} – {waiver.end})" if waiver else None,
        reading=rule.reading,
        citations=rule.citations,
    )


def _fits(line: Line, outcome: Outcome, material: Material) -> bool:
    """Whether some way of resolving what is unknown leads to the line."""
    truths = (
        (outcome.applies, line.applies),
        (outcome.satisfied, line.satisfied),
        (outcome.overdue, line.overdue),
    )
    open_to = all(wanted is None or truth is Truth.UNKNOWN or truth.sure is wanted for truth, wanted in truths)
    exempt = line.waived in (None, material.waiver is not None)
    return open_to and exempt and line.modality in (None, material.rule.modality)


# --- reasons ----------------------------------------------------------------------------------------------------------


def _reasons(status: str, outcome: Outcome, material: Material) -> tuple[str, ...]:
    reasons: list[str] = []
    if status == "not_applicable":
        reasons = [cause for cause, truth in outcome.causes if truth.sure]
    elif status == "unknown":
        reasons = [cause for cause, truth in outcome.causes if truth.possible]
        reasons += [word for name in sorted(outcome.missing) if (word := _lacking(name, material))]
    snapshot, due = material.snapshot_on, outcome.due
    if material.rule.undated and snapshot is not None and due is not None and snapshot > due:
        reasons.append("snapshot_after_due")
    return tuple(reasons)


def _lacking(name: str, material: Material) -> str | None:
    """The reason that a missing fact stands for, where it is more than an empty cell."""
    if name.startswith("$"):
        return f"target_unspecified:{name[1:]}"
    if name == "measure":
        return "measure_unspecified"
    if "." in name:
        return None
    return f"table_incomplete:{name}" if material.entity(name).supplied else f"table_not_supplied:{name}"


def _targets(outcome: Outcome) -> str:
    return ", ".join("unspecified" if target is None else render_number(target) for target in outcome.targets)


# --- the gap ----------------------------------------------------------------------------------------------------------


def _gap(required: MeasureRequirement | None, outcome: Outcome, material: Material) -> StatedGap | None:
    """Where the requirement surely fails: the least change, from the nearer bound, or else the parts that failed."""
    if outcome.satisfied is not Truth.NO or outcome.applies is Truth.NO:
        return None
    failed = outcome.failed
    if required and len(required.comparisons) == 1 and gap_is_a_number(required.measure):
        least = _least_change(required, outcome, material)
        if least is not None:
            return StatedGap(amount=render_number(least), conditions=failed)
        if outcome.targets[0] is not None:
            failed = (required.comparisons[0].comparator.value,)
    return StatedGap(conditions=failed) if failed else None


def _least_change(required: MeasureRequirement, outcome: Outcome, material: Material) -> Fraction | None:
    comparator, target, measured = required.comparisons[0].comparator, outcome.targets[0], outcome.measured
    if target is None or measured is None:
        return None
    start = _nearer(comparator, measured.lo, measured.hi, target)
    if start is None:
        return None
    steps = _steps_in_one(required.measure, material)
    change = _steps_to(comparator, start.total * steps, target * start.population * steps)
    return None if change is None else change / steps


def _nearer(comparator: Comparator, lo: Bound | None, hi: Bound | None, target: Fraction) -> Bound | None:
    match comparator:
        case Comparator.AT_MOST | Comparator.LESS_THAN:
            return lo
        case Comparator.EQUAL:
            return lo if lo is not None and lo.value > target else hi
        case _:
            return hi


def _steps_to(comparator: Comparator, total: Fraction, threshold: Fraction) -> Fraction | None:
    """How many whole steps bring the total to the threshold; `None` where no whole number of them does."""
    match comparator:
        case Comparator.AT_LEAST:
            return ceil(threshold) - total
        case Comparator.MORE_THAN:
            return floor(threshold) + 1 - total
        case Comparator.AT_MOST:
            return total - floor(threshold)
        case Comparator.LESS_THAN:
            return total - ceil(threshold) + 1
        case Comparator.EQUAL:
            return abs(threshold - total) if threshold.denominator == 1 else None
        case Comparator.NOT:
            return Fraction(1)


def _steps_in_one(measure: Measure, material: Material) -> int:
    """A power of ten for a sum of decimals; things are counted one by one."""
    match measure:
        case Average(inner=OwnField(field=path), population=population):
            return int(10 ** material.domain(population.relation.child, path).digits)
        case Fold(of=path, population=population) | Average(inner=Fold(of=path, population=population)):
            return int(10 ** material.domain(population.relation.child, path).digits)
        case _:
            return 1
