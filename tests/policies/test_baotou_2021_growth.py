"""Baotou's duties of growth: parks, rural projects, communities, reviews, contests (sections 02 to 05, 08, 10)."""

from datetime import date

import pytest

from tests.policies.baotou import (
    AFTER,
    CITY,
    KUNDULUN,
    ON_TIME,
    QINGSHAN,
    SHIGUAI,
    Tables,
    one,
    organizations,
    places,
    status,
)
from tests.policies.registry import UNKNOWN, row, rows, verdict


def parks(*given: dict[str, object]) -> Tables:
    usual = {"kind": "demonstration_park", "county": SHIGUAI, "opened_on": date(2021, 6, 1)}
    return {**places(), "service_centre": [*(rows("service_centre", 1, **{**usual, **each})[0] for each in given)]}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (parks({"level": "city"}, {"level": "county"}), "compliant"),
        (parks({"level": "city"}), "shortfall"),
        (parks({"level": "county"}), "shortfall"),
        (parks({"level": "city"}, {"level": "county", "county": QINGSHAN}), "shortfall"),
        (parks({"level": "city"}, {"level": "county", "county": UNKNOWN}), "unknown"),
        (parks({"level": "city"}, {"level": "county", "kind": "party_service"}), "shortfall"),
        (parks({"level": "city"}, {"level": "county", "opened_on": date(2022, 1, 1)}), "shortfall"),
    ],
)
def test_parks_of_the_city_and_of_shiguai(tables, expected):
    assert status("two-level-parks", CITY, tables) == expected


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (parks({"level": "city"}), "compliant"),
        (parks({"level": "city", "county": QINGSHAN}), "shortfall"),
        (parks({"level": "city", "county": UNKNOWN}), "unknown"),
        (parks({"level": "city", "opened_on": date(2022, 1, 1)}), "shortfall"),
    ],
)
def test_by_another_reading_one_park_in_shiguai_is_shared(tables, expected):
    assert status("two-level-parks", CITY, tables, reading="one-shared-park") == expected


@pytest.mark.parametrize(
    ("park", "expected", "in_the_city_park"), [("city", "compliant", "compliant"), ("county", "compliant", "shortfall")]
)
def test_the_demonstration_base_may_be_in_either_park(park, expected, in_the_city_park):
    usual = {"kind": "rural_revitalisation", "level": "city", "county": SHIGUAI, "service_centre": "park"}
    tables = {
        **places(),
        "service_centre": [row("service_centre", "park", kind="demonstration_park", county=SHIGUAI, level=park)],
        "demonstration_site": rows("demonstration_site", 1, **usual),
    }
    assert status("rural-demonstration-base", CITY, tables) == expected
    assert status("rural-demonstration-base", CITY, tables, reading="city-park") == in_the_city_park


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "compliant"),
        ({"service_centre": "office"}, "shortfall"),
        ({"service_centre": None}, "shortfall"),
        ({"service_centre": UNKNOWN}, "unknown"),
        ({"level": "county"}, "shortfall"),
        ({"kind": "party_building"}, "shortfall"),
        ({"designated_on": date(2021, 12, 31)}, "compliant"),
        ({"designated_on": date(2022, 1, 1)}, "shortfall"),
    ],
)
def test_the_demonstration_base_is_in_a_park(given, expected):
    usual = {"kind": "rural_revitalisation", "level": "city", "county": SHIGUAI, "service_centre": "park"}
    tables = {
        **places(),
        "service_centre": [
            row("service_centre", "park", kind="demonstration_park", county=SHIGUAI, level="city"),
            row("service_centre", "office", kind="party_service", county=SHIGUAI, level="city"),
        ],
        "demonstration_site": rows("demonstration_site", 1, **{**usual, **given}),
    }
    assert status("rural-demonstration-base", CITY, tables) == expected


@pytest.mark.parametrize(
    ("rule", "district", "category"),
    [
        ("owners-committees-pilot", QINGSHAN, "owners_committee"),
        ("promotion-associations-pilot", KUNDULUN, "community_promotion"),
    ],
)
def test_pilots_bind_one_district_each(rule, district, category):
    def registered(**given: object) -> Tables:
        tables = places(first=("urban", district), second=("urban", district), village=("rural", district))
        usual = {"county": district, "category": category, "community": "first"}
        return {**tables, "organization": organizations(1, **{**usual, **given})}

    assert status(rule, district, registered()) == "compliant"
    assert status(rule, district, registered(established_on=date(2021, 12, 31))) == "compliant"
    assert status(rule, district, registered(established_on=date(2022, 1, 1))) == "noncompliant"
    assert status(rule, district, registered(established_on=date(2022, 1, 1)), ON_TIME) == "pending"
    assert status(rule, district, registered(registration="filed")) == "noncompliant"
    assert status(rule, district, registered(category="mutual_aid")) == "noncompliant"
    assert status(rule, district, registered(category=None)) == "unknown"
    assert {status(rule, other, registered()) for other in {KUNDULUN, QINGSHAN, SHIGUAI} - {district}} == {
        "not_applicable"
    }
    both = registered()
    assert status(rule, district, both, reading="each-urban-community") == "noncompliant"
    both["organization"] += organizations(1, county=district, category=category, community="second")
    assert status(rule, district, both, reading="each-urban-community") == "compliant"
    for day, expected in (
        (date(2020, 12, 31), "noncompliant"),
        (date(2021, 1, 1), "compliant"),
        (date(2021, 12, 31), "compliant"),
        (date(2022, 1, 1), "noncompliant"),
    ):
        assert status(rule, district, registered(registered_on=day), reading="newly-registered") == expected


def local(community: str, count: int, **given: object) -> Tables:
    tables = places(
        urban=("urban", SHIGUAI),
        rural=("rural", SHIGUAI),
        pastoral=("pastoral", SHIGUAI),
        qingshan=("urban", QINGSHAN),
        kundulun=("urban", KUNDULUN),
        village=("rural", QINGSHAN),
    )
    return {**tables, "organization": organizations(count, community=community, **given)}


@pytest.mark.parametrize(("count", "expected"), [(1, "noncompliant"), (2, "compliant"), (3, "compliant")])
def test_two_organizations_in_each_urban_community(count, expected):
    assert status("two-in-each-urban-community", "urban", local("urban", count)) == expected


@pytest.mark.parametrize("community", ["rural", "pastoral"])
@pytest.mark.parametrize(("count", "expected"), [(0, "noncompliant"), (1, "compliant"), (2, "compliant")])
def test_one_organization_in_each_rural_community(community, count, expected):
    assert status("one-in-each-rural-community", community, local(community, count)) == expected


@pytest.mark.parametrize(
    ("rule", "community", "by_every_district"),
    [
        ("two-in-each-urban-community", "qingshan", "noncompliant"),
        ("two-in-each-urban-community", "kundulun", "noncompliant"),
        ("two-in-each-urban-community", "rural", "not_applicable"),
        ("one-in-each-rural-community", "village", "noncompliant"),
        ("one-in-each-rural-community", "urban", "not_applicable"),
    ],
)
def test_the_pilot_districts_are_not_among_the_other_places(rule, community, by_every_district):
    tables = local("elsewhere", 0)
    assert status(rule, community, tables) == "not_applicable"
    assert status(rule, community, tables, reading="every-district") == by_every_district


def test_a_community_of_unknown_district_or_kind_may_be_bound():
    tables = local("urban", 1)
    tables["street"].append(row("street", "somewhere", kind="street"))
    tables["community"].append(row("community", "unplaced", street="somewhere", kind="urban"))
    tables["community"].append(row("community", "unsorted", street=f"street-{SHIGUAI}"))
    assert status("two-in-each-urban-community", "unplaced", tables) == "unknown"
    assert status("two-in-each-urban-community", "unsorted", tables) == "unknown"


@pytest.mark.parametrize(
    ("last", "urban", "new", "rural", "rural_registered"),
    [
        ({}, "compliant", "noncompliant", "compliant", "compliant"),
        ({"registration": "filed"}, "noncompliant", "noncompliant", "compliant", "compliant"),
        ({"community": UNKNOWN}, "unknown", "noncompliant", "compliant", "compliant"),
        ({"dissolved_on": date(2021, 12, 30)}, "noncompliant", "noncompliant", "compliant", "compliant"),
        ({"established_on": date(2021, 12, 31)}, "compliant", "noncompliant", "compliant", "compliant"),
        ({"established_on": date(2022, 1, 1)}, "noncompliant", "noncompliant", "compliant", "compliant"),
    ],
)
def test_which_second_organization_counts(last, urban, new, rural, rural_registered):
    def with_last(community: str) -> Tables:
        tables = local(community, 1)
        tables["organization"] += organizations(1, **{"community": community, **last})
        return tables

    assert status("two-in-each-urban-community", "urban", with_last("urban")) == urban
    assert status("two-in-each-urban-community", "urban", with_last("urban"), reading="newly-registered") == new
    assert status("one-in-each-rural-community", "rural", with_last("rural")) == rural
    alone = status("one-in-each-rural-community", "rural", with_last("rural"), reading="registered-alone")
    assert alone == rural_registered


@pytest.mark.parametrize(
    ("given", "expected", "registered_alone"),
    [
        ({"registration": "filed"}, "compliant", "noncompliant"),
        ({"registration": None}, "compliant", "unknown"),
        ({"established_on": date(2022, 1, 1)}, "noncompliant", "noncompliant"),
        ({"established_on": UNKNOWN}, "unknown", "unknown"),
    ],
)
def test_which_only_organization_of_a_rural_community_counts(given, expected, registered_alone):
    tables = local("rural", 1, **given)
    assert status("one-in-each-rural-community", "rural", tables) == expected
    assert status("one-in-each-rural-community", "rural", tables, reading="registered-alone") == registered_alone


@pytest.mark.parametrize(
    ("registered_on", "expected"),
    [
        (date(2020, 12, 31), "noncompliant"),
        (date(2021, 1, 1), "compliant"),
        (date(2021, 12, 31), "compliant"),
        (date(2022, 1, 1), "noncompliant"),
    ],
)
def test_by_another_reading_both_are_registered_within_the_year(registered_on, expected):
    tables = local("urban", 2, registered_on=registered_on)
    assert status("two-in-each-urban-community", "urban", tables, reading="newly-registered") == expected


@pytest.mark.parametrize(("recognised", "expected"), [(True, "compliant"), (False, "noncompliant"), (None, "unknown")])
@pytest.mark.parametrize(
    ("rule", "community", "count"),
    [("two-in-each-urban-community", "urban", 2), ("one-in-each-rural-community", "rural", 1)],
)
def test_by_another_reading_community_organizations_alone_count(rule, community, count, recognised, expected):
    tables = local(community, count, recognised_community_organization=True)
    tables["organization"][-1]["recognised_community_organization"] = recognised
    assert status(rule, community, tables) == "compliant"
    assert status(rule, community, tables, reading="community-organizations") == expected


def graded(count: int, decided_on: object = date(2017, 6, 1), **review: object) -> Tables:
    """So many graded and reviewed organizations; the last one's grade and review may differ."""
    graded_ones = [{**each, "id": f"graded-{number}"} for number, each in enumerate(organizations(count))]
    usual = {"kind": "review", "grade": "grade_3a", "decided_on": date(2021, 9, 1)}
    last = f"graded-{count - 1}"
    return {
        **places(),
        "organization": graded_ones,
        "assessment": [
            row(
                "assessment",
                f"{kind}-{each['id']}",
                **{"organization": each["id"], **usual, **given, **(changed if each["id"] == last else {})},
            )
            for kind, given, changed in (
                ("first", {"kind": "initial", "decided_on": date(2017, 6, 1)}, {"decided_on": decided_on}),
                ("again", {}, review),
            )
            for each in graded_ones
        ],
    }


@pytest.mark.parametrize(("count", "expected"), [(322, "noncompliant"), (323, "compliant"), (324, "compliant")])
def test_the_323_are_reviewed(count, expected):
    assert status("grades-reviewed", CITY, graded(count)) == expected


@pytest.mark.parametrize(
    ("tables", "expected", "of_all", "with_renewals"),
    [
        (graded(323, decided_on=date(2016, 1, 1)), "compliant", "compliant", "compliant"),
        (graded(323, decided_on=date(2018, 12, 31)), "compliant", "compliant", "compliant"),
        (graded(323, decided_on=date(2015, 12, 31)), "noncompliant", "compliant", "noncompliant"),
        (graded(323, decided_on=date(2019, 1, 1)), "noncompliant", "compliant", "noncompliant"),
        (graded(323, decided_on=UNKNOWN), "unknown", "compliant", "unknown"),
        (graded(323, kind="renewal"), "noncompliant", "noncompliant", "compliant"),
        (graded(323, decided_on=date(2017, 6, 1), kind=None), "unknown", "unknown", "unknown"),
    ],
)
def test_which_323rd_organization_counts(tables, expected, of_all, with_renewals):
    assert status("grades-reviewed", CITY, tables) == expected
    assert status("grades-reviewed", CITY, tables, reading="all-that-remain") == of_all
    assert status("grades-reviewed", CITY, tables, reading="with-renewals") == with_renewals


def test_a_reviewed_organization_counts_after_its_dissolution():
    tables = graded(323)
    tables["organization"][0]["dissolved_on"] = date(2021, 11, 1)
    assert status("grades-reviewed", CITY, tables) == "compliant"


def test_by_another_reading_fewer_suffice_where_all_that_remain_are_reviewed():
    assert status("grades-reviewed", CITY, graded(3)) == "noncompliant"
    assert status("grades-reviewed", CITY, graded(3), reading="all-that-remain") == "compliant"


@pytest.mark.parametrize(
    ("expires_on", "expected", "this_year"),
    [
        (date(2020, 12, 31), "noncompliant", "not_applicable"),
        (date(2021, 1, 1), "noncompliant", "noncompliant"),
        (date(2021, 12, 31), "noncompliant", "noncompliant"),
        (date(2022, 1, 1), "not_applicable", "not_applicable"),
        (None, "not_applicable", "not_applicable"),
        (UNKNOWN, "unknown", "unknown"),
    ],
)
def test_whose_grade_has_expired_is_helped_to_apply_again(expires_on, expected, this_year):
    tables = {**one(assessment_expires_on=expires_on), "work_record": []}
    assert status("reassessment-materials", "it", tables) == expected
    assert status("reassessment-materials", "it", tables, reading="expiring-this-year") == this_year


def funds(*given: tuple[object, dict[str, object]]) -> Tables:
    usual = {"purpose": "venture", "city": CITY, "secured_on": date(2021, 6, 1)}
    return {
        **places(),
        "fund": [
            row("fund", f"fund-{number}", **{**usual, "amount": amount, **more})
            for number, (amount, more) in enumerate(given)
        ],
    }


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (funds(("599999.99", {})), "noncompliant"),
        (funds(("600000.00", {})), "compliant"),
        (funds(("600000.01", {})), "compliant"),
        (funds(("350000", {}), ("250000", {})), "compliant"),
        (funds(("600000", {"purpose": "support"})), "noncompliant"),
        (funds(("600000", {"purpose": None})), "unknown"),
        (funds(("600000", {"secured_on": date(2020, 12, 31)})), "noncompliant"),
        (funds(("600000", {"secured_on": date(2021, 12, 31)})), "compliant"),
        (funds(("600000", {"secured_on": date(2022, 1, 1)})), "noncompliant"),
        (funds((None, {})), "unknown"),
        (funds(("600000", {}), (None, {})), "compliant"),
        (funds(), "noncompliant"),
    ],
)
def test_sixty_ten_thousands_for_the_contest(tables, expected):
    assert status("contest-funds", CITY, tables) == expected


def test_by_another_reading_the_districts_money_does_not_count():
    tables = funds(("400000", {}), ("200000", {"county": SHIGUAI}))
    assert status("contest-funds", CITY, tables) == "compliant"
    assert status("contest-funds", CITY, tables, reading="city-alone") == "noncompliant"


def test_the_gap_to_the_funds_is_an_amount_in_yuan():
    found = verdict("baotou_2021", "contest-funds", CITY, AFTER, funds(("599999.99", {})))
    assert (found.lo, found.target, found.unit, found.gap.amount) == ("59999999/100", "600000", "元", "1/100")


@pytest.mark.parametrize(
    ("rule", "target", "subject", "table", "kind"),
    [
        ("rural-revitalisation-projects", "rural_projects", CITY, "project", "rural_revitalisation"),
        ("rural-training-projects", "rural_training_projects", CITY, "project", "rural_training"),
    ],
)
def test_a_batch_of_projects_is_unknown_until_its_number_is_filled_in(rule, target, subject, table, kind):
    usual = {"kind": kind, "city": CITY, "started_on": date(2021, 4, 1)}
    tables = {
        **places(),
        table: [
            *rows(table, 1, **usual),
            *rows(table, 1, **{**usual, "ended_on": date(2021, 8, 1)}),
            *rows(table, 1, **{**usual, "started_on": date(2020, 12, 31)}),
            *rows(table, 1, **{**usual, "kind": "brand"}),
        ],
    }
    found = verdict("baotou_2021", rule, subject, AFTER, tables)
    assert (str(found.status), found.lo, found.hi) == ("unknown", "2", "2")
    assert f"target_unspecified:{target}" in found.reasons


def contests(*given: dict[str, object]) -> Tables:
    usual = {"kind": "venture_contest", "city": CITY, "edition": 2, "held_on": date(2021, 10, 1)}
    return {**places(), "activity": [*(rows("activity", 1, **{**usual, **each})[0] for each in given)]}


PUBLISHED = {"published_on": date(2021, 11, 1)}


@pytest.mark.parametrize(
    ("tables", "first", "completed", "published"),
    [
        (contests({"edition": 1, **PUBLISHED}), "compliant", "noncompliant", "noncompliant"),
        (contests({"edition": 1, "held_on": date(2020, 11, 1)}), "compliant", "noncompliant", "noncompliant"),
        (contests({}), "noncompliant", "compliant", "noncompliant"),
        (contests(PUBLISHED), "noncompliant", "compliant", "compliant"),
        (contests({**PUBLISHED, "held_on": date(2021, 12, 31)}), "noncompliant", "compliant", "compliant"),
        (contests({**PUBLISHED, "held_on": date(2022, 1, 1)}), "noncompliant", "noncompliant", "noncompliant"),
        (contests({"published_on": date(2021, 12, 31)}), "noncompliant", "compliant", "compliant"),
        (contests({"published_on": date(2022, 1, 1)}), "noncompliant", "compliant", "noncompliant"),
        (contests({**PUBLISHED, "edition": UNKNOWN}), "unknown", "unknown", "unknown"),
        (contests({**PUBLISHED, "edition": None}), "noncompliant", "noncompliant", "noncompliant"),
        (contests({**PUBLISHED, "kind": "governance_contest"}), "noncompliant", "noncompliant", "noncompliant"),
    ],
)
def test_the_first_and_the_second_contest(tables, first, completed, published):
    assert status("first-contest-completed", CITY, tables) == first
    assert status("second-contest-completed", CITY, tables) == completed
    assert status("second-contest-published", CITY, tables) == published


def test_by_another_reading_the_first_contest_is_meant():
    tables = contests({"edition": 1, **PUBLISHED})
    for rule in ("second-contest-completed", "second-contest-published"):
        assert status(rule, CITY, tables, reading="first-contest") == "compliant"
        assert status(rule, CITY, contests(PUBLISHED), reading="first-contest") == "noncompliant"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "compliant"),
        ({"agreed_on": date(2020, 12, 31)}, "shortfall"),
        ({"agreed_on": date(2021, 12, 31)}, "compliant"),
        ({"agreed_on": date(2022, 1, 1)}, "shortfall"),
        ({"agreed_on": None}, "shortfall"),
        ({"agreed_on": UNKNOWN}, "unknown"),
        ({"organization": None}, "shortfall"),
        ({"kind": "brand"}, "shortfall"),
    ],
)
def test_an_intent_of_investment_with_an_organization(given, expected):
    usual = {"kind": "investment", "city": CITY, "organization": "it", "agreed_on": date(2021, 6, 1)}
    tables = {**one(), "project": rows("project", 1, **{**usual, **given})}
    assert status("investment-intents", CITY, tables) == expected
