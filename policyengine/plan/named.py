"""Rules and consequences by the ids that people give; what is not found is answered with the nearest known."""

from collections.abc import Iterable

from policyengine.plan.consequences import PlannedConsequence
from policyengine.plan.planned import PlannedRule
from policyengine.reading.errors import WrongUsageError
from policyengine.reading.nearest import suggestion
from policyengine.reading.text import Text


class UnknownRuleError(WrongUsageError):
    """A rule that the plan does not have."""


class UnknownConsequenceError(WrongUsageError):
    """A consequence that the plan does not have."""


def rule_among(policy: str, rules: Iterable[PlannedRule], name: str) -> PlannedRule:
    """The first of a policy's rules with that id. Raises `UnknownRuleError` with the nearest id."""
    known = {rule.id: rule for rule in reversed(tuple(rules))}
    if name in known:
        return known[name]
    problem = Text(f"`{policy}` 中没有规则 `{name}`", f"`{policy}` has no rule `{name}`")
    raise UnknownRuleError(problem, suggestion(name, known))


def consequence_among(policy: str, consequences: Iterable[PlannedConsequence], name: str) -> PlannedConsequence:
    """A policy's consequence of that id. Raises `UnknownConsequenceError` with the nearest id."""
    known = {each.id: each for each in consequences}
    if name in known:
        return known[name]
    problem = Text(f"`{policy}` 中没有后果 `{name}`", f"`{policy}` has no consequence `{name}`")
    raise UnknownConsequenceError(problem, suggestion(name, known))
