"""One rule and one subject with the rows behind them: what the columns say of all, and the few that are shown."""

from dataclasses import dataclass

from policyengine.engine.columnar.classes import child_classes, condition_truths
from policyengine.engine.columnar.rules import Columns
from policyengine.engine.walker.rows import Facts, Row
from policyengine.engine.walker.seen import operand_paths
from policyengine.engine.walker.timing import timing
from policyengine.engine.walker.trace import View, measured_view, tested_view
from policyengine.engine.walker.values import Scene
from policyengine.explain.nearby import Nearby
from policyengine.explain.rows import Ranged, note_rows, ranged
from policyengine.facts.tables import FactBase
from policyengine.plan.nodes import Condition, OwnField, Path
from policyengine.plan.planned import (
    ConditionRequirement,
    EvidenceRequirement,
    MeasureRequirement,
    PlannedRule,
    RelativeDue,
)
from policyengine.plan.walk import own_parts
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import Case


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The rule, the subject's row, and the scene in which the few rows are tested.

    `measured` are the rows that a measure is taken of; `over` those of each condition over children; `truths` holds
    what only the columns can tell: the truth of conditions over all children.
    """

    case: Case
    rule: PlannedRule
    row: Row
    scene: Scene
    measured: Ranged | None
    over: dict[Condition, Ranged]
    truths: dict[Condition, Truth]
    shown: int


def inquire(case: Case, rule: PlannedRule, subject: str, shown: int) -> Inquiry:
    """Look into a subject that has a verdict."""
    requirement = rule.requirement
    view = measured_view(requirement.measure) if isinstance(requirement, MeasureRequirement) else None
    measured = None if view is None else _ranged(view, case, rule, subject, shown)
    over: dict[Condition, Ranged] = {}
    for part in own_parts(*_conditions(rule)):
        ranging = tested_view(part)
        if ranging is not None:
            over[part] = _ranged(ranging, case, rule, subject, shown)
    truths: dict[Condition, Truth] = {}
    if over:
        asked = own_parts(*_conditions(rule))
        truths = condition_truths(_columns(case), rule, subject, asked)
    facts = Facts(_cut_down(case, rule, subject, [*over.values(), *([measured] if measured else [])]))
    row = facts.row(rule.subject, subject)
    scene = Scene(facts, timing(case.plan, rule.due, row, facts, case.as_of).measured_on)
    return Inquiry(case, rule, row, scene, measured, over, truths, shown)


def own_paths(rule: PlannedRule) -> tuple[Path, ...]:
    """The subject's own fields that the value and the due date rest on."""
    paths: tuple[Path, ...] = ()
    requirement = rule.requirement
    if isinstance(requirement, MeasureRequirement):
        if isinstance(requirement.measure, OwnField):
            paths += (requirement.measure.path,)
        paths += tuple(path for part in requirement.comparisons for path in operand_paths(part.operand))
    if isinstance(rule.due, RelativeDue):
        paths += operand_paths(rule.due.operand)
    return paths


def _conditions(rule: PlannedRule) -> tuple[Condition, ...]:
    required = (rule.requirement.condition,) if isinstance(rule.requirement, ConditionRequirement) else ()
    return (rule.when, *required)


def _ranged(view: View, case: Case, rule: PlannedRule, subject: str, shown: int) -> Ranged:
    return ranged(view, child_classes(_columns(case), rule, subject, view, shown=shown), shown)


def _columns(case: Case) -> Columns:
    return Columns(case.plan, case.facts, case.as_of)


def _cut_down(case: Case, rule: PlannedRule, subject: str, over: list[Ranged]) -> FactBase:
    """The facts that looking at the subject and at the rows that are shown needs."""
    nearby = Nearby(case.facts, case.as_of)
    nearby.keep(rule.subject, [subject])
    for condition in _conditions(rule):
        nearby.condition(condition, rule.subject, [subject], below=False)
    for path in own_paths(rule):
        nearby.follow(rule.subject, [subject], path.steps)
    nearby.follow(rule.subject, [subject], case.plan.paths[rule.subject][:-1])
    for one in over:
        note_rows(one, nearby)
    if isinstance(rule.requirement, EvidenceRequirement):
        nearby.evidence(rule.requirement, subject)
    return nearby.facts()
