"""Consequences that can never follow, and statuses that a rule can never have."""

from collections.abc import Iterator, Mapping

from policyengine.language import models
from policyengine.language.models import Modality
from policyengine.language.statuses import DEFINITE, Status
from policyengine.plan import check_messages
from policyengine.plan.consequences import Follows, Meets, PlannedConsequence, VerdictIs, Way
from policyengine.plan.nodes import All
from policyengine.plan.planned import PlannedRule, Standing
from policyengine.plan.scope import Scope
from policyengine.plan.space import space_of
from policyengine.reading.text import listed

Allowed = Mapping[str, frozenset[Status]]
"""Of each rule that matters, the statuses that its verdict may have."""


def check_consequences(
    scope: Scope, rules: tuple[PlannedRule, ...], consequences: tuple[PlannedConsequence, ...]
) -> None:
    """Report what makes no sense; `rules` are those without faults, and consequences come after those they name."""
    may_be = {rule.id: statuses_of(rule) for rule in rules}
    for said in scope.policy.consequences:
        for verdicts in _verdicts(said.when):
            _check_statuses(scope, verdicts, may_be)
    said_at = {said.id: said.when.at for said in scope.policy.consequences}
    needed: dict[str, Allowed | None] = {}
    for consequence in consequences:
        ways = [_allowed(way, may_be, needed) for way in consequence.ways]
        needed[consequence.id] = _either([way for way in ways if way is not None])
        if needed[consequence.id] is None:
            scope.report(check_messages.NEVER_FOLLOWS, said_at[consequence.id], key=True, name=consequence.id)


def statuses_of(rule: PlannedRule) -> frozenset[Status]:
    """The definite statuses that the rule's verdict may have."""
    never = {Status.SHORTFALL if rule.modality is Modality.MUST else Status.NONCOMPLIANT}
    if isinstance(rule.due, Standing):
        never.add(Status.PENDING)
    return frozenset(DEFINITE) - never


def _verdicts(grounds: models.Grounds) -> Iterator[models.VerdictsAre]:
    for entry in grounds.entries:
        match entry:
            case models.VerdictsAre():
                yield entry
            case models.Grounds():
                yield from _verdicts(entry)


def _check_statuses(scope: Scope, said: models.VerdictsAre, may_be: Allowed) -> None:
    for rule, statuses in said.verdicts:
        for status in statuses:
            if rule in may_be and status not in may_be[rule]:
                possible = listed([one.value for one in DEFINITE if one in may_be[rule]])
                at = (*said.at, rule)
                scope.report(check_messages.IMPOSSIBLE_STATUS, at, rule=rule, status=status, possible=possible)


def _allowed(way: Way, may_be: Allowed, needed: Mapping[str, Allowed | None]) -> Allowed | None:
    """The statuses that a way leaves to each rule that it names; `None` where the way can never be gone."""
    left: dict[str, frozenset[Status]] = {}
    for literal in way:
        match literal:
            case VerdictIs(rule=rule, statuses=statuses, wanted=wanted):
                every = may_be.get(rule, frozenset(DEFINITE))
                here: Allowed | None = {rule: every & statuses if wanted else every - statuses}
            case Follows(consequence=other):
                here = needed[other]
            case Meets():
                continue
        if here is None:
            return None
        for rule, statuses in here.items():
            left[rule] = left.get(rule, statuses) & statuses
    conditions = tuple(literal.condition for literal in way if isinstance(literal, Meets))
    space = space_of(*conditions)
    contradicted = space is not None and not space.rows(All(conditions))
    return None if contradicted or not all(left.values()) else left


def _either(ways: list[Allowed]) -> Allowed | None:
    """The statuses that some way leaves, for the rules that all of them name; `None` where there is no way."""
    if not ways:
        return None
    common = set(ways[0]).intersection(*ways)
    return {rule: frozenset[Status]().union(*(way[rule] for way in ways)) for rule in sorted(common)}
