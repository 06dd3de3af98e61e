"""Quzhou's duties that records of work prove."""

from datetime import date

import pytest

from tests.policies.evidence import breached, proved_by_records, records, statuses
from tests.policies.registry import Row, row

POLICY = "quzhou_2018"
TASKS = proved_by_records(POLICY)
SUBJECT = {
    "city": "330800",
    "county": "330802",
    "street": "street",
    "registration_authority": "MZ330802",
    "comprehensive_committee": "ZH330802",
    "supervising_unit": "ZG330802",
    "party_organization": "branch",
    "volunteer_team": "team",
    "organization": "it",
}
SUBJECTS = {rule.id: SUBJECT[rule.subject] for rule in TASKS}
BREACHED = {rule.id: breached(rule) for rule in TASKS}

EARLIER = date(2018, 1, 1)
ON_TIME = date(2018, 12, 31)  # the last day of the plan's period
AFTER = date(2019, 1, 31)


def registry(work_records: list[Row]) -> dict[str, list[Row]]:
    """One subject of each kind, to which every task applies."""
    within = {"city": "330800", "county": "330802"}
    organization = {
        "county": "330802",
        "street": "street",
        "supervising_unit": "ZG330802",
        "category": "community_service",
        "registration": "registered",
        "management": "dual",
        "operating_status": "liquidating",
        "established_on": EARLIER,
        "internally_disordered": True,
        "meets_registration_conditions": False,
        "eligible_for_support": True,
    }
    return {
        "city": [row("city", "330800")],
        "county": [row("county", "330802", city="330800", kind="district")],
        "street": [row("street", "street", county="330802", kind="street")],
        "community": [row("community", "urban", street="street", kind="urban")],
        "registration_authority": [row("registration_authority", "MZ330802", level="county", **within)],
        "comprehensive_committee": [row("comprehensive_committee", "ZH330802", level="county", **within)],
        "supervising_unit": [row("supervising_unit", "ZG330802", level="county", **within)],
        "organization": [row("organization", "it", **organization)],
        "party_organization": [row("party_organization", "branch", county="330802")],
        "volunteer_team": [row("volunteer_team", "team", community="urban", established_on=EARLIER)],
        "demonstration_site": [
            row("demonstration_site", "site", kind="volunteer_safety", county="330802", designated_on=EARLIER)
        ],
        "work_record": work_records,
    }


def done(**given: object) -> list[Row]:
    """A record of every item of every task, done on the last day unless said otherwise."""
    told = {"done_on": ON_TIME, **given}
    return [record for rule in TASKS for record in records(POLICY, rule, SUBJECTS[rule.id], **told)]


def every(status: str) -> dict[str, str]:
    return dict.fromkeys(SUBJECTS, status)


@pytest.mark.parametrize(
    ("found", "as_of", "expected"),
    [
        (done(), AFTER, every("compliant")),
        (done(done_on=AFTER), AFTER, BREACHED),
        (done(outcome="not_done"), AFTER, BREACHED),
        (done(outcome=None), AFTER, every("unknown")),
        (done(done_on=None), AFTER, every("unknown")),
        ([], AFTER, BREACHED),
        ([], ON_TIME, every("pending")),
    ],
    ids=["done", "late", "not done", "outcome unknown", "day unknown", "no record", "not yet"],
)
def test_records_prove_tasks_by_the_last_day(found: list[Row], as_of: date, expected: dict[str, str]):
    assert statuses(POLICY, SUBJECTS, as_of, registry(found)) == expected


def test_tasks_are_proved_item_by_item():
    proved = {rule.id: records(POLICY, rule, SUBJECTS[rule.id], done_on=ON_TIME) for rule in TASKS}
    lacking = [record for items in proved.values() for record in items[: -1 if len(items) > 1 else None]]
    expected = {rule: BREACHED[rule] if len(items) > 1 else "compliant" for rule, items in proved.items()}
    assert statuses(POLICY, SUBJECTS, AFTER, registry(lacking)) == expected


def test_without_a_table_of_records_nothing_is_known_of_tasks():
    tables = registry([])
    del tables["work_record"]
    assert statuses(POLICY, SUBJECTS, AFTER, tables) == every("unknown")
