"""Rows that stand elsewhere in their sources only because others came or left before them.

A place is one number: the file's, then the row's. All rows between two that came or left have moved by the same number,
so that few numbers say where all of them stand now.
"""

import polars as pl

from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN

FROM, BY = "from", "by"
"""The columns of what has moved: the rows from this place on, to before the next line's, have moved by so much."""

MOVES: dict[str, type[pl.DataType]] = {FROM: pl.Int64, BY: pl.Int64}

_ROWS = 2**32
_NOW = "__now"


def moves(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """How the rows that are in both have moved, with the columns `FROM` and `BY`."""
    both = old.select("id", _place().alias(FROM)).join(new.select("id", _place().alias(_NOW)), on="id")
    by = both.sort(FROM).select(FROM, (pl.col(_NOW) - pl.col(FROM)).alias(BY))
    return by.filter(pl.col(BY).ne_missing(pl.col(BY).shift()))


def moved(rows: pl.DataFrame, by: pl.DataFrame) -> pl.DataFrame:
    """The rows in their new places."""
    here = rows.select(_place()).to_series()
    # Rows before all that stayed have left, wherever that would take them.
    line = (by[FROM].search_sorted(here, side="right").cast(pl.Int64) - 1).clip(lower_bound=0)
    there = (here + by[BY].gather(line)).clip(lower_bound=0)
    return rows.with_columns(
        (there // _ROWS).cast(pl.UInt32).alias(FILE_COLUMN), (there % _ROWS).cast(pl.UInt32).alias(ROW_COLUMN)
    )


def _place() -> pl.Expr:
    return pl.col(FILE_COLUMN).cast(pl.Int64) * _ROWS + pl.col(ROW_COLUMN).cast(pl.Int64)
