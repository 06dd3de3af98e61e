"""Meetings, activities, projects, funds, policies, exemplars and introduced talent of cities and counties."""

from datetime import date

import polars as pl

from policyengine.authoring.demo.divisions import Divisions
from policyengine.authoring.demo.draws import ROW, Draws, moved
from policyengine.authoring.demo.numbering import numbered
from policyengine.authoring.demo.supervision import plan_day

ORGANIZATIONS_PER_WORK = 25
ACTIVITIES = (
    "party_theme", "public_benefit_day", "public_benefit", "community_series", "venture_contest", "governance_contest",
    "employment", "publicity",
)  # fmt: skip
SERIES = ("neighbourly_help", "shared_governance", "public_safety", "culture")


def meetings(places: Divisions, year: int, seed: int) -> pl.DataFrame:
    """Nearly every kind of meeting in nearly every place."""
    draws = Draws(seed, "meeting")
    frame = _each(places, "kind", ["joint_conference", "crackdown", "party_experience", "matching"], "HY")
    return frame.filter(draws.chance("held", 0.85)).with_columns(
        level=pl.when(pl.col("county").is_null()).then(pl.lit("city")).otherwise(pl.lit("county")),
        held_on=plan_day(draws, "held_on", year),
    )


def activities(places: Divisions, organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """Nearly every kind of activity in nearly every place, and one run by each of so many organizations."""
    draws = Draws(seed, "activity")
    official = _each(places, "kind", list(ACTIVITIES), "HD").filter(draws.chance("held", 0.85))
    run = _chosen(organization, places, draws, "HZ").with_columns(kind=draws.pick("kind", list(ACTIVITIES)))
    columns = (ROW, "id", "city", "county", "organization", "kind")
    together = pl.concat(
        [official.with_columns(organization=pl.lit(None, pl.String)).select(columns), run.select(columns)]
    )
    held = plan_day(draws, "held_on", year)
    return together.with_columns(
        series=pl.when(pl.col("kind") == "community_series").then(draws.pick("series", SERIES)),
        held_on=held,
        published_on=pl.when(draws.chance("published", 0.7)).then(moved(held, draws.between("after", 0, 30))),
    )


def projects(places: Divisions, organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """One project for every so many organizations."""
    draws = Draws(seed, "project")
    frame = _chosen(organization, places, draws, "XM")
    kinds = {
        "government_purchase": 8,
        "venture": 5,
        "rural_revitalisation": 3,
        "rural_training": 2,
        "brand": 2,
    }
    started = draws.day("started_on", date(year - 1, 1, 1), date(year, 12, 20))
    frame = frame.with_columns(
        kind=draws.weighted("kind", kinds),
        key=draws.chance("key", 0.2),
        started_on=started,
        ended_on=pl.when(draws.chance("ended", 0.2)).then(moved(started, draws.between("lasted", 90, 400))),
    )
    return draws.forget(frame, 0.02, required=["key"], optional=["started_on"])


def investment_intents(places: Divisions, organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """One intent for every so many organizations, of this year or the year before."""
    draws = Draws(seed, "investment_intent")
    frame = _chosen(organization, places, draws, "YX").with_columns(
        agreed_on=draws.day("agreed_on", date(year - 1, 1, 1), date(year, 12, 20))
    )
    return draws.forget(frame, 0.02, required=["agreed_on"], optional=["organization"])


def funds(places: Divisions, year: int, seed: int) -> pl.DataFrame:
    """One fund for each purpose and place."""
    draws = Draws(seed, "fund")
    frame = _each(places, "purpose", ["venture", "support", "lottery", "party_building"], "ZJ")
    return frame.with_columns(
        amount=(draws.between("amount", 5, 90) * 10_000).cast(pl.Decimal(18, 2)),
        in_budget=draws.chance("in_budget", 0.85),
        secured_on=plan_day(draws, "secured_on", year),
    )


def policy_measures(places: Divisions, year: int, seed: int) -> pl.DataFrame:
    """Two policies a place, mostly after hearing the associations."""
    draws = Draws(seed, "policy_measure")
    issued = plan_day(draws, "issued_on", year)
    frame = _each(places, "_ordinal", ["1", "2"], "ZC")
    return frame.with_columns(
        issued_on=issued,
        associations_consulted_on=pl.when(draws.chance("heard", 0.85)).then(
            moved(issued, draws.between("before", -60, 5))
        ),
    )


def exemplars(places: Divisions, organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """One exemplar for every so many organizations."""
    draws = Draws(seed, "exemplar")
    return _chosen(organization, places, draws, "DX").with_columns(
        kind=draws.pick("kind", ["rural_revitalisation", "party_building", "other"]),
        promoted_on=plan_day(draws, "promoted_on", year),
    )


def commendations(places: Divisions, year: int, seed: int) -> pl.DataFrame:
    """Five lists of ten a place, a few of them short or not yet announced."""
    draws = Draws(seed, "commendation")
    frame = _each(places, "_ordinal", ["1", "2", "3", "4", "5"], "SY")
    return frame.with_columns(
        kind=pl.lit("top_ten"),
        winners=pl.when(draws.chance("full", 0.95)).then(10).otherwise(draws.between("winners", 6, 9)),
        commended_on=pl.when(draws.chance("commended", 0.95)).then(plan_day(draws, "commended_on", year)),
    )


def talent_introductions(places: Divisions, year: int, seed: int) -> pl.DataFrame:
    """Nearly every kind of talent in nearly every place."""
    draws = Draws(seed, "talent_introduction")
    frame = _each(places, "kind", ["ten_thousand_plan", "changjiang_scholar", "other_leading", "other"], "RC")
    introduced = plan_day(draws, "introduced_on", year)
    return frame.filter(draws.chance("introduced", 0.7)).with_columns(introduced_on=introduced)


def _each(places: Divisions, column: str, values: list[str], prefix: str) -> pl.DataFrame:
    """One row for each city or county and each value."""
    every_place = pl.concat(
        [
            places.city.select(city=pl.col("id"), county=pl.lit(None, pl.String)),
            places.county.select("city", county=pl.col("id")),
        ]
    )
    return numbered(every_place.join(pl.DataFrame({column: values}), how="cross", maintain_order="left_right"), prefix)


def _chosen(organization: pl.DataFrame, places: Divisions, draws: Draws, prefix: str) -> pl.DataFrame:
    """One row for each of the organizations that do such work, with its county and city."""
    chosen = organization.filter(draws.chance("chosen", 1 / ORGANIZATIONS_PER_WORK))
    frame = numbered(chosen.select("county", organization=pl.col("id")), prefix)
    cities = places.county.select(county=pl.col("id"), city=pl.col("city"))
    return frame.join(cities, on="county", how="left", maintain_order="left")
