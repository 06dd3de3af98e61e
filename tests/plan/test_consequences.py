"""Consequences made ready: ways, order, what they need, and what is wrong with them."""

from dataclasses import replace

import pytest

from policyengine.language.load import read_policy
from policyengine.language.models import Policy
from policyengine.language.statuses import Status
from policyengine.plan.check import check, make_plan
from policyengine.plan.check_consequences import statuses_of
from policyengine.plan.consequences import (
    Follows,
    Meets,
    PlannedConsequence,
    VerdictIs,
    conditions_met,
    leading_to,
    rules_named,
)
from policyengine.plan.invariants import InvariantError, check_invariants
from policyengine.plan.planned import Plan
from tests.plan.registry import VOCABULARY

RULES = """\
policy: example_2018
title: 例
jurisdiction: {city: "330800"}
period: {from: 2018-05-09, until: 2018-12-31}
vocabulary: registry
targets: {few: {value: 3}}
definitions:
  doubtful: {subject: organization, judged: 有异议}
  single: {subject: organization, where: {decoupling: true}}
rules:
  a: {title: 甲, modality: must, subject: organization, require: {management: dual}, cite: {section: 一, quote: 甲}}
  b:
    {title: 乙, modality: should, subject: organization, due: standing, require: {decoupling: true},
     cite: {section: 一, quote: 乙}}
consequences:
"""

FAILS = VerdictIs("a", frozenset({Status.NONCOMPLIANT}))
LACKS = VerdictIs("b", frozenset({Status.SHORTFALL}))


def read(**whens: str) -> Policy:
    body = "".join(
        f"  {name}: {{subject: organization, when: {when}, then: 后果, cite: {{section: 一, quote: 后果}}}}\n"
        for name, when in whens.items()
    )
    policy, _, findings = read_policy((RULES + body).encode(), "example.yaml")
    assert policy is not None, findings
    return policy


def planned(**whens: str) -> Plan:
    plan = make_plan(read(**whens), VOCABULARY)
    check_invariants(plan, VOCABULARY)
    return plan


def ways_of(when: str) -> list[list[str]]:
    (consequence,) = planned(one=when).consequences
    return [[str(literal) for literal in way] for way in consequence.ways]


@pytest.mark.parametrize(
    ("when", "ways"),
    [
        ("{verdicts: {a: noncompliant}}", [["a=noncompliant"]]),
        ("{verdicts: {a: [pending, noncompliant], b: shortfall}}", [["a=pending|noncompliant", "b=shortfall"]]),
        ("{any: [{verdicts: {a: noncompliant}}, {doubtful: true}]}", [["a=noncompliant"], ["doubtful"]]),
        (
            "{any: [{verdicts: {a: waived}}, {doubtful: true}], verdicts: {b: shortfall}}",
            [["a=waived", "b=shortfall"], ["doubtful", "b=shortfall"]],
        ),
        ("{all: [{doubtful: true}, {any: [{single: true}]}]}", [["doubtful", "single"]]),
        ("{not: {verdicts: {a: compliant}}}", [["a!=compliant"]]),
        ("{not: {verdicts: {a: compliant, b: [compliant, waived]}}}", [["a!=compliant"], ["b!=compliant|waived"]]),
        ("{doubtful: false, verdicts: {a: noncompliant}}", [["not doubtful", "a=noncompliant"]]),
        # What is said twice is one; a way that is another in a different order is the same way.
        ("{any: [{doubtful: true, single: true}, {single: true, doubtful: true}]}", [["doubtful", "single"]]),
        ("{all: [{doubtful: true}, {doubtful: true}]}", [["doubtful"]]),
    ],
)
def test_ways(when: str, ways: list[list[str]]) -> None:
    assert ways_of(when) == ways


def test_what_is_named_comes_first() -> None:
    plan = planned(
        three="{consequences: [two]}", two="{consequences: [one], doubtful: true}", one="{verdicts: {a: noncompliant}}"
    )
    assert [each.id for each in plan.consequences] == ["one", "two", "three"]
    assert plan.consequences[2].ways == ((Follows("two"),),)


def test_what_a_consequence_needs() -> None:
    plan = planned(
        one="{verdicts: {a: noncompliant}}",
        two="{consequences: [one], doubtful: true}",
        other="{verdicts: {b: shortfall}, party_members: {at_least: $few}}",
    )
    leading = leading_to(plan.consequences, ["two"])
    assert [each.id for each in leading] == ["one", "two"]
    assert rules_named(leading) == {"a"}
    assert rules_named(plan.consequences) == {"a", "b"}
    assert len(conditions_met(plan.consequences)) == 2
    assert all(isinstance(literal, Meets) for literal in plan.consequences[1].ways[0][1:])


def test_targets_and_definitions_that_consequences_use_are_used() -> None:
    _, findings = check(
        read(one="{doubtful: true}", two="{single: true}", three="{party_members: {at_least: $few}}"), VOCABULARY
    )
    assert findings == ()


def test_the_statuses_that_a_rule_may_have() -> None:
    a, b = planned(one="{doubtful: true}").rules
    assert set(Status) - statuses_of(a) == {Status.UNKNOWN, Status.SHORTFALL}
    assert set(Status) - statuses_of(b) == {Status.UNKNOWN, Status.NONCOMPLIANT, Status.PENDING}


def codes_of(**whens: str) -> list[str]:
    return [finding.code for finding in check(read(**whens), VOCABULARY)[1] if not finding.code.startswith("unused")]


def test_what_follows_from_something_at_fault_is_no_finding_of_its_own() -> None:
    assert codes_of(one="{verdicts: {x: compliant}}", two="{consequences: [one]}", three="{consequences: [two]}") == [
        "unknown-rule"
    ]


def test_what_can_never_follow() -> None:
    assert codes_of(one="{verdicts: {a: compliant}, not: {verdicts: {a: compliant}}}") == ["never-follows"]
    assert codes_of(
        one="{any: [{verdicts: {a: compliant}}, {verdicts: {a: waived}}]}",
        two="{consequences: [one], verdicts: {a: pending}}",
    ) == ["never-follows"]
    assert (
        codes_of(
            one="{any: [{verdicts: {a: compliant}}, {verdicts: {b: waived}}]}",
            two="{consequences: [one], verdicts: {a: pending}}",
        )
        == []
    )


def test_a_plan_out_of_order_is_no_plan() -> None:
    plan = planned(one="{verdicts: {a: noncompliant}}", two="{consequences: [one]}")
    turned = replace(plan, consequences=plan.consequences[::-1])
    with pytest.raises(InvariantError, match="two follows from no earlier one"):
        check_invariants(turned, VOCABULARY)


def test_words_of_literals() -> None:
    assert [str(FAILS), str(LACKS), str(Follows("x"))] == ["a=noncompliant", "b=shortfall", "x"]
    assert PlannedConsequence("c", None, "organization", ((FAILS, LACKS), (FAILS,)), "", (), None).literals == (
        FAILS,
        LACKS,
    )
