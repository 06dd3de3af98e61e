"""Ningbo's duties that turn on who an organization answers to, on its members and on its dates (section 二)."""

from datetime import date

import pytest

from tests.policies.ningbo import (
    AUTHORITY,
    CITY,
    COMMITTEE,
    HAISHU,
    ISSUED,
    JIANGBEI,
    ON_TIME,
    UNIT,
    one,
    places,
    status,
)
from tests.policies.registry import UNKNOWN, row, rows

DAY_BEFORE = date(2018, 5, 20)
BODIES = {
    "per_decoupling_measures": "decoupled-associations-responsible",
    "local_committee": "local-committees-responsible",
    "comprehensive_committee": "fallback-management",
}


def responsible(**given: object) -> set[str]:
    """The bodies whose duties may concern an organization that nobody has taken charge of."""
    tables = {**one(supervising_unit=UNIT, **given), "work_record": []}
    said = {body: status(rule, "it", tables) for body, rule in BODIES.items()}
    said["supervising_unit"] = status("supervising-units-responsible", UNIT, tables)
    return {f"{body}?" if found == "unknown" else body for body, found in said.items() if found != "not_applicable"}


@pytest.mark.parametrize(
    ("given", "bodies"),
    [
        ({"decoupling": True, "management": "dual"}, {"per_decoupling_measures"}),
        (
            {"decoupling": True, "management": "direct", "party_affiliation": "territorial"},
            {"per_decoupling_measures"},
        ),
        ({"decoupling": False, "management": "dual", "party_affiliation": "sectoral"}, {"supervising_unit"}),
        ({"decoupling": False, "management": "dual", "party_affiliation": "territorial"}, {"supervising_unit"}),
        ({"decoupling": False, "management": "direct", "party_affiliation": "territorial"}, {"local_committee"}),
        ({"decoupling": False, "management": "direct", "party_affiliation": "sectoral"}, {"supervising_unit"}),
        (
            {"decoupling": False, "management": "direct", "party_affiliation": "comprehensive"},
            {"comprehensive_committee"},
        ),
        ({"decoupling": False, "management": "direct", "party_affiliation": "unsettled"}, {"comprehensive_committee"}),
        ({"decoupling": None, "management": "dual"}, {"per_decoupling_measures?", "supervising_unit?"}),
        (
            {"decoupling": False, "management": None, "party_affiliation": "territorial"},
            {"supervising_unit?", "local_committee?"},
        ),
        (
            {"decoupling": False, "management": "direct", "party_affiliation": None},
            {"supervising_unit?", "local_committee?", "comprehensive_committee?"},
        ),
    ],
)
def test_the_responsible_body(given, bodies):
    assert responsible(**given) == bodies


FALLBACK = {"decoupling": False, "management": "direct", "party_affiliation": "comprehensive"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"comprehensive_committee": COMMITTEE}, "compliant"),
        ({"comprehensive_committee": None}, "noncompliant"),
        ({"comprehensive_committee": UNKNOWN}, "unknown"),
    ],
)
def test_a_committee_takes_over_whom_nobody_else_manages(given, expected):
    assert status("fallback-management", "it", one(**FALLBACK, **given)) == expected


def test_the_unsettled_are_taken_over_only_by_the_first_reading():
    tables = one(**{**FALLBACK, "party_affiliation": "unsettled"})
    assert status("fallback-management", "it", tables) == "noncompliant"
    assert status("fallback-management", "it", tables, reading="settled") == "not_applicable"


@pytest.mark.parametrize(
    ("given", "expected", "dual_too"),
    [
        ({}, "not_applicable", "noncompliant"),
        ({"comprehensive_committee": COMMITTEE}, "not_applicable", "compliant"),
        ({"party_affiliation": "sectoral"}, "not_applicable", "not_applicable"),
        ({"party_affiliation": "unsettled"}, "not_applicable", "not_applicable"),
        ({"decoupling": True}, "not_applicable", "not_applicable"),
        ({"management": "direct"}, "noncompliant", "noncompliant"),
        ({"party_affiliation": None}, "not_applicable", "unknown"),
    ],
)
def test_the_dually_managed_may_fall_back_on_a_committee_too(given, expected, dual_too):
    tables = one(**{**FALLBACK, "management": "dual", **given})
    assert status("fallback-management", "it", tables) == expected
    assert status("fallback-management", "it", tables, reading="dual-not-suited") == dual_too


@pytest.mark.parametrize(
    ("members", "form", "expected", "any_form"),
    [
        (2, "not_established", "not_applicable", "not_applicable"),
        (3, "standalone", "compliant", "compliant"),
        (3, "joint", "noncompliant", "compliant"),
        (3, "attached", "noncompliant", "noncompliant"),
        (4, "not_established", "noncompliant", "noncompliant"),
        (4, "standalone", "compliant", "compliant"),
        (3, None, "unknown", "unknown"),
        (None, "standalone", "unknown", "unknown"),
        (None, "joint", "unknown", "unknown"),
    ],
)
def test_three_full_members_make_a_branch_of_their_own(members, form, expected, any_form):
    tables = one(full_time_party_members=members, party_organization_form=form)
    assert status("standalone-branch", "it", tables) == expected
    assert status("standalone-branch", "it", tables, reading="any-form") == any_form


def test_a_branch_not_yet_of_its_own_is_pending_until_the_last_day():
    tables = one(full_time_party_members=3, party_organization_form="joint")
    assert status("standalone-branch", "it", tables, DAY_BEFORE) == "not_applicable"
    assert status("standalone-branch", "it", tables, ISSUED) == "pending"
    assert status("standalone-branch", "it", tables, ON_TIME) == "pending"
    assert status("standalone-branch", "it", tables, date(2019, 1, 1)) == "noncompliant"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "compliant"),
        ({"party_instructor": False}, "noncompliant"),
        ({"party_instructor": None}, "unknown"),
        ({"party_instructor": False, "not_yet_able_to_establish": False}, "not_applicable"),
        ({"party_instructor": False, "not_yet_able_to_establish": None}, "unknown"),
    ],
)
def test_instructors_go_where_no_organization_can_be_established_yet(given, expected):
    tables = one(**{"not_yet_able_to_establish": True, "party_instructor": True, **given})
    assert status("instructors-assigned", "it", tables) == expected


def test_other_ways_than_instructors():
    tables = one(not_yet_able_to_establish=True, party_instructor=False, party_work_covered=True)
    assert status("instructors-assigned", "it", tables) == "noncompliant"
    assert status("instructors-assigned", "it", tables, reading="other-ways") == "compliant"


@pytest.mark.parametrize(
    ("members", "form", "expected"),
    [
        (2, "not_established", "noncompliant"),
        (3, "not_established", "not_applicable"),
        (2, "joint", "not_applicable"),
        (None, "not_established", "unknown"),
    ],
)
def test_too_few_members_may_be_what_is_meant_by_not_yet_able(members, form, expected):
    tables = one(full_time_party_members=members, party_organization_form=form, party_instructor=False)
    assert status("instructors-assigned", "it", tables, reading="too-few-members") == expected


@pytest.mark.parametrize(
    ("transferred", "life", "management", "expected"),
    [
        (False, True, True, "compliant"),
        (False, True, False, "noncompliant"),
        (False, False, True, "noncompliant"),
        (False, True, None, "unknown"),
        (True, False, False, "not_applicable"),
        (None, False, True, "unknown"),
    ],
)
def test_members_whose_relations_are_elsewhere(transferred, life, management, expected):
    member = row(
        "party_member",
        "member",
        party_organization="branch",
        relations_transferred=transferred,
        organizational_life_arranged=life,
        daily_management_arranged=management,
    )
    branch = row("party_organization", "branch", county=HAISHU)
    tables = {**places(), "party_organization": [branch], "party_member": [member]}
    assert status("untransferred-members", "member", tables) == expected


@pytest.mark.parametrize(
    ("given", "expected", "every_organization"),
    [
        ({"party_organization_form": "joint"}, "compliant", "compliant"),
        ({"party_work_covered": True}, "compliant", "compliant"),
        ({}, "noncompliant", "noncompliant"),
        ({"registration": "registered"}, "compliant", "noncompliant"),
        ({"registration": "registered", "party_affiliation": "territorial"}, "noncompliant", "noncompliant"),
        ({"party_work_covered": None}, "unknown", "unknown"),
        ({"registration": None}, "unknown", "noncompliant"),
    ],
)
def test_no_blank_spots(given, expected, every_organization):
    blank = {
        "registration": "filed",
        "party_affiliation": "unsettled",
        "party_organization_form": "not_established",
        "party_work_covered": False,
    }
    tables = one(**{**blank, **given})
    assert status("no-blank-spots", "street-0", tables) == expected
    assert status("no-blank-spots", "street-0", tables, reading="every-organization") == every_organization


REGISTERED_ON = date(2018, 7, 2)


@pytest.mark.parametrize(
    ("given", "expected", "same_day"),
    [
        ({"party_information_collected_on": date(2018, 7, 1)}, "compliant", "noncompliant"),
        ({"party_information_collected_on": REGISTERED_ON}, "compliant", "compliant"),
        ({"party_information_collected_on": date(2018, 7, 3)}, "noncompliant", "noncompliant"),
        ({"party_information_collected_on": None}, "noncompliant", "noncompliant"),
        ({"party_information_collected_on": UNKNOWN}, "unknown", "unknown"),
        ({"registered_on": DAY_BEFORE}, "not_applicable", "not_applicable"),
        ({"registered_on": ISSUED}, "noncompliant", "noncompliant"),
        ({"registration": "filed", "registered_on": None}, "not_applicable", "not_applicable"),
    ],
)
def test_members_are_registered_with_their_organization(given, expected, same_day):
    tables = one(**{"registered_on": REGISTERED_ON, "established_on": date(2018, 1, 1), **given})
    assert status("party-information-at-registration", "it", tables) == expected
    assert status("party-information-at-registration", "it", tables, reading="same-day") == same_day


SUBMITTED = {
    "party-commitment": "party_commitment_submitted_on",
    "party-survey": "party_survey_submitted_on",
}


@pytest.mark.parametrize("rule", SUBMITTED)
@pytest.mark.parametrize(
    ("registered_on", "submitted_on", "expected", "at_registration"),
    [
        (DAY_BEFORE, None, "not_applicable", "not_applicable"),
        (ISSUED, None, "noncompliant", "noncompliant"),
        (ISSUED, ISSUED, "compliant", "compliant"),
        (REGISTERED_ON, date(2018, 7, 3), "compliant", "noncompliant"),
        (REGISTERED_ON, ON_TIME, "compliant", "noncompliant"),
        (REGISTERED_ON, date(2019, 1, 1), "noncompliant", "noncompliant"),
        (ON_TIME, None, "noncompliant", "noncompliant"),
        (REGISTERED_ON, UNKNOWN, "unknown", "unknown"),
        (UNKNOWN, None, "unknown", "unknown"),
    ],
)
def test_the_newly_registered_submit_both_papers(rule, registered_on, submitted_on, expected, at_registration):
    tables = one(registered_on=registered_on, established_on=date(2018, 1, 1), **{SUBMITTED[rule]: submitted_on})
    assert status(rule, "it", tables) == expected
    assert status(rule, "it", tables, reading="at-registration") == at_registration


@pytest.mark.parametrize("rule", SUBMITTED)
@pytest.mark.parametrize(
    ("established_on", "expected"),
    [
        (DAY_BEFORE, "not_applicable"),
        (ISSUED, "noncompliant"),
        (ON_TIME, "noncompliant"),
        (date(2019, 1, 1), "not_applicable"),
        (UNKNOWN, "unknown"),
    ],
)
def test_the_newly_established_may_be_meant(rule, established_on, expected):
    tables = one(registered_on=ON_TIME, established_on=established_on)
    assert status(rule, "it", tables, reading="newly-established") == expected


@pytest.mark.parametrize("rule", SUBMITTED)
def test_who_is_filed_and_not_registered_submits_nothing(rule):
    tables = one(registration="filed", registered_on=ISSUED)
    assert status(rule, "it", tables) == "not_applicable"


def test_the_one_paper_is_not_the_other():
    tables = one(registered_on=ISSUED, established_on=ISSUED, party_commitment_submitted_on=ISSUED)
    assert status("party-commitment", "it", tables) == "compliant"
    assert status("party-survey", "it", tables, ON_TIME) == "pending"
    assert status("party-survey", "it", tables) == "noncompliant"


@pytest.mark.parametrize(
    ("carried_out_on", "expected"),
    [
        (DAY_BEFORE, "noncompliant"),
        (ISSUED, "compliant"),
        (ON_TIME, "compliant"),
        (date(2019, 1, 1), "noncompliant"),
        (UNKNOWN, "unknown"),
        (None, "unknown"),
    ],
)
def test_each_authority_drives_for_coverage(carried_out_on, expected):
    drive = row(
        "campaign", "drive", registration_authority=AUTHORITY, kind="party_coverage", carried_out_on=carried_out_on
    )
    assert status("coverage-campaign", AUTHORITY, {**places(), "campaign": [drive]}) == expected


def test_each_county_has_a_committee_of_its_own():
    tables = places()
    assert status("county-comprehensive-committees", HAISHU, tables) == "compliant"
    assert status("county-comprehensive-committees", JIANGBEI, tables, ON_TIME) == "pending"
    assert status("county-comprehensive-committees", JIANGBEI, tables) == "shortfall"
    tables["comprehensive_committee"] += rows(
        "comprehensive_committee", 1, level="county", city=CITY, county=JIANGBEI, established_on=date(2019, 1, 1)
    )
    assert status("county-comprehensive-committees", JIANGBEI, tables) == "shortfall"
    tables["comprehensive_committee"] += rows(
        "comprehensive_committee", 1, level="county", city=CITY, county=JIANGBEI, established_on=ON_TIME
    )
    assert status("county-comprehensive-committees", JIANGBEI, tables) == "compliant"


@pytest.mark.parametrize(("value", "expected"), [(True, "compliant"), (False, "noncompliant"), (None, "unknown")])
def test_committees_work_in_substance(value, expected):
    tables = places()
    tables["comprehensive_committee"][0]["substantively_operating"] = value
    assert status("committees-take-charge", COMMITTEE, tables) == expected


@pytest.mark.parametrize(("value", "expected"), [(True, "compliant"), (False, "noncompliant"), (None, "unknown")])
def test_party_organizations_have_lists_and_charts(value, expected):
    branch = row("party_organization", "branch", county=HAISHU, lists_and_charts=value)
    assert status("lists-and-charts", "branch", {**places(), "party_organization": [branch]}) == expected
