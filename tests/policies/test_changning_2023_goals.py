"""Changning's shares and counts: coverage, grades, annual reports, projects, series and prizes."""

from datetime import date

import pytest

from policyengine.verdicts.verdict import Gap
from tests.policies.changning import (
    AFTER,
    CITY,
    CITY_AUTHORITY,
    DISTRICT,
    JINGAN,
    ON_TIME,
    Tables,
    organizations,
    places,
    status,
    status_with,
)
from tests.policies.registry import UNKNOWN, Row, rows, verdict


def with_organizations(*groups: list[Row]) -> Tables:
    return {**places(), "organization": [row for group in groups for row in group]}


def graded(count: int, **given: object) -> list[Row]:
    return organizations(count, **{"assessment_grade": "grade_3a", "assessment_expires_on": date(2025, 6, 30), **given})


@pytest.mark.parametrize(("count", "expected"), [(19, "shortfall"), (20, "compliant"), (21, "compliant")])
def test_a_fifth_of_the_organizations_have_a_grade(count, expected):
    tables = with_organizations(graded(count), organizations(100 - count))
    assert status("graded-share", DISTRICT, tables) == expected


def test_the_share_of_graded_organizations_is_pending_until_the_year_ends():
    tables = with_organizations(graded(19), organizations(81))
    found = verdict("changning_2023", "graded-share", DISTRICT, ON_TIME, tables)
    assert (str(found.status), found.lo, found.target, found.gap) == ("pending", "19/100", "1/5", Gap(amount="1"))


@pytest.mark.parametrize(
    ("given", "expected", "ever"),
    [
        ({"assessment_expires_on": date(2023, 12, 31)}, "compliant", "compliant"),
        ({"assessment_expires_on": date(2023, 12, 30)}, "shortfall", "compliant"),
        ({"assessment_expires_on": None}, "compliant", "compliant"),
        ({"assessment_expires_on": UNKNOWN}, "unknown", "compliant"),
        ({"assessment_grade": "grade_1a"}, "compliant", "compliant"),
        ({"assessment_grade": None}, "shortfall", "shortfall"),
        ({"assessment_grade": UNKNOWN}, "unknown", "unknown"),
        ({"dissolved_on": date(2023, 12, 30)}, "shortfall", "shortfall"),
        ({"established_on": date(2024, 1, 1)}, "shortfall", "shortfall"),
    ],
)
def test_which_fifth_organization_counts_as_graded(given, expected, ever):
    tables = with_organizations(graded(1, **given), organizations(4))
    assert status("graded-share", DISTRICT, tables) == expected
    assert status("graded-share", DISTRICT, tables, reading="ever-graded") == ever


@pytest.mark.parametrize(
    ("given", "expected", "located"),
    [
        ({}, "shortfall", "shortfall"),
        ({"registration_authority": CITY_AUTHORITY}, "compliant", "shortfall"),
        ({"registration": "filed"}, "compliant", "compliant"),
        ({"county": JINGAN, "street": None}, "compliant", "compliant"),
        ({"county": UNKNOWN, "street": None}, "unknown", "unknown"),
    ],
)
def test_which_sixth_organization_is_among_those_of_the_district(given, expected, located):
    tables = with_organizations(graded(1), organizations(4), organizations(1, **given))
    assert status("graded-share", DISTRICT, tables) == expected
    assert status("graded-share", DISTRICT, tables, reading="located") == located


def test_by_another_reading_only_those_due_for_assessment_are_counted():
    tables = with_organizations(graded(1, assessable=True), organizations(8, assessable=False))
    assert status("graded-share", DISTRICT, tables) == "shortfall"
    assert status("graded-share", DISTRICT, tables, reading="among-assessable") == "compliant"


@pytest.mark.parametrize(
    ("given", "assessed_on", "expected", "graded_alone"),
    [
        ({"assessment_grade": "grade_2a"}, None, "compliant", "compliant"),
        ({}, date(2023, 1, 1), "compliant", "shortfall"),
        ({}, date(2023, 12, 31), "compliant", "shortfall"),
        ({}, date(2022, 12, 31), "shortfall", "shortfall"),
        ({}, date(2024, 1, 1), "shortfall", "shortfall"),
        ({"assessment_grade": "grade_2a", "assessment_expires_on": date(2023, 6, 1)}, None, "shortfall", "shortfall"),
        ({"assessable": False}, None, "compliant", "compliant"),
        ({"assessable": None}, None, "unknown", "unknown"),
    ],
)
def test_all_that_are_due_are_assessed(given, assessed_on, expected, graded_alone):
    [second] = organizations(1, **{"assessable": True, **given})
    tables = with_organizations(graded(1, assessable=True), [second])
    tables["assessment"] = rows("assessment", 1, organization=second["id"], decided_on=assessed_on)
    assert status("all-due-assessed", DISTRICT, tables) == expected
    assert status("all-due-assessed", DISTRICT, tables, reading="graded-alone") == graded_alone


@pytest.mark.parametrize(
    ("form", "work", "everywhere", "attached_too", "at_work"),
    [
        ("standalone", False, "compliant", "compliant", "compliant"),
        ("joint", False, "compliant", "compliant", "compliant"),
        ("functional", None, "compliant", "compliant", "compliant"),
        ("attached", True, "shortfall", "compliant", "compliant"),
        ("not_established", True, "shortfall", "shortfall", "compliant"),
        ("not_established", False, "shortfall", "shortfall", "shortfall"),
        ("not_established", None, "shortfall", "shortfall", "unknown"),
        (None, False, "unknown", "unknown", "unknown"),
    ],
)
def test_party_organizations_and_party_work_are_everywhere(form, work, everywhere, attached_too, at_work):
    last = organizations(1, party_organization_form=form, party_work_covered=work)
    tables = with_organizations(organizations(9, party_organization_form="standalone"), last)
    assert status("party-organizations-everywhere", DISTRICT, tables) == everywhere
    assert status("party-organizations-everywhere", DISTRICT, tables, reading="attached-too") == attached_too
    assert status("party-work-everywhere", DISTRICT, tables) == at_work


def test_by_other_readings_of_party_coverage_others_are_bound():
    exempt = organizations(1, party_organization_form="not_established", party_organization_required=False)
    covered = organizations(1, party_organization_form="standalone", party_organization_required=True)
    tables = with_organizations(covered, exempt)
    assert status("party-organizations-everywhere", DISTRICT, tables, reading="required-alone") == "compliant"
    of_the_city = {"registration_authority": CITY_AUTHORITY, "party_work_covered": False}
    tables = with_organizations(covered, organizations(1, **of_the_city, party_organization_form="not_established"))
    for rule in ("party-organizations-everywhere", "party-work-everywhere"):
        assert status(rule, DISTRICT, tables) == "compliant"
        assert status(rule, DISTRICT, tables, reading="located") == "shortfall"


def reports(*given: dict[str, object]) -> list[Row]:
    usual = {"year": 2022, "submitted_on": date(2023, 5, 1), "result": "passed"}
    return [rows("annual_report", 1, **{**usual, **each})[0] for each in given]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "compliant"),
        ({"year": 2021}, "noncompliant"),
        ({"year": None}, "unknown"),
        ({"submitted_on": date(2023, 12, 31)}, "compliant"),
        ({"submitted_on": date(2024, 1, 1)}, "noncompliant"),
    ],
)
def test_the_reports_of_2022_are_taken(given, expected):
    tables = with_organizations(organizations(1))
    tables["annual_report"] = reports({"organization": tables["organization"][0]["id"], **given})
    assert status("annual-reports", DISTRICT, tables) == expected


def reporting(count: int, **given: object) -> Tables:
    """Ten organizations that owe a report, of which so many submitted it."""
    tables = with_organizations(organizations(10, **given))
    tables["annual_report"] = reports(*({"organization": each["id"]} for each in tables["organization"][:count]))
    return tables


@pytest.mark.parametrize(("count", "expected"), [(8, "noncompliant"), (9, "noncompliant"), (10, "compliant")])
def test_the_rate_of_reports_rises_above_what_it_was(count, expected):
    assert status("annual-report-rate", DISTRICT, reporting(count)) == "unknown"
    assert status_with("report_rate_before", "90%", "annual-report-rate", DISTRICT, reporting(count)) == expected


@pytest.mark.parametrize(
    ("given", "rate"),
    [
        ({}, "10/11"),
        ({"registered_on": date(2022, 12, 31)}, "10/11"),
        ({"registered_on": date(2023, 1, 1)}, "1"),
        ({"dissolved_on": date(2023, 6, 1)}, "1"),
        ({"registration_authority": CITY_AUTHORITY}, "1"),
    ],
)
def test_who_owes_a_report(given, rate):
    tables = reporting(10)
    tables["organization"] += organizations(1, **given)
    assert verdict("changning_2023", "annual-report-rate", DISTRICT, AFTER, tables).lo == rate


def test_by_other_readings_reports_are_concluded_and_the_dissolved_owe_them():
    tables = reporting(10)
    tables["annual_report"][0]["result"] = None
    tables["organization"] += organizations(1, dissolved_on=date(2023, 6, 1))

    def rate(reading: str) -> str | None:
        return verdict("changning_2023", "annual-report-rate", DISTRICT, AFTER, tables, reading=reading).lo

    assert rate("concluded") == "9/10"
    assert rate("dissolved-too") == "10/11"


def ventures(count: int, **given: object) -> Tables:
    usual = {"kind": "venture", "city": CITY, "county": DISTRICT, "started_on": date(2023, 5, 1)}
    return {**places(), "project": rows("project", count, **{**usual, "meets_community_needs": True, **given})}


@pytest.mark.parametrize(
    ("given", "expected", "running"),
    [
        ({}, "compliant", "compliant"),
        ({"started_on": date(2023, 1, 1)}, "compliant", "compliant"),
        ({"started_on": date(2022, 12, 31)}, "noncompliant", "compliant"),
        ({"started_on": date(2024, 1, 1)}, "noncompliant", "noncompliant"),
        ({"ended_on": date(2023, 9, 1)}, "compliant", "noncompliant"),
        ({"kind": "brand"}, "noncompliant", "noncompliant"),
        ({"county": JINGAN}, "noncompliant", "noncompliant"),
        ({"started_on": UNKNOWN}, "unknown", "unknown"),
    ],
)
def test_community_ventures_are_carried_out(given, expected, running):
    assert status("community-ventures", DISTRICT, ventures(1, **given)) == expected
    assert status("community-ventures", DISTRICT, ventures(1, **given), reading="running") == running


@pytest.mark.parametrize(
    ("count", "good", "expected"),
    [(4, True, "noncompliant"), (5, True, "compliant"), (5, False, "noncompliant"), (5, None, "unknown")],
)
def test_a_batch_of_good_ventures(count, good, expected):
    tables = ventures(count, meets_community_needs=good)
    assert status_with("good_venture_projects", "5", "good-ventures", DISTRICT, tables) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "compliant"),
        ({"dual_management_since": date(2023, 1, 1)}, "compliant"),
        ({"dual_management_since": date(2022, 12, 31)}, "shortfall"),
        ({"dual_management_since": date(2024, 1, 1)}, "shortfall"),
        ({"dual_management_since": None}, "shortfall"),
        ({"dual_management_since": UNKNOWN}, "unknown"),
        ({"management": "direct"}, "shortfall"),
        ({"registered_on": date(2023, 3, 29)}, "compliant"),
        ({"registered_on": date(2023, 3, 30)}, "shortfall"),
        ({"registration_authority": CITY_AUTHORITY}, "shortfall"),
    ],
)
def test_some_organizations_move_to_dual_management(given, expected):
    moved = {"management": "dual", "dual_management_since": date(2023, 8, 1)}
    tables = with_organizations(organizations(1, **moved), organizations(1, **{**moved, **given}))
    assert status_with("moved_to_dual_management", "2", "direct-to-dual-management", DISTRICT, tables) == expected


SERIES = ("neighbourly_help", "shared_governance", "public_safety", "culture")


def series(*names: str, **last: object) -> Tables:
    usual = {"kind": "community_series", "city": CITY, "county": DISTRICT, "held_on": date(2023, 6, 1)}
    held = [rows("activity", 1, series=name, **usual)[0] for name in names]
    return {**places(), "activity": [*held[:-1], {**held[-1], **last}]}


def test_each_of_the_four_series_is_held():
    assert status("four-series", DISTRICT, series(*SERIES)) == "compliant"
    for left_out in SERIES:
        assert status("four-series", DISTRICT, series(*(name for name in SERIES if name != left_out))) == "noncompliant"


@pytest.mark.parametrize(
    ("last", "expected", "since_issue"),
    [
        ({"held_on": date(2023, 1, 1)}, "compliant", "noncompliant"),
        ({"held_on": date(2023, 3, 29)}, "compliant", "noncompliant"),
        ({"held_on": date(2023, 3, 30)}, "compliant", "compliant"),
        ({"held_on": date(2022, 12, 31)}, "noncompliant", "noncompliant"),
        ({"held_on": date(2024, 1, 1)}, "noncompliant", "noncompliant"),
        ({"series": None}, "noncompliant", "noncompliant"),
        ({"series": UNKNOWN}, "unknown", "unknown"),
        ({"county": JINGAN}, "noncompliant", "noncompliant"),
    ],
)
def test_which_activity_holds_the_fourth_series(last, expected, since_issue):
    assert status("four-series", DISTRICT, series(*SERIES, **last)) == expected
    assert status("four-series", DISTRICT, series(*SERIES, **last), reading="since-issue") == since_issue


def top_tens(count: int, **given: object) -> list[Row]:
    usual = {"kind": "top_ten", "winners": 10, "city": CITY, "county": DISTRICT, "commended_on": date(2023, 12, 1)}
    return rows("commendation", count, **{**usual, **given})


@pytest.mark.parametrize(("count", "expected"), [(4, "noncompliant"), (5, "compliant"), (6, "compliant")])
def test_five_top_tens(count, expected):
    assert status("five-top-tens", DISTRICT, {**places(), "commendation": top_tens(count)}) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"commended_on": date(2023, 12, 31)}, "compliant"),
        ({"commended_on": date(2024, 1, 1)}, "noncompliant"),
        ({"commended_on": date(2022, 12, 31)}, "noncompliant"),
        ({"commended_on": UNKNOWN}, "unknown"),
        ({"kind": "other"}, "noncompliant"),
        ({"county": None}, "noncompliant"),
    ],
)
def test_which_fifth_top_ten_counts(given, expected):
    tables = {**places(), "commendation": [*top_tens(4), *top_tens(1, **given)]}
    assert status("five-top-tens", DISTRICT, tables) == expected


@pytest.mark.parametrize(
    ("given", "expected", "may_be_vacant"),
    [
        ({"winners": 9}, "noncompliant", "compliant"),
        ({"winners": 10}, "compliant", "compliant"),
        ({"winners": 11}, "noncompliant", "noncompliant"),
        ({"winners": None}, "unknown", "unknown"),
        ({"winners": 9, "kind": "other"}, "not_applicable", "not_applicable"),
        ({"winners": 9, "commended_on": date(2022, 12, 31)}, "not_applicable", "not_applicable"),
    ],
)
def test_ten_in_each_top_ten(given, expected, may_be_vacant):
    [prize] = top_tens(1, **given)
    tables = {**places(), "commendation": [prize]}
    assert status("ten-in-a-top-ten", str(prize["id"]), tables) == expected
    assert status("ten-in-a-top-ten", str(prize["id"]), tables, reading="may-be-vacant") == may_be_vacant
