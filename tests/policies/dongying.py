"""The places of Dongying's cases, and the days as of which they are judged."""

from datetime import date

from tests.policies.registry import Row, row, rows, verdict

Tables = dict[str, list[Row]]

CITY = "370500"
COUNTY = "370502"
AUTHORITY = "MZ370502"
BRANCH = "branch"

BEFORE = date(2022, 8, 17)  # the day before the document was published
DAY = date(2023, 6, 30)  # an ordinary day of the open period


def places(*, urban: int = 0) -> Tables:
    """The city, a district, its authority and street, and so many urban communities (`urban-0`, …)."""
    return {
        "city": [row("city", CITY)],
        "county": [row("county", COUNTY, city=CITY, kind="district")],
        "street": [row("street", "street", county=COUNTY, kind="street")],
        "community": [row("community", f"urban-{number}", street="street", kind="urban") for number in range(urban)],
        "registration_authority": [row("registration_authority", AUTHORITY, level="county", city=CITY, county=COUNTY)],
    }


def organizations(count: int, **given: object) -> list[Row]:
    """Organizations of the district: registered community services, unless said otherwise."""
    usual = {
        "county": COUNTY,
        "category": "community_service",
        "registration": "registered",
        "registration_authority": AUTHORITY,
        "established_on": date(2015, 1, 1),
    }
    return rows("organization", count, **{**usual, **given})


def one(**given: object) -> Tables:
    """The places and one organization, `it`."""
    [organization] = organizations(1, **given)
    return {**places(), "organization": [{**organization, "id": "it"}]}


def branch(**given: object) -> list[Row]:
    """One party organization, of long standing unless said otherwise."""
    return [row("party_organization", BRANCH, **{"county": COUNTY, "kind": "branch", **given})]


def status(rule: str, subject: str, tables: Tables, as_of: date = DAY, reading: str | None = None) -> str:
    """The status of a rule's verdict on a subject."""
    return str(verdict("dongying_2022", rule, subject, as_of, tables, reading=reading).status)
