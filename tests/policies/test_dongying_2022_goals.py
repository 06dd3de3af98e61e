"""Dongying's numbers, rates and whole populations, at, below and above their bounds."""

from datetime import date
from decimal import Decimal
from itertools import chain

import pytest

from tests.policies.dongying import (
    AUTHORITY,
    BRANCH,
    CITY,
    COUNTY,
    DAY,
    PUBLISHED,
    Tables,
    branch,
    one,
    organizations,
    places,
    status,
)
from tests.policies.registry import UNKNOWN, Row, row, rows, verdict

LAST_DAY = date(2023, 12, 31)
AFTER = date(2024, 1, 31)


def urban(*counts: int) -> Tables:
    local = [organizations(count, community=f"urban-{number}") for number, count in enumerate(counts)]
    return {**places(urban=len(counts)), "organization": list(chain.from_iterable(local))}


@pytest.mark.parametrize(
    ("counts", "as_of", "expected"),
    [
        ((20, 3), AFTER, "shortfall"),
        ((20, 4), AFTER, "compliant"),
        ((20, 5), AFTER, "compliant"),
        ((11,), LAST_DAY, "pending"),
        ((11,), date(2024, 1, 1), "shortfall"),
        ((12,), PUBLISHED, "compliant"),
        ((), AFTER, "not_applicable"),
    ],
)
def test_urban_communities_average_twelve(counts, as_of, expected):
    assert status("urban-average-12", CITY, urban(*counts), as_of) == expected


@pytest.mark.parametrize(
    ("counts", "expected"), [((20, 4), "shortfall"), ((12, 11), "shortfall"), ((12, 12), "compliant")]
)
def test_an_average_is_not_each(counts, expected):
    assert status("urban-average-12", CITY, urban(*counts), AFTER, "each") == expected


@pytest.mark.parametrize(
    ("last", "expected", "any_category"),
    [
        ({"category": "community_charity"}, "compliant", "compliant"),
        ({"category": "culture_sports"}, "compliant", "compliant"),
        ({"category": "mediation"}, "compliant", "compliant"),
        ({"category": "mutual_aid"}, "compliant", "compliant"),
        ({"registration": "filed"}, "compliant", "compliant"),
        ({"category": "science_technology"}, "shortfall", "compliant"),
        ({"category": None}, "unknown", "compliant"),
        ({"community": None}, "shortfall", "shortfall"),
        ({"community": UNKNOWN}, "unknown", "unknown"),
        ({"community": "rural"}, "shortfall", "shortfall"),
        ({"established_on": LAST_DAY}, "compliant", "compliant"),
        ({"established_on": date(2024, 1, 1)}, "shortfall", "shortfall"),
        ({"dissolved_on": date(2023, 12, 30)}, "shortfall", "shortfall"),
    ],
)
def test_which_twelfth_organization_counts(last, expected, any_category):
    tables = urban(11)
    tables["community"].append(row("community", "rural", street="street", kind="rural"))
    tables["organization"] += organizations(1, **{"community": "urban-0", **last})
    assert status("urban-average-12", CITY, tables, AFTER) == expected
    assert status("urban-average-12", CITY, tables, AFTER, "any-category") == any_category


@pytest.mark.parametrize(
    ("registration", "expected"), [("registered", "compliant"), ("filed", "shortfall"), (None, "unknown")]
)
def test_filed_organizations_may_not_count(registration, expected):
    tables = urban(11)
    tables["organization"] += organizations(1, community="urban-0", registration=registration)
    assert status("urban-average-12", CITY, tables, AFTER, "registered") == expected


FIVE_KINDS = ("community_service", "community_charity", "culture_sports", "mediation", "mutual_aid")


@pytest.mark.parametrize("lacking", FIVE_KINDS)
def test_each_of_the_five_kinds_of_community_organizations_exists(lacking):
    tables = {**places(), "organization": [organizations(1, category=kind)[0] for kind in FIVE_KINDS]}
    assert status("five-kinds-of-community-organizations", CITY, tables) == "compliant"
    tables["organization"] = [found for found in tables["organization"] if found["category"] != lacking]
    assert status("five-kinds-of-community-organizations", CITY, tables) == "shortfall"
    tables["organization"] += organizations(1, category=UNKNOWN)
    assert status("five-kinds-of-community-organizations", CITY, tables) == "unknown"


def dues(*accounts: tuple[int, str | None]) -> Tables:
    """Accounts as (year, yuan returned of a hundred paid)."""
    return {
        **places(),
        "party_organization": branch(),
        "dues_account": [
            row(
                "dues_account",
                f"account-{number}",
                party_organization=BRANCH,
                year=year,
                paid=Decimal("100.00"),
                returned=None if returned is None else Decimal(returned),
            )
            for number, (year, returned) in enumerate(accounts)
        ],
    }


@pytest.mark.parametrize(
    ("accounts", "expected", "of_every_year"),
    [
        (((2022, "99.99"),), "noncompliant", "noncompliant"),
        (((2022, "100.00"),), "compliant", "compliant"),
        (((2022, "100.01"),), "compliant", "compliant"),
        (((2022, None),), "unknown", "unknown"),
        (((2022, "100.00"), (2023, "99.99")), "noncompliant", "noncompliant"),
        (((2021, "99.99"), (2022, "100.00")), "compliant", "noncompliant"),
        (((2021, "99.99"),), "not_applicable", "noncompliant"),
        ((), "not_applicable", "not_applicable"),
    ],
)
def test_party_dues_are_returned_in_full(accounts, expected, of_every_year):
    assert status("dues-returned", BRANCH, dues(*accounts)) == expected
    assert status("dues-returned", BRANCH, dues(*accounts), reading="every-year") == of_every_year


def funded(*amounts: str | None, established_on: object = PUBLISHED, **given: object) -> Tables:
    usual = {"party_organization": BRANCH, "kind": "start_up", "allocated_on": date(2023, 1, 10)}
    return {
        **one(established_on=date(2022, 8, 17)),
        "party_organization": branch(organization="it", established_on=established_on),
        "party_fund": [
            row(
                "party_fund",
                f"fund-{number}",
                **{**usual, "amount": None if amount is None else Decimal(amount), **given},
            )
            for number, amount in enumerate(amounts)
        ],
    }


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (funded("2999.99"), "noncompliant"),
        (funded("3000"), "compliant"),
        (funded("3000.01"), "compliant"),
        (funded("1500", "1499.99"), "noncompliant"),
        (funded("1500", "1500"), "compliant"),
        (funded("3000", None), "compliant"),
        (funded("1500", None), "unknown"),
        (funded(), "noncompliant"),
        (funded("3000", kind="annual"), "noncompliant"),
        (funded("3000", kind=None), "unknown"),
        (funded("3000", allocated_on=DAY), "compliant"),
        (funded("3000", allocated_on=date(2023, 7, 1)), "noncompliant"),
        (funded("2999.99", established_on=date(2022, 8, 17)), "not_applicable"),
        (funded("2999.99", established_on=None), "not_applicable"),
        (funded("2999.99", established_on=UNKNOWN), "unknown"),
        (funded("2999.99", established_on=date(2023, 7, 1)), "not_applicable"),
    ],
)
def test_new_party_organizations_have_three_thousand_yuan(tables, expected):
    assert status("start-up-funds", BRANCH, tables) == expected


def test_the_gap_in_funds_is_an_amount():
    found = verdict("dongying_2022", "start-up-funds", BRANCH, DAY, funded("2999.99"))
    assert (found.lo, found.hi, found.target, found.unit) == ("299999/100", "299999/100", "3000", "元")
    assert found.gap is not None
    assert found.gap.amount == "1/100"


def test_other_readings_of_start_up_funds():
    of_an_old_organization = funded("2999.99")
    assert status("start-up-funds", BRANCH, of_an_old_organization, reading="new-organization") == "not_applicable"
    of_an_old_organization["organization"][0]["established_on"] = PUBLISHED
    assert status("start-up-funds", BRANCH, of_an_old_organization, reading="new-organization") == "noncompliant"
    once = funded("3000")
    assert status("start-up-funds", BRANCH, once, DAY, "every-year") == "compliant"
    assert status("start-up-funds", BRANCH, once, AFTER, "every-year") == "pending"


def secretary(
    attended_on: object = None, *, appointed_on: object = date(2020, 1, 1), audience: object = "party_secretaries"
) -> Tables:
    """A secretary, and the one training that the secretary attended, if any."""
    tables = {
        **places(),
        "party_organization": branch(),
        "party_secretary": [row("party_secretary", "who", party_organization=BRANCH, appointed_on=appointed_on)],
        "training": [row("training", "course", city=CITY, audience=audience, held_on=attended_on)],
        "training_attendance": [],
    }
    if attended_on is not None:
        tables["training_attendance"] = [
            row("training_attendance", "a", party_secretary="who", training="course", attended_on=attended_on)
        ]
    return tables


@pytest.mark.parametrize(
    ("tables", "expected", "rolling"),
    [
        (secretary(date(2023, 1, 1)), "compliant", "compliant"),
        (secretary(date(2023, 12, 31)), "compliant", "compliant"),
        (secretary(date(2022, 12, 31)), "pending", "noncompliant"),
        (secretary(date(2024, 1, 1)), "pending", "noncompliant"),
        (secretary(), "pending", "noncompliant"),
        (secretary(UNKNOWN), "unknown", "unknown"),
        (secretary(date(2023, 5, 1), audience="new_party_secretaries"), "compliant", "compliant"),
        (secretary(date(2023, 5, 1), audience="party_workers"), "pending", "noncompliant"),
        (secretary(date(2023, 5, 1), audience=None), "unknown", "unknown"),
        (secretary(appointed_on=date(2022, 12, 31)), "pending", "noncompliant"),
        (secretary(appointed_on=date(2023, 1, 1)), "pending", "not_applicable"),
        (secretary(appointed_on=date(2024, 1, 1)), "not_applicable", "not_applicable"),
    ],
)
def test_secretaries_are_trained_once_a_year(tables, expected, rolling):
    assert status("secretaries-trained-yearly", "who", tables, LAST_DAY) == expected
    assert status("secretaries-trained-yearly", "who", tables, LAST_DAY, "rolling-year") == rolling


NEW = date(2023, 3, 1)


@pytest.mark.parametrize(
    ("tables", "expected", "after_appointment"),
    [
        (secretary(appointed_on=NEW), "pending", "pending"),
        (secretary(NEW, appointed_on=NEW), "compliant", "compliant"),
        (secretary(date(2023, 2, 28), appointed_on=NEW), "compliant", "pending"),
        (secretary(date(2022, 12, 31), appointed_on=NEW), "pending", "pending"),
        (secretary(UNKNOWN, appointed_on=NEW), "unknown", "unknown"),
        (secretary(appointed_on=date(2022, 12, 31)), "not_applicable", "not_applicable"),
        (secretary(appointed_on=date(2023, 1, 1)), "pending", "pending"),
        (secretary(appointed_on=None), "not_applicable", "not_applicable"),
    ],
)
def test_all_new_secretaries_are_trained(tables, expected, after_appointment):
    assert status("new-secretaries-trained", CITY, tables, LAST_DAY) == expected
    assert status("new-secretaries-trained", CITY, tables, LAST_DAY, "after-appointment") == after_appointment


def test_one_untrained_secretary_breaks_the_whole_rate():
    tables = secretary(NEW, appointed_on=NEW)
    tables["party_secretary"] += rows("party_secretary", 1, party_organization=BRANCH, appointed_on=NEW)
    found = verdict("dongying_2022", "new-secretaries-trained", CITY, LAST_DAY, tables)
    assert (str(found.status), found.lo, found.hi) == ("pending", "1/2", "1/2")
    assert status("new-secretaries-trained", CITY, tables, reading="at-any-time") == "noncompliant"


def test_training_for_new_secretaries_alone_is_another_reading():
    general, dedicated = (secretary(NEW, appointed_on=NEW, audience=f"{new}party_secretaries") for new in ("", "new_"))
    assert status("new-secretaries-trained", CITY, general, reading="dedicated") == "pending"
    assert status("new-secretaries-trained", CITY, dedicated, reading="dedicated") == "compliant"


def assessed(*indicators: bool | None, decided_on: object = PUBLISHED) -> Tables:
    given = {"organization": "it", "kind": "initial", "decided_on": decided_on}
    return {
        **one(),
        "assessment": [
            row("assessment", f"a{number}", rural_revitalisation_indicator=value, **given)
            for number, value in enumerate(indicators)
        ],
    }


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (assessed(True, True), "compliant"),
        (assessed(True, False), "noncompliant"),
        (assessed(True, None), "unknown"),
        (assessed(False, decided_on=date(2022, 8, 17)), "not_applicable"),
        (assessed(False, decided_on=DAY), "noncompliant"),
        (assessed(False, decided_on=date(2023, 7, 1)), "not_applicable"),
        (assessed(False, decided_on=None), "not_applicable"),
        (assessed(False, decided_on=UNKNOWN), "unknown"),
        (assessed(), "not_applicable"),
    ],
)
def test_assessments_have_the_rural_indicator(tables, expected):
    assert status("assessment-indicator", AUTHORITY, tables) == expected


def reported(*contents: bool | None, year: int = 2022, submitted_on: object = PUBLISHED) -> Tables:
    given = {"organization": "it", "year": year, "submitted_on": submitted_on}
    return {
        **one(),
        "annual_report": [
            row("annual_report", f"r{number}", rural_revitalisation_included=value, **given)
            for number, value in enumerate(contents)
        ],
    }


@pytest.mark.parametrize(
    ("tables", "expected", "from_2022"),
    [
        (reported(True, True), "compliant", "compliant"),
        (reported(True, False), "noncompliant", "noncompliant"),
        (reported(True, None), "unknown", "unknown"),
        (reported(False, year=2021, submitted_on=date(2022, 8, 17)), "not_applicable", "not_applicable"),
        (reported(False, year=2021), "noncompliant", "not_applicable"),
        (reported(False, submitted_on=None), "not_applicable", "not_applicable"),
    ],
)
def test_annual_reports_tell_of_rural_work(tables, expected, from_2022):
    assert status("annual-report-content", AUTHORITY, tables) == expected
    assert status("annual-report-content", AUTHORITY, tables, reading="next-report") == from_2022


def fund(**given: object) -> Row:
    usual = {"city": CITY, "purpose": "support", "amount": 100, "in_budget": True, "secured_on": PUBLISHED}
    return rows("fund", 1, **{**usual, **given})[0]


@pytest.mark.parametrize(
    ("funds", "of_city", "of_county"),
    [
        ([fund(), fund(county=COUNTY)], "compliant", "compliant"),
        ([fund(in_budget=False), fund(county=COUNTY)], "noncompliant", "compliant"),
        ([fund(), fund(county=COUNTY, in_budget=False)], "compliant", "noncompliant"),
        ([fund(in_budget=None), fund(county=COUNTY, in_budget=None)], "unknown", "unknown"),
        ([fund(), fund(county=COUNTY), fund(county=UNKNOWN, in_budget=False)], "unknown", "unknown"),
        ([fund(purpose="venture", in_budget=False)], "noncompliant", "not_applicable"),
        ([fund(purpose="lottery", in_budget=False)], "not_applicable", "not_applicable"),
        ([fund(secured_on=date(2022, 8, 17), in_budget=False)], "not_applicable", "not_applicable"),
        ([], "not_applicable", "not_applicable"),
    ],
)
def test_funds_for_support_are_in_the_budget_of_each_level(funds, of_city, of_county):
    tables = {**places(), "fund": funds}
    assert status("support-funds-budgeted-by-city", CITY, tables) == of_city
    assert status("support-funds-budgeted-by-county", COUNTY, tables) == of_county


EMPTY: Tables = {
    "organization": [],
    "project": [],
    "exemplar": [],
    "talent_introduction": [],
    "training": [],
    "activity": [],
    "fund": [],
}
OPEN_NUMBERS = [
    ("leader-and-staff-training", "leader_and_staff_trainings"),
    ("rural-organizations-cultivated", "rural_organizations"),
    ("key-assistance-projects", "key_assistance_projects"),
    ("revitalisation-brands", "revitalisation_brands"),
    ("revitalisation-exemplars", "revitalisation_exemplars"),
    ("leading-talent", "leading_talent"),
    ("regular-public-benefit", "public_benefit_activities"),
    ("support-funds-increased-by-city", "support_funds_before"),
]


@pytest.mark.parametrize(("rule", "target"), OPEN_NUMBERS)
def test_what_the_text_leaves_open_is_unknown_for_that_reason(rule, target):
    found = verdict("dongying_2022", rule, CITY, DAY, {**places(), **EMPTY})
    assert (str(found.status), found.lo, found.hi) == ("unknown", "0", "0")
    assert f"target_unspecified:{target}" in found.reasons
