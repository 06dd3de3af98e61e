"""Baotou's plan as a file, which resolves without findings, and the tasks that its records prove."""

from datetime import date

import pytest

from policyengine.language.load import load_policy, read_policy
from policyengine.plan.check import check
from tests.policies.baotou import AFTER, AUTHORITY, CITY, ON_TIME, SHIGUAI, Tables, one, places
from tests.policies.evidence import breached, proved_by_records, records, statuses
from tests.policies.registry import POLICIES, Row, row, vocabulary

FILE = POLICIES / "baotou_2021.yaml"


def test_the_plan_has_no_findings():
    policy, tree, read = read_policy(FILE)
    assert policy is not None
    resolved, findings = check(policy, vocabulary(), tree)
    assert resolved is not None
    assert (read, findings) == ((), ())


def test_rules_stand_in_the_order_of_the_text():
    sections = [rule.cite[0].section for rule in load_policy(FILE).rules]
    order = ["01、(一)", "01、(二)", "01、(三)", "02", "03", "04", "05", "06", "07", "08", "09", "10"]
    assert [order.index(section) for section in sections] == sorted(order.index(section) for section in sections)
    assert set(sections) == set(order)


def test_every_quantity_of_the_text_is_a_target():
    targets = {target.name: target.steps[0][1] for target in load_policy(FILE).targets}
    assert {name: number.text for name, number in targets.items() if number is not None} == {
        "charter_rate": "100%",
        "five_ones_rate": "100%",
        "urban_registered": "2",
        "rural_established": "1",
        "reviewed": "323",
        "joint_conferences": "1",
        "charity_checks": "1",
        "contest_funds": "600000",
    }
    assert {name for name, number in targets.items() if number is None} == {
        "covered_before",
        "commended_members",
        "rural_projects",
        "rural_training_projects",
        "fundraising_campaigns",
    }


TASKS = proved_by_records("baotou_2021")
SUBJECTS = {
    "city": CITY,
    "county": SHIGUAI,
    "community": "community",
    "registration_authority": AUTHORITY,
    "party_organization": "party",
    "organization": "it",
}
BREACHED = {task.id: breached(task) for task in TASKS}


def registry(work: list[Row]) -> Tables:
    """One subject of each kind, to which every task applies."""
    return {
        **places(community=("urban", SHIGUAI)),
        "organization": one(assessment_expires_on=date(2021, 6, 30))["organization"],
        "party_organization": [row("party_organization", "party", county=SHIGUAI, kind="branch")],
        "work_record": work,
    }


def done(**given: object) -> dict[str, list[Row]]:
    """The records of each task, done on the last day of the year unless said otherwise."""
    usual = {"done_on": date(2021, 12, 31)}
    return {task.id: records("baotou_2021", task, SUBJECTS[task.subject], **{**usual, **given}) for task in TASKS}


def found(tables: Tables, as_of: date) -> dict[str, str]:
    return statuses("baotou_2021", {task.id: SUBJECTS[task.subject] for task in TASKS}, as_of, tables)


def every(status: str) -> dict[str, str]:
    return {task.id: status for task in TASKS}


@pytest.mark.parametrize(
    ("given", "as_of", "expected"),
    [
        ({}, ON_TIME, every("compliant")),
        ({}, AFTER, every("compliant")),
        ({"done_on": date(2022, 1, 1)}, AFTER, BREACHED),
        ({"outcome": "not_done"}, ON_TIME, every("pending")),
        ({"outcome": None}, AFTER, every("unknown")),
        ({"done_on": None}, AFTER, every("unknown")),
    ],
)
def test_tasks_are_proved_by_records(given, as_of, expected):
    assert found(registry([record for work in done(**given).values() for record in work]), as_of) == expected


def test_tasks_are_proved_item_by_item():
    work = done()
    several = {task for task, items in work.items() if len(items) > 1}
    without_last = [record for task, items in work.items() for record in items[: -1 if task in several else None]]
    expected = {task: status if task in several else "compliant" for task, status in BREACHED.items()}
    assert len(several) > 20
    assert found(registry(without_last), AFTER) == expected


def test_without_a_table_of_records_nothing_is_known_of_tasks():
    tables = registry([])
    del tables["work_record"]
    assert found(tables, AFTER) == every("unknown")
