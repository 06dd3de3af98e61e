"""Which rules no case has shown complied with, failing, or left open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policyengine.authoring.cases.run import Result
from policyengine.language.statuses import Status
from policyengine.plan.planned import Plan

SEEN: Mapping[str, frozenset[Status]] = {
    "compliant": frozenset({Status.COMPLIANT}),
    "failing": frozenset({Status.NONCOMPLIANT, Status.SHORTFALL}),
    "unknown": frozenset({Status.UNKNOWN}),
}
"""What should be seen of every rule."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How many cases a rule has, its other readings included, and what was never seen of the rule itself."""

    rule: str
    cases: int
    unseen: tuple[str, ...]


def coverage(plan: Plan, results: Iterable[Result]) -> tuple[Covered, ...]:
    """The coverage of each rule, in the policy's order."""
    cases = dict.fromkeys((rule.id for rule in plan.rules), 0)
    statuses: dict[str, set[Status]] = {rule.id: set() for rule in plan.rules}
    for result in results:
        rule = result.case.rule
        cases[rule.id] += 1
        if result.verdict is not None and rule.alternative is None:
            statuses[rule.id].add(result.verdict.status)
    return tuple(
        Covered(rule, count, tuple(name for name, wanted in SEEN.items() if not wanted & statuses[rule]))
        for rule, count in cases.items()
    )
