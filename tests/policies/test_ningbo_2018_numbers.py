"""Ningbo's numbers at, below and above their bounds, and what the text leaves open."""

from datetime import date

import pytest

from tests.policies.ningbo import (
    AFTER,
    AUTHORITY,
    CITY,
    HAISHU,
    ISSUED,
    JIANGBEI,
    ON_TIME,
    Tables,
    one,
    organizations,
    places,
    status,
)
from tests.policies.registry import UNKNOWN, row, rows, verdict

DAY_BEFORE = date(2018, 5, 20)
NEW_YEAR = date(2019, 1, 1)


def centres(streets: int, built: int, **last: object) -> Tables:
    """Streets of which so many have a service centre; `last` says what is special about the last of these."""
    usual = {"kind": "organization_service", "level": "street", "county": HAISHU}
    each = [row("service_centre", f"centre-{n}", **{**usual, "street": f"street-{n}"}) for n in range(built)]
    return {**places(streets), "service_centre": [*each[:-1], *({**centre, **last} for centre in each[-1:])]}


@pytest.mark.parametrize(
    ("streets", "built", "expected"),
    [(20, 8, "noncompliant"), (20, 9, "compliant"), (20, 10, "compliant"), (21, 9, "noncompliant")],
)
def test_forty_five_percent_of_streets_have_a_centre(streets, built, expected):
    assert status("street-centres-45", CITY, centres(streets, built)) == expected


def test_the_gap_is_a_number_of_streets_and_pending_until_the_last_day():
    found = verdict("ningbo_2018", "street-centres-45", CITY, ON_TIME, centres(20, 7))
    assert (str(found.status), found.lo, found.hi, found.target) == ("pending", "7/20", "7/20", "9/20")
    assert found.gap is not None
    assert found.gap.amount == "2"
    assert status("street-centres-45", CITY, centres(20, 7), NEW_YEAR) == "noncompliant"
    assert status("street-centres-45", CITY, centres(20, 7), DAY_BEFORE) == "not_applicable"


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ({"opened_on": ON_TIME}, "compliant"),
        ({"opened_on": NEW_YEAR}, "noncompliant"),
        ({"opened_on": UNKNOWN}, "unknown"),
        ({"closed_on": date(2018, 12, 30)}, "noncompliant"),
        ({"level": "county"}, "noncompliant"),
        ({"kind": "party_service"}, "noncompliant"),
        ({"street": "street-0"}, "noncompliant"),
        ({"street": None}, "noncompliant"),
    ],
)
def test_which_ninth_centre_counts(last, expected):
    assert status("street-centres-45", CITY, centres(20, 9, **last)) == expected


def test_townships_count_but_for_the_other_reading():
    tables = centres(20, 9)
    tables["street"][0]["kind"] = "township"
    assert status("street-centres-45", CITY, tables) == "compliant"
    assert status("street-centres-45", CITY, tables, reading="streets-alone") == "noncompliant"


def party_centres(count: int, **last: object) -> Tables:
    usual = {"kind": "party_service", "level": "county", "county": HAISHU, "standardised": True}
    each = rows("service_centre", count, **usual)
    return {**places(), "service_centre": [*each[:-1], *({**centre, **last} for centre in each[-1:])]}


@pytest.mark.parametrize(
    ("count", "expected", "within_range"),
    [
        (0, "shortfall", "shortfall"),
        (1, "compliant", "compliant"),
        (2, "compliant", "compliant"),
        (3, "compliant", "shortfall"),
    ],
)
def test_one_or_two_standardised_centres_in_each_county(count, expected, within_range):
    tables = party_centres(count)
    assert status("county-centres", HAISHU, tables) == expected
    assert status("county-centres", HAISHU, tables, reading="within-range") == within_range
    assert status("county-centres", JIANGBEI, tables) == "shortfall"


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ({"standardised": False}, "shortfall"),
        ({"standardised": None}, "unknown"),
        ({"kind": "organization_service"}, "shortfall"),
        ({"opened_on": ON_TIME}, "compliant"),
        ({"opened_on": NEW_YEAR}, "shortfall"),
    ],
)
def test_which_centre_is_standardised(last, expected):
    assert status("county-centres", HAISHU, party_centres(1, **last)) == expected


@pytest.mark.parametrize(
    ("opened_on", "expected"),
    [
        (DAY_BEFORE, "shortfall"),
        (ISSUED, "compliant"),
        (ON_TIME, "compliant"),
        (NEW_YEAR, "shortfall"),
        (None, "shortfall"),
        (UNKNOWN, "unknown"),
    ],
)
def test_new_centres_alone_may_be_meant(opened_on, expected):
    tables = party_centres(1, opened_on=opened_on)
    assert status("county-centres", HAISHU, tables, reading="newly-opened") == expected


PROVINCIAL = {"kind": "party_service_centre", "level": "province", "county": HAISHU, "designated_on": ISSUED}


@pytest.mark.parametrize(
    ("given", "expected", "already_there"),
    [
        ({}, "compliant", "compliant"),
        ({"level": "city"}, "shortfall", "shortfall"),
        ({"level": None}, "unknown", "unknown"),
        ({"kind": "party_building"}, "shortfall", "shortfall"),
        ({"designated_on": DAY_BEFORE}, "shortfall", "compliant"),
        ({"designated_on": ON_TIME}, "compliant", "compliant"),
        ({"designated_on": NEW_YEAR}, "shortfall", "shortfall"),
    ],
)
def test_a_provincial_site_is_striven_for(given, expected, already_there):
    tables = {**places(), "demonstration_site": [row("demonstration_site", "site", **{**PROVINCIAL, **given})]}
    assert status("provincial-demonstration-site", CITY, tables) == expected
    assert status("provincial-demonstration-site", CITY, tables, reading="already-there") == already_there


@pytest.mark.parametrize(("second", "expected"), [(HAISHU, "shortfall"), (JIANGBEI, "compliant"), (None, "unknown")])
def test_each_county_may_have_to_strive_for_a_site(second, expected):
    sites = [
        row("demonstration_site", f"site-{n}", **{**PROVINCIAL, "county": c}) for n, c in enumerate([HAISHU, second])
    ]
    tables = {**places(), "demonstration_site": sites}
    assert status("provincial-demonstration-site", CITY, tables, reading="each-county") == expected


def required(established: int, missing: int, **last: object) -> Tables:
    usual = {"party_organization_required": True, "full_time_party_members": 3}
    found = organizations(established, party_organization_form="joint", **usual)
    found += organizations(missing, **{**usual, "party_organization_form": "not_established", **last})
    return {**places(), "organization": found}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (required(9, 0), "compliant"),
        (required(9, 1), "shortfall"),
        (required(9, 1, party_organization_form=None), "unknown"),
        (required(9, 1, party_organization_required=False), "compliant"),
        (required(9, 1, party_organization_required=None), "unknown"),
        (required(9, 1, registration_authority=None), "compliant"),
        (required(0, 0), "not_applicable"),
    ],
)
def test_party_organizations_wherever_required(tables, expected):
    assert status("party-organizations-established", AUTHORITY, tables) == expected


@pytest.mark.parametrize(("members", "expected"), [(2, "compliant"), (3, "shortfall"), (None, "unknown")])
def test_three_members_may_be_what_is_required(members, expected):
    tables = required(9, 1, full_time_party_members=members, party_organization_required=False)
    assert status("party-organizations-established", AUTHORITY, tables) == "compliant"
    assert status("party-organizations-established", AUTHORITY, tables, reading="three-members") == expected


SYNCHRONISED = {
    "party-building-in-annual-reports": ("annual_report", "submitted_on", "party_building_included"),
    "party-building-in-assessments": ("assessment", "decided_on", "party_building_indicator"),
}


@pytest.mark.parametrize("rule", SYNCHRONISED)
@pytest.mark.parametrize(
    ("day", "included", "expected"),
    [
        (ISSUED, True, "compliant"),
        (ISSUED, False, "noncompliant"),
        (ISSUED, None, "unknown"),
        (ON_TIME, False, "noncompliant"),
        (DAY_BEFORE, False, "compliant"),
        (NEW_YEAR, False, "compliant"),
        (None, False, "compliant"),
        (UNKNOWN, False, "unknown"),
    ],
)
def test_party_building_goes_with_every_report_and_assessment(rule, day, included, expected):
    entity, on, field = SYNCHRONISED[rule]
    with_it = row(entity, "with", organization="it", **{on: date(2018, 6, 1), field: True})
    last = row(entity, "last", organization="it", **{on: day, field: included})
    assert status(rule, AUTHORITY, {**one(), entity: [with_it, last]}) == expected


@pytest.mark.parametrize("rule", SYNCHRONISED)
def test_an_authority_without_reports_or_assessments_has_nothing_to_synchronise(rule):
    assert status(rule, AUTHORITY, {**one(), SYNCHRONISED[rule][0]: []}) == "not_applicable"


@pytest.mark.parametrize(
    ("rule", "target", "tables"),
    [
        ("coverage-expanded", "coverage_before", one(party_organization_form="joint", party_work_covered=True)),
        (
            "assessment-points-raised",
            "assessment_points_before",
            {
                **one(),
                "assessment": rows("assessment", 1, organization="it", decided_on=ISSUED, party_building_points="100"),
            },
        ),
        (
            "assessment-weight-raised",
            "assessment_weight_before",
            {
                **one(),
                "assessment": rows("assessment", 1, organization="it", decided_on=ISSUED, party_building_weight="0.1"),
            },
        ),
        ("standardised-centres", "provincial_centres", party_centres(3)),
        (
            "city-demonstration-bases",
            "city_demonstration_bases",
            {
                **places(),
                "demonstration_site": rows(
                    "demonstration_site", 3, kind="party_building", level="city", county=HAISHU, designated_on=ISSUED
                ),
            },
        ),
    ],
)
def test_what_the_text_leaves_open_is_unknown_for_that_reason(rule, target, tables):
    found = verdict("ningbo_2018", rule, CITY, AFTER, tables)
    comparator = "more_than" if target.endswith("_before") else "at_least"
    assert (str(found.status), found.comparator, found.target) == ("unknown", comparator, "unspecified")
    assert f"target_unspecified:{target}" in found.reasons


@pytest.mark.parametrize(
    ("day", "measured"), [(DAY_BEFORE, "2"), (ISSUED, "3"), (ON_TIME, "3"), (NEW_YEAR, "2"), (None, "2")]
)
def test_which_bases_are_new(day, measured):
    usual = {"kind": "party_building", "level": "city", "county": HAISHU}
    bases = rows("demonstration_site", 2, **usual, designated_on=date(2018, 9, 1), revoked_on=date(2018, 10, 1))
    others = rows("demonstration_site", 1, **{**usual, "level": "county"}, designated_on=ISSUED)
    last = rows("demonstration_site", 1, **usual, designated_on=day)
    tables = {**places(), "demonstration_site": bases + others + last}
    found = verdict("ningbo_2018", "city-demonstration-bases", CITY, AFTER, tables)
    assert (found.lo, found.hi) == (measured, measured)


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("party_building_points", "assessment-points-raised"),
        ("party_building_weight", "assessment-weight-raised"),
    ],
)
def test_the_lowest_of_the_new_assessments_is_compared(field, rule):
    given = [(ISSUED, "0.5"), (ON_TIME, "0.25"), (DAY_BEFORE, "0"), (NEW_YEAR, "0")]
    each = [
        row("assessment", f"a{number}", organization="it", decided_on=day, **{field: value})
        for number, (day, value) in enumerate(given)
    ]
    found = verdict("ningbo_2018", rule, CITY, AFTER, {**one(), "assessment": each})
    assert (found.lo, found.hi) == ("1/4", "1/4")


@pytest.mark.parametrize(
    ("given", "rates"),
    [
        ({"party_organization_form": "standalone", "party_work_covered": False}, ("1", "1", "1/2")),
        ({"party_organization_form": "attached", "party_work_covered": True}, ("1", "1/2", "1")),
        ({"party_organization_form": "not_established", "party_work_covered": False}, ("1/2", "1/2", "1/2")),
    ],
)
def test_organizations_and_work_cover(given, rates):
    tables = one(**given)
    tables["organization"] += organizations(1, party_organization_form="joint", party_work_covered=True)
    found = [
        verdict("ningbo_2018", "coverage-expanded", CITY, AFTER, tables, reading=reading)
        for reading in (None, "organizations-alone", "work-alone")
    ]
    assert tuple(each.lo for each in found) == rates


PUBLIC_BENEFIT = {"public-benefit-day": (CITY, None), "county-public-benefit-day": (HAISHU, HAISHU)}


@pytest.mark.parametrize("rule", PUBLIC_BENEFIT)
@pytest.mark.parametrize(
    ("given", "expected", "any_day"),
    [
        ({}, "unknown", "compliant"),
        ({"held_on": DAY_BEFORE}, "unknown", "noncompliant"),
        ({"held_on": ISSUED}, "unknown", "compliant"),
        ({"held_on": ON_TIME}, "unknown", "compliant"),
        ({"held_on": NEW_YEAR}, "noncompliant", "noncompliant"),
        ({"kind": "public_benefit"}, "noncompliant", "noncompliant"),
        ({"held_on": UNKNOWN}, "unknown", "unknown"),
    ],
)
def test_the_days_around_the_first_of_july_are_left_open(rule, given, expected, any_day):
    subject, county = PUBLIC_BENEFIT[rule]
    usual = {"kind": "public_benefit_day", "city": CITY, "county": county, "held_on": date(2018, 7, 1)}
    tables = {**places(), "activity": [row("activity", "day", **{**usual, **given})]}
    assert status(rule, subject, tables) == expected
    assert status(rule, subject, tables, reading="any-day") == any_day


def test_each_level_holds_the_public_benefit_day():
    day = row("activity", "day", kind="public_benefit_day", city=CITY, county=HAISHU, held_on=date(2018, 7, 1))
    tables = {**places(), "activity": [day]}
    found = verdict("ningbo_2018", "county-public-benefit-day", HAISHU, AFTER, tables)
    assert {reason for reason in found.reasons if reason.startswith("target")} == {
        "target_unspecified:public_benefit_day_from",
        "target_unspecified:public_benefit_day_until",
    }
    assert status("county-public-benefit-day", JIANGBEI, tables) == "noncompliant"
    assert status("public-benefit-day", CITY, tables) == "noncompliant"
    assert status("public-benefit-day", CITY, tables, reading="any-level") == "unknown"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "compliant"),
        ({"held_on": DAY_BEFORE}, "noncompliant"),
        ({"held_on": ISSUED}, "compliant"),
        ({"held_on": NEW_YEAR}, "noncompliant"),
        ({"level": "county"}, "noncompliant"),
        ({"level": None}, "unknown"),
        ({"kind": "joint_conference"}, "noncompliant"),
    ],
)
def test_experience_is_exchanged_at_a_meeting_of_the_city(given, expected):
    usual = {"kind": "party_experience", "level": "city", "city": CITY, "held_on": ON_TIME}
    tables = {**places(), "meeting": [row("meeting", "meeting", **{**usual, **given})]}
    assert status("experience-meeting", CITY, tables) == expected
