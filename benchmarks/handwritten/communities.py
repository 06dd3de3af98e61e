"""The ten rules of `policies/communities_10.yaml` in plain Polars: one scan, one group-by, one join, one select.

An organization whose community is unknown may belong to any: such rows form the group of the null key, and what they
could add is added to every community.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.handwritten.organizations import (
    CITY,
    COMPLIANT,
    NONCOMPLIANT,
    NOT_APPLICABLE,
    SHORTFALL,
    UNKNOWN,
    c,
    none,
    unless_none,
)

YEAR_END = date(2018, 12, 31)


@dataclass(frozen=True)
class Counted:
    """A number of organizations against a bound: at least, or at most."""

    member: pl.Expr
    at_least: int | None
    at_most: int | None
    fails: int
    only: str | None = None


@dataclass(frozen=True)
class Share:
    """A share of organizations against the fraction `top / bottom`: at least, or less than."""

    member: pl.Expr
    satisfying: pl.Expr
    top: int
    bottom: int
    fails: int
    below: bool = False


def sure(truth: pl.Expr) -> pl.Expr:
    """Rows that surely count."""
    return truth.fill_null(False).sum().cast(pl.Int64)


def possible(truth: pl.Expr) -> pl.Expr:
    """Rows that may count."""
    return truth.fill_null(True).sum().cast(pl.Int64)


def statuses(folder: Path) -> pl.LazyFrame:
    """`id` and a status for each rule of each community within the city."""
    rules = _rules()
    organization = pl.scan_parquet(folder / "organization.parquet").filter(~none("community"))
    sums = {name: total for rule_id, rule in rules.items() for name, total in _aggregates(rule_id, rule)}
    gathered = organization.group_by("community").agg(**sums)
    loose = gathered.filter(c("community").is_null()).select(c(name).alias(f"{name}/loose") for name in sums)
    county = pl.scan_parquet(folder / "county.parquet").select(c("id").alias("county"), c("city").alias("city"))
    street = (
        pl.scan_parquet(folder / "street.parquet")
        .select(c("id").alias("street"), "county")
        .join(county, on="county", how="left")
    )
    located = (
        pl.scan_parquet(folder / "community.parquet")
        .join(street, on="street", how="left")
        .filter((c("city") == CITY).fill_null(True))
        .join(gathered, left_on="id", right_on="community", how="left")
        .join(loose, how="cross")
        .with_columns(c(name).fill_null(0) for name in sums)
    )
    return located.select("id", **{rule_id: _status(rule_id, rule) for rule_id, rule in rules.items()})


def _rules() -> dict[str, Counted | Share]:
    started = (c("established_on") <= YEAR_END).fill_null(True)
    exist = started & pl.when(none("dissolved_on")).then(pl.lit(True)).otherwise(c("dissolved_on") >= YEAR_END)
    local = exist & c("category").is_in(["community_service", "community_charity", "social_work"])
    filed, dormant = c("registration") == "filed", c("operating_status") == "dormant"
    established = c("party_organization_form").is_in(["standalone", "joint", "extended", "functional"])
    in_charter = unless_none("charter_party_building_on", c("charter_party_building_on") <= YEAR_END)
    asked = pl.when(none("committee_consulted_on") | none("filed_on")).then(pl.lit(False))
    consulted = asked.otherwise(c("committee_consulted_on") <= c("filed_on"))
    with_members = exist & (c("full_time_party_members") >= 1)
    registered = exist & (c("registration") == "registered")
    return {
        "urban-organizations": Counted(local, 13, None, NONCOMPLIANT, "urban"),
        "rural-organizations": Counted(local, 4, None, NONCOMPLIANT, "rural"),
        "filed-organizations": Counted(local & filed, 2, None, SHORTFALL),
        "dormant-organizations": Counted(exist & dormant, None, 1, NONCOMPLIANT),
        "larger-organizations": Counted(exist & (c("full_time_staff") >= 5), 1, None, SHORTFALL),
        "work-covered": Share(exist, c("party_work_covered"), 2, 3, NONCOMPLIANT),
        "party-organizations": Share(with_members, established, 1, 2, NONCOMPLIANT),
        "charter": Share(registered, in_charter, 4, 5, NONCOMPLIANT),
        "consulted": Share(exist & filed, consulted, 9, 10, NONCOMPLIANT),
        "dormant-share": Share(exist, dormant, 1, 10, SHORTFALL, below=True),
    }


def _aggregates(rule_id: str, rule: Counted | Share) -> Iterator[tuple[str, pl.Expr]]:
    """What is summed for a rule, by community; `in`/`may` are members, `yes`/`can`/`cannot` those that satisfy."""
    member = rule.member
    yield f"{rule_id}/in", sure(member)
    yield f"{rule_id}/may", possible(member)
    if isinstance(rule, Share):
        surely, perhaps = rule.satisfying.fill_null(False), rule.satisfying.fill_null(True)
        maybe = member.fill_null(True)
        yield f"{rule_id}/yes", sure(member.fill_null(False) & surely)
        yield f"{rule_id}/can", sure(maybe & perhaps)
        yield f"{rule_id}/doubtful", sure(member.is_null() & ~surely)
        yield f"{rule_id}/hopeful", sure(member.is_null() & perhaps)
        yield f"{rule_id}/cannot", sure(maybe & ~surely)


def _status(rule_id: str, rule: Counted | Share) -> pl.Expr:
    if isinstance(rule, Counted):
        return _of_count(rule_id, rule)
    return _of_share(rule_id, rule)


def _of_count(rule_id: str, rule: Counted) -> pl.Expr:
    lo, hi = c(f"{rule_id}/in"), c(f"{rule_id}/may") + c(f"{rule_id}/may/loose")
    if rule.at_least is not None:
        yes, no = lo >= rule.at_least, hi < rule.at_least
    else:
        yes, no = hi <= rule.at_most, lo > rule.at_most
    status = pl.when(yes).then(_byte(COMPLIANT)).when(no).then(_byte(rule.fails)).otherwise(_byte(UNKNOWN))
    if rule.only is None:
        return status
    # An unknown kind leaves a status open, as no place is without a duty or surely under it.
    kind = pl.when(c("kind") == rule.only).then(status)
    return kind.when(c("kind").is_not_null()).then(_byte(NOT_APPLICABLE)).otherwise(_byte(UNKNOWN))


def _of_share(rule_id: str, rule: Share) -> pl.Expr:
    """Both ends of the share as fractions, compared by cross-multiplication; an empty population is not judged."""
    population, most = c(f"{rule_id}/in"), c(f"{rule_id}/may") + c(f"{rule_id}/may/loose")
    lo, lo_of = c(f"{rule_id}/yes"), population + c(f"{rule_id}/doubtful") + c(f"{rule_id}/cannot/loose")
    can = c(f"{rule_id}/can") + c(f"{rule_id}/can/loose")
    hi_of = population + c(f"{rule_id}/hopeful") + c(f"{rule_id}/can/loose")
    reaches, misses = lo * rule.bottom >= rule.top * lo_of, can * rule.bottom < rule.top * hi_of
    yes, no = (misses, reaches) if rule.below else (reaches, misses)
    inhabited = population > 0
    decided = pl.when(most == 0).then(_byte(NOT_APPLICABLE)).when(inhabited & yes).then(_byte(COMPLIANT))
    return decided.when(inhabited & no).then(_byte(rule.fails)).otherwise(_byte(UNKNOWN))


def _byte(status: int) -> pl.Expr:
    return pl.lit(status, pl.UInt8)
