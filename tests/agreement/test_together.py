"""Plans that are judged in one run have the verdicts that each has alone, whatever they share."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyengine import pipeline
from policyengine.authoring.demo import make_demo
from policyengine.authoring.strategies import World, worlds
from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.plan.planned import EvidenceRequirement, Plan, PlannedRule
from policyengine.verdicts.assemble import Case
from policyengine.verdicts.together import status_blocks
from policyengine.verdicts.verdicts import Verdicts
from tests.agreement.test_engines import EXAMPLES

POLICIES = Path(__file__).parents[2] / "policies"


def masks(verdicts: Verdicts) -> dict[str, dict[str, int]]:
    """The possible statuses of each rule and subject."""
    return {
        rule.id: dict(zip(block.masks["subject"], block.masks[f"{n}"], strict=True))
        for block in verdicts.blocks
        for n, rule in enumerate(block.rules)
    }


def under_another_name(plan: Plan) -> Plan:
    """The same rules of another policy, whose work records are its own."""
    return replace(plan, policy="another", rules=tuple(map(_renamed, plan.rules)))


def _renamed(rule: PlannedRule) -> PlannedRule:
    if not isinstance(rule.requirement, EvidenceRequirement):
        return rule
    return replace(rule, requirement=replace(rule.requirement, policy="another"))


@settings(max_examples=EXAMPLES // 5, suppress_health_check=list(HealthCheck))
@given(worlds(), st.integers(-400, 400), st.booleans())
def test_plans_together_are_as_each_alone(world: World, days: int, elsewhere: bool) -> None:
    plan = world.plan
    begun_otherwise = replace(plan, period_from=plan.period_from + timedelta(days=days), period_until=None)
    other = under_another_name(replace(begun_otherwise, jurisdiction=None) if elsewhere else begun_otherwise)
    cases = [
        Case(plan, world.facts, world.as_of, {}),
        Case(other, world.facts, world.as_of, {}),
        Case(plan, world.facts, world.as_of + timedelta(days=days), {}),
    ]
    asked = [(case, case.plan.rules) for case in cases]
    together = [
        Verdicts(case, rules, blocks) for (case, rules), blocks in zip(asked, status_blocks(asked), strict=True)
    ]
    assert [masks(each) for each in together] == [masks(Verdicts(case, rules)) for case, rules in asked]


def test_the_five_plans_of_a_country_are_judged_in_one_run(tmp_path: Path) -> None:
    policies = [load_policy(path) for path in sorted(POLICIES.glob("*.yaml"))]
    make_demo(tmp_path, None, 120, 1, communities=60, year=2023, policies=policies)
    facts, as_of = read_facts(tmp_path), date(2024, 1, 31)
    together = pipeline.evaluate_all(policies, facts, as_of=as_of, jurisdiction="national")
    alone = [pipeline.evaluate(policy, facts, as_of=as_of, jurisdiction="national") for policy in policies]
    assert [masks(each) for each in together] == [masks(each) for each in alone]
    assert [each.summary().rows() for each in together] == [each.summary().rows() for each in alone]


def test_the_walker_judges_several_plans_too() -> None:
    folder = POLICIES.parent / "examples" / "inspections"
    policy, facts = load_policy(folder / "policy.yaml"), read_facts(folder / "facts")
    as_of = policy.period.start
    together = pipeline.evaluate_all([policy, policy], facts, as_of=as_of, backend="walker")
    assert [list(each) for each in together] == [
        list(pipeline.evaluate(policy, facts, as_of=as_of, backend="walker"))
    ] * 2
    assert pipeline.evaluate_all([], facts, as_of=as_of) == ()
