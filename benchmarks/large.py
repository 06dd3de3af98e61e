"""A registry too large for memory, written in parts: only the columns that the rules of `large_10.yaml` read."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

COUNTIES = 3_000
COUNTIES_PER_CITY = 9
PART = 1_000_000
STEP = 7_919
"""Ids are spread by this prime, so that the files are in no order."""
COMMUNITY_SIZE = 30
SEED = 1
FIRST_DAY, DAYS = date(2000, 1, 1), 8_766
UNKNOWN = 0.03

FORMS = ["not_established", "standalone", "joint", "attached", "extended", "functional"]
CATEGORIES = ["community_service", "community_charity", "social_work", "culture_sports", "education", "other"]

Told = tuple[float, dict[str, Any]]


def large(folder: Path, organizations: str) -> Told:
    """The tables of a country with so many organizations; how many bytes they take."""
    start = time.perf_counter()
    number = int(organizations)
    folder.mkdir(parents=True)
    communities = max(number // COMMUNITY_SIZE, COUNTIES)
    _places(folder, communities)
    (folder / "organization").mkdir()
    for part, first in enumerate(range(0, number, PART)):
        rows = _organizations(first, min(PART, number - first), number, communities)
        rows.write_parquet(folder / "organization" / f"part{part:03d}.parquet")
    written = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    return time.perf_counter() - start, {"bytes": written, "communities": communities}


def _places(folder: Path, communities: int) -> None:
    counties = pl.int_range(COUNTIES, eager=True).alias("n").to_frame()
    city = _id("city", pl.col("n") // COUNTIES_PER_CITY, 3)
    counties.select(id=_id("county", pl.col("n"), 4), city=city).write_parquet(folder / "county.parquet")
    counties.select(id=city).unique(maintain_order=True).write_parquet(folder / "city.parquet")
    counties.select(id=_id("street", pl.col("n"), 4), county=_id("county", pl.col("n"), 4)).write_parquet(
        folder / "street.parquet"
    )
    pl.int_range(communities, eager=True).alias("n").to_frame().select(
        id=_id("C", pl.col("n"), 7),
        street=_id("street", pl.col("n") % COUNTIES, 4),
        kind=pl.when(pl.col("n") % 3 == 0).then(pl.lit("urban")).otherwise(pl.lit("rural")),
    ).write_parquet(folder / "community.parquet")


def _organizations(first: int, rows: int, number: int, communities: int) -> pl.DataFrame:
    draws = np.random.default_rng([SEED, first])
    community = draws.integers(0, communities, rows)
    frame = pl.DataFrame({"n": np.arange(first, first + rows) * STEP % number, "community": community}).with_columns(
        staff=pl.Series(draws.integers(0, 60, rows)),
        full_time_party_members=pl.Series(draws.integers(0, 8, rows)),
        form=pl.Series(draws.integers(0, len(FORMS), rows)),
        category=pl.Series(draws.integers(0, len(CATEGORIES), rows)),
        covered=pl.Series(draws.random(rows) < 0.7),
        registered=pl.Series(draws.random(rows) < 0.6),
        established=pl.Series(draws.integers(0, DAYS, rows)),
        expires=pl.Series(draws.integers(DAYS - 1_000, DAYS + 1_500, rows)),
        charter=pl.Series(draws.integers(0, DAYS, rows)),
    )
    known = [
        pl.when(pl.Series(draws.random(rows) >= UNKNOWN)).then(expr).alias(name)
        for name, expr in {
            "staff": pl.col("staff"),
            "full_time_party_members": pl.col("full_time_party_members"),
            "party_organization_form": pl.lit(pl.Series(FORMS)).gather(pl.col("form")),
            "category": pl.lit(pl.Series(CATEGORIES)).gather(pl.col("category")),
            "party_work_covered": pl.col("covered"),
            "registration": pl.when("registered").then(pl.lit("registered")).otherwise(pl.lit("filed")),
        }.items()
    ]
    days = {
        "established_on": _day("established"),
        "certificate_expires_on": pl.when("registered").then(_day("expires")),
        "charter_party_building_on": pl.when("registered").then(_day("charter")),
    }
    return frame.select(
        _id("SO", pl.col("n"), 8).alias("id"),
        _id("county", pl.col("community") % COUNTIES, 4).alias("county"),
        _id("C", pl.col("community"), 7).alias("community"),
        pl.lit(None, pl.Date).alias("dissolved_on"),
        *known,
        **days,
    )


def _day(days: str) -> pl.Expr:
    return pl.lit(FIRST_DAY) + pl.duration(days=pl.col(days))


def _id(prefix: str, number: pl.Expr, digits: int) -> pl.Expr:
    return pl.format("{}{}", pl.lit(prefix), number.cast(pl.String).str.zfill(digits))
