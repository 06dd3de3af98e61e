"""Quzhou's duties that carry a condition, a date or a gap in the text (section 二)."""

from datetime import date

import pytest

from tests.policies.quzhou import AFTER, AUTHORITY, CITY, ON_TIME, UNIT, authority, organizations, places, status, unit
from tests.policies.registry import UNKNOWN, Row, row, rows, verdict

Tables = dict[str, list[Row]]


def one(**given: object) -> Tables:
    [organization] = organizations(1, **given)
    return {**places(), "registration_authority": authority(), "organization": [{**organization, "id": "it"}]}


def in_forms(*forms: str | None) -> Tables:
    formed = [organization for form in forms for organization in organizations(1, party_organization_form=form)]
    return {**places(), "organization": formed}


def share(rule: str, tables: Tables, reading: str | None = None) -> str | None:
    """What the city's rule measures, where it is one number."""
    found = verdict("quzhou_2018", rule, CITY, AFTER, tables, reading=reading)
    return found.lo if found.lo == found.hi else None


MANAGED = {"comprehensive_committee": "ZH330802", "party_organization_form": "standalone", "party_work_covered": True}


def managed(**last: object) -> Tables:
    """Two organizations of a comprehensive committee, of which the last may be different."""
    return {**places(), "organization": organizations(1, **MANAGED) + organizations(1, **{**MANAGED, **last})}


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


@pytest.mark.parametrize(("community", "expected"), [("urban-0", "noncompliant"), (None, "not_applicable")])
def test_other_categories_are_filed_only_by_the_other_reading(community, expected):
    unfit = {"category": "culture_sports", "community": community, "meets_registration_conditions": False}
    tables = {**one(**{**FILED, "filing_office": None, **unfit}), **places(urban=1)}
    for rule in ("filed-by-street", "consulted-before-filing"):
        assert status(rule, "it", tables) == "not_applicable"
        assert status(rule, "it", tables, reading="any-category") == expected


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
        ("standalone-rate-raised", CITY, managed(), "standalone_rate_before"),
        ("party-organization-rate-raised", CITY, managed(), "party_organization_rate_before"),
        ("party-work-rate-raised", CITY, managed(), "party_work_rate_before"),
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
    ("online", "expected", "all_of_them"),
    [
        ((True, True), "compliant", "compliant"),
        ((True, False), "compliant", "noncompliant"),
        ((True, None), "compliant", "unknown"),
        ((False, None), "unknown", "noncompliant"),
        ((False, False), "noncompliant", "noncompliant"),
        ((), "noncompliant", "not_applicable"),
    ],
)
def test_annual_inspections_are_online(online, expected, all_of_them):
    tables = one(registration_authority=AUTHORITY)
    tables["annual_report"] = [
        row("annual_report", f"r{number}", organization="it", year=2017, submitted_on=date(2018, 6, 1), online=value)
        for number, value in enumerate(online)
    ]
    assert status("online-annual-inspection", AUTHORITY, tables) == expected
    assert status("online-annual-inspection", AUTHORITY, tables, reading="all-online") == all_of_them


@pytest.mark.parametrize(
    ("submitted_on", "expected"),
    [
        (date(2018, 5, 8), "noncompliant"),
        (date(2018, 5, 9), "compliant"),
        (date(2018, 12, 31), "compliant"),
        (date(2019, 1, 1), "noncompliant"),
    ],
)
def test_which_annual_inspection_is_of_the_period(submitted_on, expected):
    tables = one(registration_authority=AUTHORITY)
    tables["annual_report"] = [row("annual_report", "r", organization="it", submitted_on=submitted_on, online=True)]
    assert status("online-annual-inspection", AUTHORITY, tables) == expected


@pytest.mark.parametrize(
    ("forms", "expected", "by_either"),
    [
        (("extended", "functional"), "compliant", "compliant"),
        (("extended", "standalone"), "shortfall", "compliant"),
        (("functional", "joint"), "shortfall", "compliant"),
        (("extended", None), "unknown", "compliant"),
        (("standalone", "joint"), "shortfall", "shortfall"),
        ((), "shortfall", "shortfall"),
    ],
)
def test_party_organizations_are_both_extended_and_functional(forms, expected, by_either):
    assert status("extended-functional-organizations", CITY, in_forms(*forms)) == expected
    assert status("extended-functional-organizations", CITY, in_forms(*forms), reading="either") == by_either


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"carried_out_on": date(2018, 5, 8)}, "noncompliant"),
        ({"carried_out_on": date(2018, 5, 9)}, "compliant"),
        ({"carried_out_on": date(2018, 12, 31)}, "compliant"),
        ({"carried_out_on": date(2019, 1, 1)}, "noncompliant"),
        ({"carried_out_on": None}, "unknown"),
        ({"kind": "dormant_cleanup"}, "noncompliant"),
    ],
)
def test_the_month_of_coverage_is_carried_out(given, expected):
    usual = {"kind": "party_coverage", "registration_authority": AUTHORITY, "carried_out_on": date(2018, 7, 1)}
    campaign = [row("campaign", "month", **{**usual, **given})]
    tables = {**places(), "registration_authority": authority(), "campaign": campaign}
    assert status("coverage-campaign", CITY, tables) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"secured_on": date(2018, 5, 8)}, "shortfall"),
        ({"secured_on": date(2018, 5, 9)}, "compliant"),
        ({"secured_on": date(2018, 12, 31)}, "compliant"),
        ({"secured_on": date(2019, 1, 1)}, "shortfall"),
        ({"purpose": "support"}, "shortfall"),
        ({"purpose": None}, "unknown"),
    ],
)
def test_lottery_funds_support_ventures(given, expected):
    fund = row("fund", "f", **{"city": CITY, "purpose": "lottery", "secured_on": date(2018, 7, 1), **given})
    assert status("lottery-funds", CITY, {**places(), "fund": [fund]}) == expected


@pytest.mark.parametrize(
    ("led", "measured", "with_any_team", "every_community"),
    [
        ((True, True), "1", "1", "compliant"),
        ((True, False), "1/2", "1", "noncompliant"),
        ((True, None), None, "1", "unknown"),
        ((True,), "1/2", "1/2", "noncompliant"),
    ],
)
def test_volunteer_teams_are_led_by_institutions(led, measured, with_any_team, every_community):
    teams = [
        row("volunteer_team", f"team-{number}", community=f"urban-{number}", institution_led=value)
        for number, value in enumerate(led)
    ]
    tables = {**places(urban=2), "volunteer_team": teams}
    assert share("volunteer-teams", tables) == measured
    assert share("volunteer-teams", tables, "any-team") == with_any_team
    assert status("volunteer-teams", CITY, tables, reading="every-community") == every_community


@pytest.mark.parametrize(
    ("last", "standalone", "of_all_managed", "organized", "work_covered"),
    [
        ({}, "1", "1", "1", "1"),
        ({"party_organization_form": "joint"}, "1/2", "1/2", "1", "1"),
        ({"party_organization_form": "attached"}, "1", "1/2", "1/2", "1"),
        ({"party_organization_form": "not_established", "party_work_covered": False}, "1", "1/2", "1/2", "1/2"),
        ({"party_organization_form": "joint", "party_work_covered": False}, "1/2", "1/2", "1", "1"),
        ({"party_organization_form": "joint", "comprehensive_committee": None}, "1", "1", "1", "1"),
    ],
)
def test_the_rates_that_are_to_rise(last, standalone, of_all_managed, organized, work_covered):
    tables = managed(**last)
    assert share("standalone-rate-raised", tables) == standalone
    assert share("standalone-rate-raised", tables, "of-all-managed") == of_all_managed
    assert share("party-organization-rate-raised", tables) == organized
    assert share("party-work-rate-raised", tables) == work_covered


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ({}, "1"),
        ({"organization": None}, "0"),
        ({"kind": "venture"}, "0"),
        ({"started_on": date(2018, 5, 8)}, "0"),
        ({"started_on": date(2018, 5, 9)}, "1"),
        ({"started_on": date(2018, 12, 31), "ended_on": date(2018, 12, 31)}, "1"),
        ({"ended_on": date(2018, 8, 1)}, "1"),
        ({"started_on": date(2019, 1, 1)}, "0"),
    ],
)
def test_which_purchases_count(given, counted):
    usual = {"kind": "government_purchase", "city": CITY, "organization": "it", "started_on": date(2018, 7, 1)}
    tables = {**one(), "project": [row("project", "p", **{**usual, **given})]}
    assert share("purchases-expanded", tables) == counted


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
