"""Ningbo's plan as a file, and its duties that records of work prove."""

from datetime import date

import pytest

from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy, read_policy
from policyengine.pipeline import judge
from policyengine.plan.check import check
from tests.policies.ningbo import AFTER, CITY, COMMITTEE, HAISHU, ON_TIME, UNIT, Tables, organizations, places, status
from tests.policies.registry import POLICIES, Row, plan, row, vocabulary

FILE = POLICIES / "ningbo_2018.yaml"
PLAN = load_policy(FILE)
PROVED = {rule.id: rule for rule in PLAN.rules if rule.evidence is not None}

SUBJECTS = {
    "city": CITY,
    "county": HAISHU,
    "street": "street-0",
    "supervising_unit": UNIT,
    "comprehensive_committee": COMMITTEE,
    "party_organization": "branch",
    "service_centre": "centre",
}
OF_ORGANIZATIONS = {"local-committees-responsible": "local", "decoupled-associations-responsible": "decoupled"}


def test_the_plan_has_no_findings():
    policy, tree, read = read_policy(FILE)
    assert policy is not None
    found, findings = check(policy, vocabulary(), tree)
    assert found is not None
    assert (read, findings) == ((), ())


def test_rules_stand_in_the_order_of_the_text():
    items = [int(rule.cite[0].section.split("、")[1]) for rule in PLAN.rules]
    assert items == sorted(items)
    assert set(items) == set(range(1, 14))


def test_every_quantity_of_the_text_is_a_target_and_what_it_leaves_open_is_not_filled_in():
    written = {target.name: number and number.text for target in PLAN.targets for _, number in target.steps}
    assert written == {
        "standalone_members": "3",
        "party_organization_coverage": "100%",
        "coverage_before": None,
        "report_coverage": "100%",
        "assessment_coverage": "100%",
        "assessment_points_before": None,
        "assessment_weight_before": None,
        "provincial_centres": None,
        "county_centres_least": "1",
        "county_centres_most": "2",
        "city_demonstration_bases": None,
        "street_centre_rate": "45%",
        "public_benefit_day_from": None,
        "public_benefit_day_until": None,
    }


def world() -> Tables:
    """Everyone who owes a duty that records prove."""
    tables = places()
    tables["organization"] = [
        {**organizations(1, decoupling=False, management="dual", supervising_unit=UNIT)[0], "id": "dual"},
        {
            **organizations(1, decoupling=False, management="direct", party_affiliation="territorial")[0],
            "party_members_total": 1,
            "id": "local",
        },
        {**organizations(1, decoupling=True)[0], "id": "decoupled"},
    ]
    tables["party_organization"] = [
        row("party_organization", "branch", county=HAISHU, comprehensive_committee=COMMITTEE)
    ]
    tables["service_centre"] = [
        row("service_centre", "centre", kind="organization_service", level="street", county=HAISHU, street="street-0")
    ]
    return tables


def subject_of(rule: str) -> str:
    return OF_ORGANIZATIONS.get(rule) or SUBJECTS[PROVED[rule].subject]


def record(rule: str, item: str | None, outcome: str | None = "done", done_on: date = ON_TIME) -> Row:
    return {
        "policy": "ningbo_2018",
        "rule": rule,
        "item": item,
        "subject_kind": PROVED[rule].subject,
        "subject_id": subject_of(rule),
        "outcome": outcome,
        "done_on": done_on,
    }


def items_of(rule: str) -> tuple[str | None, ...]:
    """The items to be recorded; a rule without items is recorded under its own name alone."""
    evidence = PROVED[rule].evidence
    assert evidence is not None
    return evidence.items or (None,)


def all_but_the_first() -> list[Row]:
    return [record(rule, item) for rule in PROVED for item in items_of(rule)[1:]]


def first_ones(outcome: str | None = "done", done_on: date = ON_TIME) -> list[Row]:
    return [record(rule, items_of(rule)[0], outcome, done_on) for rule in PROVED]


MISSED = {rule: "noncompliant" if said.modality == "must" else "shortfall" for rule, said in PROVED.items()}


@pytest.mark.parametrize(
    ("found", "as_of", "expected"),
    [
        (all_but_the_first() + first_ones(), AFTER, dict.fromkeys(PROVED, "compliant")),
        (all_but_the_first(), ON_TIME, dict.fromkeys(PROVED, "pending")),
        (all_but_the_first(), AFTER, MISSED),
        (all_but_the_first() + first_ones(done_on=date(2019, 1, 1)), AFTER, MISSED),
        (all_but_the_first() + first_ones("not_done"), AFTER, MISSED),
        (all_but_the_first() + first_ones(None), AFTER, dict.fromkeys(PROVED, "unknown")),
        (None, AFTER, dict.fromkeys(PROVED, "unknown")),
    ],
    ids=["done", "not yet", "missing", "late", "not done", "outcome unknown", "no records"],
)
def test_records_prove_each_item_by_the_last_day(found, as_of, expected):
    tables = world() if found is None else {**world(), "work_record": found}
    ready = plan("ningbo_2018")
    rules = tuple(rule for rule in ready.rules if rule.id in PROVED)
    verdicts = judge(ready, rules, read_facts(tables, vocabulary()), as_of=as_of)
    said = {rule: verdicts.get(rule, subject_of(rule)) for rule in PROVED}
    assert {rule: str(verdict.status) for rule, verdict in said.items() if verdict is not None} == expected


@pytest.mark.parametrize(
    ("rule", "entity", "given", "expected"),
    [
        ("theme-education", "party_organization", {"comprehensive_committee": None}, "not_applicable"),
        ("two-studies", "party_organization", {"comprehensive_committee": None}, "not_applicable"),
        ("centres-as-legal-persons", "service_centre", {"level": "county"}, "noncompliant"),
        ("centres-as-legal-persons", "service_centre", {"level": "city"}, "not_applicable"),
        ("centres-as-legal-persons", "service_centre", {"level": None}, "unknown"),
        ("centres-as-landmarks", "service_centre", {"level": "city"}, "noncompliant"),
        ("centres-as-landmarks", "service_centre", {"kind": "party_service"}, "not_applicable"),
        ("centres-goals", "service_centre", {"kind": "party_service"}, "not_applicable"),
    ],
)
def test_who_need_not_prove_it(rule, entity, given, expected):
    tables = {**world(), "work_record": []}
    tables[entity] = [{**tables[entity][0], **given}]
    assert status(rule, subject_of(rule), tables) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "noncompliant"),
        ({"registration": "registered"}, "not_applicable"),
        ({"registration": "registered", "party_affiliation": "territorial"}, "noncompliant"),
        ({"registration": "registered", "party_affiliation": None}, "unknown"),
        ({"party_members_total": 0}, "not_applicable"),
        ({"party_members_total": 2}, "noncompliant"),
        ({"party_members_total": None}, "unknown"),
    ],
)
def test_grids_are_for_the_members_in_territorial_or_filed_organizations(given, expected):
    usual = {"party_affiliation": "comprehensive", "registration": "filed", "party_members_total": 1}
    tables = {**places(), "organization": organizations(1, **{**usual, **given}), "work_record": []}
    assert status("grid-management", "street-0", tables) == expected
