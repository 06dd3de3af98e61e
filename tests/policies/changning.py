"""The place and the organization of Changning's tasks, and the days as of which they are judged."""

from datetime import date

from tests.policies.registry import POLICIES, Row, row, verdict

Tables = dict[str, list[Row]]

CITY = "310100"
DISTRICT = "310105"
STREET = "310105001"
AUTHORITY = "MZ310105"
POLICY = POLICIES / "changning_2023.yaml"

ON_TIME = date(2023, 12, 31)  # the last day of the plan's period
AFTER = date(2024, 1, 31)


def one(**given: object) -> Tables:
    """The district, a street of it, its registration authority, and one organization that it registered, `it`."""
    usual = {
        "county": DISTRICT,
        "street": STREET,
        "registration": "registered",
        "registered_on": date(2015, 1, 1),
        "established_on": date(2015, 1, 1),
        "registration_authority": AUTHORITY,
    }
    return {
        "city": [row("city", CITY)],
        "county": [row("county", DISTRICT, city=CITY, kind="district")],
        "street": [row("street", STREET, county=DISTRICT, kind="street")],
        "registration_authority": [
            row("registration_authority", AUTHORITY, level="county", city=CITY, county=DISTRICT)
        ],
        "organization": [row("organization", "it", **{**usual, **given})],
    }


def status(rule: str, subject: str, tables: Tables, as_of: date = AFTER, reading: str | None = None) -> str:
    """The status of a rule's verdict on a subject."""
    return str(verdict("changning_2023", rule, subject, as_of, tables, reading=reading).status)
