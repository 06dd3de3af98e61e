"""The reference engine: one rule and one subject at a time, in plain Python, straight from language.md §4."""

from collections.abc import Callable
from datetime import date
from functools import cache

from policyengine.engine.outcome import Cause, Causes, Outcome
from policyengine.engine.walker.answer import FAILS, HOLDS, NOTHING, Answer, Names, missing_of, negated, unknown
from policyengine.engine.walker.conditions import holds
from policyengine.engine.walker.existence import exists
from policyengine.engine.walker.measures import OPEN, valuation
from policyengine.engine.walker.requirements import Result, result
from policyengine.engine.walker.rows import Facts, Lack, Row
from policyengine.engine.walker.timing import timing
from policyengine.engine.walker.values import Quantity, Scene
from policyengine.plan.nodes import Measure
from policyengine.plan.planned import FixedDue, Plan, PlannedRule, Requirement, Standing
from policyengine.semantics.measure import NO_VALUE, Measured
from policyengine.semantics.truth import Truth

ResultOf = Callable[[Requirement, Row, Scene], Result]


def subjects(plan: Plan, kind: str, facts: Facts) -> list[str]:
    """The ids of the rows of that kind that are, or may be, in the jurisdiction; its own id even without a row."""
    ids = [row.id for row in facts.rows(kind).values() if _within(plan, row, facts).truth.possible]
    if plan.jurisdiction and plan.jurisdiction[0] == kind and plan.jurisdiction[1] not in ids:
        ids.append(plan.jurisdiction[1])
    return ids


def concerns(plan: Plan, kind: str, subject_id: str, facts: Facts) -> bool:
    """Whether a subject of that kind is one of `subjects`."""
    if plan.jurisdiction == (kind, subject_id):
        return True
    row = facts.rows(kind).get(subject_id)
    return row is not None and _within(plan, row, facts).truth.possible


def walk(
    plan: Plan, rule: PlannedRule, facts: Facts, subject_id: str, as_of: date, *, result_of: ResultOf = result
) -> Outcome:
    """What the rule finds for a subject in, or possibly in, the jurisdiction.

    `result_of` is for who knows what becomes of a requirement without looking again.
    """
    subject = facts.row(rule.subject, subject_id)
    when = timing(plan, rule.due, subject, facts, as_of)
    scene = Scene(facts, when.measured_on)
    found = result_of(rule.requirement, subject, scene)
    causes = (
        (Cause.NOT_IN_FORCE, negated(when.in_force)),
        (Cause.NO_DUE_DATE, when.without_due_date),
        (Cause.OUTSIDE_LIFETIME, _outside_lifetime(subject, scene)),
        (Cause.JURISDICTION_UNKNOWN, _jurisdiction_unknown(plan, subject, facts)),
        (Cause.CONDITION_NOT_MET, negated(holds(rule.when, subject, scene))),
        (Cause.EMPTY_POPULATION, found.empty),
    )
    measured = found.measured
    return Outcome(
        causes=_shared(tuple([(cause, part.truth) for cause, part in causes])),
        satisfied=found.satisfied.truth,
        overdue=when.overdue.truth,
        measured=measured is not None,
        lo=measured.lo if measured else None,
        hi=measured.hi if measured else None,
        targets=found.targets,
        measured_on=_exact(when.measured_on),
        due=_exact(when.due),
        missing=tuple(sorted(_missing([part for _, part in causes], found.satisfied, when.overdue))),
        failed=found.failed if found.satisfied.truth is Truth.NO else (),
    )


def measure_part(plan: Plan, measure: Measure, facts: Facts, subject: Row, as_of: date) -> Measured:
    """The value of a part of an indicator, measured on as_of or, if that is earlier, at the end of the period.

    Of a measure that the text leaves open nothing is known; a field that is none has no value.
    """
    due = FixedDue(plan.period_until) if plan.period_until else Standing()
    value = valuation(measure, subject, Scene(facts, timing(plan, due, subject, facts, as_of).measured_on))
    return NO_VALUE if value.none is Truth.YES else value.measured or OPEN


def _within(plan: Plan, row: Row, facts: Facts) -> Answer:
    """Whether the row lies in the jurisdiction."""
    if plan.jurisdiction is None:
        return HOLDS
    steps = plan.paths[row.entity]
    place = facts.reach(row, steps)
    if place is Lack.UNKNOWN:
        return unknown(f"{row.entity}.{'.'.join(steps)}")
    within = isinstance(place, Row) and place.id == plan.jurisdiction[1]
    return Answer(Truth.YES if within else Truth.NO)


def _jurisdiction_unknown(plan: Plan, subject: Row, facts: Facts) -> Answer:
    within = _within(plan, subject, facts)
    return within if within.truth is Truth.UNKNOWN else FAILS


def _outside_lifetime(subject: Row, scene: Scene) -> Answer:
    """Whether the subject does not exist on the measuring date; one without a row of its own is taken to."""
    return negated(exists(subject, scene)) if subject.id in scene.facts.rows(subject.entity) else FAILS


@cache  # three truths for each cause
def _shared(causes: Causes) -> Causes:
    """The same causes as one object: outcomes are kept by the million."""
    return causes


def _exact(day: Quantity | None) -> date | None:
    if day is None or day.interval.lo is None or not day.interval.exact or day.none is not Truth.NO:
        return None
    return date.fromordinal(int(day.interval.lo))


def _missing(causes: list[Answer], satisfied: Answer, overdue: Answer) -> Names:
    """What is unknown and could change the status: nothing, where some cause surely keeps the rule from applying."""
    if any(cause.truth is Truth.YES for cause in causes):
        return NOTHING
    late = NOTHING if satisfied.truth is Truth.YES else overdue.missing
    return missing_of([*causes, satisfied]) | late
