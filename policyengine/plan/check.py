"""What is wrong with a policy apart from its YAML and its sources (language.md §5), and the plan if nothing is."""

from fractions import Fraction
from pathlib import Path

from policyengine.language.models import Indicator, Policy
from policyengine.plan import check_messages, messages
from policyengine.plan.cells import fixed_value
from policyengine.plan.check_consequences import check_consequences
from policyengine.plan.check_pairs import check_pairs
from policyengine.plan.check_rules import check_rule
from policyengine.plan.check_tables import check_tables
from policyengine.plan.planned import Plan, PlannedIndicator
from policyengine.plan.resolve import Jurisdiction, resolve_policy
from policyengine.plan.scope import Scope
from policyengine.reading.errors import PolicyError
from policyengine.reading.findings import Finding, Severity, has_errors, in_order
from policyengine.reading.numbers import render_number
from policyengine.reading.yaml_tree import Tree, read_tree
from policyengine.vocabulary.models import Vocabulary


def make_plan(
    policy: Policy, vocabulary: Vocabulary, tree: Tree | None = None, *, jurisdiction: Jurisdiction | None = None
) -> Plan:
    """The plan of a policy, fit to run.

    `tree` gives findings their places; without it the policy's file does, if it still says the same. `jurisdiction`
    (kind and id, or `national`) stands in for the policy's own. Raises `PolicyError` with all findings that are errors.
    """
    plan, findings = check(policy, vocabulary, tree, jurisdiction=jurisdiction)
    if plan is None and tree is None:
        again = read_tree(Path(policy.file))
        if again.sha256 == policy.sha256:
            _, findings = check(policy, vocabulary, again, jurisdiction=jurisdiction)
    if plan is None:
        raise PolicyError(finding for finding in findings if finding.severity is Severity.ERROR)
    return plan


def check(
    policy: Policy, vocabulary: Vocabulary, tree: Tree | None = None, *, jurisdiction: Jurisdiction | None = None
) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan and all findings of resolving and checking it, by place; no plan where one of them is an error."""
    resolution = resolve_policy(policy, vocabulary, tree, jurisdiction=jurisdiction)
    scope = resolution.scope
    # A part with a fault was left out of its rule, so that nothing more can be said of that rule.
    whole = tuple(rule for rule in resolution.rules if rule.whole)
    _check_unused(scope)
    check_tables(scope)
    for rule in whole:
        check_rule(scope, rule)
    check_pairs(scope, tuple(rule for rule in whole if rule.planned.alternative is None))
    sound = tuple(rule.planned for rule in whole if rule.planned.alternative is None)
    check_consequences(scope, sound, resolution.plan.consequences)
    by_name = {indicator.name: indicator for indicator in policy.indicators}
    for indicator in resolution.plan.indicators:
        _check_weights(scope, by_name[indicator.name], indicator)
    findings = in_order(scope.findings)
    return None if has_errors(findings) else resolution.plan, findings


def _check_unused(scope: Scope) -> None:
    """Targets and definitions that nothing names; not where parts with a fault were not looked at to their end."""
    errors = {finding.code for finding in scope.findings if finding.severity is Severity.ERROR}
    if errors - {messages.UNKNOWN_TARGET.code}:
        return
    used = scope.names_in_use()
    for target in scope.policy.targets:
        if f"${target.name}" not in used:
            scope.report(check_messages.UNUSED_TARGET, target.at, key=True, name=target.name)
    for definition in scope.policy.definitions:
        if definition.name not in used:
            scope.report(check_messages.UNUSED_DEFINITION, definition.at, key=True, name=definition.name)


def _check_weights(scope: Scope, said: Indicator, planned: PlannedIndicator) -> None:
    """Weights that are known add up to 1 or to 100; an open one may be anything."""
    weights = {part.name: fixed_value(part.weight) for part in planned.parts}
    known = {name: weight for name, weight in weights.items() if isinstance(weight, Fraction)}
    for part in said.parts:
        weight = known.get(part.name)
        if weight is not None and weight < 0:
            scope.report(check_messages.NEGATIVE_WEIGHT, part.weight.at, text=render_number(weight))
    total = sum(known.values(), Fraction(0))
    if len(known) == len(said.parts) and total not in (1, 100):
        scope.report(check_messages.WEIGHT_SUM, said.at, key=True, name=said.name, total=render_number(total))
