"""Changning's plan as a file, which resolves without findings, and the tasks that its records prove."""

from datetime import date

import pytest

from policyengine.language.load import load_policy, read_policy
from policyengine.plan.check import check
from tests.policies.changning import AFTER, DISTRICT, ON_TIME, POLICY, STREET, Tables, one, status
from tests.policies.evidence import breached, proved_by_records, records, statuses
from tests.policies.registry import Row, rows, vocabulary


def test_the_plan_has_no_findings():
    policy, tree, read = read_policy(POLICY)
    assert policy is not None
    resolved, findings = check(policy, vocabulary(), tree)
    assert resolved is not None
    assert (read, findings) == ((), ())


def test_rules_stand_in_the_order_of_the_text():
    sections = [rule.cite[0].section for rule in load_policy(POLICY).rules]
    parts = {"一": "一二三", "二": "一二三", "三": "一二三四五", "四": "一二三四五", "五": "一二三四", "六": "一二三"}
    order = [f"{part}、{item}是" for part, items in parts.items() for item in items]
    assert [order.index(section) for section in sections] == sorted(order.index(section) for section in sections)
    assert set(sections) == set(order)


def test_every_quantity_of_the_text_is_a_target_and_what_it_leaves_open_is_not_filled_in():
    written = {
        target.name: number and number.text for target in load_policy(POLICY).targets for _, number in target.steps
    }
    assert written == {
        "party_organization_coverage": "100%",
        "party_work_coverage": "100%",
        "party_worker_trainings_before": None,
        "moved_to_dual_management": None,
        "good_venture_projects": None,
        "report_rate_before": None,
        "financial_audits_before": None,
        "audited_organizations_before": None,
        "assessed_coverage": "100%",
        "graded_share": "20%",
        "double_random_publication": "100%",
        "organization_violations_before": None,
        "illegal_organizations_before": None,
        "complaint_days": None,
        "enforcement_trainings_before": None,
        "expiry_notice_days": None,
        "publicity_before": None,
        "top_tens": "5",
        "winners_of_a_top_ten": "10",
    }


TASKS = proved_by_records("changning_2023")
SUBJECTS = {"county": DISTRICT, "street": STREET, "organization": "it"}
BREACHED = {task.id: breached(task) for task in TASKS}
JUDGED = (
    "eligible_for_start_up_support",
    "eligible_for_professional_support",
    "eligible_for_quality_support",
    "eligible_for_grade_support",
    "outstanding",
    "preparing_for_4a",
)


def registry(work: list[Row]) -> Tables:
    """The district, its street, and an organization to which every task applies."""
    tables = one(**dict.fromkeys(JUDGED, True))
    tables["assessment"] = rows("assessment", 1, organization="it", decided_on=date(2023, 9, 1))
    return {**tables, "work_record": work}


def done(**given: object) -> dict[str, list[Row]]:
    """The records of each task, done on the last day of the year unless said otherwise."""
    usual = {"done_on": date(2023, 12, 31)}
    return {task.id: records("changning_2023", task, SUBJECTS[task.subject], **{**usual, **given}) for task in TASKS}


def found(tables: Tables, as_of: date) -> dict[str, str]:
    return statuses("changning_2023", {task.id: SUBJECTS[task.subject] for task in TASKS}, as_of, tables)


def every(said: str) -> dict[str, str]:
    return {task.id: said for task in TASKS}


@pytest.mark.parametrize(
    ("given", "as_of", "expected"),
    [
        ({}, ON_TIME, every("compliant")),
        ({}, AFTER, every("compliant")),
        ({"done_on": date(2023, 1, 9)}, AFTER, every("compliant")),
        ({"done_on": date(2024, 1, 1)}, AFTER, BREACHED),
        ({"outcome": "not_done"}, ON_TIME, every("pending")),
        ({"outcome": None}, AFTER, every("unknown")),
        ({"done_on": None}, AFTER, every("unknown")),
        ({}, date(2023, 3, 29), every("not_applicable")),
    ],
)
def test_tasks_are_proved_by_records(given, as_of, expected):
    assert found(registry([record for work in done(**given).values() for record in work]), as_of) == expected


def test_tasks_are_proved_item_by_item():
    work = done()
    several = {task for task, items in work.items() if len(items) > 1}
    without_last = [record for task, items in work.items() for record in items[: -1 if task in several else None]]
    expected = {task: said if task in several else "compliant" for task, said in BREACHED.items()}
    assert {"four-fields-developed", "five-plans", "credit-lists", "daily-supervision"} <= several
    assert found(registry(without_last), AFTER) == expected


def test_without_a_table_of_records_nothing_is_known_of_tasks():
    tables = registry([])
    del tables["work_record"]
    assert found(tables, AFTER) == every("unknown")


def test_lists_of_the_text_are_the_items_to_be_proved():
    items = {rule.id: rule.evidence.items for rule in load_policy(POLICY).rules if rule.evidence is not None}
    assert items["four-fields-developed"] == ("公益慈善类", "生活服务类", "社区事务类", "文体活动类")
    assert items["credit-lists"] == ("活动异常名录", "严重违法失信名单")
    assert items["daily-supervision"] == ("访谈", "评估", "审计", "查处")
    assert len(items["five-plans"]) == len(items["five-actors-mechanism"]) == 5


@pytest.mark.parametrize(
    ("rule", "reading"),
    [
        ("block-party-alliance", "exploratory"),
        ("block-governance", "exploratory"),
        ("deliberation-platform", "exploratory"),
        ("democratic-platform", "guided"),
        ("recommended-catalogue", "mobilised"),
        ("leading-talent", "encouraged"),
    ],
)
def test_by_another_reading_the_verb_only_encourages(rule, reading):
    assert status(rule, DISTRICT, registry([])) == "noncompliant"
    assert status(rule, DISTRICT, registry([]), reading=reading) == "shortfall"
