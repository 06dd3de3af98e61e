"""Cities, counties, streets and communities."""

from dataclasses import dataclass

import polars as pl

from policyengine.authoring.demo.draws import ROW, Draws, entry, rows
from policyengine.authoring.demo.names import PLACE_SYLLABLES, STREET_SUFFIXES
from policyengine.authoring.demo.places import Layout

PASTORAL_IN_BANNERS = 0.4  # share of a banner's communities outside its towns
UNKNOWN_KIND = 0.003  # communities whose kind nobody has entered


@dataclass(frozen=True, slots=True)
class Divisions:
    """The divisions' tables; `_county` and `_street` number a row's county and street."""

    city: pl.DataFrame
    county: pl.DataFrame
    street: pl.DataFrame
    community: pl.DataFrame


def divisions(layout: Layout, seed: int) -> Divisions:
    """All divisions of a layout."""
    cities, counties = layout.cities, layout.counties
    city = pl.DataFrame({"id": [code for code, _ in cities], "name": [name for _, name in cities]})
    county = pl.DataFrame(
        {
            "id": [county.code for county in counties],
            "name": [county.name for county in counties],
            "kind": [county.kind for county in counties],
            "city": [county.city for county in counties],
        }
    )
    street = _streets(layout, Draws(seed, "street"))
    return Divisions(
        city.with_columns(division_code=pl.col("id")),
        county.with_columns(division_code=pl.col("id")),
        street,
        _communities(layout, street, Draws(seed, "community")),
    )


def street_of(community: pl.Expr, layout: Layout) -> pl.Expr:
    """The number of the street in which a community, given by its number, lies."""
    rural = layout.town_streets + (community - layout.urban_communities) % layout.rural_streets
    return pl.when(community < layout.urban_communities).then(community % layout.town_streets).otherwise(rural)


def county_of(street: pl.Expr, layout: Layout) -> pl.Expr:
    """The number of the county in which a street, given by its number, lies."""
    counties = len(layout.counties)
    dealt_anew = (street - layout.town_streets) % counties
    return pl.when(street < layout.town_streets).then(street % counties).otherwise(dealt_anew)


def _invented(draws: Draws) -> pl.Expr:
    return draws.pick("first", PLACE_SYLLABLES) + draws.pick("second", PLACE_SYLLABLES)


def _numbered(parent: pl.Expr, ordinal: pl.Expr, most: int) -> pl.Expr:
    """The parent's code and an ordinal of three digits, or more where `most` needs them."""
    return parent + ordinal.cast(pl.String).str.zfill(max(3, len(str(most))))


def _streets(layout: Layout, draws: Draws) -> pl.DataFrame:
    number, counties = pl.col(ROW).cast(pl.Int64), len(layout.counties)
    first_rural = -(-layout.town_streets // counties) + 1
    ordinal = (
        pl.when(number < layout.town_streets)
        .then(number // counties + 1)
        .otherwise((number - layout.town_streets) // counties + first_rural)
    )
    frame = rows(layout.streets).with_columns(
        _county=county_of(number, layout),
        kind=pl.when(number < layout.town_streets)
        .then(pl.lit("street"))
        .otherwise(draws.weighted("kind", {"town": 6, "township": 4})),
    )
    county = entry([county.code for county in layout.counties], pl.col("_county"))
    suffix = pl.col("kind").replace_strict(list(STREET_SUFFIXES), list(STREET_SUFFIXES.values()))
    return frame.with_columns(
        id=_numbered(county, ordinal, layout.streets // counties + 2), name=_invented(draws) + suffix, county=county
    )


def _communities(layout: Layout, street: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    number = pl.col(ROW).cast(pl.Int64)
    urban = number < layout.urban_communities
    ordinal = (
        pl.when(urban)
        .then(number // layout.town_streets + 1)
        .otherwise((number - layout.urban_communities) // layout.rural_streets + 1)
    )
    most = layout.communities // min(layout.town_streets, layout.rural_streets) + 2
    frame = rows(layout.communities).with_columns(_street=street_of(number, layout), _urban=urban)
    frame = frame.with_columns(
        _county=county_of(pl.col("_street"), layout), street=pl.lit(street["id"]).gather(pl.col("_street"))
    )
    banner = entry([county.kind for county in layout.counties], pl.col("_county")) == "banner"
    frame = frame.with_columns(
        id=_numbered(pl.col("street"), ordinal, most),
        name=_invented(draws) + pl.when("_urban").then(pl.lit("社区")).otherwise(pl.lit("村")),
        kind=pl.when("_urban")
        .then(pl.lit("urban"))
        .when(banner & draws.chance("pastoral", PASTORAL_IN_BANNERS))
        .then(pl.lit("pastoral"))
        .otherwise(pl.lit("rural")),
    )
    return draws.forget(frame, UNKNOWN_KIND, required=["kind"])
