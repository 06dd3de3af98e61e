"""Changning's duties towards each organization or event: streets, certificates, complaints, audits, inspections."""

from datetime import date

import pytest

from tests.policies.changning import (
    AFTER,
    AUTHORITY,
    CITY_AUTHORITY,
    DISTRICT,
    ON_TIME,
    Tables,
    one,
    organizations,
    places,
    status,
    status_with,
)
from tests.policies.registry import UNKNOWN, row, rows, verdict


@pytest.mark.parametrize(
    ("given", "expected", "this_year"),
    [
        ({}, "compliant", "compliant"),
        ({"street": None}, "noncompliant", "noncompliant"),
        ({"street": UNKNOWN}, "unknown", "unknown"),
        ({"street_assigned_on": None}, "noncompliant", "noncompliant"),
        ({"street_assigned_on": UNKNOWN}, "unknown", "unknown"),
        ({"street_assigned_on": date(2022, 12, 31)}, "compliant", "noncompliant"),
        ({"street_assigned_on": date(2023, 12, 31)}, "compliant", "compliant"),
        ({"street_assigned_on": date(2024, 1, 1)}, "noncompliant", "noncompliant"),
        ({"registered_on": date(2023, 6, 1)}, "compliant", "compliant"),
        ({"registered_on": date(2023, 6, 2)}, "noncompliant", "noncompliant"),
        ({"address_changed_on": date(2023, 5, 31)}, "compliant", "compliant"),
        ({"address_changed_on": date(2023, 6, 1)}, "compliant", "compliant"),
        ({"address_changed_on": date(2023, 6, 2)}, "noncompliant", "noncompliant"),
        ({"address_changed_on": date(2023, 12, 31)}, "noncompliant", "noncompliant"),
        ({"address_changed_on": date(2024, 1, 1)}, "compliant", "compliant"),
        ({"address_changed_on": UNKNOWN}, "unknown", "unknown"),
        ({"registration_authority": CITY_AUTHORITY, "street": None}, "not_applicable", "not_applicable"),
        ({"registration": "filed", "street": None}, "not_applicable", "not_applicable"),
    ],
)
def test_streets_are_assigned_after_the_latest_registration_and_change_of_address(given, expected, this_year):
    tables = one(**{"street_assigned_on": date(2023, 6, 1), **given})
    assert status("streets-assigned", "it", tables) == expected
    assert status("streets-assigned", "it", tables, reading="this-year") == this_year


def expiring(**given: object) -> Tables:
    return one(**{"certificate_expires_on": date(2023, 9, 30), "expiry_reminded_on": date(2023, 9, 1), **given})


@pytest.mark.parametrize(
    ("given", "expected", "any_time"),
    [
        ({"expiry_reminded_on": date(2023, 8, 30)}, "noncompliant", "compliant"),
        ({"expiry_reminded_on": date(2023, 8, 31)}, "compliant", "compliant"),
        ({"expiry_reminded_on": date(2023, 9, 30)}, "compliant", "compliant"),
        ({"expiry_reminded_on": date(2023, 10, 1)}, "noncompliant", "noncompliant"),
        ({"expiry_reminded_on": None}, "noncompliant", "noncompliant"),
        ({"expiry_reminded_on": UNKNOWN}, "unknown", "unknown"),
        ({"certificate_expires_on": date(2023, 3, 29)}, "not_applicable", "not_applicable"),
        (
            {"certificate_expires_on": date(2023, 3, 30), "expiry_reminded_on": date(2023, 3, 1)},
            "compliant",
            "compliant",
        ),
        ({"certificate_expires_on": date(2023, 12, 31), "expiry_reminded_on": None}, "noncompliant", "noncompliant"),
        ({"certificate_expires_on": date(2024, 1, 1), "expiry_reminded_on": None}, "not_applicable", "not_applicable"),
        ({"certificate_expires_on": None}, "not_applicable", "not_applicable"),
        ({"registration_authority": CITY_AUTHORITY}, "not_applicable", "not_applicable"),
    ],
)
def test_organizations_are_reminded_within_thirty_days_before_their_certificate_expires(given, expected, any_time):
    tables = expiring(**given)
    assert status_with("expiry_notice_days", "30", "certificate-expiry-reminded", "it", tables) == expected
    assert status("certificate-expiry-reminded", "it", tables, reading="any-time-before") == any_time


@pytest.mark.parametrize(
    ("expires_on", "reminded_on", "expected"),
    [
        (date(2023, 3, 29), None, "not_applicable"),
        (date(2023, 12, 31), None, "noncompliant"),
        (date(2024, 1, 1), None, "noncompliant"),
        (date(2024, 1, 30), date(2023, 12, 31), "compliant"),
        (date(2024, 1, 30), None, "noncompliant"),
        (date(2024, 1, 31), None, "not_applicable"),
    ],
)
def test_by_another_reading_those_about_to_expire_in_the_next_year_are_reminded(expires_on, reminded_on, expected):
    tables = expiring(certificate_expires_on=expires_on, expiry_reminded_on=reminded_on)
    rule = "certificate-expiry-reminded"
    found = status_with(
        "expiry_notice_days", "30", rule, "it", tables, as_of=date(2024, 2, 28), reading="next-year-too"
    )
    assert found == expected


def test_a_reminder_is_pending_until_the_certificate_expires():
    tables = expiring(expiry_reminded_on=None)
    assert status("certificate-expiry-reminded", "it", tables, date(2023, 9, 30)) == "pending"
    assert status("certificate-expiry-reminded", "it", tables, date(2023, 10, 1)) == "noncompliant"


def test_when_a_certificate_is_about_to_expire_is_left_open():
    found = verdict("changning_2023", "certificate-expiry-reminded", "it", AFTER, expiring())
    assert str(found.status) == "unknown"
    assert "target_unspecified:expiry_notice_days" in found.reasons


def complaint(**given: object) -> Tables:
    usual = {"registration_authority": AUTHORITY, "received_on": date(2023, 5, 1)}
    return {**places(), "complaint": [row("complaint", "complaint", **{**usual, **given})]}


@pytest.mark.parametrize(
    ("given", "expected", "by_year_end"),
    [
        ({"verified_on": date(2023, 5, 30)}, "compliant", "compliant"),
        ({"verified_on": date(2023, 5, 31)}, "compliant", "compliant"),
        ({"verified_on": date(2023, 6, 1)}, "noncompliant", "compliant"),
        ({"verified_on": None}, "noncompliant", "noncompliant"),
        ({"verified_on": UNKNOWN}, "unknown", "unknown"),
        ({"verified_on": date(2024, 1, 1)}, "noncompliant", "noncompliant"),
        ({"received_on": date(2023, 3, 29)}, "not_applicable", "not_applicable"),
        ({"received_on": date(2023, 3, 30)}, "noncompliant", "noncompliant"),
        ({"received_on": date(2023, 12, 31), "verified_on": date(2024, 1, 30)}, "compliant", "noncompliant"),
        ({"received_on": date(2023, 12, 31), "verified_on": date(2024, 1, 31)}, "noncompliant", "noncompliant"),
        ({"received_on": date(2024, 1, 1)}, "not_applicable", "not_applicable"),
    ],
)
def test_complaints_are_verified_in_thirty_days(given, expected, by_year_end):
    tables = complaint(**given)
    assert status_with("complaint_days", "30", "complaints-verified", "complaint", tables) == expected
    assert status("complaints-verified", "complaint", tables, reading="by-year-end") == by_year_end


def test_a_complaint_is_pending_until_its_thirty_days_have_passed():
    def judged(as_of: date) -> str:
        return status_with("complaint_days", "30", "complaints-verified", "complaint", complaint(), as_of=as_of)

    assert (judged(date(2023, 5, 31)), judged(date(2023, 6, 1))) == ("pending", "noncompliant")


def test_how_soon_complaints_are_verified_is_left_open():
    found = verdict(
        "changning_2023", "complaints-verified", "complaint", AFTER, complaint(verified_on=date(2023, 5, 2))
    )
    assert str(found.status) == "unknown"
    assert "target_unspecified:complaint_days" in found.reasons


def departure(**given: object) -> Tables:
    usual = {"organization": "it", "left_on": date(2023, 5, 1)}
    return {
        **one(),
        "legal_representative_departure": [row("legal_representative_departure", "left", **{**usual, **given})],
    }


@pytest.mark.parametrize(
    ("given", "expected", "whole_year"),
    [
        ({"audited_on": date(2023, 12, 31)}, "compliant", "compliant"),
        ({"audited_on": date(2024, 1, 1)}, "shortfall", "shortfall"),
        ({"audited_on": date(2023, 4, 1)}, "compliant", "compliant"),
        ({"audited_on": None}, "shortfall", "shortfall"),
        ({"audited_on": UNKNOWN}, "unknown", "unknown"),
        ({"left_on": date(2023, 3, 30)}, "shortfall", "shortfall"),
        ({"left_on": date(2023, 3, 29)}, "not_applicable", "shortfall"),
        ({"left_on": date(2022, 12, 31)}, "not_applicable", "not_applicable"),
        ({"left_on": date(2024, 1, 1)}, "not_applicable", "not_applicable"),
    ],
)
def test_departing_legal_representatives_are_audited(given, expected, whole_year):
    assert status("departure-audits", "left", departure(**given)) == expected
    assert status("departure-audits", "left", departure(**given), reading="whole-year") == whole_year


def test_departures_from_organizations_of_the_city_are_not_the_districts():
    tables = {**departure(), **{"organization": one(registration_authority=CITY_AUTHORITY)["organization"]}}
    assert status("departure-audits", "left", tables) == "not_applicable"
    assert status("departure-audits", "left", departure(), ON_TIME) == "pending"


def inspected(*given: dict[str, object], category: str | None = "industry_association") -> Tables:
    usual = {
        "organization": "it",
        "kind": "double_random",
        "inspected_on": date(2023, 6, 1),
        "result_published_on": date(2023, 7, 1),
    }
    tables = one(category=category)
    tables["organization"] += organizations(1, category="education")
    return {**tables, "inspection": [rows("inspection", 1, **{**usual, **each})[0] for each in given]}


@pytest.mark.parametrize(
    ("tables", "held", "published"),
    [
        (inspected({}), "compliant", "compliant"),
        (inspected({}, category="chamber_of_commerce"), "compliant", "compliant"),
        (inspected(), "noncompliant", "not_applicable"),
        (inspected({"kind": "fee"}), "noncompliant", "not_applicable"),
        (inspected({"inspected_on": date(2023, 1, 1)}), "compliant", "compliant"),
        (inspected({"inspected_on": date(2022, 12, 31)}), "noncompliant", "not_applicable"),
        (inspected({"inspected_on": date(2024, 1, 1)}), "noncompliant", "not_applicable"),
        (inspected({"result_published_on": date(2023, 12, 31)}), "compliant", "compliant"),
        (inspected({"result_published_on": date(2024, 1, 1)}), "compliant", "noncompliant"),
        (inspected({}, {"result_published_on": None}), "compliant", "noncompliant"),
        (inspected({}, {"result_published_on": UNKNOWN}), "compliant", "unknown"),
        (inspected({}, category=None), "unknown", "unknown"),
    ],
)
def test_double_random_inspections_of_associations_are_held_and_published(tables, held, published):
    assert status("double-random-inspection", DISTRICT, tables) == held
    assert status("double-random-published", DISTRICT, tables) == published


@pytest.mark.parametrize("reading", [None, "any-organization"])
def test_inspections_of_organizations_of_the_city_are_not_the_districts(reading):
    tables = inspected({})
    tables["organization"][0]["registration_authority"] = CITY_AUTHORITY
    assert status("double-random-inspection", DISTRICT, tables, reading=reading) == "noncompliant"
    assert status("double-random-published", DISTRICT, tables, reading=reading) == "not_applicable"


@pytest.mark.parametrize(("published_on", "expected"), [(date(2023, 7, 1), "compliant"), (None, "noncompliant")])
def test_by_another_reading_any_organization_is_inspected(published_on, expected):
    tables = inspected({"result_published_on": published_on}, category="education")
    assert status("double-random-inspection", DISTRICT, tables) == "noncompliant"
    assert status("double-random-inspection", DISTRICT, tables, reading="any-organization") == "compliant"
    assert status("double-random-published", DISTRICT, tables) == "not_applicable"
    assert status("double-random-published", DISTRICT, tables, reading="any-organization") == expected
