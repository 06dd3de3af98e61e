"""The registry as the peers take it: one Parquet file of organizations, one of communities with theirs nested.

Prepared once for each size, and timed for no peer: joins, the filter by jurisdiction, dates as numbers of days. Row
groups are the batches in which engines of rows read.
"""

import sys
from pathlib import Path

import polars as pl

from benchmarks.peers.rules import rules

CITY = "330800"
BATCH = 10_000
"""Organizations to a batch, unless they are too few to give each core several."""


def prepare(tables: Path, out: Path, batches: int = 4) -> None:
    """Writes `organizations.parquet`, `communities.parquet` and `loose.parquet`, the organizations of no known
    community; at least so many batches in the first two."""
    everywhere = _organizations(tables)
    organizations = everywhere.filter((pl.col("county_city") == CITY).fill_null(True))
    size = max(1, min(BATCH, organizations.height // batches))
    organizations.write_parquet(out / "organizations.parquet", row_group_size=size)
    communities, loose = _communities(tables, everywhere)
    per_batch = max(1, communities.height * size // max(1, organizations.height))
    communities.write_parquet(out / "communities.parquet", row_group_size=per_batch)
    loose.write_parquet(out / "loose.parquet")


def _organizations(tables: Path) -> pl.DataFrame:
    county = pl.scan_parquet(tables / "county.parquet").select(
        pl.col("id").alias("county"), pl.col("city").alias("county_city"), pl.col("kind").alias("county_kind")
    )
    community = pl.scan_parquet(tables / "community.parquet").select(
        pl.col("id").alias("community"), pl.col("kind").alias("community_kind")
    )
    nowhere = pl.col("community").is_null() & ~pl.col("community__unknown")
    return (
        pl.scan_parquet(tables / "organization.parquet")
        .join(county, on="county", how="left", maintain_order="left")
        .join(community, on="community", how="left", maintain_order="left")
        .with_columns((pl.col("community_kind").is_null() & ~nowhere).alias("community_kind__unknown"))
        .select(rules().columns)
        .with_columns(pl.col(pl.Date).to_physical())
        .collect()
    )


def _communities(tables: Path, organizations: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    county = pl.scan_parquet(tables / "county.parquet").select(pl.col("id").alias("county"), "city")
    street = (
        pl.scan_parquet(tables / "street.parquet")
        .select(pl.col("id").alias("street"), "county")
        .join(county, on="county", how="left")
    )
    columns = rules().member_columns
    located = organizations.filter(pl.col("community").is_not_null())
    nested = located.lazy().group_by("community", maintain_order=True).agg(pl.struct(columns).alias("organizations"))
    communities = (
        pl.scan_parquet(tables / "community.parquet")
        .join(street, on="street", how="left", maintain_order="left")
        .filter((pl.col("city") == CITY).fill_null(True))
        .select("id", "kind")
        .join(nested, left_on="id", right_on="community", how="left", maintain_order="left")
        .with_columns(pl.col("organizations").fill_null([]))
        .collect()
    )
    return communities, organizations.filter(pl.col("community__unknown")).select(columns)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
