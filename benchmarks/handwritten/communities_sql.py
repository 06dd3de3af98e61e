"""The ten rules of `policies/communities_10.yaml` in plain SQL of DuckDB: one scan, one group-by, one join.

What is summed and how it is held against the bounds is as in `communities.py`, whose rules these are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.handwritten.communities import YEAR_END
from benchmarks.handwritten.organizations import (
    CITY,
    COMPLIANT,
    NONCOMPLIANT,
    NOT_APPLICABLE,
    SHORTFALL,
    UNKNOWN,
)
from benchmarks.handwritten.organizations_sql import ESTABLISHED, LOCAL, REGISTERED, none, unless_none


@dataclass(frozen=True)
class Counted:
    """A number of organizations against a bound: at least, or at most."""

    member: str
    at_least: int | None
    at_most: int | None
    fails: int
    only: str | None = None


@dataclass(frozen=True)
class Share:
    """A share of organizations against the fraction `top / bottom`: at least, or less than."""

    member: str
    satisfying: str
    top: int
    bottom: int
    fails: int
    below: bool = False


def statuses(folder: Path) -> str:
    """A query for `id` and a status for each rule of each community within the city."""
    rules = _rules()
    sums = {name: total for rule_id, rule in rules.items() for name, total in _aggregates(rule_id, rule)}
    summed = ",\n".join(f'{total} AS "{name}"' for name, total in sums.items())
    own = ", ".join(f'COALESCE(g."{name}", 0) AS "{name}"' for name in sums)
    loose = ", ".join(f'COALESCE(l."{name}", 0) AS "{name}/loose"' for name in sums)
    made = ",\n".join(f'CAST({_status(rule_id, rule)} AS UTINYINT) AS "{rule_id}"' for rule_id, rule in rules.items())
    return f"""
WITH existing AS (
    SELECT *, COALESCE(established_on <= DATE '{YEAR_END}', TRUE)
        AND (CASE WHEN {none("dissolved_on")} THEN TRUE ELSE dissolved_on >= DATE '{YEAR_END}' END) AS existing
    FROM read_parquet('{folder}/organization.parquet') WHERE NOT {none("community")}
), gathered AS MATERIALIZED (
    SELECT community,
    {summed}
    FROM existing GROUP BY community
), located AS (
    SELECT community.id, community.kind, {own}, {loose}
    FROM read_parquet('{folder}/community.parquet') AS community
    LEFT JOIN read_parquet('{folder}/street.parquet') AS street ON community.street = street.id
    LEFT JOIN read_parquet('{folder}/county.parquet') AS county ON street.county = county.id
    LEFT JOIN gathered AS g ON community.id = g.community
    LEFT JOIN (SELECT * FROM gathered WHERE community IS NULL) AS l ON TRUE
    WHERE COALESCE(county.city = '{CITY}', TRUE)
)
SELECT id,
{made}
FROM located
"""  # noqa: S608  # all of it is this module's own


def _rules() -> dict[str, Counted | Share]:
    local, existing = f"existing AND {LOCAL}", "existing"
    in_charter = unless_none("charter_party_building_on", f"charter_party_building_on <= DATE '{YEAR_END}'")
    consulted = (
        f"(CASE WHEN {none('committee_consulted_on')} OR {none('filed_on')} THEN FALSE"
        " ELSE committee_consulted_on <= filed_on END)"
    )
    filed, dormant = "registration = 'filed'", "operating_status = 'dormant'"
    with_members = "existing AND full_time_party_members >= 1"
    return {
        "urban-organizations": Counted(local, 13, None, NONCOMPLIANT, "urban"),
        "rural-organizations": Counted(local, 4, None, NONCOMPLIANT, "rural"),
        "filed-organizations": Counted(f"{local} AND {filed}", 2, None, SHORTFALL),
        "dormant-organizations": Counted(f"existing AND {dormant}", None, 1, NONCOMPLIANT),
        "larger-organizations": Counted("existing AND full_time_staff >= 5", 1, None, SHORTFALL),
        "work-covered": Share(existing, "party_work_covered", 2, 3, NONCOMPLIANT),
        "party-organizations": Share(with_members, ESTABLISHED, 1, 2, NONCOMPLIANT),
        "charter": Share(f"existing AND {REGISTERED}", in_charter, 4, 5, NONCOMPLIANT),
        "consulted": Share(f"existing AND {filed}", consulted, 9, 10, NONCOMPLIANT),
        "dormant-share": Share(existing, dormant, 1, 10, SHORTFALL, below=True),
    }


def _count(flag: str) -> str:
    return f"COUNT(*) FILTER (WHERE {flag})"


def _aggregates(rule_id: str, rule: Counted | Share) -> Iterator[tuple[str, str]]:
    """What is summed for a rule, by community; `in`/`may` are members, `yes`/`can`/`cannot` those that satisfy."""
    member, maybe = rule.member, f"COALESCE({rule.member}, TRUE)"
    yield f"{rule_id}/in", _count(member)
    yield f"{rule_id}/may", _count(maybe)
    if isinstance(rule, Share):
        perhaps, not_surely = f"COALESCE({rule.satisfying}, TRUE)", f"NOT COALESCE({rule.satisfying}, FALSE)"
        yield f"{rule_id}/yes", _count(f"{member} AND {rule.satisfying}")
        yield f"{rule_id}/can", _count(f"{maybe} AND {perhaps}")
        yield f"{rule_id}/doubtful", _count(f"({member}) IS NULL AND {not_surely}")
        yield f"{rule_id}/hopeful", _count(f"({member}) IS NULL AND {perhaps}")
        yield f"{rule_id}/cannot", _count(f"{maybe} AND {not_surely}")


def _status(rule_id: str, rule: Counted | Share) -> str:
    return _of_count(rule_id, rule) if isinstance(rule, Counted) else _of_share(rule_id, rule)


def _of_count(rule_id: str, rule: Counted) -> str:
    lo, hi = f'"{rule_id}/in"', f'("{rule_id}/may" + "{rule_id}/may/loose")'
    if rule.at_least is not None:
        yes, no = f"{lo} >= {rule.at_least}", f"{hi} < {rule.at_least}"
    else:
        yes, no = f"{hi} <= {rule.at_most}", f"{lo} > {rule.at_most}"
    status = f"CASE WHEN {yes} THEN {COMPLIANT} WHEN {no} THEN {rule.fails} ELSE {UNKNOWN} END"
    if rule.only is None:
        return status
    # An unknown kind leaves a status open, as no place is without a duty or surely under it.
    elsewhere = f"WHEN kind IS NOT NULL THEN {NOT_APPLICABLE} ELSE {UNKNOWN}"
    return f"CASE WHEN kind = '{rule.only}' THEN {status} {elsewhere} END"


def _of_share(rule_id: str, rule: Share) -> str:
    """Both ends of the share as fractions, compared by cross-multiplication; an empty population is not judged."""
    population, most = f'"{rule_id}/in"', f'("{rule_id}/may" + "{rule_id}/may/loose")'
    lo, can = f'"{rule_id}/yes"', f'("{rule_id}/can" + "{rule_id}/can/loose")'
    lo_of = f'({population} + "{rule_id}/doubtful" + "{rule_id}/cannot/loose")'
    hi_of = f'({population} + "{rule_id}/hopeful" + "{rule_id}/can/loose")'
    reaches = f"{lo} * {rule.bottom} >= {rule.top} * {lo_of}"
    misses = f"{can} * {rule.bottom} < {rule.top} * {hi_of}"
    yes, no = (misses, reaches) if rule.below else (reaches, misses)
    return (
        f"CASE WHEN {most} = 0 THEN {NOT_APPLICABLE} WHEN {population} > 0 AND {yes} THEN {COMPLIANT}"
        f" WHEN {population} > 0 AND {no} THEN {rule.fails} ELSE {UNKNOWN} END"
    )
