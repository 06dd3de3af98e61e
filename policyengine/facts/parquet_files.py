"""Parquet files, one or several parts of a table; they are read again at every use, and only as far as needed."""

from pathlib import Path

import polars as pl

from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import RawTable
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN


def read_parquet(paths: list[Path], names: list[str], first_file: int) -> RawTable:
    """The parts one below the other, the rows of each counted from 1.

    Raises `FactsError` for a part that is no Parquet file, and for parts whose columns differ.
    """
    schemas: dict[str, pl.Schema] = {}
    refusals: list[Refusal] = []
    for path, name in zip(paths, names, strict=True):
        try:
            schemas[name] = pl.Schema(pl.read_parquet_schema(path))
        except (pl.exceptions.PolarsError, OSError):
            refusals.append(Refusal.of(messages.BROKEN_FILE, name, format="Parquet"))
    first = next(iter(schemas), "")
    refusals += [
        Refusal.of(messages.DIFFERENT_PARTS, name, first=first)
        for name, schema in schemas.items()
        if schema != schemas[first]
    ]
    if refusals:
        raise FactsError(refusals)
    headers = tuple(schemas[first])
    if {ROW_COLUMN, FILE_COLUMN} & set(headers):
        return RawTable(pl.LazyFrame(), headers, tuple(names), first_file, lazy=True)
    parts = [
        pl.scan_parquet(path, row_index_name=ROW_COLUMN, row_index_offset=1).with_columns(
            pl.lit(first_file + index, dtype=pl.UInt32).alias(FILE_COLUMN)
        )
        for index, path in enumerate(paths)
    ]
    return RawTable(pl.concat(parts), headers, tuple(names), first_file, lazy=True)
