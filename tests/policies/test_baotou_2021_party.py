"""Baotou's duties of party building: charters, the two coverages, the five ones (section 01)."""

from datetime import date

import pytest

from tests.policies.baotou import AFTER, CITY, ON_TIME, SHIGUAI, Tables, one, organizations, places, status
from tests.policies.registry import UNKNOWN, row, rows, verdict

WRITTEN = {
    "normally_active": True,
    "charter_party_building_on": date(2020, 5, 1),
    "charter_core_values_on": date(2021, 5, 1),
}


def charters(**last: object) -> Tables:
    both = organizations(99, **WRITTEN) + organizations(1, **{**WRITTEN, **last})
    return {**places(), "organization": both}


@pytest.mark.parametrize(
    ("last", "expected", "with_filed"),
    [
        ({}, "compliant", "compliant"),
        ({"charter_core_values_on": date(2021, 12, 31)}, "compliant", "compliant"),
        ({"charter_core_values_on": date(2022, 1, 1)}, "noncompliant", "noncompliant"),
        ({"charter_core_values_on": None}, "noncompliant", "noncompliant"),
        ({"charter_party_building_on": None}, "noncompliant", "noncompliant"),
        ({"charter_party_building_on": UNKNOWN}, "unknown", "unknown"),
        ({"charter_party_building_on": None, "normally_active": False}, "compliant", "compliant"),
        ({"charter_party_building_on": None, "normally_active": None}, "unknown", "unknown"),
        ({"charter_party_building_on": None, "registration": "filed"}, "compliant", "noncompliant"),
        ({"charter_party_building_on": None, "dissolved_on": date(2021, 12, 30)}, "compliant", "compliant"),
        ({"charter_party_building_on": None, "dissolved_on": date(2021, 12, 31)}, "noncompliant", "noncompliant"),
    ],
)
def test_all_charters_of_active_organizations_are_amended(last, expected, with_filed):
    assert status("charters-amended", CITY, charters(**last)) == expected
    assert status("charters-amended", CITY, charters(**last), reading="with-filed") == with_filed


def test_charters_are_due_on_the_last_day_or_by_another_reading_the_day_before():
    tables = charters(charter_core_values_on=date(2021, 12, 31))
    assert status("charters-amended", CITY, tables, date(2021, 12, 30)) == "pending"
    assert status("charters-amended", CITY, tables, ON_TIME) == "compliant"
    assert status("charters-amended", CITY, tables, ON_TIME, reading="before-the-last-day") == "noncompliant"


FIVE_ONES = {
    "newspaper-for-each-member": "newspaper_subscribed_on",
    "book-for-each-member": "book_given_on",
    "political-birthday-of-each-member": "political_birthday_on",
    "training-of-each-member": "special_training_on",
}


def members(*given: dict[str, object]) -> Tables:
    usual = {"party_organization": "party", "relations_transferred": True}
    return {
        **places(),
        "party_organization": [row("party_organization", "party", county=SHIGUAI, kind="branch")],
        "party_member": [
            row("party_member", f"member-{number}", **{**usual, **each}) for number, each in enumerate(given)
        ],
    }


@pytest.mark.parametrize(("rule", "field"), [pytest.param(rule, field, id=field) for rule, field in FIVE_ONES.items()])
def test_the_five_ones_reach_every_member(rule, field):
    for last, expected in (
        (date(2020, 12, 31), "noncompliant"),
        (date(2021, 1, 1), "compliant"),
        (date(2021, 12, 31), "compliant"),
        (date(2022, 1, 1), "noncompliant"),
        (None, "noncompliant"),
        (UNKNOWN, "unknown"),
    ):
        tables = members({field: date(2021, 7, 1), "status": "full"}, {field: last, "status": "probationary"})
        assert status(rule, "party", tables) == expected
    assert status(rule, "party", members()) == "not_applicable"


def test_who_has_left_or_not_yet_joined_need_not_be_reached():
    reached = {"newspaper_subscribed_on": date(2021, 7, 1)}
    left = members(reached, {"left_on": date(2021, 12, 30)}, {"joined_on": date(2022, 1, 1)})
    assert status("newspaper-for-each-member", "party", left) == "compliant"
    still = members(reached, {"left_on": date(2021, 12, 31)})
    assert status("newspaper-for-each-member", "party", still) == "noncompliant"


@pytest.mark.parametrize(("transferred", "expected"), [(True, "noncompliant"), (False, "compliant"), (None, "unknown")])
@pytest.mark.parametrize(("rule", "field"), [pytest.param(rule, field, id=field) for rule, field in FIVE_ONES.items()])
def test_the_five_ones_are_for_members_whose_relations_are_here(rule, field, transferred, expected):
    tables = members({field: date(2021, 7, 1)}, {"relations_transferred": transferred})
    assert status(rule, "party", tables) == expected


@pytest.mark.parametrize("rule", FIVE_ONES)
def test_by_another_reading_the_five_ones_are_urged_alone(rule):
    assert status(rule, "party", members({})) == "noncompliant"
    assert status(rule, "party", members({}), reading="urged") == "shortfall"


def test_a_branch_commends_a_batch_of_members():
    elsewhere = {"commended_on": date(2021, 7, 1), "relations_transferred": False}
    tables = members({"commended_on": date(2021, 7, 1)}, {"commended_on": date(2020, 7, 1)}, {}, elsewhere)
    found = verdict("baotou_2021", "outstanding-members-commended", "party", AFTER, tables)
    assert (str(found.status), found.lo, found.hi) == ("unknown", "1", "1")
    assert "target_unspecified:commended_members" in found.reasons
    tables["party_organization"][0]["kind"] = "committee"
    assert status("outstanding-members-commended", "party", tables) == "not_applicable"


@pytest.mark.parametrize(
    ("given", "share", "of_organizations"),
    [
        ({"party_organization_form": "standalone"}, "1", "1"),
        ({"party_organization_form": "attached"}, "1", "0"),
        ({"party_organization_form": "not_established", "party_instructor": True}, "1", "0"),
        ({"party_organization_form": "not_established", "union_or_youth_league": True}, "1", "0"),
        ({"party_organization_form": "not_established", "party_work_covered": True}, "1", "0"),
        ({"party_organization_form": "not_established"}, "0", "0"),
    ],
)
def test_the_rise_of_coverage_waits_for_what_it_was_before(given, share, of_organizations):
    none = {"party_instructor": False, "union_or_youth_league": False, "party_work_covered": False}
    tables = {**places(), "organization": organizations(1, **{**none, **given})}
    found = verdict("baotou_2021", "coverage-raised", CITY, AFTER, tables)
    assert (str(found.status), found.lo, found.hi) == ("unknown", share, share)
    assert "target_unspecified:covered_before" in found.reasons
    other = verdict("baotou_2021", "coverage-raised", CITY, AFTER, tables, reading="organizations-alone")
    assert other.lo == of_organizations


COVERAGE = {
    "standalone": "standalone-where-conditions-met",
    "joint": "joint-branch-meanwhile",
    "attached": "members-attached-elsewhere",
    "work": "work-coverage-without-members",
}
WITH_MEMBERS = {
    "party_members_total": 3,
    "full_time_party_members": 3,
    "meets_standalone_conditions": False,
    "establishment_impracticable": False,
    "party_organization_form": "not_established",
    "party_instructor": False,
    "union_or_youth_league": False,
    "party_work_covered": False,
}


def forms(**given: object) -> dict[str, str]:
    """What the rules on the ways of coverage say of one organization, where they may apply."""
    tables = one(**{**WITH_MEMBERS, **given})
    found = {way: status(rule, "it", tables) for way, rule in COVERAGE.items()}
    return {way: said for way, said in found.items() if said != "not_applicable"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"meets_standalone_conditions": True}, {"standalone": "noncompliant"}),
        ({"meets_standalone_conditions": True, "party_organization_form": "joint"}, {"standalone": "noncompliant"}),
        ({"meets_standalone_conditions": True, "party_organization_form": "standalone"}, {"standalone": "compliant"}),
        ({"meets_standalone_conditions": True, "establishment_impracticable": True}, {"standalone": "noncompliant"}),
        ({"party_organization_form": "joint"}, {"joint": "compliant"}),
        ({"party_organization_form": "standalone"}, {"joint": "noncompliant"}),
        ({"party_organization_form": "attached"}, {"joint": "noncompliant"}),
        ({"party_organization_form": None}, {"joint": "unknown"}),
        ({"establishment_impracticable": True}, {"attached": "noncompliant"}),
        ({"establishment_impracticable": True, "party_organization_form": "attached"}, {"attached": "compliant"}),
        ({"party_members_total": 1, "party_organization_form": "joint"}, {"joint": "compliant"}),
        ({"party_members_total": 0}, {"work": "shortfall"}),
        ({"party_members_total": 0, "meets_standalone_conditions": True}, {"work": "shortfall"}),
        ({"party_members_total": 0, "party_instructor": True}, {"work": "compliant"}),
        ({"party_members_total": 0, "union_or_youth_league": True}, {"work": "compliant"}),
        ({"party_members_total": 0, "party_work_covered": True}, {"work": "compliant"}),
        ({"party_members_total": 0, "party_instructor": None}, {"work": "unknown"}),
        ({"party_members_total": None, "party_organization_form": "joint"}, {"joint": "unknown", "work": "unknown"}),
        ({"meets_standalone_conditions": None}, {"standalone": "unknown", "joint": "unknown"}),
        ({"establishment_impracticable": None}, {"joint": "unknown", "attached": "unknown"}),
        ({"registration": "filed"}, {}),
    ],
)
def test_one_way_of_coverage_is_due_and_excludes_the_others(given, expected):
    assert forms(**given) == expected


@pytest.mark.parametrize(
    ("members", "expected"), [(2, "not_applicable"), (3, "noncompliant"), (4, "noncompliant"), (None, "unknown")]
)
def test_by_another_reading_three_full_members_are_the_condition(members, expected):
    tables = one(**{**WITH_MEMBERS, "full_time_party_members": members})
    assert status(COVERAGE["standalone"], "it", tables, reading="three-full-members") == expected


def test_by_another_reading_an_instructor_alone_is_not_enough():
    tables = one(**{**WITH_MEMBERS, "party_members_total": 0, "party_instructor": True})
    assert status(COVERAGE["work"], "it", tables, reading="both-ways") == "shortfall"
    tables["organization"][0]["union_or_youth_league"] = True
    assert status(COVERAGE["work"], "it", tables, reading="both-ways") == "compliant"


@pytest.mark.parametrize(
    ("given", "expected", "within_the_year"),
    [
        ({}, "compliant", "compliant"),
        ({"established_on": date(2021, 12, 31)}, "compliant", "compliant"),
        ({"established_on": date(2022, 1, 1)}, "noncompliant", "noncompliant"),
        ({"established_on": date(2020, 12, 31)}, "compliant", "noncompliant"),
        ({"abolished_on": date(2021, 12, 30)}, "noncompliant", "noncompliant"),
        ({"level": "county", "county": SHIGUAI}, "noncompliant", "noncompliant"),
        ({"level": None}, "unknown", "unknown"),
    ],
)
def test_the_city_has_a_party_committee(given, expected, within_the_year):
    usual = {"level": "city", "city": CITY, "established_on": date(2021, 6, 1)}
    tables = {**places(), "comprehensive_committee": rows("comprehensive_committee", 1, **{**usual, **given})}
    assert status("city-party-committee", CITY, tables) == expected
    assert status("city-party-committee", CITY, tables, reading="founded-in-2021") == within_the_year
