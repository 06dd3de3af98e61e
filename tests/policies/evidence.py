"""Duties that records of work prove: records of them, and what a plan says of all of them at once."""

from collections.abc import Mapping
from datetime import date

from policyengine.facts.read import read_facts
from policyengine.pipeline import judge
from policyengine.plan.planned import EvidenceRequirement, PlannedRule
from tests.policies.registry import Row, plan, vocabulary


def proved_by_records(policy: str) -> tuple[PlannedRule, ...]:
    return tuple(rule for rule in plan(policy).rules if isinstance(rule.requirement, EvidenceRequirement))


def records(policy: str, rule: PlannedRule, subject: str, /, **given: object) -> list[Row]:
    """A record for each item, done unless said otherwise; `done_on` stays unknown where it is not given."""
    assert isinstance(rule.requirement, EvidenceRequirement)
    usual = {
        "policy": policy,
        "rule": rule.id,
        "subject_kind": rule.subject,
        "subject_id": subject,
        "outcome": "done",
        "done_on": None,
    }
    return [{**usual, "item": item or None, **given} for item in rule.requirement.items]


def breached(rule: PlannedRule) -> str:
    return "noncompliant" if rule.modality == "must" else "shortfall"


def statuses(policy: str, subjects: Mapping[str, str], as_of: date, tables: dict[str, list[Row]]) -> dict[str, str]:
    """The status of each duty, by rule, on the subject that `subjects` names for the rule; by the reference engine,
    which is the quicker one where there are many rules and few rows.
    """
    ready = plan(policy)
    rules = tuple(rule for rule in proved_by_records(policy) if rule.id in subjects)
    verdicts = judge(ready, rules, read_facts(tables, vocabulary()), as_of=as_of, backend="walker")
    return {found.rule: str(found.status) for found in verdicts if found.subject == subjects[found.rule]}
