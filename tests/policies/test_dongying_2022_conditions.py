"""Dongying's duties that come before or after an event, that bind under a condition, or whose number is left open."""

from datetime import date

import pytest

from tests.policies.dongying import (
    CITY,
    COUNTY,
    DAY,
    PUBLISHED,
    Tables,
    one,
    places,
    status,
)
from tests.policies.registry import UNKNOWN, row, verdict

BEFORE_AND_AFTER = [
    # the act that must come first, the event, by the plan's reading, where the act must come a day earlier
    (date(2022, 9, 30), date(2022, 10, 1), "compliant", "compliant"),
    (date(2022, 10, 1), date(2022, 10, 1), "compliant", "noncompliant"),
    (date(2022, 10, 2), date(2022, 10, 1), "noncompliant", "noncompliant"),
    (None, date(2022, 10, 1), "noncompliant", "noncompliant"),
    (UNKNOWN, date(2022, 10, 1), "unknown", "unknown"),
    (None, date(2022, 8, 17), "not_applicable", "not_applicable"),
    (None, PUBLISHED, "noncompliant", "noncompliant"),
    (PUBLISHED, UNKNOWN, "unknown", "unknown"),
    (None, DAY, "pending", "pending"),
    (None, date(2023, 7, 1), "not_applicable", "not_applicable"),
]


@pytest.mark.parametrize(("consulted", "issued", "expected", "a_day_before"), BEFORE_AND_AFTER)
def test_associations_are_consulted_before_a_policy_is_issued(consulted, issued, expected, a_day_before):
    policy = row("policy_measure", "policy", city=CITY, associations_consulted_on=consulted, issued_on=issued)
    tables = {**places(), "policy_measure": [policy]}
    assert status("associations-consulted", "policy", tables) == expected
    assert status("associations-consulted", "policy", tables, reading="day-before") == a_day_before


@pytest.mark.parametrize(("reviewed", "appointed", "expected", "a_day_before"), BEFORE_AND_AFTER)
def test_leaders_are_reviewed_before_they_are_appointed(reviewed, appointed, expected, a_day_before):
    leader = row(
        "leader_appointment",
        "leader",
        organization="it",
        position="president",
        party_reviewed_on=reviewed,
        appointed_on=appointed,
    )
    tables = {**one(), "leader_appointment": [leader]}
    assert status("leaders-reviewed-beforehand", "leader", tables) == expected
    assert status("leaders-reviewed-beforehand", "leader", tables, reading="day-before") == a_day_before


LEFT = date(2022, 10, 1)


@pytest.mark.parametrize(
    ("left", "audited", "expected", "before_leaving"),
    [
        (LEFT, date(2022, 9, 1), "compliant", "compliant"),
        (LEFT, LEFT, "compliant", "compliant"),
        (LEFT, date(2022, 10, 2), "compliant", "noncompliant"),
        (LEFT, DAY, "compliant", "noncompliant"),
        (LEFT, date(2023, 7, 1), "noncompliant", "noncompliant"),
        (LEFT, None, "noncompliant", "noncompliant"),
        (LEFT, UNKNOWN, "unknown", "unknown"),
        (date(2022, 8, 17), None, "not_applicable", "not_applicable"),
        (PUBLISHED, None, "noncompliant", "noncompliant"),
        (UNKNOWN, LEFT, "unknown", "unknown"),
        (date(2023, 7, 1), None, "not_applicable", "not_applicable"),
    ],
)
def test_legal_representatives_who_leave_are_audited(left, audited, expected, before_leaving):
    departure = row("legal_representative_departure", "departure", organization="it", left_on=left, audited_on=audited)
    tables = {**one(), "legal_representative_departure": [departure]}
    assert status("departure-audit", "departure", tables) == expected
    assert status("departure-audit", "departure", tables, reading="before-leaving") == before_leaving


DUAL = {"directly_registrable": False, "management": "dual", "supervising_unit": "unit"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "compliant"),
        ({"management": "direct"}, "noncompliant"),
        ({"management": None}, "unknown"),
        ({"supervising_unit": None}, "noncompliant"),
        ({"supervising_unit": UNKNOWN}, "unknown"),
        ({"registration_authority": None}, "noncompliant"),
        ({"directly_registrable": True, "management": "direct"}, "not_applicable"),
        ({"directly_registrable": None}, "unknown"),
        ({"directly_registrable": None, "management": "direct"}, "unknown"),
        ({"registration": "filed", "management": "direct"}, "not_applicable"),
    ],
)
def test_management_is_dual_outside_the_scope_of_direct_registration(given, expected):
    assert status("dual-management", "it", one(**{**DUAL, **given})) == expected


@pytest.mark.parametrize(
    ("given", "expected", "under_way"),
    [
        ({}, "compliant", "compliant"),
        ({"started_on": date(2022, 8, 17)}, "noncompliant", "noncompliant"),
        ({"started_on": DAY}, "compliant", "compliant"),
        ({"started_on": date(2023, 7, 1)}, "noncompliant", "noncompliant"),
        ({"started_on": UNKNOWN}, "unknown", "unknown"),
        ({"kind": "government_purchase"}, "noncompliant", "noncompliant"),
        ({"ended_on": date(2023, 6, 29)}, "compliant", "noncompliant"),
        ({"ended_on": DAY}, "compliant", "compliant"),
    ],
)
def test_public_benefit_ventures_are_held(given, expected, under_way):
    project = row("project", "p", **{"city": CITY, "kind": "venture", "key": False, "started_on": PUBLISHED, **given})
    tables = {**places(), "project": [project]}
    assert status("public-benefit-ventures", CITY, tables) == expected
    assert status("public-benefit-ventures", CITY, tables, reading="under-way") == under_way


def measured(rule: str, tables: Tables, as_of: date = DAY, reading: str | None = None) -> tuple[str, str]:
    """What a rule of the city counts, as bounds; its target is left open by the text."""
    found = verdict("dongying_2022", rule, CITY, as_of, tables, reading=reading)
    assert str(found.status) == "unknown"
    return str(found.lo), str(found.hi)


NO, YES, PERHAPS = ("0", "0"), ("1", "1"), ("0", "1")


@pytest.mark.parametrize(
    ("given", "counted", "newly_established"),
    [
        ({}, YES, NO),
        ({"established_on": PUBLISHED}, YES, YES),
        ({"established_on": date(2025, 12, 31)}, YES, YES),
        ({"established_on": date(2026, 1, 1)}, NO, NO),
        ({"dissolved_on": date(2025, 12, 30)}, NO, NO),
        ({"dissolved_on": date(2025, 12, 31)}, YES, NO),
        ({"rural_public_organization": False}, NO, NO),
        ({"rural_public_organization": None}, PERHAPS, NO),
    ],
)
def test_rural_organizations_that_exist_at_the_end_of_2025_count(given, counted, newly_established):
    tables = one(**{"rural_public_organization": True, **given})
    assert measured("rural-organizations-cultivated", tables, date(2026, 3, 1)) == counted
    reading = "newly-established"
    assert measured("rural-organizations-cultivated", tables, date(2026, 3, 1), reading) == newly_established


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ({}, YES),
        ({"key": False}, NO),
        ({"key": None}, PERHAPS),
        ({"kind": "venture"}, NO),
        ({"started_on": date(2022, 8, 17)}, NO),
        ({"started_on": date(2025, 12, 31)}, YES),
        ({"started_on": date(2026, 1, 1)}, NO),
        ({"ended_on": date(2024, 1, 1)}, YES),
    ],
)
def test_key_projects_started_by_the_end_of_2025_count(given, counted):
    usual = {"city": CITY, "kind": "rural_revitalisation", "key": True, "started_on": PUBLISHED}
    tables = {**places(), "project": [row("project", "p", **{**usual, **given})]}
    assert measured("key-assistance-projects", tables, date(2026, 3, 1)) == counted


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ({}, YES),
        ({"kind": "rural_revitalisation"}, NO),
        ({"started_on": date(2022, 8, 17)}, NO),
        ({"started_on": date(2026, 1, 1)}, NO),
        ({"ended_on": date(2025, 12, 30)}, NO),
    ],
)
def test_brands_that_last_to_the_end_of_2025_count(given, counted):
    usual = {"city": CITY, "kind": "brand", "key": False, "started_on": PUBLISHED}
    tables = {**places(), "project": [row("project", "p", **{**usual, **given})]}
    assert measured("revitalisation-brands", tables, date(2026, 3, 1)) == counted


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ({}, YES),
        ({"kind": "party_building"}, NO),
        ({"kind": None}, PERHAPS),
        ({"promoted_on": date(2022, 8, 17)}, NO),
        ({"promoted_on": date(2025, 12, 31)}, YES),
        ({"promoted_on": date(2026, 1, 1)}, NO),
    ],
)
def test_exemplars_promoted_by_the_end_of_2025_count(given, counted):
    usual = {"city": CITY, "kind": "rural_revitalisation", "promoted_on": PUBLISHED}
    tables = {**places(), "exemplar": [row("exemplar", "e", **{**usual, **given})]}
    assert measured("revitalisation-exemplars", tables, date(2026, 3, 1)) == counted


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ({}, YES),
        ({"kind": "ten_thousand_plan"}, YES),
        ({"kind": "other_leading"}, YES),
        ({"kind": "other"}, NO),
        ({"closely_related_to_industry": False}, NO),
        ({"closely_related_to_industry": None}, PERHAPS),
        ({"introduced_on": date(2022, 8, 17)}, NO),
    ],
)
def test_leading_talent_close_to_the_citys_industries_counts(given, counted):
    usual = {
        "city": CITY,
        "kind": "changjiang_scholar",
        "closely_related_to_industry": True,
        "introduced_on": PUBLISHED,
    }
    tables = {**places(), "talent_introduction": [row("talent_introduction", "t", **{**usual, **given})]}
    assert measured("leading-talent", tables) == counted


@pytest.mark.parametrize(
    ("held", "counted"), [(date(2022, 12, 31), NO), (date(2023, 1, 1), YES), (DAY, YES), (date(2023, 7, 1), NO)]
)
def test_trainings_and_activities_count_in_their_year(held, counted):
    course = row("training", "course", city=CITY, audience="leaders_and_staff", held_on=held)
    other = row("training", "other", city=CITY, audience="party_workers", held_on=held)
    benefit = row("activity", "benefit", city=CITY, kind="public_benefit", held_on=held)
    talk = row("activity", "talk", city=CITY, kind="publicity", held_on=held)
    tables = {**places(), "training": [course, other], "activity": [benefit, talk]}
    assert measured("leader-and-staff-training", tables) == counted
    assert measured("regular-public-benefit", tables) == counted


def test_support_by_the_city_is_its_own_funds_of_the_year():
    usual = {"city": CITY, "in_budget": True, "secured_on": DAY}
    funds = [
        row("fund", "city", purpose="support", amount=100, **usual),
        row("fund", "county", purpose="venture", amount=20, county=COUNTY, **usual),
        row("fund", "lottery", purpose="lottery", amount=3, **usual),
        row("fund", "before", purpose="support", amount=4, **{**usual, "secured_on": date(2022, 12, 31)}),
    ]
    tables = {**places(), "fund": funds}
    assert measured("support-funds-increased-by-city", tables) == ("100", "100")
    assert measured("support-funds-increased-by-city", tables, reading="all-levels") == ("120", "120")
