"""Tables that are in memory already: data frames, Arrow tables, rows as dicts, columns as lists."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import polars as pl

from policyengine.backends.backend import ZONE
from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import RawTable
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN
from policyengine.reading.findings import shown

CELL_TYPES = (str, bool, int, float, Decimal, date, datetime)


def read_memory(data: object, name: str, first_file: int) -> RawTable:
    """A table from memory, rows counted from 1; `name` stands for a file's.

    `data` is a Polars DataFrame or LazyFrame, a pandas DataFrame, anything with an Arrow stream, a list of dicts or a
    dict of lists. Raises `FactsError` where it is none of these.
    """
    frame = _frame(data, name)
    try:
        headers = tuple(frame.collect_schema())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FactsError([Refusal.of(messages.UNUSABLE_TABLE, name)]) from error
    return numbered(frame, headers, name, first_file, lazy=isinstance(data, pl.LazyFrame))


def numbered(frame: pl.LazyFrame, headers: tuple[str, ...], name: str, first_file: int, *, lazy: bool) -> RawTable:
    """The frame with its rows counted from 1; one with a column called `__row` or `__file` is left to be refused."""
    if not {ROW_COLUMN, FILE_COLUMN} & set(headers):
        frame = frame.with_row_index(ROW_COLUMN, offset=1).with_columns(
            pl.lit(first_file, dtype=pl.UInt32).alias(FILE_COLUMN)
        )
    return RawTable(frame, headers, (name,), first_file, lazy)


def _frame(data: object, name: str) -> pl.LazyFrame:
    if isinstance(data, pl.LazyFrame):
        return data
    if isinstance(data, pl.DataFrame):
        return data.lazy()
    unusable = FactsError([Refusal.of(messages.UNUSABLE_TABLE, name)])
    try:
        if type(data).__module__.partition(".")[0] == "pandas":
            frame: pl.DataFrame = pl.from_pandas(data)  # type: ignore[call-overload]  # seen to be of pandas above
            return frame.lazy()
        if hasattr(data, "__arrow_c_stream__"):
            return pl.DataFrame(data).lazy()
    except (pl.exceptions.PolarsError, TypeError, ValueError, AttributeError) as error:
        raise unusable from error
    if isinstance(data, Mapping):
        return from_columns(data, name).lazy()
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        return from_rows(data, name).lazy()
    raise unusable


def from_rows(rows: Sequence[object], name: str) -> pl.DataFrame:
    """One dict a row; a key that a row lacks is empty there. Raises `FactsError` where a row is no mapping."""
    mappings = [row for row in rows if isinstance(row, Mapping)]
    if len(mappings) < len(rows):
        raise FactsError([Refusal.of(messages.UNUSABLE_TABLE, name)])
    headers = dict.fromkeys(header for row in mappings for header in row)
    return from_columns({header: [row.get(header) for row in mappings] for header in headers}, name)


def from_columns(columns: Mapping[str, object], name: str) -> pl.DataFrame:
    """One list a column; a column of mixed types becomes text; without columns there are no rows.

    Raises `FactsError` with all values that are no cells, and for columns that are no lists of one length.
    """
    if not columns:
        return pl.DataFrame(schema={"id": pl.String})
    if not all(isinstance(header, str) for header in columns):
        raise FactsError([Refusal.of(messages.UNUSABLE_TABLE, name)])
    lists = [_list(values, name) for values in columns.values()]
    if len({len(values) for values in lists}) > 1:
        raise FactsError([Refusal.of(messages.UNEQUAL_COLUMNS, name)])
    refusals = [
        Refusal.of(messages.NOT_A_CELL, name, row, header, shown(value), personal=True)
        for header, values in zip(columns, lists, strict=True)
        for row, value in enumerate(values, 1)
        if value is not None and not isinstance(value, CELL_TYPES)
    ]
    if refusals:
        raise FactsError(refusals)
    return pl.DataFrame([_column(header, values) for header, values in zip(columns, lists, strict=True)])


def _list(values: object, name: str) -> list[object]:
    """A column's values; those of arrays and series as Python has them."""
    if isinstance(values, list | tuple):
        return list(values)
    if hasattr(values, "__array__"):
        return pl.Series(values).to_list()  # type: ignore[arg-type]  # whatever has an array
    raise FactsError([Refusal.of(messages.UNUSABLE_TABLE, name)])


def _column(header: str, values: list[object]) -> pl.Series:
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) == 1 and kinds <= {bool, float, date, datetime}:
        return pl.Series(header, values)
    if kinds == {int} and not any(isinstance(value, int) and abs(value) >= 2**63 for value in values):
        return pl.Series(header, values, dtype=pl.Int64)
    return pl.Series(header, [_text(value) for value in values], dtype=pl.String)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime) and value.tzinfo is not None:
        return str(pl.Series([value]).dt.convert_time_zone(ZONE).dt.date().item())
    if isinstance(value, date):
        return value.isoformat()[:10]
    return format(value, "f") if isinstance(value, Decimal) else str(value)
