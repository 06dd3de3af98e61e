"""Baotou's duties of supervision: fees, meetings, checks, annual inspections (sections 06, 07, 09)."""

from datetime import date

import pytest

from tests.policies.baotou import (
    AFTER,
    AUTHORITY,
    CITY,
    CITY_AUTHORITY,
    ON_TIME,
    SHIGUAI,
    Tables,
    one,
    organizations,
    places,
    status,
)
from tests.policies.registry import UNKNOWN, row, rows, verdict


def meetings(level: str, *held: object, kind: str = "joint_conference") -> Tables:
    county = SHIGUAI if level == "county" else None
    return {
        **places(),
        "meeting": [
            row("meeting", f"meeting-{number}", kind=kind, level=level, city=CITY, county=county, held_on=day)
            for number, day in enumerate(held)
        ],
    }


HELD = [
    ((), "noncompliant"),
    ((date(2020, 12, 31),), "noncompliant"),
    ((date(2021, 1, 1),), "compliant"),
    ((date(2021, 12, 31),), "compliant"),
    ((date(2022, 1, 1),), "noncompliant"),
    ((date(2021, 3, 1), date(2021, 9, 1)), "compliant"),
    ((None,), "unknown"),
]


@pytest.mark.parametrize(("held", "expected"), HELD)
def test_one_joint_conference_within_the_year(held, expected):
    assert status("joint-conference", CITY, meetings("city", *held)) == expected
    assert status("county-joint-conference", SHIGUAI, meetings("county", *held)) == expected
    assert status("crackdown-meeting", CITY, meetings("city", *held, kind="crackdown")) == expected


def test_a_conference_of_the_other_level_or_kind_does_not_count():
    assert status("joint-conference", CITY, meetings("county", date(2021, 5, 1))) == "noncompliant"
    assert status("joint-conference", CITY, meetings("city", date(2021, 5, 1), kind="crackdown")) == "noncompliant"
    assert status("county-joint-conference", SHIGUAI, meetings("city", date(2021, 5, 1))) == "noncompliant"


def test_the_conference_is_pending_through_the_last_day_of_the_year():
    assert status("joint-conference", CITY, meetings("city"), ON_TIME) == "pending"
    assert status("joint-conference", CITY, meetings("city"), date(2022, 1, 1)) == "noncompliant"


def checked(charities: int, inspections: int, **given: object) -> Tables:
    """So many charities, of which the first ones have been checked."""
    usual = {"kind": "law_enforcement", "inspected_on": date(2021, 5, 1), "authority": CITY_AUTHORITY}
    ids = [f"charity-{number}" for number in range(charities)]
    of_charities = [
        {**each, "id": name} for each, name in zip(organizations(charities, charity=True), ids, strict=True)
    ]
    [other] = organizations(1, charity=False)
    return {
        **places(),
        "organization": [*of_charities, {**other, "id": "other"}],
        "inspection": [
            row("inspection", f"inspection-{name}", **{"organization": name, **usual, **given})
            for name in ids[:inspections]
        ],
    }


@pytest.mark.parametrize(
    ("tables", "expected", "each"),
    [
        (checked(2, 0), "noncompliant", "noncompliant"),
        (checked(2, 1), "compliant", "noncompliant"),
        (checked(2, 2), "compliant", "compliant"),
        (checked(1, 1, kind="double_random"), "noncompliant", "noncompliant"),
        (checked(1, 1, inspected_on=date(2020, 12, 31)), "noncompliant", "noncompliant"),
        (checked(1, 1, inspected_on=date(2021, 12, 31)), "compliant", "compliant"),
        (checked(1, 1, inspected_on=date(2022, 1, 1)), "noncompliant", "noncompliant"),
        (checked(1, 1, inspected_on=None), "unknown", "unknown"),
        (checked(1, 1, authority=AUTHORITY), "noncompliant", "compliant"),
        (checked(1, 1, organization="other"), "noncompliant", "noncompliant"),
    ],
)
def test_one_enforcement_check_of_charities(tables, expected, each):
    assert status("charities-checked", CITY, tables) == expected
    assert status("charities-checked", CITY, tables, reading="each-charity") == each


@pytest.mark.parametrize(
    ("given", "expected", "of_associations"),
    [
        ({"category": "industry_association"}, "noncompliant", "noncompliant"),
        ({"category": "chamber_of_commerce"}, "noncompliant", "noncompliant"),
        ({"category": "education"}, "noncompliant", "not_applicable"),
        ({"category": "industry_association", "registration": "filed"}, "not_applicable", "not_applicable"),
        ({"category": "industry_association", "registration": None}, "unknown", "unknown"),
    ],
)
def test_who_examines_its_own_fees(given, expected, of_associations):
    tables = {**one(**given), "work_record": []}
    assert status("fee-self-examination", "it", tables) == expected
    assert status("fee-self-examination", "it", tables, reading="associations-alone") == of_associations


WITHIN_THE_YEAR = [
    (date(2020, 12, 31), "noncompliant"),
    (date(2021, 1, 1), "compliant"),
    (date(2021, 12, 31), "compliant"),
    (date(2022, 1, 1), "noncompliant"),
    (None, "unknown"),
]


@pytest.mark.parametrize(("day", "expected"), WITHIN_THE_YEAR)
@pytest.mark.parametrize(
    ("rule", "reading", "kind"),
    [("fee-cleanup", None, "fee_cleanup"), ("fundraising-enforcement", "once", "fundraising_enforcement")],
)
def test_campaigns_of_the_year(rule, reading, kind, day, expected):
    def campaign(**given: object) -> Tables:
        usual = {"kind": kind, "registration_authority": CITY_AUTHORITY, "carried_out_on": day}
        return {**places(), "campaign": rows("campaign", 1, **{**usual, **given})}

    assert status(rule, CITY, campaign(), reading=reading) == expected
    assert status(rule, CITY, campaign(registration_authority=AUTHORITY), reading=reading) == "noncompliant"
    assert status(rule, CITY, campaign(kind="dormant_cleanup"), reading=reading) == "noncompliant"


@pytest.mark.parametrize(("count", "expected"), [(0, "noncompliant"), (1, "unknown"), (12, "unknown")])
def test_what_is_uninterrupted_is_unknown_but_none_is_not(count, expected):
    usual = {"kind": "fundraising_enforcement", "registration_authority": CITY_AUTHORITY}
    tables = {**places(), "campaign": rows("campaign", count, **usual, carried_out_on=date(2021, 5, 1))}
    found = verdict("baotou_2021", "fundraising-enforcement", CITY, AFTER, tables)
    assert (str(found.status), found.lo, found.hi) == (expected, str(count), str(count))
    assert ("target_unspecified:fundraising_campaigns" in found.reasons) == (expected == "unknown")


def fee_inspection(**given: object) -> Tables:
    usual = {"organization": "it", "kind": "fee", "authority": CITY_AUTHORITY, "inspected_on": date(2021, 5, 1)}
    return {**one(), "inspection": rows("inspection", 1, **{**usual, **given})}


@pytest.mark.parametrize(("day", "expected"), WITHIN_THE_YEAR)
def test_a_fee_inspection_within_the_year(day, expected):
    assert status("fee-inspection", CITY, fee_inspection(inspected_on=day)) == expected


@pytest.mark.parametrize(
    ("given", "expected", "published"),
    [
        ({}, "compliant", "noncompliant"),
        ({"result_published_on": date(2021, 12, 31)}, "compliant", "compliant"),
        ({"result_published_on": date(2022, 1, 1)}, "compliant", "noncompliant"),
        ({"authority": AUTHORITY}, "noncompliant", "noncompliant"),
        ({"authority": None}, "noncompliant", "noncompliant"),
        ({"kind": "financial_audit"}, "noncompliant", "noncompliant"),
    ],
)
def test_which_fee_inspection_counts(given, expected, published):
    assert status("fee-inspection", CITY, fee_inspection(**given)) == expected
    assert status("fee-inspection", CITY, fee_inspection(**given), reading="results-published") == published


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"published_on": date(2021, 12, 31)}, "compliant"),
        ({"published_on": date(2022, 1, 1)}, "noncompliant"),
        ({"published_on": None}, "noncompliant"),
        ({"published_on": UNKNOWN}, "unknown"),
        ({"list": "abnormal"}, "noncompliant"),
        ({"list": "serious"}, "not_applicable"),
        ({"removed_on": date(2021, 9, 1)}, "noncompliant"),
        ({"listed_on": date(2020, 12, 31)}, "not_applicable"),
    ],
)
def test_lists_are_published(given, expected):
    usual = {"organization": "it", "list": "red", "listed_on": date(2021, 6, 1)}
    tables = {**one(), "list_entry": rows("list_entry", 1, **{**usual, **given})}
    assert status("fee-lists-published", CITY, tables) == expected


def test_by_another_reading_districts_follow_the_whole_section():
    met = {"kind": "joint_conference", "level": "county", "city": CITY, "county": SHIGUAI}
    held = rows("meeting", 1, **met, held_on=date(2021, 5, 1))
    tables = {**fee_inspection(authority=AUTHORITY), "meeting": held, "campaign": []}
    assert status("county-joint-conference", SHIGUAI, tables) == "compliant"
    assert status("county-joint-conference", SHIGUAI, tables, reading="whole-section") == "noncompliant"
    cleanup = {"kind": "fee_cleanup", "registration_authority": AUTHORITY}
    tables["campaign"] = rows("campaign", 1, **cleanup, carried_out_on=date(2021, 5, 1))
    assert status("county-joint-conference", SHIGUAI, tables, reading="whole-section") == "compliant"
    tables["inspection"][0]["authority"] = CITY_AUTHORITY
    assert status("county-joint-conference", SHIGUAI, tables, reading="whole-section") == "noncompliant"


def reported(*given: dict[str, object]) -> Tables:
    usual = {
        "organization": "it",
        "year": 2020,
        "submitted_on": date(2021, 5, 1),
        "audit_report_demanded": False,
        "result": "passed",
        "result_published_on": date(2021, 8, 1),
    }
    return {**one(), "annual_report": [*(rows("annual_report", 1, **{**usual, **each})[0] for each in given)]}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (reported({}), "compliant"),
        (reported(), "noncompliant"),
        (reported({"year": 2019}), "noncompliant"),
        (reported({"year": None}), "unknown"),
        (reported({"submitted_on": date(2021, 12, 31)}), "compliant"),
        (reported({"submitted_on": date(2022, 1, 1)}), "noncompliant"),
    ],
)
def test_each_authority_inspects_the_year_2020(tables, expected):
    assert status("annual-inspection", AUTHORITY, tables) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({}, "noncompliant"),
        ({"registered_on": date(2020, 12, 31)}, "noncompliant"),
        ({"registered_on": date(2021, 1, 1)}, "compliant"),
        ({"registration": "filed"}, "compliant"),
        ({"registration_authority": CITY_AUTHORITY}, "compliant"),
        ({"registered_on": UNKNOWN}, "unknown"),
    ],
)
def test_by_another_reading_every_organization_is_inspected(second, expected):
    tables = reported({})
    tables["organization"] += organizations(1, **second)
    assert status("annual-inspection", AUTHORITY, tables) == "compliant"
    assert status("annual-inspection", AUTHORITY, tables, reading="every-organization") == expected


@pytest.mark.parametrize(
    ("tables", "expected", "in_any_year"),
    [
        (reported({}), "compliant", "compliant"),
        (reported(), "compliant", "compliant"),
        (reported({}, {"audit_report_demanded": True}), "noncompliant", "noncompliant"),
        (reported({}, {"audit_report_demanded": None}), "unknown", "unknown"),
        (reported({"audit_report_demanded": True, "year": 2021}), "compliant", "noncompliant"),
        (reported({"audit_report_demanded": True, "submitted_on": date(2022, 2, 1)}), "compliant", "compliant"),
    ],
)
def test_no_audit_report_may_be_demanded(tables, expected, in_any_year):
    assert status("no-audit-report", AUTHORITY, tables) == expected
    assert status("no-audit-report", AUTHORITY, tables, reading="every-year") == in_any_year


def test_the_prohibition_is_never_pending():
    tables = reported({"audit_report_demanded": True})
    assert status("no-audit-report", AUTHORITY, tables, date(2021, 5, 1)) == "noncompliant"
    found = verdict("baotou_2021", "no-audit-report", AUTHORITY, AFTER, tables)
    assert (found.due, found.measured_on) == (None, AFTER)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "compliant"),
        ({"result_published_on": date(2021, 12, 31)}, "compliant"),
        ({"result_published_on": date(2022, 1, 1)}, "noncompliant"),
        ({"result_published_on": None}, "noncompliant"),
        ({"result_published_on": UNKNOWN}, "unknown"),
        ({"result_published_on": None, "result": None}, "compliant"),
        ({"result_published_on": None, "year": 2019}, "compliant"),
    ],
)
def test_results_of_annual_inspections_are_published(given, expected):
    assert status("annual-results-published", AUTHORITY, reported({}, given)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"result_published_on": date(2021, 12, 31)}, "compliant"),
        ({"result_published_on": date(2022, 1, 1)}, "noncompliant"),
        ({"result_published_on": None}, "noncompliant"),
        ({"result_published_on": UNKNOWN}, "unknown"),
        ({"year": 2019}, "noncompliant"),
    ],
)
def test_by_another_reading_publication_need_only_have_begun(given, expected):
    tables = reported({"result_published_on": None}, given)
    assert status("annual-results-published", AUTHORITY, tables, reading="begun") == expected


@pytest.mark.parametrize(
    ("rule", "reading"),
    [
        ("building-sweeps", "urged"),
        ("investment-guided", "urged"),
        ("five-way-experience", "by-organizations"),
    ],
)
def test_what_districts_must_do_is_urged_by_another_reading(rule, reading):
    tables = {**places(), "work_record": []}
    assert status(rule, SHIGUAI, tables) == "noncompliant"
    assert status(rule, SHIGUAI, tables, reading=reading) == "shortfall"
