"""Dongying's plan as a file: it resolves without findings, in the order of the text; records prove its tasks."""

from datetime import date, timedelta

import pytest

from policyengine.language.load import load_policy, read_policy
from policyengine.plan.check import check
from tests.policies.dongying import (
    AUTHORITY,
    BEFORE,
    CITY,
    COMMUNITY,
    COUNTY,
    DAY,
    Tables,
    organization,
    places,
    status,
)
from tests.policies.evidence import breached, proved_by_records, records, statuses
from tests.policies.registry import POLICIES, Row, vocabulary

POLICY = "dongying_2022"
FILE = POLICIES / f"{POLICY}.yaml"


def test_the_plan_has_no_findings():
    policy, tree, read = read_policy(FILE)
    assert policy is not None
    resolved, findings = check(policy, vocabulary(), tree)
    assert resolved is not None
    assert (read, findings) == ((), ())


def test_rules_stand_in_the_order_of_the_text():
    sections = [rule.cite[0].section for rule in load_policy(FILE).rules]
    order = [f"三、{number}" for number in range(1, 21)]
    assert [order.index(section) for section in sections] == sorted(order.index(section) for section in sections)
    assert set(sections) == set(order)


def test_every_quantity_of_the_text_is_a_target():
    targets = {target.name: target.steps[0][1] for target in load_policy(FILE).targets}
    assert {name: number.text for name, number in targets.items() if number is not None} == {
        "start_up_funds": "3000",
        "secretary_trainings": "1",
        "new_secretary_training_rate": "100%",
        "urban_average": "12",
    }
    assert {name for name, number in targets.items() if number is None} == {
        "leader_and_staff_trainings",
        "activity_weight",
        "standardisation_weight",
        "coverage_weight",
        "influence_weight",
        "rural_organizations",
        "key_assistance_projects",
        "revitalisation_brands",
        "revitalisation_exemplars",
        "leading_talent",
        "public_benefit_activities",
        "support_funds_before",
    }


TASKS = proved_by_records(POLICY)
BREACHED = {rule.id: breached(rule) for rule in TASKS}
EMERGENCY = {"category": "emergency_rescue"}
WAYS = ["表扬通报", "典型选树", "案例宣传"]
APPLIES_TO = {
    "epidemic-associations": {"category": "chamber_of_commerce"},
    "epidemic-psychological-and-social-work": {"category": "social_work"},
    "epidemic-charities-and-volunteers": {"category": "volunteer"},
    "epidemic-service-organizations": {"kind": "social_service_organization"},
    "epidemic-community-organizations": {"category": "mutual_aid"},
    "emergency-teams-supported": EMERGENCY,
    "emergency-force-registered": EMERGENCY,
    "emergency-equipment-and-marks": EMERGENCY,
    "emergency-drills-and-command": EMERGENCY,
    "emergency-rescue": EMERGENCY,
    "emergency-publicity": EMERGENCY,
    "direct-registration-sectoral-management": {"management": "direct"},
}
OF_KIND = {"city": CITY, "county": COUNTY, "community": COMMUNITY, "registration_authority": AUTHORITY}
SUBJECTS = {rule.id: rule.id if rule.id in APPLIES_TO else OF_KIND[rule.subject] for rule in TASKS}


def registry(work_records: list[Row]) -> Tables:
    """One subject for each task, to which it applies; an organization has the id of the rule that it is there for."""
    there = [organization(rule, **given) for rule, given in APPLIES_TO.items()]
    return {**places(), "organization": there, "work_record": work_records}


def done(**given: object) -> list[Row]:
    """A record of every item of every task, done on the day itself unless said otherwise."""
    told = {"done_on": DAY, **given}
    return [record for rule in TASKS for record in records(POLICY, rule, SUBJECTS[rule.id], **told)]


def record(rule: str, item: str | None) -> Row:
    """A record of one item done on the day itself, on the subject of its rule."""
    [task] = [found for found in TASKS if found.id == rule]
    return {**records(POLICY, task, SUBJECTS[rule], done_on=DAY)[0], "item": item}


def every(status: str) -> dict[str, str]:
    return dict.fromkeys(SUBJECTS, status)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, every("compliant")),
        ({"done_on": DAY + timedelta(days=1)}, BREACHED),
        ({"outcome": "not_done"}, BREACHED),
        ({"outcome": None}, every("unknown")),
        ({"done_on": None}, every("unknown")),
        ({"rule": "dues-returned"}, BREACHED),
        ({"policy": "quzhou_2018"}, BREACHED),
    ],
)
def test_tasks_are_proved_by_records(given, expected):
    assert statuses(POLICY, SUBJECTS, DAY, registry(done(**given))) == expected


def test_tasks_are_proved_item_by_item():
    items = {rule.id: records(POLICY, rule, SUBJECTS[rule.id], done_on=DAY) for rule in TASKS}
    several = {rule for rule, recorded in items.items() if len(recorded) > 1}
    lacking = [
        record for rule, recorded in items.items() for record in (recorded[:-1] if rule in several else recorded)
    ]
    expected = {rule: status if rule in several else "compliant" for rule, status in BREACHED.items()}
    assert statuses(POLICY, SUBJECTS, DAY, registry(lacking)) == expected


def test_without_a_table_of_records_nothing_is_known_of_tasks():
    tables = registry([])
    del tables["work_record"]
    assert statuses(POLICY, SUBJECTS, DAY, tables) == every("unknown")


def test_nothing_binds_before_publication():
    assert statuses(POLICY, SUBJECTS, BEFORE, registry(done(done_on=date(2022, 1, 1)))) == every("not_applicable")


ONE_OF_A_LIST = [
    ("employment-events", "any-form"),
    ("exchange-with-other-associations", "any-of-them"),
    ("purchase-capacity", "any-of-them"),
]


@pytest.mark.parametrize(("rule", "reading"), ONE_OF_A_LIST)
def test_a_list_of_examples_needs_no_record_of_each(rule, reading):
    tables = registry([record(rule, None)])
    assert status(rule, SUBJECTS[rule], tables) == BREACHED[rule]
    assert status(rule, SUBJECTS[rule], tables, reading=reading) == "compliant"


@pytest.mark.parametrize("rule", ["commendation-by-city", "commendation-by-county"])
def test_each_department_may_have_to_use_each_way(rule):
    departments = ["民政部门", "乡村振兴部门", "发展改革部门"]
    once = [record(rule, department) for department in departments]
    ways = [record(rule, f"{department}{way}") for department in departments for way in WAYS]
    assert status(rule, SUBJECTS[rule], registry(once)) == "compliant"
    assert status(rule, SUBJECTS[rule], registry(once), reading="each-way") == "noncompliant"
    assert status(rule, SUBJECTS[rule], registry(ways), reading="each-way") == "compliant"
    assert status(rule, SUBJECTS[rule], registry(ways[1:]), reading="each-way") == "noncompliant"


def test_the_first_four_matters_may_be_those_of_the_laws_publicised():
    rule = "ecological-education"
    tables = registry([record(rule, item) for item in ("法律法规宣传", "生态保护科普", "自然教育")])
    assert status(rule, CITY, tables) == "noncompliant"
    assert status(rule, CITY, tables, reading="laws-publicised") == "compliant"


@pytest.mark.parametrize("rule", ["community-federation-party-organization", "party-brands"])
def test_some_duties_may_be_urged_alone(rule):
    tables = registry([])
    assert status(rule, SUBJECTS[rule], tables) == "noncompliant"
    assert status(rule, SUBJECTS[rule], tables, reading="urged") == "shortfall"
