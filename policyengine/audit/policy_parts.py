"""What changed in a policy that a rule rests on: its targets by name, its clauses, or the rule itself."""

from dataclasses import replace

from policyengine.plan.nodes import TargetValue
from policyengine.plan.planned import Plan, PlannedRule
from policyengine.plan.walk import parts_of

RULE, ADDED, REMOVED, SCOPE = "rule", "added", "removed", "scope"


def changed_parts(old: Plan, new: Plan, rule: str) -> tuple[str, ...]:
    """`$target: was → now` for each target that differs, `clause` for other citations, `rule` for another meaning.

    `added` and `removed` say that one of the plans does not have the rule; `scope` that jurisdiction or period differ.
    """
    before, after = (next((one for one in plan.rules if one.id == rule), None) for plan in (old, new))
    if before is None or after is None:
        return (ADDED if before is None else REMOVED,)
    was, now = _targets(before), _targets(after)
    found = [f"${name}: {was[name].text} → {now[name].text}" for name in was if name in now and was[name] != now[name]]
    if before.citations != after.citations:
        found.append("clause")
    if _meaning(before) != _meaning(after) and not found:
        found.append(RULE)
    if (old.jurisdiction, old.period_from, old.period_until) != (new.jurisdiction, new.period_from, new.period_until):
        found.append(SCOPE)
    return tuple(found)


def _targets(rule: PlannedRule) -> dict[str, TargetValue]:
    return {node.name: node for node in parts_of(rule) if isinstance(node, TargetValue)}


def _meaning(rule: PlannedRule) -> PlannedRule:
    """The rule without the words around it."""
    return replace(rule, title="", citations=(), reading=None, actor=None)
