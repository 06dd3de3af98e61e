"""Rules as columns over their subjects: applicability, requirement and lateness, to be judged elsewhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policyengine.backends import expressions as ex
from policyengine.backends.queries import Query
from policyengine.engine.columnar.clocks import Schedule, due_names, measured_on, schedule
from policyengine.engine.columnar.conditions import Frames, existence, truth
from policyengine.engine.columnar.evidence import items_done
from policyengine.engine.columnar.measures import Number, measured
from policyengine.engine.columnar.rows import Rows
from policyengine.engine.columnar.satisfy import satisfies
from policyengine.engine.columnar.scan import Clock, Scan
from policyengine.engine.columnar.tri import Tri, all_of, negated
from policyengine.engine.outcome import Cause
from policyengine.facts.tables import FactBase
from policyengine.plan.planned import (
    ConditionRequirement,
    Due,
    EvidenceRequirement,
    MeasureRequirement,
    Plan,
    PlannedRule,
    RelativeDue,
)
from policyengine.semantics.truth import Truth


@dataclass(frozen=True, slots=True)
class RuleColumns:
    """What the engine finds for one rule, as expressions over its subjects' rows."""

    rule: PlannedRule
    rows: Rows
    causes: tuple[tuple[Cause, Tri], ...]
    satisfied: Tri
    overdue: Tri
    schedule: Schedule
    number: Number | None

    @property
    def applicable(self) -> Tri:
        """Whether the rule applies: no cause keeps it from doing so."""
        return all_of(negated(tri) for _, tri in self.causes)


@dataclass(frozen=True)
class Batch:
    """Rules that share their subjects, and so one scan; `inside` keeps the jurisdiction's rows."""

    subject: str
    scan: Scan
    inside: ex.Expr | None
    rules: tuple[RuleColumns, ...]

    @cached_property
    def frame(self) -> Query:
        """The subjects within, or possibly within, the jurisdiction, with all columns that the rules read."""
        built = self.scan.build()
        return built if self.inside is None else built.filter(self.inside)


class Columns:
    """One evaluation of a plan over facts: its rules become expressions, those that can share a scan together.

    Evaluations with the same `frames`, which are of the same facts, share their scans.
    """

    def __init__(self, plan: Plan, facts: FactBase, as_of: date, frames: Frames | None = None) -> None:
        self.plan, self.facts, self.as_of = plan, facts, as_of
        self.frames = Frames(facts) if frames is None else frames
        self._schedules: dict[tuple[str, Due], Schedule] = {}

    def batches(self, rules: Iterable[PlannedRule]) -> tuple[Batch, ...]:
        """The rules by shared scan, in the order in which they first appear."""
        gathered: dict[str, list[RuleColumns]] = {}
        for rule in rules:
            gathered.setdefault(rule.subject, []).append(self.columns(rule))
        return tuple(
            Batch(subject, columns[0].rows.scan, self._jurisdiction(columns[0].rows)[0], tuple(columns))
            for subject, columns in gathered.items()
        )

    def subjects(self, rule: PlannedRule) -> Rows:
        """The rows of the rule's subjects on its measuring date."""
        rows = self.frames.subjects(rule.subject, self._clock(rule.due), self.plan.jurisdiction)
        if (rule.subject, rule.due) not in self._schedules:
            self._schedules[rule.subject, rule.due] = schedule(rule.due, rows, self.as_of, self._period)
        return rows

    @property
    def _period(self) -> tuple[date, date | None]:
        return self.plan.period_from, self.plan.period_until

    def _clock(self, due: Due) -> Clock:
        on = measured_on(due, self.as_of, self.plan.period_until)
        names = due_names(due.operand) if isinstance(due, RelativeDue) else ()
        return self.frames.clock(on, (due, self.as_of, self._period), names)

    def columns(self, rule: PlannedRule) -> RuleColumns:
        """One rule as expressions."""
        rows, frames = self.subjects(rule), self.frames
        when = self._schedules[rule.subject, rule.due]
        number: Number | None = None
        satisfied: Tri
        match rule.requirement:
            case MeasureRequirement(measure=measure, comparisons=comparisons):
                number = measured(measure, rows, frames)
                satisfied = all_of([satisfies(number, comparison, rows) for comparison in comparisons])
            case ConditionRequirement(condition=condition):
                satisfied = truth(condition, rows, frames)
            case EvidenceRequirement():
                satisfied = all_of(items_done(rule.requirement, rows, frames).values())
        causes: dict[Cause, Tri] = {
            Cause.NOT_IN_FORCE: negated(when.in_force),
            Cause.NO_DUE_DATE: when.undated,
            Cause.OUTSIDE_LIFETIME: _once(rows, "outside", lambda: negated(existence(rows, frames))),
            Cause.JURISDICTION_UNKNOWN: _once(rows, "unsettled", lambda: self._jurisdiction(rows)[1]),
            Cause.CONDITION_NOT_MET: _column(negated(truth(rule.when, rows, frames)), rows),
            Cause.EMPTY_POPULATION: Truth.NO if number is None else _column(number.empty, rows),
        }
        satisfied, overdue = _column(satisfied, rows), _column(when.overdue, rows)
        return RuleColumns(rule, rows, tuple(causes.items()), satisfied, overdue, when, number)

    def _jurisdiction(self, rows: Rows) -> tuple[ex.Expr | None, Tri]:
        """Which subjects are within or possibly within the jurisdiction, and where that is unknown."""
        place = self.plan.jurisdiction
        if place is None:
            return None, Truth.NO
        steps = self.plan.paths[rows.entity.name]
        if not steps:
            return ex.col("id") == ex.lit(place[1]), Truth.NO
        cell = rows.reference(steps)
        if cell.value is None:
            return None if cell.none is None else ~cell.none, Truth.UNKNOWN
        lost = cell.value.is_null() if cell.none is None else cell.value.is_null() & ~cell.none
        inside = (cell.value == ex.lit(place[1])).fill_null(False) | lost
        unsettled = ex.when(lost).then(ex.lit(None, dtype=ex.Boolean)).otherwise(ex.lit(False))
        return inside, unsettled


def _once(rows: Rows, name: str, make: Callable[[], Tri]) -> Tri:
    """A truth that all rules over the same rows share, so that it can be known to be the same."""
    if name not in rows.memo:
        rows.memo[name] = make()
    made: Tri = rows.memo[name]
    return made


def _column(tri: Tri, rows: Rows) -> Tri:
    """A truth that status and details read several times, as a column of its own."""
    if isinstance(tri, Truth):
        return tri
    return rows.late(tri)
