"""The places of Changning's cases, the days as of which they are judged, and its open numbers filled in."""

from datetime import date
from functools import cache

from policyengine.facts.read import read_facts
from policyengine.language.load import load_policy
from policyengine.pipeline import judge
from policyengine.plan.check import make_plan
from policyengine.plan.nodes import Plan
from policyengine.reading.numbers import parse_number
from tests.policies.registry import POLICIES, Row, row, rows, verdict, vocabulary

Tables = dict[str, list[Row]]

CITY = "310100"
DISTRICT = "310105"
JINGAN = "310106"  # another district
STREET = "310105001"
AUTHORITY = "MZ310105"
CITY_AUTHORITY = "MZ310100"
POLICY = POLICIES / "changning_2023.yaml"

ISSUED = date(2023, 3, 30)
ON_TIME = date(2023, 12, 31)  # the last day of the plan's period
AFTER = date(2024, 1, 31)


def places() -> Tables:
    """The district and another one, a street of each, and the district's and the city's registration authorities."""
    return {
        "city": [row("city", CITY)],
        "county": [row("county", district, city=CITY, kind="district") for district in (DISTRICT, JINGAN)],
        "street": [
            row("street", STREET, county=DISTRICT, kind="street"),
            row("street", "310106001", county=JINGAN, kind="street"),
        ],
        "registration_authority": [
            row("registration_authority", AUTHORITY, level="county", city=CITY, county=DISTRICT),
            row("registration_authority", CITY_AUTHORITY, level="city", city=CITY),
        ],
    }


def organizations(count: int, **given: object) -> list[Row]:
    """Organizations that the district registered long ago, unless said otherwise."""
    usual = {
        "county": DISTRICT,
        "street": STREET,
        "registration": "registered",
        "registered_on": date(2015, 1, 1),
        "established_on": date(2015, 1, 1),
        "registration_authority": AUTHORITY,
    }
    return rows("organization", count, **{**usual, **given})


def one(**given: object) -> Tables:
    """The places and one organization, `it`."""
    [organization] = organizations(1, **given)
    return {**places(), "organization": [{**organization, "id": "it"}]}


def status(rule: str, subject: str, tables: Tables, as_of: date = AFTER, reading: str | None = None) -> str:
    """The status of a rule's verdict on a subject."""
    return str(verdict("changning_2023", rule, subject, as_of, tables, reading=reading).status)


@cache
def _plan_with(target: str, value: str) -> Plan:
    policy = load_policy(POLICY)
    targets = tuple(
        found.model_copy(update={"steps": ((None, parse_number(value)),)}) if found.name == target else found
        for found in policy.targets
    )
    return make_plan(policy.model_copy(update={"targets": targets}), vocabulary())


def status_with(
    target: str,
    value: str,
    rule: str,
    subject: str,
    tables: Tables,
    *,
    as_of: date = AFTER,
    reading: str | None = None,
) -> str:
    """The status of a rule's verdict once staff have filled in a number that the text leaves open."""
    ready = _plan_with(target, value)
    rules = ready.rules if reading is None else ready.readings
    chosen = tuple(found for found in rules if found.id == rule and found.alternative == reading)
    found = judge(ready, chosen, read_facts(tables, vocabulary()), as_of=as_of).get(rule, subject)
    assert found is not None
    return str(found.status)
