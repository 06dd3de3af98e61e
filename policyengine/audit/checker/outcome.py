"""What the rule finds for the subject, before any status is drawn from it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policyengine.audit.checker.conditions import holds
from policyengine.audit.checker.crowds import Crowd
from policyengine.audit.checker.errors import refused
from policyengine.audit.checker.existence import exists
from policyengine.audit.checker.found import NO, Found, found, missing, opposite
from policyengine.audit.checker.material import Material
from policyengine.audit.checker.requirements import result
from policyengine.audit.checker.scalars import Lacking
from policyengine.audit.checker.scene import NOTHING, Budget, Day, Names, Row, Scene
from policyengine.audit.checker.timing import timing
from policyengine.audit.checker.values import days
from policyengine.semantics.measure import Measured
from policyengine.semantics.truth import Truth, all_of, negation


@dataclass(frozen=True, slots=True)
class Outcome:
    """Applicability, requirement and lateness as truths, the numbers behind them, and what would settle the status.

    `crowd` is what the members of the measure's population add to it, where it has one.
    """

    causes: tuple[tuple[str, Truth], ...]
    satisfied: Truth
    overdue: Truth
    measured: Measured | None
    targets: tuple[Fraction | None, ...]
    measured_on: date | None
    due: date | None
    missing: Names
    failed: tuple[str, ...]
    crowd: Crowd | None

    @property
    def applies(self) -> Truth:
        """Whether the rule applies: no cause keeps it from doing so."""
        return all_of(negation(truth) for _, truth in self.causes)


def outcome_of(material: Material) -> Outcome:
    """What the rule finds. Raises `RefusedCertificateError` for a subject that the plan does not bind."""
    subject, budget = Row(material.rule.subject, material.subject), Budget()
    when = timing(material, subject, budget)
    on = Scene(material, when.measured_on, budget)
    required = result(subject, on)
    lifetime = exists(subject, on) if material.subject.listed else found(Truth.YES)
    causes = {
        "not_in_force": opposite(when.in_force),
        "no_due_date": when.without_due_date,
        "outside_lifetime": opposite(lifetime),
        "jurisdiction_unknown": _outside(material),
        "condition_not_met": opposite(holds(material.rule.when, subject, on)),
        "empty_population": required.empty,
    }
    return Outcome(
        causes=tuple((name, cause.truth) for name, cause in causes.items()),
        satisfied=required.satisfied.truth,
        overdue=when.overdue.truth,
        measured=required.measured,
        targets=required.targets,
        measured_on=_single(when.measured_on),
        due=when.due,
        missing=_missing(list(causes.values()), required.satisfied, when.overdue),
        failed=required.failed if required.satisfied.truth is Truth.NO else (),
        crowd=required.crowd,
    )


def _outside(material: Material) -> Found:
    """Whether it is unknown that the subject lies in the jurisdiction. One that lies elsewhere has no verdict."""
    binds, place = material.plan.jurisdiction, material.subject.place
    if binds is None or place == binds.id:
        return NO
    if isinstance(place, Lacking) and place.lack == "unknown":
        return found(Truth.UNKNOWN, frozenset({f"{material.rule.subject}.{'.'.join(binds.steps)}"}))
    raise refused("该对象不在方案的管辖范围内", "the subject lies outside the plan's jurisdiction")


def _single(day: Day) -> date | None:
    return days(day.interval)[0] if day.interval.exact else None


def _missing(causes: list[Found], satisfied: Found, overdue: Found) -> Names:
    """What is unknown and could change the status: nothing, where some cause surely keeps the rule from applying."""
    if any(cause.truth is Truth.YES for cause in causes):
        return NOTHING
    late = NOTHING if satisfied.truth is Truth.YES else overdue.missing
    return missing([*causes, satisfied]) | late
