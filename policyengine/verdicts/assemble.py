"""From an outcome to a verdict, one at a time; `frame.py` does the same for columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policyengine.engine.outcome import Outcome
from policyengine.facts.mask import Mask
from policyengine.facts.tables import FactBase
from policyengine.language.statuses import DEFINITE, Status
from policyengine.language.waivers import Waiver
from policyengine.plan.planned import MeasureRequirement, Plan, PlannedRule
from policyengine.reading.numbers import render_high, render_low, render_number
from policyengine.semantics.measure import Bound
from policyengine.semantics.truth import Truth
from policyengine.verdicts.gap import amount, has_amount
from policyengine.verdicts.judge import possible_statuses, status_of
from policyengine.verdicts.reasons import SNAPSHOT_AFTER_DUE, reasons_of, snapshot_after_due
from policyengine.verdicts.verdict import Gap, Verdict

Waived = Mapping[tuple[str, str], Waiver]
"""The waivers in force, by rule and subject."""

UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Case:
    """What verdicts are given on: the plan, the facts, the day, and the waivers in force on it."""

    plan: Plan
    facts: FactBase
    as_of: date
    waived: Waived


def mask_for(case: Case, *, unmask: bool = False) -> Mask:
    """What may be said of the facts of a case."""
    return Mask(case.facts.vocabulary, case.facts, unmask=unmask)


def verdict_of(
    case: Case, rule: PlannedRule, subject: str, outcome: Outcome, possible: frozenset[Status] | None = None
) -> Verdict:
    """The verdict that an outcome means; `possible` are the statuses, where they are known already."""
    waiver = case.waived.get((rule.id, subject))
    if possible is None:
        possible = possible_statuses(
            outcome.applicable,
            outcome.satisfied,
            outcome.overdue,
            waived=waiver is not None,
            modality=rule.modality,
        )
    status = status_of(possible)
    reasons = reasons_of(outcome.causes, outcome.missing, status, case.facts)
    if snapshot_after_due(rule, outcome.due, case.facts):
        reasons = (*reasons, SNAPSHOT_AFTER_DUE)
    comparators, unit = requirement_words(rule)
    return Verdict(
        policy=case.plan.policy,
        policy_sha256=case.plan.policy_sha256,
        rule=rule.id,
        modality=rule.modality,
        actor=rule.actor,
        subject_kind=rule.subject,
        subject=subject,
        status=status,
        possible=tuple(one for one in DEFINITE if one in possible),
        reasons=reasons,
        lo=render_low(_value(outcome.lo)) if outcome.measured else None,
        hi=render_high(_value(outcome.hi)) if outcome.measured else None,
        comparator=comparators,
        target=_targets(outcome.targets) if comparators else None,
        unit=unit,
        gap=_gap(rule, outcome),
        missing=outcome.missing,
        measured_on=outcome.measured_on,
        due=outcome.due,
        as_of=case.as_of,
        waiver=waiver_words(waiver),
        reading=rule.reading,
        citations=rule.citations,
    )


def requirement_words(rule: PlannedRule) -> tuple[str | None, str | None]:
    """The comparators of a measured requirement and its unit; nothing for others."""
    requirement = rule.requirement
    if not isinstance(requirement, MeasureRequirement):
        return None, None
    return ", ".join(part.comparator.value for part in requirement.comparisons), requirement.unit


def waiver_words(waiver: Waiver | None) -> str | None:
    """Who exempted, until when, and why."""
    return None if waiver is None else f"{waiver.owner}: {waiver.reason} ({waiver.start} – {waiver.end})"


def _value(bound: Bound | None) -> Fraction | None:
    return None if bound is None else bound.value


def _targets(targets: tuple[Fraction | None, ...]) -> str:
    return ", ".join(UNSPECIFIED if target is None else render_number(target) for target in targets)


def _gap(rule: PlannedRule, outcome: Outcome) -> Gap | None:
    if outcome.satisfied is not Truth.NO or outcome.applicable is Truth.NO:
        return None
    target = outcome.targets[0] if outcome.targets else None
    least = amount(rule, outcome.lo, outcome.hi, target)
    if least is not None:
        return Gap(amount=render_number(least), conditions=outcome.failed)
    failed = outcome.failed
    if has_amount(rule) and isinstance(rule.requirement, MeasureRequirement) and target is not None:
        failed = tuple(part.comparator.value for part in rule.requirement.comparisons)
    return Gap(amount=None, conditions=failed) if failed else None
