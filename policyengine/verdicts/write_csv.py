"""Verdicts as CSV for spreadsheets."""

import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from policyengine.verdicts.frame import COLUMNS

LISTS = ("possible", "reasons", "gap_conditions", "missing")
SEPARATOR = "; "
FORMULA = r"^[=+\-@\t\r]"
"""A cell that begins so is run as a formula by spreadsheets."""


def write_csv(frames: Iterable[pl.DataFrame], path: Path) -> None:
    """UTF-8 with the mark that spreadsheets know it by; lists joined by `; `, words that look like formulas quoted.

    A citation is written `section: quote`.
    """
    with path.open("wb") as file:
        pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String)).write_csv(file, include_bom=True)
        for frame in frames:
            _flat(frame).write_csv(file, include_header=False)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    cited = pl.concat_str(pl.element().struct.field("section"), pl.element().struct.field("quote"), separator=": ")
    flat = frame.with_columns(
        *(pl.col(name).list.join(SEPARATOR) for name in LISTS),
        pl.col("citations").list.eval(cited).list.join(SEPARATOR),
        pl.col("status").cast(pl.String),
    )
    return flat.with_columns(harmless_column(name) for name, dtype in flat.schema.items() if dtype == pl.String)


def harmless(word: str) -> str:
    """A word as a spreadsheet shows it and does not run it."""
    return f"'{word}" if re.match(FORMULA, word) else word


def harmless_column(name: str) -> pl.Expr:
    """`harmless` over a column."""
    word = pl.col(name)
    return pl.when(word.str.contains(FORMULA)).then(pl.lit("'") + word).otherwise(word).alias(name)
