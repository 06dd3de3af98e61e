"""The places of Quzhou's cases, and the two days as of which they are judged."""

from datetime import date

from tests.policies.registry import Row, row, rows, verdict

CITY = "330800"
AUTHORITY = "MZ330802"
COMMITTEE = "ZH330802"
UNIT = "ZG330802"

ON_TIME = date(2018, 12, 31)  # the last day of the plan's period
AFTER = date(2019, 1, 31)


def places(*, streets: int = 1, urban: int = 0, rural: int = 0) -> dict[str, list[Row]]:
    """A city, its county, and so many streets and communities in it (`street-0`, `urban-0`, `rural-0`, …)."""
    return {
        "city": [row("city", CITY)],
        "county": [row("county", "330802", city=CITY, kind="district")],
        "street": [row("street", f"street-{number}", county="330802", kind="street") for number in range(streets)],
        "community": [
            *(row("community", f"urban-{number}", street="street-0", kind="urban") for number in range(urban)),
            *(row("community", f"rural-{number}", street="street-0", kind="rural") for number in range(rural)),
        ],
    }


def organizations(count: int, **given: object) -> list[Row]:
    """Organizations of the county: registered community services, unless said otherwise."""
    usual = {
        "county": "330802",
        "category": "community_service",
        "registration": "registered",
        "registered_on": date(2015, 1, 1),
        "established_on": date(2015, 1, 1),
    }
    return rows("organization", count, **{**usual, **given})


def authority() -> list[Row]:
    return [row("registration_authority", AUTHORITY, level="county", city=CITY, county="330802")]


def committee() -> list[Row]:
    return [row("comprehensive_committee", COMMITTEE, level="county", city=CITY, county="330802")]


def unit() -> list[Row]:
    return [row("supervising_unit", UNIT, level="county", city=CITY, county="330802")]


def status(
    rule: str, subject: str, tables: dict[str, list[Row]], as_of: date = AFTER, reading: str | None = None
) -> str:
    """The status of a rule's verdict on a subject."""
    return str(verdict("quzhou_2018", rule, subject, as_of, tables, reading=reading).status)
