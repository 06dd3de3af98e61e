"""Tables that are in memory already: data frames, Arrow tables, rows as dicts, columns as lists."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

import polars as pl

from policyengine.facts import messages
from policyengine.facts.refusals import FactsError, Refusal
from policyengine.facts.sources import RawTable
from policyengine.facts.tables import FILE_COLUMN, ROW_COLUMN

CELL_TYPES = (str, bool, int, float, Decimal, date, datetime)
NOT_TABLES = (pl.exceptions.PolarsError, TypeError, ValueError, AttributeError)


def read_memory(data: object, name: str, first_file: int) -> RawTable:
    """A table from memory, rows counted from 1; `name` stands for a file's.

    `data` is a Polars DataFrame or LazyFrame, a pandas DataFrame, anything with an Arrow stream, a list of dicts or a
    dict of lists. Raises `FactsError` where it is none of these.
    """
    frame = _frame(data, name)
    try:
        headers = tuple(frame.collect_schema())
    except pl.exceptions.PolarsError as error:
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
    try:
        if type(data).__module__.partition(".")[0] == "pandas":
            frame: pl.DataFrame = pl.from_pandas(data)  # type: ignore[call-overload]  # seen to be of pandas above
            return frame.lazy()
        if hasattr(data, "__arrow_c_stream__"):
            return pl.DataFrame(data).lazy()
        if isinstance(data, Mapping):
            return from_columns(data).lazy()
        if isinstance(data, Iterable) and not isinstance(data, str):
            return from_rows(list(data)).lazy()
    except NOT_TABLES as error:
        raise FactsError([Refusal.of(messages.UNUSABLE_TABLE, name)]) from error
    raise FactsError([Refusal.of(messages.UNUSABLE_TABLE, name)])


def from_rows(rows: list[Mapping[str, object]]) -> pl.DataFrame:
    """One dict a row; a key that a row lacks is empty there. Raises `TypeError` where a row is no mapping."""
    if not all(isinstance(row, Mapping) for row in rows):
        raise TypeError("a row is not a mapping")
    headers = dict.fromkeys(header for row in rows for header in row)
    return from_columns({header: [row.get(header) for row in rows] for header in headers})


def from_columns(columns: Mapping[str, object]) -> pl.DataFrame:
    """One list a column; a column of mixed types becomes text. Raises `TypeError` for values that are no cells."""
    if not all(isinstance(header, str) for header in columns):
        raise TypeError("a header is not a text")
    return pl.DataFrame([_column(header, _cells(values)) for header, values in columns.items()])


def _cells(values: object) -> list[object]:
    if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping):
        raise TypeError("a column is not a list")
    return list(values)


def _column(header: str, values: list[object]) -> pl.Series:
    kinds = {type(value) for value in values if value is not None}
    if not all(issubclass(kind, CELL_TYPES) for kind in kinds):
        raise TypeError("a cell is neither text, number, date nor boolean")
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
    if isinstance(value, date):
        return value.isoformat()[:10]
    return format(value, "f") if isinstance(value, Decimal) else str(value)
