"""The forty rules of `policies/organizations_40.yaml` in plain Polars: one lazy scan, one select, one byte a status.

Unknown cells stay null and Polars' own logic carries them; they are filled only where none, or the bounds of a field,
decide. A companion column `<field>__unknown` tells, in some optional fields, unknown from none.
"""

from datetime import date
from pathlib import Path

import polars as pl

UNKNOWN, NOT_APPLICABLE, COMPLIANT, PENDING, NONCOMPLIANT, SHORTFALL = 0, 1, 2, 8, 16, 32

CITY = "330800"
PERIOD = (date(2018, 5, 9), date(2018, 12, 31))
AUTUMN, AS_OF = date(2018, 10, 31), date(2019, 1, 31)

c = pl.col


def none(field: str) -> pl.Expr:
    """Where an optional field with a companion column is none."""
    return c(field).is_null() & ~c(f"{field}__unknown")


def unless_none(field: str, compared: pl.Expr) -> pl.Expr:
    """A comparison of such a field: no where it is none, unknown where it is unknown."""
    return pl.when(none(field)).then(pl.lit(False)).otherwise(compared)


def present(field: str) -> pl.Expr:
    """Whether such a field is given."""
    return pl.when(~c(f"{field}__unknown")).then(c(field).is_not_null())


def exists(day: date | pl.Expr) -> pl.Expr:
    """Whether the organization exists on the day and lies within the city."""
    started = (c("established_on") <= day).fill_null(True)
    lasting = pl.when(none("dissolved_on")).then(pl.lit(True)).otherwise(c("dissolved_on") >= day)
    return started & lasting & (c("county.city") == CITY)


def status(applies: pl.Expr, holds: pl.Expr, fails: pl.Expr | int) -> pl.Expr:
    """The status of one rule; what neither branch decides is unknown."""
    failing = fails if isinstance(fails, pl.Expr) else pl.lit(fails, pl.UInt8)
    return (
        pl.when(~applies)
        .then(pl.lit(NOT_APPLICABLE, pl.UInt8))
        .when(applies & holds)
        .then(pl.lit(COMPLIANT, pl.UInt8))
        .when(applies & ~holds)
        .then(failing)
        .otherwise(pl.lit(UNKNOWN, pl.UInt8))
    )


def statuses(folder: Path) -> pl.LazyFrame:
    """`id` and a status for each rule of each organization that may lie within the city."""
    county = pl.scan_parquet(folder / "county.parquet").select(
        c("id").alias("county"), c("city").alias("county.city"), c("kind").alias("county.kind")
    )
    community = pl.scan_parquet(folder / "community.parquet").select(
        c("id").alias("community"), c("kind").alias("community.kind")
    )
    located = (
        pl.scan_parquet(folder / "organization.parquet")
        .join(county, on="county", how="left")
        .join(community, on="community", how="left")
        .filter((c("county.city") == CITY).fill_null(True))
    )
    return located.select("id", **_rules())


def _rules() -> dict[str, pl.Expr]:
    year_end, today, autumn = exists(PERIOD[1]), exists(AS_OF), exists(AUTUMN)
    return {
        **_party(year_end),
        **_figures(year_end),
        **_charter(year_end),
        **_registration(year_end, today),
        **_with_own_due_date(),
        **_operation(year_end, today, autumn),
        **_assessment(year_end, today, autumn),
    }


def _established() -> pl.Expr:
    return c("party_organization_form").is_in(["standalone", "joint", "extended", "functional"])


def _community_organization() -> pl.Expr:
    return c("category").is_in(["community_service", "community_charity", "social_work"])


def _party(exist: pl.Expr) -> dict[str, pl.Expr]:
    members = c("full_time_party_members")
    dual, decoupling = c("management") == "dual", c("decoupling")
    territorial = (c("management") == "direct") & (c("party_affiliation") == "territorial")
    return {
        "standalone-branch": status(exist & (members >= 3), c("party_organization_form") == "standalone", NONCOMPLIANT),
        "party-organization": status(exist & (members >= 1), _established(), NONCOMPLIANT),
        "party-work-covered": status(exist, c("party_work_covered") | _established(), NONCOMPLIANT),
        "instructor": status(exist & ~_established(), c("party_instructor"), SHORTFALL),
        "affiliation-settled": status(exist, c("party_affiliation") != "unsettled", NONCOMPLIANT),
        "union": status(exist & (c("staff") > 15), c("union_or_youth_league"), SHORTFALL),
        "responsible-body": status(
            exist & ~decoupling & ~dual & ~territorial, c("comprehensive_committee").is_not_null(), NONCOMPLIANT
        ),
        "sectoral-affiliation": status(
            exist & (decoupling | dual), c("party_affiliation").is_in(["sectoral", "comprehensive"]), NONCOMPLIANT
        ),
    }


def _figures(exist: pl.Expr) -> dict[str, pl.Expr]:
    """Numbers are never below 0, which may decide a comparison of which one side is unknown."""
    full_time, members, total = c("full_time_staff"), c("full_time_party_members"), c("party_members_total")
    return {
        "full-time-within-staff": status(exist, (full_time <= c("staff")) | (full_time == 0), NONCOMPLIANT),
        "members-within-full-time": status(exist, (members <= full_time) | (members == 0), NONCOMPLIANT),
        "members-beyond-full-time": status(exist, (total > members) & (total > 0), SHORTFALL),
    }


def _charter(exist: pl.Expr) -> dict[str, pl.Expr]:
    registered = c("registration") == "registered"
    party, values = c("charter_party_building_on"), c("charter_core_values_on")
    revised = unless_none("charter_party_building_on", party.is_between(*PERIOD)) | unless_none(
        "charter_core_values_on", values.is_between(date(2018, 1, 1), date(2018, 12, 31))
    )
    return {
        "charter-party-building": status(
            exist & registered, unless_none("charter_party_building_on", party <= PERIOD[1]), NONCOMPLIANT
        ),
        "charter-core-values": status(
            exist & registered, unless_none("charter_core_values_on", values <= date(2018, 12, 31)), NONCOMPLIANT
        ),
        "charter-revised": status(exist & (c("established_on") < PERIOD[0]).fill_null(False), revised, SHORTFALL),
    }


def _registration(exist: pl.Expr, today: pl.Expr) -> dict[str, pl.Expr]:
    local, filed, registered = (
        _community_organization(),
        c("registration") == "filed",
        c("registration") == "registered",
    )
    expires, reminded = c("certificate_expires_on"), c("expiry_reminded_on")
    consulted = pl.when(none("committee_consulted_on") | none("filed_on")).then(pl.lit(False))
    month, days = pl.duration(days=30), pl.duration(days=10)
    in_time = (c("party_commitment_submitted_on") <= c("registered_on") + days).fill_null(False)
    return {
        "committee-consulted": status(
            exist & local & filed, consulted.otherwise(c("committee_consulted_on") <= c("filed_on")), NONCOMPLIANT
        ),
        "consultation-recorded": status(exist & filed, present("committee_consulted_on"), NONCOMPLIANT),
        "filing-office": status(exist & filed, c("filing_office").is_not_null(), NONCOMPLIANT),
        "registration-complete": status(
            exist & registered, c("registration_authority").is_not_null() & c("uscc").is_not_null(), NONCOMPLIANT
        ),
        "in-a-community": status(exist & local, present("community"), NONCOMPLIANT),
        "certificate-valid": status(today & expires.is_not_null(), (expires > AS_OF).fill_null(False), NONCOMPLIANT),
        "expiry-reminded": status(
            exist & expires.is_between(date(2018, 1, 1), date(2018, 12, 31)).fill_null(False),
            (reminded < expires).fill_null(False),
            NONCOMPLIANT,
        ),
        "expiry-reminded-early": status(
            exist & expires.is_between(*PERIOD).fill_null(False),
            (reminded <= expires - month).fill_null(False),
            SHORTFALL,
        ),
        "party-commitment": status(
            exist & (c("registered_on") >= date(2016, 1, 1)).fill_null(False), in_time, NONCOMPLIANT
        ),
    }


def _with_own_due_date() -> dict[str, pl.Expr]:
    """Due sixty days after registration, and measured then or today, whichever is earlier."""
    due = c("registered_on") + pl.duration(days=60)
    measured = pl.min_horizontal(due, pl.lit(AS_OF))
    applies = c("registered_on").is_not_null() & (due >= PERIOD[0]) & exists(measured)
    kinds = c("kind").is_in(["social_association", "social_service_organization"])

    def fails(late: int) -> pl.Expr:
        return pl.when(due < AS_OF).then(pl.lit(late, pl.UInt8)).otherwise(pl.lit(PENDING, pl.UInt8))

    return {
        "party-survey": status(
            applies, (c("party_survey_submitted_on") <= measured).fill_null(False), fails(NONCOMPLIANT)
        ),
        "party-information": status(
            applies & kinds, c("party_information_collected_on").is_not_null(), fails(SHORTFALL)
        ),
    }


def _operation(exist: pl.Expr, today: pl.Expr, autumn: pl.Expr) -> dict[str, pl.Expr]:
    registered, state = c("registration") == "registered", c("operating_status")
    return {
        "normally-active": status(today, c("normally_active"), NONCOMPLIANT),
        "not-dormant": status(autumn, state != "dormant", NONCOMPLIANT),
        "liquidation-closed": status(autumn & (state == "liquidating"), present("dissolved_on"), SHORTFALL),
        "financial-rules": status(today & registered, ~c("financial_rules_breached"), NONCOMPLIANT),
        "board": status(
            today & c("kind").is_in(["social_association", "foundation"]), c("board_meets_charter"), NONCOMPLIANT
        ),
        "dual-supervised": status(
            exist & (c("management") == "dual") & registered, c("supervising_unit").is_not_null(), NONCOMPLIANT
        ),
        "decoupled": status(autumn & c("decoupling"), c("management") == "direct", NONCOMPLIANT),
    }


def _assessment(exist: pl.Expr, today: pl.Expr, autumn: pl.Expr) -> dict[str, pl.Expr]:
    graded, expires = c("assessment_grade").is_not_null(), c("assessment_expires_on")
    well = c("assessment_grade").is_in(["grade_3a", "grade_4a", "grade_5a"]).fill_null(False)
    platform = c("platform_role").is_in(["hub", "support"])
    urban = unless_none("community", c("community.kind") == "urban")
    return {
        "charity-graded": status(exist & c("charity") & (c("registration") == "registered"), well, SHORTFALL),
        "fundraising": status(exist & c("public_fundraising"), c("charity") & c("tax_exempt"), NONCOMPLIANT),
        "tax-exempt": status(
            exist & c("tax_exempt"), c("board_meets_charter") & ~c("financial_rules_breached"), NONCOMPLIANT
        ),
        "grade-valid": status(today & graded, unless_none("assessment_expires_on", expires > AS_OF), NONCOMPLIANT),
        "grade-lapsed": status(
            exist & graded, unless_none("assessment_expires_on", expires >= date(2018, 7, 1)), SHORTFALL
        ),
        "platform-staffed": status(exist & platform, c("full_time_staff") > 2, NONCOMPLIANT),
        "urban-service": status(
            exist & _community_organization() & urban, (c("full_time_staff") >= 3) | c("charity"), SHORTFALL
        ),
        "district-platform-graded": status(autumn & (c("county.kind") == "district") & platform, graded, SHORTFALL),
    }
