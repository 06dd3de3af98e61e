"""What differs between two states of a table whose rows have keys, and states with such differences laid over them."""

from collections.abc import Sequence

import polars as pl

GONE = "__gone"
"""The column of a difference that is true where there is no such row any more."""

WAS, THERE = "__was", "__there"

MOST_CHANGES = 31
"""So many differences are laid over a state at most, then it is kept whole again: look-ups read all of them."""

FEWEST_ROWS = 4096
"""A state of fewer rows is always kept whole: its file is hardly larger than that of a difference."""


def bearable(changed: int, rows: int, changes: int) -> bool:
    """Whether another difference may be laid over a state of `rows` rows.

    `changes` differences with `changed` rows in all lie over it already.
    """
    return rows >= FEWEST_ROWS and changes < MOST_CHANGES and 2 * changed <= rows


def changed_rows(old: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """The rows of `new` that `old` does not have, or has with other cells. Both have the same columns."""
    names = [name for name in new.columns if name not in key]
    if old.select(key).equals(new.select(key)):
        unlike = [new[name].ne_missing(old[name]).alias(name) for name in names]
        return new.filter(pl.DataFrame(unlike).select(pl.any_horizontal(pl.lit(False), pl.all())).to_series())
    beside = old.rename({name: f"{name}{WAS}" for name in names}).with_columns(pl.lit(True).alias(THERE))
    both = new.join(beside, on=key, how="left", maintain_order="left")
    unlike_any = [pl.col(name).ne_missing(pl.col(f"{name}{WAS}")) for name in names]
    return both.filter(pl.any_horizontal(pl.col(THERE).is_null(), *unlike_any)).select(new.columns)


def difference(old: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """The changed rows, and those that are gone, by their keys alone; none where both states are the same."""
    left = old.join(new, on=key, how="anti", maintain_order="left").select(key)
    return together(changed_rows(old, new, key), left)


def together(changed: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
    """A difference of rows that have come or changed, and the keys of those that have left."""
    return pl.concat(
        [changed.with_columns(pl.lit(False).alias(GONE)), left.with_columns(pl.lit(True).alias(GONE))],
        how="diagonal",
    )


def laid_over(rows: pl.LazyFrame, changes: Sequence[pl.LazyFrame], key: Sequence[str]) -> pl.LazyFrame:
    """The rows with differences laid over them, one after another; those that have changed or come stand last."""
    if not changes:
        return rows
    latest = pl.concat(changes).unique(key, keep="last")
    return pl.concat(
        [
            rows.join(latest.select(key), on=key, how="anti", maintain_order="left"),
            latest.filter(~pl.col(GONE)).select(rows.collect_schema().names()),
        ]
    )
