"""Tables whose cells all are texts, headers in the first row: what CSV files and spreadsheets have in common."""

import polars as pl

from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import RawTable
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN


def text_table(grid: pl.DataFrame, name: str, first_file: int) -> RawTable:
    """The rows below the first, each with its number (the header is 1), without empty rows and nameless columns.

    Raises `FactsError` where the first row names no column.
    """
    first = grid.row(0) if grid.height else ()
    names = ["" if header is None else header.strip() for header in first]
    columns = {column: header for column, header in zip(grid.columns, names, strict=True) if header} if first else {}
    if not columns:
        raise FactsError([Refusal.of(messages.NO_HEADER, name)])
    headers = tuple(columns.values())
    if len(set(headers)) < len(headers) or {ROW_COLUMN, FILE_COLUMN} & set(headers):
        return RawTable(pl.LazyFrame(), headers, (name,), first_file)  # refused for its headers before any row is read
    rows = (
        grid.select(list(columns))
        .rename(columns)
        .with_row_index(ROW_COLUMN, offset=1)
        .slice(1)
        .filter(pl.any_horizontal(pl.col(headers).str.strip_chars() != ""))
        .with_columns(pl.lit(first_file, dtype=pl.UInt32).alias(FILE_COLUMN))
    )
    return RawTable(rows.lazy(), headers, (name,), first_file)
