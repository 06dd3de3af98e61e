"""Quzhou's duties that carry a condition, a date or a gap in the text (section 二)."""

from datetime import date

import pytest

from tests.policies.quzhou import AFTER, AUTHORITY, CITY, ON_TIME, UNIT, authority, organizations, places, status, unit
from tests.policies.registry import UNKNOWN, Row, row, rows, verdict

Tables = dict[str, list[Row]]


def one(**given: object) -> Tables:
    [organization] = organizations(1, **given)
    return {**places(), "registration_authority": authority(), "organization": [{**organization, "id": "it"}]}


FILED = {"registration": "filed", "registered_on": None, "filed_on": date(2018, 7, 1), "filing_office": "street-0"}


@pytest.mark.parametrize(
    ("given", "expected", "by_the_day_before"),
    [
        ({"committee_consulted_on": date(2018, 6, 30)}, "compliant", "compliant"),
        ({"committee_consulted_on": date(2018, 7, 1)}, "compliant", "noncompliant"),
        ({"committee_consulted_on": date(2018, 7, 2)}, "noncompliant", "noncompliant"),
        ({"committee_consulted_on": None}, "noncompliant", "noncompliant"),
        ({"committee_consulted_on": UNKNOWN}, "unknown", "unknown"),
        ({"filed_on": date(2018, 5, 8)}, "not_applicable", "not_applicable"),
        ({"filed_on": date(2018, 5, 9)}, "noncompliant", "noncompliant"),
        ({"filed_on": None}, "not_applicable", "not_applicable"),
        ({"filed_on": UNKNOWN}, "unknown", "unknown"),
        ({"registration": "registered"}, "not_applicable", "not_applicable"),
        ({"category": "industry_association"}, "not_applicable", "not_applicable"),
    ],
)
def test_the_residents_committee_is_consulted_before_filing(given, expected, by_the_day_before):
    tables = one(**{**FILED, **given})
    assert status("consulted-before-filing", "it", tables) == expected
    assert status("consulted-before-filing", "it", tables, reading="day-before") == by_the_day_before


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "compliant"),
        ({"filing_office": None}, "noncompliant"),
        ({"filing_office": UNKNOWN}, "unknown"),
        ({"registration": "registered"}, "noncompliant"),
        ({"meets_registration_conditions": True}, "not_applicable"),
        ({"meets_registration_conditions": None}, "unknown"),
        ({"meets_registration_conditions": None, "filing_office": None}, "unknown"),
        ({"category": "industry_association"}, "not_applicable"),
    ],
)
def test_who_cannot_be_registered_is_filed_with_the_street(given, expected):
    tables = one(**{**FILED, "meets_registration_conditions": False, **given})
    assert status("filed-by-street", "it", tables) == expected


SOUND = {"internally_disordered": False, "financial_rules_breached": False, "charter_breached": False}


@pytest.mark.parametrize(
    ("given", "inspected_on", "expected"),
    [
        ({}, None, "not_applicable"),
        ({"internally_disordered": True}, None, "noncompliant"),
        ({"financial_rules_breached": True}, date(2018, 9, 1), "compliant"),
        ({"charter_breached": True}, date(2018, 5, 8), "noncompliant"),
        ({"charter_breached": True}, date(2019, 1, 1), "noncompliant"),
        ({"charter_breached": None}, None, "unknown"),
        ({"internally_disordered": True, "registration": "filed"}, None, "not_applicable"),
    ],
)
def test_the_disorderly_are_inspected(given, inspected_on, expected):
    tables = one(**{**SOUND, **given})
    if inspected_on is not None:
        tables["inspection"] = [row("inspection", "i", organization="it", kind="focused", inspected_on=inspected_on)]
    else:
        tables["inspection"] = []
    assert status("focused-inspection", "it", tables) == expected


def supervised(management: str | None, inspected_on: object = None) -> Tables:
    tables = {**one(management=management, supervising_unit=UNIT), "supervising_unit": unit(), "inspection": []}
    if inspected_on is not None:
        tables["inspection"] = [
            row("inspection", "i", organization="it", kind="special_supervision", inspected_on=inspected_on)
        ]
    return tables


@pytest.mark.parametrize(
    ("tables", "as_of", "expected"),
    [
        (supervised("dual", date(2018, 1, 1)), ON_TIME, "compliant"),
        (supervised("dual", date(2018, 12, 31)), ON_TIME, "compliant"),
        (supervised("dual", date(2017, 12, 31)), ON_TIME, "pending"),
        (supervised("dual", date(2017, 12, 31)), AFTER, "noncompliant"),
        (supervised("dual", UNKNOWN), AFTER, "unknown"),
        (supervised("dual"), AFTER, "noncompliant"),
        (supervised("direct"), AFTER, "not_applicable"),
        (supervised(None), AFTER, "unknown"),
    ],
)
def test_supervising_units_inspect_every_year(tables, as_of, expected):
    assert status("yearly-special-inspection", UNIT, tables, as_of) == expected


def test_one_inspection_is_not_every_organization():
    tables = supervised("dual", date(2018, 6, 1))
    tables["organization"] += organizations(1, management="dual", supervising_unit=UNIT)
    assert status("yearly-special-inspection", UNIT, tables) == "compliant"
    assert status("yearly-special-inspection", UNIT, tables, reading="every-organization") == "noncompliant"


@pytest.mark.parametrize(
    ("rule", "subject", "tables", "target"),
    [
        ("volunteer-teams", CITY, {**places(urban=1), "volunteer_team": []}, "volunteer_team_share"),
        ("purchases-expanded", CITY, {**places(), "project": []}, "purchases_before"),
        (
            "dormant-cleanup",
            AUTHORITY,
            {**places(), "registration_authority": authority(), "campaign": []},
            "dormant_cleanups",
        ),
    ],
)
def test_what_the_text_leaves_open_is_unknown_for_that_reason(rule, subject, tables, target):
    found = verdict("quzhou_2018", rule, subject, AFTER, tables)
    assert (str(found.status), found.target, f"target_unspecified:{target}" in found.reasons) == (
        "unknown",
        "unspecified",
        True,
    )


@pytest.mark.parametrize(
    ("points", "appraised", "expected"),
    [
        (True, True, ("compliant", "compliant")),
        (True, False, ("compliant", "noncompliant")),
        (True, None, ("compliant", "unknown")),
        (False, False, ("noncompliant", "not_applicable")),
        (None, True, ("unknown", "unknown")),
    ],
)
def test_volunteers_points(points, appraised, expected):
    team = row("volunteer_team", "team", community="urban-0", points_system=points, points_in_appraisal=appraised)
    tables = {**places(urban=1), "volunteer_team": [team]}
    found = tuple(status(rule, "team", tables) for rule in ("volunteer-points", "volunteer-points-appraised"))
    assert found == expected


def test_each_county_has_a_committee_and_a_volunteers_site():
    tables = {**places(), "comprehensive_committee": [], "demonstration_site": []}
    assert status("county-comprehensive-committees", "330802", tables) == "shortfall"
    assert status("volunteer-safety-sites", "330802", tables) == "noncompliant"
    tables["comprehensive_committee"] = rows("comprehensive_committee", 1, level="county", city=CITY, county="330802")
    tables["demonstration_site"] = rows(
        "demonstration_site", 1, kind="volunteer_safety", county="330802", level="county"
    )
    assert status("county-comprehensive-committees", "330802", tables) == "compliant"
    assert status("volunteer-safety-sites", "330802", tables) == "compliant"


@pytest.mark.parametrize(
    ("online", "expected"),
    [((True, True), "compliant"), ((True, False), "noncompliant"), ((True, None), "unknown"), ((), "not_applicable")],
)
def test_annual_inspections_are_online(online, expected):
    tables = one(registration_authority=AUTHORITY)
    tables["annual_report"] = [
        row("annual_report", f"r{number}", organization="it", year=2017, submitted_on=date(2018, 6, 1), online=value)
        for number, value in enumerate(online)
    ]
    assert status("online-annual-inspection", AUTHORITY, tables) == expected


def record(item: str, outcome: str | None, done_on: date | None) -> Row:
    return {
        "policy": "quzhou_2018",
        "rule": "development-policies",
        "item": item,
        "subject_kind": "city",
        "subject_id": CITY,
        "outcome": outcome,
        "done_on": done_on,
    }


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (record("参与社会治理政策", "done", date(2018, 12, 31)), "compliant"),
        (record("参与社会治理政策", "done", date(2019, 1, 1)), "noncompliant"),
        (record("参与社会治理政策", "not_done", date(2018, 7, 1)), "noncompliant"),
        (record("参与社会治理政策", None, date(2018, 7, 1)), "unknown"),
        (record("培育扶持政策", "done", date(2018, 7, 1)), "noncompliant"),
    ],
)
def test_both_policies_are_issued(second, expected):
    records = [record("培育扶持政策", "done", date(2018, 7, 1)), second]
    assert status("development-policies", CITY, {**places(), "work_record": records}) == expected


def test_without_records_nothing_is_known_of_work():
    assert status("development-policies", CITY, places()) == "unknown"
