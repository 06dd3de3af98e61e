"""Dongying's places and organizations, and the days as of which its rules are judged."""

from datetime import date

from tests.policies.registry import Row, row, verdict

Tables = dict[str, list[Row]]

CITY = "370500"
COUNTY = "370502"
AUTHORITY = "MZ370502"
COMMUNITY = "urban"

BEFORE = date(2022, 8, 17)  # the day before the document was published
DAY = date(2023, 6, 30)  # an ordinary day of the open period


def places() -> Tables:
    """The city, a district, its authority and street, and one urban community."""
    return {
        "city": [row("city", CITY)],
        "county": [row("county", COUNTY, city=CITY, kind="district")],
        "street": [row("street", "street", county=COUNTY, kind="street")],
        "community": [row("community", COMMUNITY, street="street", kind="urban")],
        "registration_authority": [row("registration_authority", AUTHORITY, level="county", city=CITY, county=COUNTY)],
    }


def organization(row_id: str, **given: object) -> Row:
    """An organization of the district: a registered community service, unless said otherwise."""
    usual = {
        "county": COUNTY,
        "category": "community_service",
        "registration": "registered",
        "registration_authority": AUTHORITY,
        "established_on": date(2015, 1, 1),
    }
    return row("organization", row_id, **{**usual, **given})


def status(rule: str, subject: str, tables: Tables, as_of: date = DAY, reading: str | None = None) -> str:
    """The status of a rule's verdict on a subject."""
    return str(verdict("dongying_2022", rule, subject, as_of, tables, reading=reading).status)
