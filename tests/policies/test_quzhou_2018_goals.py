"""Quzhou's numbers at, below and above their bounds (section 一)."""

from datetime import date
from itertools import chain

import pytest

from tests.policies.quzhou import (
    AFTER,
    AUTHORITY,
    CITY,
    COMMITTEE,
    ON_TIME,
    authority,
    committee,
    organizations,
    places,
    status,
)
from tests.policies.registry import UNKNOWN, Row, row, rows, verdict

Tables = dict[str, list[Row]]


def urban(*counts: int) -> Tables:
    local = [organizations(count, community=f"urban-{number}") for number, count in enumerate(counts)]
    return {**places(urban=len(counts)), "organization": list(chain.from_iterable(local))}


def rural(*counts: int) -> Tables:
    local = [organizations(count, community=f"rural-{number}") for number, count in enumerate(counts)]
    return {**places(rural=len(counts)), "organization": list(chain.from_iterable(local))}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((20, 5), "noncompliant"), ((20, 6), "compliant"), ((20, 7), "compliant"), ((), "not_applicable")],
)
def test_urban_communities_average_thirteen(counts, expected):
    assert status("urban-average-13", CITY, urban(*counts)) == expected


@pytest.mark.parametrize(
    ("counts", "expected"), [((6, 1), "noncompliant"), ((6, 2), "compliant"), ((6, 3), "compliant")]
)
def test_rural_communities_average_four(counts, expected):
    assert status("rural-average-4", CITY, rural(*counts)) == expected


def test_the_gap_to_the_average_is_a_number_of_organizations():
    found = verdict("quzhou_2018", "urban-average-13", CITY, AFTER, urban(20, 5))
    assert (found.lo, found.hi, found.target, found.gap.amount) == ("25/2", "25/2", "13", "1")


def test_an_average_short_of_its_target_is_pending_until_the_last_day_of_2018():
    assert status("urban-average-13", CITY, urban(25), ON_TIME) == "compliant"
    assert status("urban-average-13", CITY, urban(12), ON_TIME) == "pending"
    assert status("urban-average-13", CITY, urban(12), date(2019, 1, 1)) == "noncompliant"


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ({"category": "industry_association"}, "noncompliant"),
        ({"community": UNKNOWN}, "unknown"),
        ({"community": None}, "noncompliant"),
        ({"community": "rural-0"}, "noncompliant"),
        ({"registration": "filed"}, "compliant"),
        ({"category": "social_work"}, "compliant"),
        ({"dissolved_on": date(2018, 12, 30)}, "noncompliant"),
        ({"dissolved_on": date(2018, 12, 31)}, "compliant"),
        ({"established_on": date(2018, 12, 31)}, "compliant"),
        ({"established_on": date(2019, 1, 1)}, "noncompliant"),
        ({"established_on": UNKNOWN}, "unknown"),
    ],
)
def test_which_thirteenth_organization_counts(last, expected):
    tables = places(urban=1, rural=1)
    tables["organization"] = organizations(12, community="urban-0") + organizations(
        1, **{"community": "urban-0", **last}
    )
    assert status("urban-average-13", CITY, tables) == expected


@pytest.mark.parametrize(
    ("rule", "tables", "expected"),
    [
        ("urban-average-13", urban(14, 12), ("compliant", "noncompliant")),
        ("urban-average-13", urban(13, 13), ("compliant", "compliant")),
        ("rural-average-4", rural(5, 3), ("compliant", "noncompliant")),
        ("rural-average-4", rural(4, 4), ("compliant", "compliant")),
    ],
)
def test_an_average_is_not_each(rule, tables, expected):
    assert (status(rule, CITY, tables), status(rule, CITY, tables, reading="each")) == expected


def test_other_categories_count_only_by_the_other_reading():
    tables = {**places(urban=1), "organization": organizations(13, community="urban-0", category="culture_sports")}
    assert status("urban-average-13", CITY, tables) == "noncompliant"
    assert status("urban-average-13", CITY, tables, reading="any-category") == "compliant"
    tables = {**places(rural=1), "organization": organizations(4, community="rural-0", category="culture_sports")}
    assert status("rural-average-4", CITY, tables) == "noncompliant"
    assert status("rural-average-4", CITY, tables, reading="any-category") == "compliant"


def platform(**given: object) -> list[Row]:
    usual = {
        "county": "330802",
        "platform_role": "hub",
        "registration": "registered",
        "registered_on": date(2016, 1, 1),
    }
    return [row("organization", "platform", **{**usual, **given})]


def covered(streets: int, urban_communities: int = 0, **given: object) -> Tables:
    tables = places(streets=3, urban=3, rural=1)
    tables["street"].append(row("street", "town", county="330802", kind="town"))
    tables["organization"] = platform(**given)
    tables["coverage"] = [
        *(row("coverage", f"s{n}", organization="platform", street=f"street-{n}") for n in range(streets)),
        *(row("coverage", f"c{n}", organization="platform", community=f"urban-{n}") for n in range(urban_communities)),
    ]
    return tables


@pytest.mark.parametrize(("number", "expected"), [(1, "noncompliant"), (2, "compliant"), (3, "compliant")])
def test_platforms_cover_two_thirds_of_streets_and_of_urban_communities_apart(number, expected):
    assert status("platforms-cover-streets", CITY, covered(number)) == expected
    assert status("platforms-cover-urban-communities", CITY, covered(0, number)) == expected
    assert status("platforms-cover-urban-communities", CITY, covered(number)) == "noncompliant"


@pytest.mark.parametrize(
    ("platform_of", "expected"),
    [
        ({"platform_role": "support"}, "compliant"),
        ({"platform_role": "ordinary"}, "noncompliant"),
        ({"platform_role": None}, "unknown"),
        ({"registration": "filed"}, "noncompliant"),
        ({"registered_on": date(2019, 1, 1)}, "noncompliant"),
        ({"dissolved_on": date(2018, 12, 30)}, "noncompliant"),
        ({"dissolved_on": date(2019, 1, 5)}, "compliant"),
    ],
)
def test_which_platform_counts(platform_of, expected):
    assert status("platforms-cover-streets", CITY, covered(2, **platform_of)) == expected


def test_townships_count_only_by_the_other_reading():
    tables = covered(2)
    assert status("platforms-cover-streets", CITY, tables, reading="with-townships") == "noncompliant"
    tables["coverage"].append(row("coverage", "town", organization="platform", street="town"))
    assert status("platforms-cover-streets", CITY, tables, reading="with-townships") == "compliant"


def test_a_platform_in_a_community_covers_it_only_by_the_other_reading():
    tables = {**places(urban=1), "coverage": [], "organization": platform(community="urban-0")}
    assert status("platforms-cover-urban-communities", CITY, tables) == "noncompliant"
    assert status("platforms-cover-urban-communities", CITY, tables, reading="located") == "compliant"


def test_a_platform_in_a_street_covers_it_only_by_the_other_reading():
    tables = {**places(), "coverage": [], "organization": platform(street="street-0")}
    assert status("platforms-cover-streets", CITY, tables) == "noncompliant"
    assert status("platforms-cover-streets", CITY, tables, reading="located") == "compliant"


def bases(*built: object) -> Tables:
    tables = places()
    tables["county"].append(row("county", "330803", city=CITY, kind="district"))
    tables["aid_base"] = [
        row("aid_base", f"base-{number}", county=county, built_on=day)
        for number, (county, day) in enumerate(zip(["330802", "330803"], built, strict=False))
    ]
    return tables


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (bases(date(2018, 1, 1)), "noncompliant"),
        (bases(date(2018, 1, 1), date(2018, 12, 31)), "compliant"),
        (bases(date(2018, 1, 1), date(2019, 1, 1)), "noncompliant"),
        (bases(date(2018, 1, 1), UNKNOWN), "unknown"),
    ],
)
def test_precision_help_bases_in_every_county(tables, expected):
    assert status("aid-bases-everywhere", CITY, tables) == expected


def test_bases_in_counties_are_not_bases_in_streets():
    tables = bases(date(2018, 1, 1), date(2018, 1, 1))
    assert status("aid-bases-everywhere", CITY, tables, reading="each-street") == "noncompliant"
    tables["aid_base"][0]["street"] = "street-0"
    assert status("aid-bases-everywhere", CITY, tables, reading="each-street") == "compliant"


def test_bases_in_streets_are_not_bases_in_communities():
    tables = {**places(urban=1), "aid_base": bases(date(2018, 1, 1))["aid_base"]}
    tables["aid_base"][0]["street"] = "street-0"
    assert status("aid-bases-everywhere", CITY, tables, reading="each-community") == "noncompliant"
    tables["aid_base"][0]["community"] = "urban-0"
    assert status("aid-bases-everywhere", CITY, tables, reading="each-community") == "compliant"


def agencies(count: int, **last: object) -> Tables:
    new = {"category": "social_work", "registered_on": date(2018, 6, 1), "established_on": date(2018, 6, 1)}
    return {**places(), "organization": organizations(count, **new) + organizations(1, **{**new, **last})}


@pytest.mark.parametrize(("count", "expected"), [(8, "noncompliant"), (9, "compliant"), (10, "compliant")])
def test_ten_new_social_work_agencies(count, expected):
    assert status("new-social-work-agencies-10", CITY, agencies(count)) == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ({"registered_on": date(2018, 5, 8)}, "noncompliant"),
        ({"registered_on": date(2018, 5, 9)}, "compliant"),
        ({"registered_on": date(2018, 12, 31)}, "compliant"),
        ({"registered_on": date(2019, 1, 1)}, "noncompliant"),
        ({"registered_on": UNKNOWN}, "unknown"),
        ({"category": "community_charity"}, "noncompliant"),
        ({"registration": "filed"}, "noncompliant"),
        ({"dissolved_on": date(2018, 11, 1)}, "compliant"),
    ],
)
def test_which_tenth_agency_is_new(last, expected):
    assert status("new-social-work-agencies-10", CITY, agencies(9, **last)) == expected


def test_other_readings_of_new_agencies():
    since_january = agencies(9, registered_on=date(2018, 2, 1), established_on=date(2018, 2, 1))
    assert status("new-social-work-agencies-10", CITY, since_january, reading="calendar-year") == "compliant"
    gone = agencies(9, dissolved_on=date(2018, 11, 1))
    assert status("new-social-work-agencies-10", CITY, gone, reading="surviving") == "noncompliant"


@pytest.mark.parametrize(("count", "expected"), [(3, "noncompliant"), (4, "compliant"), (5, "compliant")])
def test_four_demonstration_sites(count, expected):
    sites = rows("demonstration_site", count, kind="party_service_centre", county="330802", level="city")
    other = rows("demonstration_site", 2, kind="volunteer_safety", county="330802", level="city")
    assert status("party-centre-demonstrations", CITY, {**places(), "demonstration_site": sites + other}) == expected


@pytest.mark.parametrize(
    ("level", "expected"),
    [("county", "compliant"), ("street", "compliant"), ("community", "compliant"), ("city", "noncompliant")],
)
def test_sites_on_platforms_are_another_reading(level, expected):
    centre = row("service_centre", "platform", kind="organization_service", level=level, county="330802")
    usual = {"kind": "party_service_centre", "county": "330802", "level": "city"}
    last = rows("demonstration_site", 1, service_centre="platform", **usual)
    tables = {**places(), "service_centre": [centre]}
    tables["demonstration_site"] = rows("demonstration_site", 3, service_centre="platform", **usual) + last
    assert status("party-centre-demonstrations", CITY, tables, reading="on-a-platform") == expected
    last[0]["service_centre"] = None
    assert status("party-centre-demonstrations", CITY, tables) == "compliant"
    assert status("party-centre-demonstrations", CITY, tables, reading="on-a-platform") == "noncompliant"


def inspected(of: int, count: int, **given: object) -> Tables:
    checked = organizations(of, registration_authority=AUTHORITY)
    usual = {"kind": "double_random", "on_site": True, "inspected_on": date(2018, 10, 1)}
    inspections = [
        row("inspection", f"i{number}", organization=str(organization["id"]), **{**usual, **given})
        for number, organization in enumerate(checked[:count])
    ]
    return {**places(), "registration_authority": authority(), "organization": checked, "inspection": inspections}


@pytest.mark.parametrize(
    ("of", "count", "expected"),
    [
        (20, 0, "noncompliant"),
        (21, 1, "noncompliant"),
        (20, 1, "compliant"),
        (19, 1, "compliant"),
        (0, 0, "not_applicable"),
    ],
)
def test_five_percent_inspected_by_each_authority(of, count, expected):
    assert status("inspection-rate", AUTHORITY, inspected(of, count)) == expected


@pytest.mark.parametrize(
    ("of", "count", "expected"), [(201, 1, "noncompliant"), (200, 1, "compliant"), (199, 1, "compliant")]
)
def test_half_a_percent_inspected_on_site(of, count, expected):
    assert status("on-site-rate", AUTHORITY, inspected(of, count)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"inspected_on": date(2018, 5, 8)}, "noncompliant"),
        ({"inspected_on": date(2018, 5, 9)}, "compliant"),
        ({"inspected_on": date(2018, 12, 31)}, "compliant"),
        ({"inspected_on": date(2019, 1, 1)}, "noncompliant"),
        ({"inspected_on": None}, "unknown"),
        ({"kind": "focused"}, "noncompliant"),
        ({"on_site": False}, "compliant"),
    ],
)
def test_which_inspections_count(given, expected):
    assert status("inspection-rate", AUTHORITY, inspected(20, 1, **given)) == expected


@pytest.mark.parametrize(
    ("inspected_on", "expected"),
    [
        (date(2017, 12, 31), "noncompliant"),
        (date(2018, 1, 1), "compliant"),
        (date(2018, 12, 31), "compliant"),
        (date(2019, 1, 1), "noncompliant"),
    ],
)
def test_inspections_of_the_whole_year_are_another_reading(inspected_on, expected):
    tables = inspected(20, 1, inspected_on=inspected_on)
    assert status("inspection-rate", AUTHORITY, tables, reading="calendar-year") == expected


def test_an_inspection_at_the_desk_is_not_on_site():
    assert status("on-site-rate", AUTHORITY, inspected(20, 1, on_site=False)) == "noncompliant"
    assert status("on-site-rate", AUTHORITY, inspected(20, 1, on_site=None)) == "unknown"


def test_on_site_of_the_inspected_is_another_reading():
    assert status("on-site-rate", AUTHORITY, inspected(400, 1)) == "noncompliant"
    assert status("on-site-rate", AUTHORITY, inspected(400, 1), reading="of-the-inspected") == "compliant"


def managed(**last: object) -> Tables:
    usual = {
        "comprehensive_committee": COMMITTEE,
        "party_organization_form": "standalone",
        "party_work_covered": True,
        "party_organization_required": True,
    }
    both = organizations(9, **usual) + organizations(1, **{**usual, **last})
    return {**places(), "comprehensive_committee": committee(), "organization": both}


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ({}, "compliant"),
        ({"party_organization_form": "joint"}, "compliant"),
        ({"party_organization_form": "attached"}, "noncompliant"),
        ({"party_organization_form": "not_established"}, "noncompliant"),
        ({"party_organization_form": None}, "unknown"),
        ({"party_organization_form": "not_established", "party_organization_required": False}, "compliant"),
        ({"party_organization_form": "not_established", "party_organization_required": None}, "unknown"),
        ({"party_organization_form": "not_established", "comprehensive_committee": None}, "compliant"),
    ],
)
def test_party_organizations_where_required(last, expected):
    assert status("party-organizations-established", COMMITTEE, managed(**last)) == expected


def test_all_managed_organizations_required_is_another_reading():
    spared = managed(party_organization_form="not_established", party_organization_required=False)
    assert status("party-organizations-established", COMMITTEE, spared) == "compliant"
    assert status("party-organizations-established", COMMITTEE, spared, reading="all-managed") == "noncompliant"


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ({"party_organization_form": "attached"}, "compliant"),
        ({"party_organization_form": "joint", "party_work_covered": False}, "compliant"),
        ({"party_organization_form": "attached", "party_work_covered": False}, "noncompliant"),
        ({"party_organization_form": "attached", "party_work_covered": None}, "unknown"),
    ],
)
def test_party_work_covers_all(last, expected):
    assert status("party-work-coverage", COMMITTEE, managed(**last)) == expected
