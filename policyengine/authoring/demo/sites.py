"""Platforms and what they cover, bases, demonstration sites, service centres and volunteer teams."""

from datetime import date

import polars as pl

from policyengine.authoring.demo.divisions import Divisions
from policyengine.authoring.demo.draws import Draws, moved
from policyengine.authoring.demo.numbering import numbered
from policyengine.authoring.demo.places import Layout

STREETS_COVERED = 0.75
COMMUNITIES_COVERED = 0.6
PARTY_CENTRE_SITES = 5


def coverages(places: Divisions, organization: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """Which streets and urban communities the registered hubs and supporters cover."""
    draws = Draws(seed, "coverage")
    platform = organization.filter(pl.col("platform_role").is_in(["hub", "support"]) & pl.col("dissolved_on").is_null())
    streets = places.street.filter((pl.col("kind") == "street") & draws.chance("street", STREETS_COVERED))
    communities = places.community.filter(pl.col("_urban") & draws.chance("community", COMMUNITIES_COVERED))
    frame = pl.concat(
        [
            streets.select(street=pl.col("id"), community=pl.lit(None, pl.String)),
            communities.select(street=pl.lit(None, pl.String), community=pl.col("id")),
        ]
    )
    frame = numbered(frame, "FG")
    if platform.is_empty():
        return frame.clear().with_columns(organization=pl.lit(None, pl.String))
    begun = draws.day("begun_on", date(year - 3, 1, 1), date(year, 11, 30))
    return frame.with_columns(
        organization=draws.pick("organization", platform["id"].to_list()),
        begun_on=begun,
        ended_on=pl.when(draws.chance("ended", 0.01)).then(moved(begun, draws.between("lasted", 30, 900))),
    )


def aid_bases(layout: Layout, places: Divisions, seed: int) -> pl.DataFrame:
    """A base in about half of all streets, of which a few were built nobody knows when, or too late."""
    draws = Draws(seed, "aid_base")
    frame = numbered(places.street.filter(draws.chance("base", 0.5)).select("county", street=pl.col("id")), "BF")
    late = draws.chance("late", 0.1)
    frame = frame.with_columns(
        built_on=pl.when(late)
        .then(draws.day("late on", date(layout.year + 1, 1, 1), date(layout.year + 1, 1, 31)))
        .otherwise(draws.day("built_on", date(layout.year - 3, 1, 1), date(layout.year, 12, 20)))
    )
    return draws.forget(frame, 0.02, optional=["built_on"])


def demonstration_sites(layout: Layout, places: Divisions, seed: int) -> pl.DataFrame:
    """Five party service centres a city, of which one is late, and a volunteers' site in all counties but the last."""
    draws = Draws(seed, "demonstration_site")
    county = places.county.with_columns(
        _ordinal=pl.int_range(pl.len()).over("city"), _last=pl.int_range(pl.len()) == pl.len() - 1
    )
    centres = county.join(pl.DataFrame({"_site": range(PARTY_CENTRE_SITES)}), how="cross", maintain_order="left_right")
    spread = pl.min_horizontal(pl.len().over("city") // PARTY_CENTRE_SITES, pl.lit(PARTY_CENTRE_SITES))
    centres = centres.filter(pl.col("_site") % spread == pl.col("_ordinal") % spread)
    centres = centres.filter(pl.int_range(pl.len()).over("city") < PARTY_CENTRE_SITES)
    day = draws.day("designated_on", date(layout.year - 1, 1, 1), date(layout.year, 12, 15))
    late = date(layout.year + 1, 1, 20)
    frame = numbered(
        pl.concat(
            [
                centres.select(
                    kind=pl.lit("party_service_centre"),
                    county=pl.col("id"),
                    _late=pl.int_range(pl.len()).over("city") == PARTY_CENTRE_SITES - 1,
                ),
                county.filter(~pl.col("_last")).select(
                    kind=pl.lit("volunteer_safety"), county=pl.col("id"), _late=pl.lit(value=False)
                ),
            ]
        ),
        "SF",
    )
    return frame.with_columns(
        level=draws.weighted("level", {"province": 1, "city": 3, "county": 6}),
        designated_on=pl.when("_late").then(pl.lit(late)).otherwise(day),
    )


def service_centres(layout: Layout, places: Divisions, seed: int) -> pl.DataFrame:
    """A service centre in about half of all streets and one or two party service centres a county."""
    draws = Draws(seed, "service_centre")
    streets = places.street.filter(draws.chance("centre", 0.5)).select(
        kind=pl.lit("organization_service"), level=pl.lit("street"), county=pl.col("county"), street=pl.col("id")
    )
    counties = pl.concat([places.county, places.county.filter(pl.int_range(pl.len()) % 2 == 0)]).select(
        kind=pl.lit("party_service"), level=pl.lit("county"), county=pl.col("id"), street=pl.lit(None, pl.String)
    )
    frame = numbered(pl.concat([streets, counties]), "FW").with_columns(
        opened_on=draws.day("opened_on", date(layout.year - 5, 1, 1), date(layout.year, 12, 20)),
        standardised=draws.chance("standardised", 0.8),
    )
    return draws.forget(frame, 0.02, required=["standardised"], optional=["opened_on"])


def volunteer_teams(layout: Layout, places: Divisions, seed: int) -> pl.DataFrame:
    """A party members' team in two thirds of the communities."""
    draws = Draws(seed, "volunteer_team")
    frame = numbered(places.community.filter(draws.chance("team", 2 / 3)).select(community=pl.col("id")), "ZY")
    frame = frame.with_columns(
        established_on=draws.day("established_on", date(layout.year - 6, 1, 1), date(layout.year, 12, 20)),
        points_system=draws.chance("points_system", 0.94),
        points_in_appraisal=draws.chance("points_in_appraisal", 0.88),
    )
    return draws.forget(frame, 0.02, required=["points_system", "points_in_appraisal"])
