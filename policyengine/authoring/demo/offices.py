"""The offices of each county and city: registration authorities, supervising units, comprehensive committees."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from policyengine.authoring.demo.draws import ROW, Draws
from policyengine.authoring.demo.places import Layout

UNITS = ("教育局", "卫生健康局", "文化旅游局", "农业农村局", "科学技术局")

_COMMON = ("level", "city", "county")


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices' tables; in each, those of the counties come first, in the counties' order, then those of the cities.

    Every place has `len(UNITS)` supervising units, one after the other.
    """

    registration_authority: pl.DataFrame
    supervising_unit: pl.DataFrame
    comprehensive_committee: pl.DataFrame


def offices(layout: Layout, seed: int) -> Offices:
    """The offices of a layout; the last of several counties has no comprehensive committee yet."""
    counties, cities = layout.counties, layout.cities
    places = pl.DataFrame(
        {
            "code": [*(county.code for county in counties), *(code for code, _ in cities)],
            "place": [*(county.name for county in counties), *(name for _, name in cities)],
            "level": ["county"] * len(counties) + ["city"] * len(cities),
            "city": [*(county.city for county in counties), *(code for code, _ in cities)],
            "county": [*(county.code for county in counties), *([None] * len(cities))],
        }
    )
    authority = places.select(
        pl.format("MZ{}", "code").alias("id"), pl.format("{}民政局", "place").alias("name"), *_COMMON
    )
    units = pl.DataFrame({"unit": UNITS, "ordinal": range(len(UNITS))})
    unit = places.join(units, how="cross", maintain_order="left_right").select(
        pl.format("ZG{}{}", "code", "ordinal").alias("id"), pl.format("{}{}", "place", "unit").alias("name"), *_COMMON
    )
    lacking = len(counties) - 1 if len(counties) > 1 else None
    draws = Draws(seed, "comprehensive_committee")
    committee = (
        places.with_columns(pl.int_range(pl.len(), dtype=pl.UInt64).alias(ROW))
        .filter(pl.col(ROW) != lacking if lacking is not None else True)
        .select(
            ROW,
            pl.format("ZH{}", "code").alias("id"),
            pl.format("{}社会组织综合党委", "place").alias("name"),
            *_COMMON,
            draws.day("established_on", date(layout.year - 4, 1, 1), date(layout.year - 1, 12, 31)).alias(
                "established_on"
            ),
            draws.chance("operating", 0.9).alias("substantively_operating"),
        )
    )
    return Offices(authority, unit, draws.forget(committee, 0.02, required=["substantively_operating"]))
