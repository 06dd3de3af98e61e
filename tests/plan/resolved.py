"""Policies over the small vocabulary, resolved; and the fields and relations that they name."""

from datetime import date
from fractions import Fraction

from policyengine.language.load import read_policy
from policyengine.language.models import Policy
from policyengine.plan.check import make_plan
from policyengine.plan.invariants import check_invariants
from policyengine.plan.nodes import (
    All,
    Comparison,
    Condition,
    Constant,
    Path,
    Relation,
)
from policyengine.plan.planned import (
    ConditionRequirement,
    Plan,
    PlannedRule,
)
from policyengine.plan.resolve import Jurisdiction
from policyengine.semantics.interval import Comparator
from policyengine.vocabulary.models import FieldType
from tests.plan.registry import VOCABULARY

HEAD = """
policy: example_2018
title: 实施方案
jurisdiction: {city: "330800"}
period: {from: 2018-05-09, until: 2018-12-31}
vocabulary: registry
"""

CITE = "cite: {section: 一, quote: 规则}"

KIND = Path("community", (), "community", "kind", FieldType.ENUM, choices=frozenset({"urban", "rural"}))
CATEGORY = Path(
    "organization",
    (),
    "organization",
    "category",
    FieldType.ENUM,
    choices=frozenset({"community_service", "community_charity", "social_work", "other"}),
)
MANAGEMENT = Path(
    "organization", (), "organization", "management", FieldType.ENUM, choices=frozenset({"dual", "direct"})
)
DECOUPLING = Path(
    "organization", (), "organization", "decoupling", FieldType.BOOLEAN, choices=frozenset({"true", "false"})
)
GRADE = Path(
    "organization", (), "organization", "grade", FieldType.ENUM, optional=True, choices=frozenset({"a3", "a4", "a5"})
)
MEMBERS = Path(
    "organization", (), "organization", "party_members", FieldType.INTEGER, lo=Fraction(0), hi=Fraction(1000)
)
ESTABLISHED = Path(
    "organization", (), "organization", "established_on", FieldType.DATE, optional=True, earliest=date(1949, 10, 1)
)
COUNTY = Path("organization", (), "organization", "county", FieldType.REFERENCE, reference="county")
COUNTY_NAME = Path("organization", ("county", "city"), "city", "name", FieldType.TEXT)
INSPECTED = Path("inspection", (), "inspection", "inspected_on", FieldType.DATE, earliest=date(1949, 10, 1))
SCORE = Path("inspection", (), "inspection", "score", FieldType.INTEGER, lo=Fraction(0), hi=Fraction(100))
OWN_MEMBERS = Path(
    "inspection",
    ("organization",),
    "organization",
    "party_members",
    FieldType.INTEGER,
    lo=Fraction(0),
    hi=Fraction(1000),
)

INSPECTIONS = Relation("organization", "inspection", "inspections", ("organization",))
CITIZENS = Relation("city", "community", "communities", ("street", "county", "city"))
LOCAL = Relation("community", "organization", "organizations", ("community",))
ALL_ORGANIZATIONS = Relation("city", "organization", "organizations", ("county", "city"))


def read(text: str, head: str = HEAD) -> Policy:
    policy, _, findings = read_policy((head + text).encode(), "example.yaml")
    assert policy is not None, findings
    return policy


def planned(text: str, head: str = HEAD, jurisdiction: Jurisdiction | None = None) -> Plan:
    plan = make_plan(read(text, head), VOCABULARY, jurisdiction=jurisdiction)
    check_invariants(plan, VOCABULARY)
    return plan


def rule_of(body: str, subject: str = "organization", before: str = "", head: str = HEAD) -> PlannedRule:
    indented = "\n".join(f"    {line}" for line in body.strip().splitlines())
    text = (
        f"{before}\nrules:\n  r:\n    title: 规则\n    modality: must\n    subject: {subject}\n{indented}\n    {CITE}\n"
    )
    return planned(text, head).rules[0]


def condition_of(written: str, before: str = "") -> Condition:
    """The only part of a requirement on an organization."""
    requirement = rule_of(f"require: {written}", before=before).requirement
    assert isinstance(requirement, ConditionRequirement)
    assert isinstance(requirement.condition, All)
    (part,) = requirement.condition.parts
    return part


def at_least(value: int | Fraction) -> Comparison:
    return Comparison(Comparator.AT_LEAST, Constant(Fraction(value)))
