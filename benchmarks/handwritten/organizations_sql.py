"""The forty rules of `policies/organizations_40.yaml` in plain SQL of DuckDB: one query over Parquet files.

SQL's own logic carries what is unknown, as in `organizations.py`, whose rules these are. Day by day whether an
organization exists is a column of the inner query.
"""

from datetime import date
from pathlib import Path

from benchmarks.handwritten.organizations import (
    AS_OF,
    AUTUMN,
    CITY,
    COMPLIANT,
    NONCOMPLIANT,
    NOT_APPLICABLE,
    PENDING,
    PERIOD,
    SHORTFALL,
    UNKNOWN,
)

THE_YEAR = (date(2018, 1, 1), date(2018, 12, 31))
ESTABLISHED = "party_organization_form IN ('standalone', 'joint', 'extended', 'functional')"
LOCAL = "category IN ('community_service', 'community_charity', 'social_work')"
REGISTERED = "registration = 'registered'"
PLATFORM = "platform_role IN ('hub', 'support')"


def statuses(folder: Path) -> str:
    """A query for `id` and a status for each rule of each organization that may lie within the city."""
    rules = ",\n".join(f'CAST({status} AS UTINYINT) AS "{rule}"' for rule, status in _rules().items())
    day = "LEAST(registered_on + INTERVAL 60 DAY, " + _day(AS_OF) + ")"
    return f"""
WITH located AS (
    SELECT o.*, county.city AS in_city, county.kind AS county_kind, community.kind AS community_kind,
        CAST({day} AS DATE) AS measured_on, CAST(registered_on + INTERVAL 60 DAY AS DATE) AS due
    FROM read_parquet('{folder}/organization.parquet') AS o
    LEFT JOIN read_parquet('{folder}/county.parquet') AS county ON o.county = county.id
    LEFT JOIN read_parquet('{folder}/community.parquet') AS community ON o.community = community.id
    WHERE COALESCE(county.city = '{CITY}', TRUE)
), dated AS (
    SELECT *, {_exists(_day(PERIOD[1]))} AS existing, {_exists(_day(AS_OF))} AS today,
        {_exists(_day(AUTUMN))} AS autumn, {_exists("measured_on")} AS then_existing
    FROM located
)
SELECT id,
{rules}
FROM dated
"""  # noqa: S608  # all of it is this module's own


def _day(day: date) -> str:
    return f"DATE '{day}'"


def _between(field: str, days: tuple[date, date]) -> str:
    return f"{field} BETWEEN {_day(days[0])} AND {_day(days[1])}"


def none(field: str) -> str:
    """Where an optional field with a companion column is none."""
    return f"({field} IS NULL AND NOT {field}__unknown)"


def unless_none(field: str, compared: str) -> str:
    """A comparison of such a field: no where it is none, unknown where it is unknown."""
    return f"(CASE WHEN {none(field)} THEN FALSE ELSE {compared} END)"


def _present(field: str) -> str:
    return f"(CASE WHEN NOT {field}__unknown THEN {field} IS NOT NULL END)"


def _exists(day: str) -> str:
    started = f"COALESCE(established_on <= {day}, TRUE)"
    lasting = f"(CASE WHEN {none('dissolved_on')} THEN TRUE ELSE dissolved_on >= {day} END)"
    return f"{started} AND {lasting} AND (in_city = '{CITY}')"


def status(applies: str, holds: str, fails: int | str) -> str:
    """The status of one rule; what neither branch decides is unknown."""
    return (
        f"CASE WHEN NOT ({applies}) THEN {NOT_APPLICABLE} WHEN ({applies}) AND ({holds}) THEN {COMPLIANT}"
        f" WHEN ({applies}) AND NOT ({holds}) THEN {fails} ELSE {UNKNOWN} END"
    )


def _rules() -> dict[str, str]:
    return {**_party(), **_figures(), **_charter(), **_registration(), **_due(), **_operation(), **_assessment()}


def _party() -> dict[str, str]:
    members, dual = "full_time_party_members", "management = 'dual'"
    territorial = "(management = 'direct' AND party_affiliation = 'territorial')"
    alone = "party_organization_form = 'standalone'"
    neither = f"existing AND NOT decoupling AND NOT ({dual}) AND NOT {territorial}"
    sectoral = "party_affiliation IN ('sectoral', 'comprehensive')"
    return {
        "standalone-branch": status(f"existing AND {members} >= 3", alone, NONCOMPLIANT),
        "party-organization": status(f"existing AND {members} >= 1", ESTABLISHED, NONCOMPLIANT),
        "party-work-covered": status("existing", f"party_work_covered OR {ESTABLISHED}", NONCOMPLIANT),
        "instructor": status(f"existing AND NOT ({ESTABLISHED})", "party_instructor", SHORTFALL),
        "affiliation-settled": status("existing", "party_affiliation != 'unsettled'", NONCOMPLIANT),
        "union": status("existing AND staff > 15", "union_or_youth_league", SHORTFALL),
        "responsible-body": status(neither, "comprehensive_committee IS NOT NULL", NONCOMPLIANT),
        "sectoral-affiliation": status(f"existing AND (decoupling OR {dual})", sectoral, NONCOMPLIANT),
    }


def _figures() -> dict[str, str]:
    full_time, members, total = "full_time_staff", "full_time_party_members", "party_members_total"
    within = f"{members} <= {full_time} OR {members} = 0"
    return {
        "full-time-within-staff": status("existing", f"{full_time} <= staff OR {full_time} = 0", NONCOMPLIANT),
        "members-within-full-time": status("existing", within, NONCOMPLIANT),
        "members-beyond-full-time": status("existing", f"{total} > {members} AND {total} > 0", SHORTFALL),
    }


def _charter() -> dict[str, str]:
    party, values, applies = "charter_party_building_on", "charter_core_values_on", f"existing AND {REGISTERED}"
    revised = f"{unless_none(party, _between(party, PERIOD))} OR {unless_none(values, _between(values, THE_YEAR))}"
    before = f"existing AND COALESCE(established_on < {_day(PERIOD[0])}, FALSE)"
    return {
        "charter-party-building": status(applies, unless_none(party, f"{party} <= {_day(PERIOD[1])}"), NONCOMPLIANT),
        "charter-core-values": status(applies, unless_none(values, f"{values} <= {_day(THE_YEAR[1])}"), NONCOMPLIANT),
        "charter-revised": status(before, revised, SHORTFALL),
    }


def _registration() -> dict[str, str]:
    filed, expires, reminded = "registration = 'filed'", "certificate_expires_on", "expiry_reminded_on"
    consulted = (
        f"CASE WHEN {none('committee_consulted_on')} OR {none('filed_on')} THEN FALSE"
        " ELSE committee_consulted_on <= filed_on END"
    )
    complete = "registration_authority IS NOT NULL AND uscc IS NOT NULL"
    in_time = "COALESCE(party_commitment_submitted_on <= registered_on + INTERVAL 10 DAY, FALSE)"
    early = f"COALESCE({reminded} <= {expires} - INTERVAL 30 DAY, FALSE)"
    expiring = f"existing AND COALESCE({_between(expires, THE_YEAR)}, FALSE)"
    within = f"existing AND COALESCE({_between(expires, PERIOD)}, FALSE)"
    since = "existing AND COALESCE(registered_on >= DATE '2016-01-01', FALSE)"
    valid = f"COALESCE({expires} > {_day(AS_OF)}, FALSE)"
    return {
        "committee-consulted": status(f"existing AND {LOCAL} AND {filed}", consulted, NONCOMPLIANT),
        "consultation-recorded": status(f"existing AND {filed}", _present("committee_consulted_on"), NONCOMPLIANT),
        "filing-office": status(f"existing AND {filed}", "filing_office IS NOT NULL", NONCOMPLIANT),
        "registration-complete": status(f"existing AND {REGISTERED}", complete, NONCOMPLIANT),
        "in-a-community": status(f"existing AND {LOCAL}", _present("community"), NONCOMPLIANT),
        "certificate-valid": status(f"today AND {expires} IS NOT NULL", valid, NONCOMPLIANT),
        "expiry-reminded": status(expiring, f"COALESCE({reminded} < {expires}, FALSE)", NONCOMPLIANT),
        "expiry-reminded-early": status(within, early, SHORTFALL),
        "party-commitment": status(since, in_time, NONCOMPLIANT),
    }


def _due() -> dict[str, str]:
    """Due sixty days after registration, and measured then or today, whichever is earlier."""
    applies = f"registered_on IS NOT NULL AND due >= {_day(PERIOD[0])} AND then_existing"
    kinds = "kind IN ('social_association', 'social_service_organization')"
    surveyed = "COALESCE(party_survey_submitted_on <= measured_on, FALSE)"

    def late(failing: int) -> str:
        return f"CASE WHEN due < {_day(AS_OF)} THEN {failing} ELSE {PENDING} END"

    return {
        "party-survey": status(applies, surveyed, late(NONCOMPLIANT)),
        "party-information": status(
            f"{applies} AND {kinds}", "party_information_collected_on IS NOT NULL", late(SHORTFALL)
        ),
    }


def _operation() -> dict[str, str]:
    closing = "autumn AND operating_status = 'liquidating'"
    boarded = "today AND kind IN ('social_association', 'foundation')"
    dual = f"existing AND management = 'dual' AND {REGISTERED}"
    return {
        "normally-active": status("today", "normally_active", NONCOMPLIANT),
        "not-dormant": status("autumn", "operating_status != 'dormant'", NONCOMPLIANT),
        "liquidation-closed": status(closing, _present("dissolved_on"), SHORTFALL),
        "financial-rules": status(f"today AND {REGISTERED}", "NOT financial_rules_breached", NONCOMPLIANT),
        "board": status(boarded, "board_meets_charter", NONCOMPLIANT),
        "dual-supervised": status(dual, "supervising_unit IS NOT NULL", NONCOMPLIANT),
        "decoupled": status("autumn AND decoupling", "management = 'direct'", NONCOMPLIANT),
    }


def _assessment() -> dict[str, str]:
    graded, expires = "assessment_grade IS NOT NULL", "assessment_expires_on"
    well = "COALESCE(assessment_grade IN ('grade_3a', 'grade_4a', 'grade_5a'), FALSE)"
    urban = unless_none("community", "community_kind = 'urban'")
    lasting = unless_none(expires, f"{expires} >= {_day(AUTUMN.replace(month=7, day=1))}")
    sound = "board_meets_charter AND NOT financial_rules_breached"
    serving = f"existing AND {LOCAL} AND {urban}"
    district = f"autumn AND county_kind = 'district' AND {PLATFORM}"
    return {
        "charity-graded": status(f"existing AND charity AND {REGISTERED}", well, SHORTFALL),
        "fundraising": status("existing AND public_fundraising", "charity AND tax_exempt", NONCOMPLIANT),
        "tax-exempt": status("existing AND tax_exempt", sound, NONCOMPLIANT),
        "grade-valid": status(f"today AND {graded}", unless_none(expires, f"{expires} > {_day(AS_OF)}"), NONCOMPLIANT),
        "grade-lapsed": status(f"existing AND {graded}", lasting, SHORTFALL),
        "platform-staffed": status(f"existing AND {PLATFORM}", "full_time_staff > 2", NONCOMPLIANT),
        "urban-service": status(serving, "full_time_staff >= 3 OR charity", SHORTFALL),
        "district-platform-graded": status(district, graded, SHORTFALL),
    }
