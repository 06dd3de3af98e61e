"""Quzhou's duties that records of work prove."""

from datetime import date

import pytest

from tests.policies.evidence import breached, proved_by_records, records, statuses
from tests.policies.quzhou import (
    AFTER,
    AUTHORITY,
    CITY,
    COMMITTEE,
    ON_TIME,
    UNIT,
    authority,
    committee,
    organizations,
    places,
    status,
    unit,
)
from tests.policies.registry import Row, plan, row

POLICY = "quzhou_2018"
COUNTY = "330802"
TASKS = proved_by_records(POLICY)
OF_KIND = {
    "city": CITY,
    "county": COUNTY,
    "street": "street-0",
    "registration_authority": AUTHORITY,
    "comprehensive_committee": COMMITTEE,
    "supervising_unit": UNIT,
    "party_organization": "branch",
    "volunteer_team": "team",
    "organization": "it",
}
SUBJECTS = {rule.id: OF_KIND[rule.subject] for rule in TASKS}
BREACHED = {rule.id: breached(rule) for rule in TASKS}
EARLIER = date(2018, 1, 1)

ORGANIZATION = {
    "street": "street-0",
    "management": "dual",
    "operating_status": "liquidating",
    "internally_disordered": True,
    "meets_registration_conditions": False,
    "eligible_for_support": True,
}
SITE = {"kind": "volunteer_safety", "county": COUNTY, "designated_on": EARLIER}


def registry(
    found: list[Row], organization: dict[str, object] | None = None, site: dict[str, object] | None = None
) -> dict[str, list[Row]]:
    """One subject of each kind, to which every task applies unless its organization or site is said to be different."""
    (there,) = organizations(1, **{"supervising_unit": UNIT, **ORGANIZATION, **(organization or {})})
    return {
        **places(urban=1),
        "registration_authority": authority(),
        "comprehensive_committee": committee(),
        "supervising_unit": unit(),
        "organization": [{**there, "id": "it"}],
        "party_organization": [row("party_organization", "branch", county=COUNTY)],
        "volunteer_team": [row("volunteer_team", "team", community="urban-0", established_on=EARLIER)],
        "demonstration_site": [row("demonstration_site", "site", **{**SITE, **(site or {})})],
        "work_record": found,
    }


def done(**given: object) -> list[Row]:
    """A record of every item of every task, done on the last day unless said otherwise."""
    told = {"done_on": ON_TIME, **given}
    return [record for rule in TASKS for record in records(POLICY, rule, SUBJECTS[rule.id], **told)]


def every(status: str) -> dict[str, str]:
    return dict.fromkeys(SUBJECTS, status)


@pytest.mark.parametrize(
    ("found", "as_of", "expected"),
    [
        (done(), AFTER, every("compliant")),
        (done(done_on=AFTER), AFTER, BREACHED),
        (done(outcome="not_done"), AFTER, BREACHED),
        (done(outcome=None), AFTER, every("unknown")),
        (done(done_on=None), AFTER, every("unknown")),
        ([], AFTER, BREACHED),
        ([], ON_TIME, every("pending")),
    ],
    ids=["done", "late", "not done", "outcome unknown", "day unknown", "no record", "not yet"],
)
def test_records_prove_tasks_by_the_last_day(found: list[Row], as_of: date, expected: dict[str, str]):
    assert statuses(POLICY, SUBJECTS, as_of, registry(found)) == expected


def test_tasks_are_proved_item_by_item():
    proved = {rule.id: records(POLICY, rule, SUBJECTS[rule.id], done_on=ON_TIME) for rule in TASKS}
    lacking = [record for items in proved.values() for record in items[: -1 if len(items) > 1 else None]]
    expected = {rule: BREACHED[rule] if len(items) > 1 else "compliant" for rule, items in proved.items()}
    assert statuses(POLICY, SUBJECTS, AFTER, registry(lacking)) == expected


def test_without_a_table_of_records_nothing_is_known_of_tasks():
    tables = registry([])
    del tables["work_record"]
    assert statuses(POLICY, SUBJECTS, AFTER, tables) == every("unknown")


@pytest.mark.parametrize(
    ("organization", "site", "spared"),
    [
        ({"operating_status": "active"}, {}, {"liquidation-guided"}),
        ({"internally_disordered": False}, {}, {"rectification-urged"}),
        ({"meets_registration_conditions": True}, {}, {"filing-by-type"}),
        ({"category": "culture_sports"}, {}, {"filing-by-type"}),
        ({"eligible_for_support": False}, {}, {"eligible-organizations-supported"}),
        (
            {"management": "direct"},
            {},
            {"liquidation-guided", "rectification-urged", "supervising-unit-responsibility", "violations-assisted"},
        ),
        ({}, {"kind": "party_service_centre"}, {"safety-sites-lead"}),
        ({}, {"revoked_on": EARLIER}, {"safety-sites-lead"}),
    ],
)
def test_who_need_not_prove_it(organization: dict[str, object], site: dict[str, object], spared: set[str]):
    found = statuses(POLICY, SUBJECTS, AFTER, registry([], organization, site))
    assert found == {rule: "not_applicable" if rule in spared else status for rule, status in BREACHED.items()}


@pytest.mark.parametrize(
    ("rule", "reading", "expected", "otherwise"),
    [
        ("charity-preferences", "urged", "noncompliant", "shortfall"),
        ("decoupled-associations-party-system", "encouraged", "noncompliant", "shortfall"),
        ("platform-construction", "urged", "noncompliant", "shortfall"),
        ("volunteers-in-safety-work", "bound", "shortfall", "noncompliant"),
    ],
)
def test_how_far_a_verb_reaches_decides_how_strict_a_duty_is(rule, reading, expected, otherwise):
    assert status(rule, SUBJECTS[rule], registry([])) == expected
    assert status(rule, SUBJECTS[rule], registry([]), reading=reading) == otherwise


def test_each_method_of_making_brands_is_another_reading():
    (either,) = (rule for rule in TASKS if rule.id == "party-brands")
    (each,) = (rule for rule in plan(POLICY).readings if rule.id == "party-brands")
    made = records(POLICY, either, CITY, done_on=ON_TIME)
    by_method = records(POLICY, each, CITY, done_on=ON_TIME)
    assert status("party-brands", CITY, registry(made)) == "compliant"
    assert status("party-brands", CITY, registry(made + by_method[:-1]), reading="each-method") == "shortfall"
    assert status("party-brands", CITY, registry(made + by_method), reading="each-method") == "compliant"
