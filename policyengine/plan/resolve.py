"""From a policy to its plan: the one place where a name gets a meaning (language.md §3)."""

from dataclasses import dataclass
from typing import Literal

from policyengine.language import models
from policyengine.plan.definitions import resolve_definitions
from policyengine.plan.nodes import Constant, TargetValue
from policyengine.plan.operands import resolve_constant_number, resolve_target_number
from policyengine.plan.paths import resolve_chain, resolve_entity
from policyengine.plan.planned import Plan, PlannedIndicator, PlannedPart
from policyengine.plan.resolve_consequence import resolve_consequences
from policyengine.plan.resolve_measure import resolve_measure
from policyengine.plan.resolve_rule import ResolvedRule, resolve_rule
from policyengine.plan.scope import Scope
from policyengine.reading.findings import Finding, has_errors, in_order
from policyengine.reading.place import KeyPath
from policyengine.reading.yaml_tree import Tree
from policyengine.vocabulary.models import Vocabulary

Jurisdiction = tuple[str, str] | Literal["national"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolved policy beside what its file says; `scope` holds the findings so far."""

    scope: Scope
    plan: Plan
    rules: tuple[ResolvedRule, ...]


def resolve(
    policy: models.Policy, vocabulary: Vocabulary, tree: Tree | None = None, *, jurisdiction: Jurisdiction | None = None
) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan and the findings of resolving it, by place; no plan where one of them is an error.

    `tree` gives the findings their places. `jurisdiction` (kind and id, or `national`) stands in for the policy's own.
    """
    resolution = resolve_policy(policy, vocabulary, tree, jurisdiction=jurisdiction)
    findings = in_order(resolution.scope.findings)
    return None if has_errors(findings) else resolution.plan, findings


def resolve_policy(
    policy: models.Policy, vocabulary: Vocabulary, tree: Tree | None = None, *, jurisdiction: Jurisdiction | None = None
) -> Resolution:
    """What resolving yields, even where findings say that it is not fit to run."""
    scope = Scope(policy, vocabulary, tree or Tree(policy.file, None, (), None))
    resolve_definitions(scope)
    rules = tuple(resolved for rule in policy.rules for resolved in resolve_rule(scope, rule))
    indicators = tuple(
        planned for indicator in policy.indicators if (planned := _indicator(scope, indicator)) is not None
    )
    consequences = resolve_consequences(scope)
    place = _jurisdiction(scope, jurisdiction)
    plan = Plan(
        policy=policy.name,
        policy_sha256=policy.sha256,
        title=policy.title,
        jurisdiction=place,
        paths=_paths(scope, place),
        period_from=policy.period.start,
        period_until=policy.period.end,
        rules=tuple(rule.planned for rule in rules if rule.planned.alternative is None),
        readings=tuple(rule.planned for rule in rules if rule.planned.alternative is not None),
        indicators=indicators,
        consequences=consequences,
        document_number=policy.document_number,
    )
    return Resolution(scope, plan, rules)


def _indicator(scope: Scope, indicator: models.Indicator) -> PlannedIndicator | None:
    entity = resolve_entity(scope, indicator.subject, (*indicator.at, "subject"))
    if entity is None:
        return None
    parts = []
    for part in indicator.parts:
        measure = resolve_measure(scope, part.measure, entity)
        weight = _weight(scope, part.weight)
        if measure is not None and weight is not None:
            parts.append(PlannedPart(part.name, measure, weight))
    return PlannedIndicator(indicator.name, indicator.title, entity.name, tuple(parts), indicator.cite)


def _weight(scope: Scope, weight: models.Scalar | models.TargetName) -> Constant | TargetValue | None:
    if isinstance(weight, models.TargetName):
        return resolve_target_number(scope, weight)
    return resolve_constant_number(scope, weight)


def _jurisdiction(scope: Scope, override: Jurisdiction | None) -> tuple[str, str] | None:
    """Whom the plan is applied to; an unknown kind has been reported and binds nobody."""
    own = scope.policy.jurisdiction
    at: KeyPath = () if override is not None else own.at
    kind, identity = (own.kind, own.id) if override is None else (None, None) if override == "national" else override
    if kind is None or identity is None:
        return None
    entity = resolve_entity(scope, kind, at)
    return None if entity is None else (entity.name, identity)


def _paths(scope: Scope, place: tuple[str, str] | None) -> dict[str, tuple[str, ...]]:
    """From each kind of subject to the jurisdiction; over the nation there is nowhere to go."""
    paths: dict[str, tuple[str, ...]] = {}
    policy = scope.policy
    bound: tuple[models.Rule | models.Indicator | models.Consequence, ...]
    bound = (*policy.rules, *policy.indicators, *policy.consequences)
    for part in bound:
        entity = scope.vocabulary.entities.get(part.subject)
        if entity is not None and entity.name not in paths:
            at = (*part.at, "subject")
            paths[entity.name] = () if place is None else resolve_chain(scope, entity, place[0], at)
    return paths
