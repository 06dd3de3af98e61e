"""Verdicts as Parquet."""

import errno
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from policyengine.verdicts.frame import COLUMNS


def write_parquet(frames: Iterable[pl.DataFrame], path: Path) -> None:
    """One file with the columns `frame.COLUMNS`; parts for each frame are put beside it and joined in a stream."""
    parts = []
    for n, frame in enumerate(frames):
        parts.append(path.with_name(f"part{n}.parquet"))
        _sink(frame.lazy(), parts[-1])
    whole = pl.scan_parquet(parts) if parts else pl.LazyFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    _sink(whole, path)


def _sink(frame: pl.LazyFrame, path: Path) -> None:
    """Write rows that are computed already: all that can fail is the writing, which Polars does not always say."""
    try:
        frame.sink_parquet(path)
    except pl.exceptions.ComputeError as error:
        raise OSError(errno.EIO, str(error)) from error
