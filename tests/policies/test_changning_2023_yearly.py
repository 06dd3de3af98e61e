"""What Changning does in the course of the year: what is to rise above what it was, and what is held once."""

from datetime import date

import pytest

from tests.policies.changning import (
    AFTER,
    AUTHORITY,
    CITY,
    CITY_AUTHORITY,
    DISTRICT,
    ON_TIME,
    Tables,
    one,
    status,
    status_with,
)
from tests.policies.registry import rows, verdict, vocabulary


def of_the_district(entity: str, count: int, **given: object) -> Tables:
    """So many events of the district, on the last day of the year unless said otherwise."""
    home = {
        "inspection": {"organization": "it"},
        "violation_case": {"registration_authority": AUTHORITY},
        "campaign": {"registration_authority": AUTHORITY},
    }.get(entity, {"city": CITY, "county": DISTRICT})
    return {**one(), entity: rows(entity, count, **{**home, day_of(entity): ON_TIME, **given})}


def day_of(entity: str) -> str:
    """The field with the day of an event."""
    field = vocabulary().entities[entity].event_date
    assert field is not None
    return field


RISES = [
    ("party-workers-trained", "party_worker_trainings_before", "training", {"audience": "party_workers"}),
    ("financial-audits", "financial_audits_before", "inspection", {"kind": "financial_audit"}),
    ("organization-violations", "organization_violations_before", "violation_case", {"kind": "organization_violation"}),
    ("illegal-organizations", "illegal_organizations_before", "violation_case", {"kind": "illegal_organization"}),
    ("enforcement-training", "enforcement_trainings_before", "training", {"audience": "enforcement_officers"}),
    ("publicity-increased", "publicity_before", "activity", {"kind": "publicity"}),
]


@pytest.mark.parametrize(("rule", "target", "entity", "sort"), RISES)
def test_what_is_to_rise_rises_above_what_it_was(rule, target, entity, sort):
    def judged(count: int, as_of: date = AFTER, **given: object) -> str:
        tables = of_the_district(entity, count, **{**sort, **given})
        return status_with(target, "3", rule, DISTRICT, tables, as_of=as_of)

    dated = day_of(entity)
    assert [judged(count) for count in (2, 3, 4)] == ["noncompliant", "noncompliant", "compliant"]
    assert judged(3, ON_TIME) == "pending"
    assert judged(4, **{dated: date(2023, 1, 1)}) == "compliant"
    assert judged(4, **{dated: date(2022, 12, 31)}) == "noncompliant"
    assert judged(4, **{dated: date(2024, 1, 1)}) == "noncompliant"
    assert judged(4, **dict.fromkeys(sort)) == "unknown"


@pytest.mark.parametrize(("before", "expected"), [("0", "compliant"), ("1", "noncompliant")])
def test_by_another_reading_an_organization_audited_four_times_counts_once(before, expected):
    tables = of_the_district("inspection", 4, kind="financial_audit")
    found = status_with(
        "audited_organizations_before", before, "financial-audits", DISTRICT, tables, reading="organizations-audited"
    )
    assert found == expected


def test_audits_of_organizations_of_the_city_are_not_the_districts():
    tables = of_the_district("inspection", 4, kind="financial_audit")
    tables["organization"][0]["registration_authority"] = CITY_AUTHORITY
    assert status_with("financial_audits_before", "3", "financial-audits", DISTRICT, tables) == "noncompliant"


@pytest.mark.parametrize(("rule", "target", "entity", "sort"), RISES)
def test_without_a_baseline_a_rise_is_unknown(rule, target, entity, sort):
    found = verdict("changning_2023", rule, DISTRICT, AFTER, of_the_district(entity, 4, **sort))
    assert (str(found.status), found.lo, found.comparator, found.target) == ("unknown", "4", "more_than", "unspecified")
    assert f"target_unspecified:{target}" in found.reasons


@pytest.mark.parametrize(
    ("rule", "audience"), [("party-workers-trained", "party_workers"), ("enforcement-training", "enforcement_officers")]
)
def test_by_another_reading_one_training_is_enough(rule, audience):
    for count, expected in ((0, "noncompliant"), (1, "compliant")):
        tables = of_the_district("training", count, audience=audience)
        assert status(rule, DISTRICT, tables, reading="held-at-all") == expected


@pytest.mark.parametrize(
    ("rule", "entity", "sort", "other", "breached"),
    [
        ("district-fair", "meeting", {"kind": "matching", "level": "county"}, {"level": "city"}, "noncompliant"),
        (
            "standardisation-class",
            "training",
            {"audience": "assessed_organizations"},
            {"audience": "leaders_and_staff"},
            "noncompliant",
        ),
        ("governance-contest", "activity", {"kind": "governance_contest"}, {"kind": "venture_contest"}, "noncompliant"),
        ("dormant-cleanup", "campaign", {"kind": "dormant_cleanup"}, {"kind": "fee_cleanup"}, "shortfall"),
    ],
)
def test_what_is_held_once_a_year(rule, entity, sort, other, breached):
    def judged(as_of: date = AFTER, count: int = 1, **given: object) -> str:
        return status(rule, DISTRICT, of_the_district(entity, count, **{**sort, **given}), as_of)

    dated = day_of(entity)
    assert judged() == judged(**{dated: date(2023, 1, 1)}) == "compliant"
    assert judged(count=0) == judged(**other) == breached
    assert judged(**{dated: date(2022, 12, 31)}) == judged(**{dated: date(2024, 1, 1)}) == breached
    assert judged(ON_TIME, 0) == "pending"
    assert judged(**{dated: None}) == "unknown"


def test_by_another_reading_a_class_for_leaders_and_staff_counts():
    tables = of_the_district("training", 1, audience="leaders_and_staff")
    assert status("standardisation-class", DISTRICT, tables, reading="any-organizations") == "compliant"
