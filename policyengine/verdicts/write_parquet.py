"""Verdicts as Parquet."""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from policyengine.verdicts.frame import COLUMNS


def write_parquet(frames: Iterable[pl.DataFrame], path: Path) -> None:
    """One file with the columns `frame.COLUMNS`; parts for each frame are put beside it and joined in a stream."""
    parts = []
    for n, frame in enumerate(frames):
        parts.append(path.with_name(f"part{n}.parquet"))
        frame.write_parquet(parts[-1], compression="lz4")
    if parts:
        pl.scan_parquet(parts).sink_parquet(path, compression="zstd")
    else:
        pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String)).write_parquet(path)
