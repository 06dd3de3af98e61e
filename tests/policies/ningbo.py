"""The places of Ningbo's cases, and the days as of which they are judged."""

from datetime import date

from tests.policies.registry import Row, row, rows, verdict

Tables = dict[str, list[Row]]

CITY = "330200"
HAISHU = "330203"
JIANGBEI = "330205"
AUTHORITY = "MZ330203"
COMMITTEE = "ZH330203"
UNIT = "ZG330203"

ON_TIME = date(2018, 12, 31)  # the last day of the plan's period
AFTER = date(2019, 1, 31)


def places(streets: int = 1) -> Tables:
    """The city, two of its districts, so many streets of the one (`street-0`, …), and the one's offices."""
    return {
        "city": [row("city", CITY)],
        "county": [row("county", county, city=CITY, kind="district") for county in (HAISHU, JIANGBEI)],
        "street": [row("street", f"street-{number}", county=HAISHU, kind="street") for number in range(streets)],
        "registration_authority": [row("registration_authority", AUTHORITY, level="county", city=CITY, county=HAISHU)],
        "supervising_unit": [row("supervising_unit", UNIT, level="county", city=CITY, county=HAISHU)],
        "comprehensive_committee": [
            row("comprehensive_committee", COMMITTEE, level="county", city=CITY, county=HAISHU)
        ],
    }


def organizations(count: int, **given: object) -> list[Row]:
    """Organizations of Haishu, registered long ago, unless said otherwise."""
    usual = {
        "county": HAISHU,
        "street": "street-0",
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
    return str(verdict("ningbo_2018", rule, subject, as_of, tables, reading=reading).status)
