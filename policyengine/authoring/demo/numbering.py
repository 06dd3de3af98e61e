"""Rows that follow from those of another table get numbers and ids of their own."""

import polars as pl

from policyengine.authoring.demo.draws import ROW, rows


def numbered(frame: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """The rows, numbered from 0, with an id of the prefix and the number."""
    together = pl.concat([rows(frame.height), frame.drop(ROW, strict=False)], how="horizontal")
    return together.with_columns(id=pl.format("{}{}", pl.lit(prefix), pl.col(ROW).cast(pl.String).str.zfill(6)))
