"""Two rules that require the same, or that cannot both be satisfied."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, product

from policyengine.plan import check_messages
from policyengine.plan.check_rules import bounds_of, outcomes_within, requirement_at
from policyengine.plan.nodes import All, Condition
from policyengine.plan.planned import ConditionRequirement, MeasureRequirement, PlannedRule
from policyengine.plan.resolve_rule import ResolvedRule
from policyengine.plan.scope import Scope
from policyengine.plan.space import space_of, variables_of

Pair = tuple[ResolvedRule, ResolvedRule]


def check_pairs(scope: Scope, rules: tuple[ResolvedRule, ...]) -> None:
    """Compare rules of one subject and due date that require something of the same thing."""
    seen: dict[object, str] = {}
    for rule in rules:
        planned = rule.planned
        key = (planned.subject, planned.when, planned.requirement, planned.due)
        if key in seen:
            scope.report(check_messages.DUPLICATE_RULE, rule.said.at, key=True, rule=planned.id, other=seen[key])
        seen.setdefault(key, planned.id)
    reported: set[tuple[str, str]] = set()
    for first, second in (*_measured_apart(rules), *_required_apart(rules)):
        names = (first.planned.id, second.planned.id)
        if names not in reported and _may_meet(first.planned, second.planned):
            reported.add(names)
            scope.report(check_messages.CONTRADICTION, requirement_at(second), key=True, rule=names[1], other=names[0])


def _measured_apart(rules: tuple[ResolvedRule, ...]) -> Iterator[Pair]:
    """Pairs whose comparisons of one measure have no value in common."""
    groups: defaultdict[object, list[tuple[ResolvedRule, MeasureRequirement]]] = defaultdict(list)
    for rule in rules:
        requirement = rule.planned.requirement
        if isinstance(requirement, MeasureRequirement):
            groups[rule.planned.subject, rule.planned.due, requirement.measure].append((rule, requirement))
    for group in groups.values():
        bounds = bounds_of(group[0][1].measure)
        if bounds is None:
            continue
        for (first, one), (second, other) in combinations(group, 2):
            each = [outcomes_within(bounds, requirement.comparisons) for requirement in (one, other)]
            together = outcomes_within(bounds, one.comparisons + other.comparisons)
            if together == (False, True) and all(outcome is not None and outcome[0] for outcome in each):
                yield first, second


def _required_apart(rules: tuple[ResolvedRule, ...]) -> Iterator[Pair]:
    """Pairs of which some part of the one requirement excludes a part of the other, both being about one thing."""
    order = {rule.planned.id: number for number, rule in enumerate(rules)}
    groups: defaultdict[object, list[tuple[ResolvedRule, Condition]]] = defaultdict(list)
    for rule in rules:
        requirement = rule.planned.requirement
        if isinstance(requirement, ConditionRequirement):
            for part in requirement.condition.parts if isinstance(requirement.condition, All) else ():
                variables = variables_of(part)
                if len(variables) == 1:
                    groups[rule.planned.subject, rule.planned.due, variables].append((rule, part))
    for group in groups.values():
        distinct: defaultdict[Condition, list[ResolvedRule]] = defaultdict(list)
        for rule, part in group:
            distinct[part].append(rule)
        space = space_of(*distinct)
        if space is None:
            continue
        rows = [(space.rows(part), sharing) for part, sharing in distinct.items()]
        for (one, firsts), (other, seconds) in combinations(rows, 2):
            if one and other and not one & other:
                for first, second in product(firsts, seconds):
                    yield (first, second) if order[first.planned.id] < order[second.planned.id] else (second, first)


def _may_meet(first: PlannedRule, second: PlannedRule) -> bool:
    """Whether both rules surely apply to some row; where that cannot be told, they are given the benefit of doubt."""
    space = space_of(first.when, second.when)
    if space is None or not space.rows(first.when) & space.rows(second.when):
        return False
    return space.certain or first.when == second.when or All(()) in (first.when, second.when)
