"""The places of Baotou's cases, and the days as of which they are judged."""

from datetime import date

from tests.policies.registry import Row, row, rows, verdict

Tables = dict[str, list[Row]]

CITY = "150200"
KUNDULUN = "150203"
QINGSHAN = "150204"
SHIGUAI = "150205"  # no pilot of its own: one of the other places
CITY_AUTHORITY = "MZ150200"
AUTHORITY = "MZ150205"

ON_TIME = date(2021, 12, 31)  # the last day of the plan's period
AFTER = date(2022, 1, 31)


def places(**communities: tuple[str, str]) -> Tables:
    """The city, three of its districts, their streets, and communities as `id=(kind, district)`."""
    districts = (KUNDULUN, QINGSHAN, SHIGUAI)
    return {
        "city": [row("city", CITY)],
        "county": [row("county", district, city=CITY, kind="district") for district in districts],
        "street": [row("street", f"street-{district}", county=district, kind="street") for district in districts],
        "community": [
            row("community", name, street=f"street-{district}", kind=kind)
            for name, (kind, district) in communities.items()
        ],
        "registration_authority": [
            row("registration_authority", CITY_AUTHORITY, level="city", city=CITY),
            row("registration_authority", AUTHORITY, level="county", city=CITY, county=SHIGUAI),
        ],
    }


def organizations(count: int, **given: object) -> list[Row]:
    """Organizations of Shiguai, registered long ago, unless said otherwise."""
    usual = {
        "county": SHIGUAI,
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
    return str(verdict("baotou_2021", rule, subject, as_of, tables, reading=reading).status)
