"""What the verdict on a subject led to: the consequences that rest on it, derived by durable-rules."""

from importlib import import_module
from typing import TYPE_CHECKING

from policyengine.engine.columnar.detail import details
from policyengine.engine.columnar.outcomes import outcomes
from policyengine.engine.columnar.rules import Columns
from policyengine.explain.find import alternatives_of
from policyengine.plan.consequences import (
    Literal,
    Meets,
    PlannedConsequence,
    VerdictIs,
    conditions_met,
    following_from,
    leading_to,
    rules_named,
)
from policyengine.plan.planned import Plan, PlannedRule, rule_requiring
from policyengine.semantics.truth import Truth
from policyengine.verdicts.assemble import Case, verdict_of
from policyengine.verdicts.consequences import Conclusion, conclusions_of, verdict_truth

if TYPE_CHECKING:
    from policyengine.verdicts.chaining import Chaining


def conclusions_from(case: Case, rule: PlannedRule, subject: str) -> tuple[Conclusion, ...]:
    """What follows, or possibly does, for the subject by a chain in which the rule's verdict is a ground.

    The other verdicts that it takes are given on the way. durable-rules is loaded where anything can follow at all;
    raises `ChainingRefusedError` where it cannot be, or where it fails.
    """
    consequences = _concerned(case.plan, rule)
    if not consequences:
        return ()
    chaining: type[Chaining] = import_module("policyengine.verdicts.chaining").Chaining
    with chaining(consequences) as derived:
        grounds = derived.grounds(rule.subject, _truths(case, consequences, rule.subject, subject))
    found = conclusions_of(case, consequences, subject, grounds)
    return tuple(one for one in found if _rests_on(one, rule))


def explained_with(plan: Plan, rule: PlannedRule) -> tuple[PlannedRule | PlannedConsequence, ...]:
    """All of a plan that an explanation of the rule speaks of: its readings, and what may follow from it."""
    return (rule, *alternatives_of(plan, rule), *rules_beside(plan, rule), *_concerned(plan, rule))


def rules_beside(plan: Plan, rule: PlannedRule) -> tuple[PlannedRule, ...]:
    """The rules whose verdicts, with the rule's own, decide what follows from it."""
    named = rules_named(_concerned(plan, rule))
    return tuple(each for each in plan.rules if each.id in named)


def _concerned(plan: Plan, rule: PlannedRule) -> tuple[PlannedConsequence, ...]:
    """The consequences that the rule's verdict may lead to, and those that they rest on besides."""
    return leading_to(plan.consequences, (each.id for each in following_from(plan.consequences, rule.id)))


def _rests_on(conclusion: Conclusion, rule: PlannedRule) -> bool:
    literals = (literal for step in conclusion.chain for literal in step.way)
    return any(isinstance(literal, VerdictIs) and literal.rule == rule.id for literal in literals)


def _truths(case: Case, consequences: tuple[PlannedConsequence, ...], kind: str, subject: str) -> dict[Literal, Truth]:
    """What the consequences say of verdicts and conditions, for a subject that has verdicts."""
    rules = [rule for rule in case.plan.rules if rule.id in rules_named(consequences)]
    asked = {rule_requiring(each, kind): Meets(each) for each in conditions_met(consequences)}
    columns = Columns(case.plan, case.facts, case.as_of)
    found = {one.rule: dict(outcomes(one))[subject] for one in details(columns, [*rules, *asked], [subject])}
    possible = {rule.id: verdict_of(case, rule, subject, found[rule]).possible for rule in rules}
    truths: dict[Literal, Truth] = {meets: found[rule].satisfied for rule, meets in asked.items()}
    for each in consequences:
        for literal in each.literals:
            if isinstance(literal, VerdictIs):
                truths[literal] = verdict_truth(literal, possible[literal.rule])
    return truths
