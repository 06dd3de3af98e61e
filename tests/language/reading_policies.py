"""Policies for tests: a small one around the part under test, and the example of language.md §3."""

from pathlib import Path

from policyengine.language.load import read_policy
from policyengine.language.models import Condition, Policy, Rule

EXAMPLE = Path(__file__).with_name("example.yaml")

HEAD = """\
policy: demo
title: Demo
jurisdiction: national
period: {from: 2018-01-01}
vocabulary: social_organizations
"""

RULE = """\
rules:
  one:
    title: One
    modality: must
    subject: organization
    cite: {section: a, quote: b}
"""


def policy_of(text: str) -> Policy:
    policy, _, findings = read_policy(text.encode(), "demo.yaml")
    assert policy is not None, findings
    return policy


def rule_of(body: str) -> Rule:
    """The rule with these further keys, each written in one line."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return policy_of(HEAD + RULE + lines).rules[0]


def condition_of(text: str) -> Condition:
    """The `when` that is written so."""
    when = rule_of(f"require: {{a: b}}\nwhen: {text}").when
    assert when is not None
    return when


def codes_of(text: str) -> list[str]:
    """The codes of what is wrong with a policy, in the order of their places."""
    return [finding.code for finding in read_policy(text.encode(), "demo.yaml")[2]]
